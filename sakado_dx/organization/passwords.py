"""Passwords that somebody who knows the city or the person would try first are refused."""

import re
import unicodedata
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

# What may stand beside such a word is enough for a password by itself.
LEAST_LETTERS_BESIDE = 8
LEAST_DIFFERENT = 5
MOST_RUNS = 0.7
HELP = "12文字以上にしてください。記号や数字を混ぜる必要はありません。長い言葉の組合せが覚えやすく安全です。"


class NearbyWordsValidator:
    """Refuses a password that is little more than one's own name or ID, or the portal's."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError, naming the word."""
        refuse_around(password, self.words(user))

    def get_help_text(self) -> str:
        return "ログインID、氏名、このポータルの名前に近いものは使えません。"

    def words(self, user) -> list[str]:
        own = [user.username, user.name, user.reading, user.email] if user else []
        host = urlsplit(settings.PORTAL_URL).hostname or ""
        return [*own, settings.SERVICE_NAME, host, "sakado", "portal", "password", "パスワード"]


class PatternValidator:
    """Refuses a run such as 123456789012 or ababababab, whatever its length."""

    def validate(self, password: str, user=None) -> None:
        steps = [ord(after) - ord(before) for before, after in pairwise(password)]
        runs = sum(step in (-1, 0, 1, 9, -9) for step in steps)
        if len(set(password)) < LEAST_DIFFERENT or runs > MOST_RUNS * len(steps):
            raise ValidationError(
                "同じ文字の繰返しや、続き番号のようなパスワードは使えません。",
                code="password_pattern",
            )

    def get_help_text(self) -> str:
        return "同じ文字の繰返しや続き番号は使えません。"


def refuse_around(password: str, words: list[str]) -> None:
    """Refuse a password that has too little beside one of these names.

    >>> refuse_around("Sakado-2026-0401", ["sakado.lg.jp"])
    Traceback (most recent call last):
    django.core.exceptions.ValidationError: ...
    """
    plain = _plain(password)
    found = [word for word in _parts(words) if word in plain]
    rest = plain
    for word in sorted(found, key=len, reverse=True):
        rest = rest.replace(word, " ")
    if found and sum(letter.isalpha() for letter in rest) < LEAST_LETTERS_BESIDE:
        raise ValidationError(
            f"「{max(found, key=len)}」から推測されやすいパスワードです。"
            "別の言葉を使うか、関係のない言葉を足して長くしてください。",
            code="password_near",
        )


def _parts(words: list[str]) -> set[str]:
    """The words and their parts that mean something: 4 letters, or 2 Japanese characters."""
    parts = set()
    for word in map(_plain, words):
        parts.update([word, *re.split(r"[\s\W_]+", word)])
    return {part for part in parts if len(part) >= (4 if part.isascii() else 2)}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
