"""Which passwords are refused: short ones, common ones, and names from nearby."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from model_bakery import baker

from sakado_dx.organization.models import User


@pytest.fixture
def person(db) -> User:
    baker.make(
        "measures.Plan",
        city="坂戸市",
        title="みらいDX計画",
        first_fiscal_year=2023,
        last_fiscal_year=2027,
    )
    return User(username="yamada-h", name="山田 花子", reading="やまだ はなこ")


@pytest.mark.parametrize(
    "password",
    [
        "tooshort-11",  # 11 characters
        "123456789012",
        "qwqwqwqwqwqwqw",
        "abcdefghijklmnop",
        "administrator",
        "yamada-h-2026",
        "YAMADA20260401",
        "山田花子山田花子山田花子",
        "やまだはなこ202604",
        "sakado-2026-0401",
        "坂戸市坂戸市坂戸市坂戸市",
        "坂戸20260401!!!",
        "ＳＡＫＡＤＯ２０２６０４０１",
        "みらいDX計画202604",
        "password-202604",
    ],
)
def test_password_that_is_tried_first_is_refused(person, password):
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        "hoshizorawomiageru",
        "correct horse battery",
        "sakado no sakura wa kirei",
        "八幡神社の長い石段を上る",
        "84502719364055",
        "tooshort-12!",  # 12 characters
    ],
)
def test_long_password_of_other_words_is_taken_whatever_its_characters(person, password):
    validate_password(password, person)


def test_refusal_names_the_word(person):
    with pytest.raises(ValidationError) as refused:
        validate_password("坂戸市の2026年4月1日", person)
    assert "「坂戸市」から推測されやすいパスワードです" in str(refused.value)
