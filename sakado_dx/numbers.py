"""Figures as people type them, and as pages show them. ``Decimal`` throughout."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from sakado_dx.readings import UnreadableValue, fold

# SQLite keeps decimals as floats, which are exact to 15 digits.
MAX_DIGITS = 15
# As many of them stand behind the point in the columns of figures.
DECIMAL_PLACES = 4

DIGITS = set("0123456789０１２３４５６７８９")
# ▲ and △ stand for minus in Japanese accounts; the input method offers several dashes.
MINUS = "▲△−－-‐–ーｰ"
MINUS_SIGNS = str.maketrans(dict.fromkeys(MINUS, "-"))
ALLOWED = DIGITS | set(MINUS) | set("+＋.．,，%％ \t\r\n\u3000")
NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?\s*%?"
)

CURE = "「12.5」「1,000」のように数字だけを入力してください。"


class UnreadableNumber(UnreadableValue):
    """A text that is no number."""


class NoFigure(UnreadableNumber):
    """A word, a dash or a note mark that stands for no figure; `statuses` say what it means, and
    the cure is that of a form."""

    def __init__(self, text: str, statuses: tuple[str, ...], not_yet: str = ""):
        self.statuses = f"「{'」「'.join(statuses)}」{'のどれか' if len(statuses) > 1 else ''}"
        or_later = f"（まだ値が出ていないだけなら「{not_yet}」）" if not_yet else ""
        cure = f"値を空欄にして、実績の状況で{self.statuses}{or_later}を選んでください。"
        super().__init__(text, "数値ではありません。", cure)

    @property
    def in_a_sheet(self) -> UnreadableNumber:
        """The same where the word goes into the figure's own cell."""
        cure = f"この欄に{self.statuses}を入力してください。"
        return UnreadableNumber(self.value, self.problem, cure)

    @property
    def left_blank(self) -> UnreadableNumber:
        """The same where there is no word for what is missing."""
        return UnreadableNumber(self.value, self.problem, "値がないときは空欄にしてください。")


def parse_number(text: str, missing_words: Sequence[str] = ()) -> Decimal | None:
    """The number that a text names, None where it is blank (which is not 0).

    Understands full and half width, thousands separators, ▲ △ − for minus and a closing %
    (50% is 50: the unit is %). Raises ``UnreadableNumber`` for anything else: ①, 1e5, NaN,
    12件, 1,00 and more than 15 digits. The signs are checked before NFKC, which would make a
    plain 1 of ① and of other ornamental digits. `missing_words` are the plan's own words for
    未報告, 対象外, 測定前 and 集計中, where it has such: a refusal names these.
    """
    if not text.strip():
        return None
    folded = fold(text).translate(MINUS_SIGNS)
    match = NUMBER.fullmatch(folded)
    if missing_words or not match:  # a plan may have worded it as a number
        _refuse_word(text, missing_words)
    if not match or not set(text) <= ALLOWED:
        raise UnreadableNumber(text, _problem(text, folded), CURE)
    whole, part = match["whole"].replace(",", "").lstrip("0"), (match["part"] or "").rstrip("0")
    if len(whole) + len(part) > MAX_DIGITS:
        raise UnreadableNumber(text, f"全部で{MAX_DIGITS}桁を超えています。", CURE)
    number = Decimal(f"{whole or '0'}.{part}")
    return -number if match["sign"] == "-" else number


def _refuse_word(text: str, missing_words: Sequence[str]) -> None:
    words = dict(zip(STANDARD, missing_words or STANDARD, strict=True))
    if statuses := _statuses_of(text, words):
        not_yet = words["集計中"] if statuses == (words["対象外"],) else ""
        raise NoFigure(text, statuses, not_yet)


def misfit(number: Decimal | None, decimal_places: int = DECIMAL_PLACES) -> tuple[str, str]:
    """Why a column of figures cannot hold the number, and how to mend it; both empty where it can.

    A column has 15 digits in all, `decimal_places` of them behind the point.
    """
    whole_digits = MAX_DIGITS - decimal_places
    if number is None:
        return "", ""
    if abs(number) >= 10**whole_digits:
        return (
            f"整数が{whole_digits}桁を超えています。",
            f"整数は{whole_digits}桁までで入力してください。",
        )
    if number == round(number, decimal_places):
        return "", ""
    if decimal_places == 0:
        return "小数は使えません。", "整数で入力してください。"
    return (
        f"小数が{decimal_places}桁を超えています。",
        f"小数は{decimal_places}桁までで入力してください。",
    )


def fitting(
    number: Decimal | None, text: str, decimal_places: int = DECIMAL_PLACES
) -> Decimal | None:
    """The number that a text named, where a column can hold it; raises ``UnreadableNumber``."""
    problem, cure = misfit(number, decimal_places)
    if problem:
        raise UnreadableNumber(text, problem, cure)
    return number


# What tables print in a figure's place, and the status to choose instead.
NO_FIGURE = {
    "集計中": ("調査中", "集計中", "未公表", "公表前", "確認中", "算定中"),
    "測定前": ("未測定", "測定前", "未実施", "調査前"),
    "対象外": ("対象外", "該当なし", "n/a", "na"),
}
# The standard words, in the order of `missing_words`.
STANDARD = ("未報告", "対象外", "測定前", "集計中")
DASHES_ALONE = frozenset("-－―—ー−–‐…*")


def _statuses_of(text: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """What a word, a dash or a note mark in a figure's place may mean, as the plan words it
    (`named` by the standard words); () for all else."""
    folded = fold(text).lower().lstrip("※*").strip()
    for status in NO_FIGURE:
        if folded == fold(named[status]).lower():
            return (named[status],)
    for status, words in NO_FIGURE.items():
        if any(word in folded if len(word) > 2 else word == folded for word in words):
            return (named[status],)
    anything = not folded or set(folded) <= DASHES_ALONE
    return tuple(named[status] for status in NO_FIGURE) if anything else ()


def _problem(text: str, folded: str) -> str:
    """Why this is no number, in the words of its most striking fault."""
    stray = next((char for char in text if char not in ALLOWED), None)
    if stray and not stray.isprintable():
        return "目に見えない文字が含まれています。"
    if stray:
        return f"「{stray}」は数値に使えません。"
    if folded.count(".") > 1:
        return "小数点が2つ以上あります。"
    if "," in folded:
        return "桁区切りのカンマの位置が正しくありません。"
    return "数値の書き方になっていません。"


def format_number(number: Decimal | int | None) -> str:
    """``100,000``, ``99.9``: separators, no trailing zeros, never an exponent; None is blank.

    ``ValueError`` for NaN and infinity, which no column should hold.
    """
    if number is None:
        return ""
    number = Decimal(number)
    if not number.is_finite():
        raise ValueError(f"{number} is not a figure")
    return f"{number.normalize() + 0:,f}"


def number_text(value: Decimal) -> str:
    """For programs: ``19`` for 19.0000, ``100`` for 1E+2; never in powers of ten."""
    return f"{value.normalize() + 0:f}"


def percent(part: Decimal | int, whole: Decimal | int, places: int = 1) -> Decimal:
    """part ÷ whole in %, rounded half up to so many decimals; ``whole`` is not 0.

    100 only where it is all, 0 only where it is none: 99.96 is 99.9, 100.04 is 100.1, and 0.04 is
    0.1 (on cards, without decimals, 99 and 1).
    """
    step = Decimal(1).scaleb(-places)
    with localcontext(prec=60):
        exact = Decimal(part) * 100 / Decimal(whole)
        shown = exact.quantize(step, ROUND_HALF_UP) + 0
    if exact != 100 == shown:
        return shown - step if exact < 100 else shown + step
    if shown == 0 != exact:
        return step.copy_sign(exact)
    return shown
