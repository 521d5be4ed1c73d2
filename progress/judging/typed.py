"""A figure as it is typed for an indicator: its unit may stand behind it, another's may not."""

from collections.abc import Sequence
from decimal import Decimal

from measures.words import status_by_word
from sakado_dx.numbers import NoFigure, fitting, parse_number
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.keys import match_key

SHARE = "%"
# What is counted one by one, whatever is said of the time (件/年): never a fraction, never less
# than none.
COUNTED = frozenset(
    {
        "件", "業務", "施設", "人", "回", "枚", "種", "種類", "税目", "社", "システム", "台", "箇所",
        "か所", "カ所", "ヶ所", "課", "校", "園", "団体", "世帯", "項目", "手続", "事業", "サービス",
        "講座", "冊", "本", "戸", "店舗", "名",
    }
)  # fmt: skip


def is_share(unit: str) -> bool:
    return fold(unit) == SHARE


def is_counted(unit: str) -> bool:
    return thing(unit) in COUNTED


def thing(unit: str) -> str:
    """What is counted, without its time: 件 of 件/年."""
    return fold(unit).split("/")[0].strip()


def read_figure(text: str, unit: str, missing_words: Sequence[str] = ()) -> Decimal | None:
    """The figure that a text names, in the form, the table and the sheets; None where it is
    blank. `missing_words` are the plan's own, where it has such.

    ``12業務`` is 12 where 業務 is the unit. Raises ``UnreadableValue`` for what is no number or has
    more digits than a column holds, and for a share (``50%``) where the unit is another.
    """
    folded = fold(text)
    if folded.endswith(SHARE) and unit and not is_share(unit):
        problem = f"単位は「{unit}」で、割合ではありません。"
        raise UnreadableValue(text, problem, f"割合ではなく、{unit}の数を入力してください。")
    return fitting(parse_number(_without_unit(text, folded, unit), missing_words), text)


def read_cell(text: str, unit: str, missing_words: Sequence[str] = ()) -> str | Decimal | None:
    """What a cell holds that is for a figure or for the word of one that is missing: the figure,
    None where it is blank, or the status of the word (``being_compiled``). Raises as
    `read_figure`, and says which words the cell takes.
    """
    if status := status_by_word(missing_words).get(match_key(text)):
        return status
    try:
        return read_figure(text, unit, missing_words)
    except NoFigure as error:
        raise error.in_a_sheet from error


def _without_unit(text: str, folded: str, unit: str) -> str:
    """The text up to the unit, where that stands behind a digit; else as it is."""
    for own in (fold(unit), thing(unit)):
        figure = folded.removesuffix(own).rstrip() if own else folded
        if figure != folded and figure[-1:].isdigit():
            return figure
    return text
