"""Whatever stands behind the ``?`` of an address, its page answers with sense, and at once."""

from urllib.parse import urlencode

import pytest

from sakado_dx.organization.limits import LONGEST_QUERY


@pytest.fixture
def ask(client, reporter):
    client.force_login(reporter)
    return lambda address, **asked: client.get(f"{address}?{urlencode(asked, doseq=True)}")


@pytest.mark.parametrize("address", ["/help/", "/public/", "/api/v1/measures/", "/nowhere/"])
def test_more_than_anybody_asks_for_is_refused_before_any_page(ask, address):
    assert ask(address, x="y" * (LONGEST_QUERY - 2)).status_code != 400 or "/api/" in address
    response = ask(address, x="y" * (LONGEST_QUERY - 1))
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": "あ" * 500}, "「?」の後が長すぎます（4,502文字。4,000文字まで）"),
        ({"letter": list(range(500))}, "選んだ条件の数を減らしてください"),
        ({"q": "窓口\0"}, "使えない文字（NUL）が含まれています"),
        ({"窓\0": ""}, "使えない文字（NUL）が含まれています"),
        ({"page": "-1"}, "「page=-1」は、一覧のページの番号ではありません"),
        ({"page": "0"}, "1からの整数にしてください"),
        ({"page": "１"}, "一覧のページの番号ではありません"),
        ({"page": "9" * 900}, "「page=99999999999999999999」は"),
        ({"page": str(10**7)}, "「page=10000000」は"),
        ({"page": "最後"}, "「page=最後」は"),
    ],
)
def test_what_no_page_could_mean_is_refused_in_words(ask, asked, told):
    response = ask("/help/", **asked)
    assert response.status_code == 400
    assert told in response.content.decode()
    assert "<h1>このアドレスでは開けません</h1>" in response.content.decode()


@pytest.mark.parametrize("asked", [{"page": ""}, {"page": "7"}, {"q": "窓口", "sort": "-名"}, {}])
def test_what_pages_ask_for_passes(ask, asked):
    assert ask("/help/", **asked).status_code == 200
