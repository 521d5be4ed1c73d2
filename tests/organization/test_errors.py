"""Error pages: in plain words, with the number that the log has, and with what was typed."""

import re
from html import unescape

import pytest
from django.test import Client

from sakado_dx.organization.keeping import owner_field

pytestmark = pytest.mark.urls("tests.organization.broken_pages")


@pytest.fixture
def browser(reporter) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(reporter)
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/fail/bad/", 400, "このアドレスでは開けません"),
        ("/fail/denied/", 403, "理由の文"),
        ("/nowhere/", 404, "ページが見つかりません"),
        ("/fail/broken/", 500, "処理を続けられませんでした"),
        ("/fail/full/", 507, "ファイルを保管できませんでした"),
        ("/fail/unstored/", 507, "ファイルを保管できませんでした"),
        ("/fail/database/", 503, "ただいま休止しています"),
    ],
)
def test_error_page_names_the_number_that_the_log_has(browser, address, status, words):
    response = browser.get(address, headers={"X-Request-ID": "number-of-proxy"})
    page = response.content.decode()
    assert (response.status_code, response["X-Request-ID"]) == (status, "number-of-proxy")
    assert words in page
    assert "お問い合わせ番号：<code>number-of-proxy</code>" in page
    assert "本文の秘密" not in page


@pytest.mark.parametrize(
    ("address", "read", "sent"),
    [
        ("/nowhere/", "このアドレスでは開けません", "送られた内容を受け取れませんでした"),
        ("/public/nowhere/", "このアドレスでは開けません", "受け取れませんでした"),
    ],
)
def test_refused_address_is_headed_by_what_was_done(browser, address, read, sent):
    asked = browser.get(address, {"page": "a"})
    told = browser.post(f"{address}?page=a")
    assert [each.status_code for each in (asked, told)] == [400, 400]
    assert f"<h1>{read}</h1>" in _plain(asked) and sent not in _plain(asked)
    assert f"<h1>{sent}</h1>" in _plain(told) and read not in _plain(told)


def _plain(response) -> str:
    """Its page, headings without attributes."""
    return re.sub(
        r"<h1[^>]*>\s*(.*?)\s*</h1>", r"<h1>\1</h1>", response.content.decode(), flags=re.S
    )


def signed(user) -> str:
    field = owner_field(user, "/fail/broken/")
    return unescape(re.search('value="([^"]*)"', field).group(1))


@pytest.mark.parametrize("kind", ["broken", "full", "database"])
def test_page_of_a_failed_save_gives_back_what_was_typed(browser, reporter, kind):
    fields = {"signed_user": signed(reporter), "done": "<b>書いた</b>", "csrfmiddlewaretoken": "t"}
    page = browser.post(f"/fail/{kind}/", fields).content.decode()
    assert "&lt;b&gt;書いた&lt;/b&gt;" in page
    assert "csrfmiddlewaretoken" not in page


def test_failed_save_gives_another_user_s_text_to_nobody(browser, make_user):
    fields = {"signed_user": signed(make_user("other")), "done": "書いた"}
    assert "書いた" not in browser.post("/fail/broken/", fields).content.decode()


def test_pages_are_stored_nowhere_unless_they_say_otherwise(browser):
    for address in ("/accounts/password/", "/nowhere/", "/fail/broken/"):
        assert "no-store" in browser.get(address)["Cache-Control"]
    assert browser.get("/fail/cached/")["Cache-Control"] == "private, no-cache"


def test_every_answer_forbids_inline_code_framing_and_sniffing(browser):
    for address in ("/accounts/password/", "/nowhere/", "/fail/broken/"):
        response = browser.get(address)
        directives = set(response["Content-Security-Policy"].split("; "))
        assert directives == {
            "default-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        }
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"
