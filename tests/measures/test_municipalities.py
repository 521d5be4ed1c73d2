"""全国地方公共団体コード and its check digit."""

import pytest

from measures.municipalities import code_fault, is_city_code, prefecture_of


@pytest.mark.parametrize(
    ("code", "prefecture"),
    [
        ("112399", "埼玉県"), ("131016", "東京都"), ("011002", "北海道"), ("472018", "沖縄県"),
        ("282154", "兵庫県"),
    ],
)  # fmt: skip
def test_codes_of_cities_are_right_and_name_their_prefecture(code, prefecture):
    assert is_city_code(code) and prefecture_of(code) == prefecture
    assert code_fault(code) == ""


@pytest.mark.parametrize("code", ["112390", "11239", "001007", "482013", "１１２３９９", "11239x"])
def test_a_wrong_code_is_told_with_what_is_wrong(code):
    assert not is_city_code(code) and prefecture_of(code) == ""
    assert f"「{code}」" in code_fault(code) and "6桁" in code_fault(code)


def test_a_blank_code_is_no_fault():
    assert code_fault("") == "" and prefecture_of("") == ""
