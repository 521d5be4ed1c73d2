"""Bytes to JSON, within bounds: size and depth are checked before anything is built."""

import json
import re
from collections.abc import Callable, Iterator

from sakado_dx.readings import shorten

MOST_BYTES = 10_000_000
# The format itself needs 12.
MOST_DEPTH = 30
# No number of the format has more digits; Python would refuse very long ones by itself.
MOST_DIGITS = 18

# A string is skipped whole, an unfinished one to the end, so that a scan never looks twice.
BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
# How JSON writes halves of letters; two of them may make one.
HALF = re.compile(r"\\u[dD][89a-fA-F]")


class NotJson(Exception):
    """Bytes that are not taken; the text goes on behind what they are: 「文書」は大きすぎます。"""


def parse(data: bytes, parse_float: Callable[[str], object] = float) -> object:
    """The JSON value in the bytes (UTF-8, with or without BOM).

    Raises ``NotJson`` for anything that is too big, too deep, not UTF-8, not JSON,
    for a key written twice in one object and for NaN, Infinity or endless numbers.
    """
    if len(data) > MOST_BYTES:
        raise NotJson("は大きすぎます。10MBまでの文書を指定してください。")
    text = _decoded(data)
    _check_depth(text)
    try:
        found = json.loads(
            text,
            object_pairs_hook=_object_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=parse_float,
        )
    except json.JSONDecodeError as error:
        where = f"{error.lineno}行{error.colno}文字目"
        raise NotJson(
            f"はJSONとして読み取れません（{where}）。括弧、カンマ、引用符を確かめてください。"
        ) from None
    if HALF.search(text):
        _check_letters(found, text)
    return found


def _check_letters(found: object, text: str) -> None:
    """A half of a letter (``\\ud800`` alone) is none, and can neither be stored nor shown."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        code = f"{ord(half):04X}"
        written = re.search(rf"\\u{code}", text, re.IGNORECASE)
        line = text.count("\n", 0, written.start() if written else 0) + 1
        place = next(each for each, words in _texts(found) if half in words)
        where = f"の「{place}」（{line}行目）" if place else f"の{line}行目"
        raise NotJson(
            f"{where}に、使えない文字（U+{code}）が含まれています。その文字を入力し直してください。"
        ) from None


def _texts(found: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text with its place (``policies[0].name``); a key stands at the place of its object."""
    if isinstance(found, str):
        yield place, found
    elif isinstance(found, list):
        for number, each in enumerate(found):
            yield from _texts(each, f"{place}[{number}]")
    elif isinstance(found, dict):
        for key, each in found.items():
            yield place, key
            yield from _texts(each, f"{place}.{key}" if place else key)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson(
            f"は文字コードUTF-8で保存してください（{error.start + 1}バイト目が読み取れません）。"
        ) from None


def _check_depth(text: str) -> None:
    depth = 0
    for match in BRACKET_OR_STRING.finditer(text):
        first = match[0][0]
        depth += (first in "[{") - (first in "]}")
        if depth > MOST_DEPTH:
            raise NotJson(f"の入れ子が深すぎます（{MOST_DEPTH}段まで）。")


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise NotJson(
            f"の中で、同じ項目「{shorten(repeated, 60)}」が1つの{{ }}に2回書かれています。"
        )
    return result


def _refuse_constant(name: str) -> None:
    raise NotJson(f"に、JSONの数ではない値「{name}」があります。")


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise NotJson(f"に、桁の多すぎる数「{digits[:20]}…」があります。")
    return int(digits)
