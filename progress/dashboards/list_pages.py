"""The list of a year's measures, by columns."""

from collections.abc import Mapping, Sequence

from progress.dashboards.pages import target_to_actual
from progress.models.shown_states import WORDS
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow
from sakado_dx.lists import Column

NOWHERE = 10**6  # behind all words of a plan


def columns_of(frame: PlanFrame, reasons: Mapping[int, Sequence[str]]) -> list[Column]:
    """`reasons`, by report, are why a council must see a measure; where they are asked for, they
    have a column of their own."""
    columns = [
        Column(frame.measure_label, lambda row: f"{row.code} {row.name}", url=lambda row: row.url),
        Column("所管課", lambda row: "、".join(row.divisions) or "（なし）", "division"),
        Column(
            "報告",
            lambda row: WORDS[row.shown_state],
            "state",
            order=lambda row: list(WORDS).index(row.shown_state),
            state=lambda row: row.shown_state,
        ),
        Column(
            "進捗",
            lambda row: row.counted_word.word,
            "progress",
            order=_place_of_word,
            meaning=lambda row: row.counted_word.meaning,
        ),
        Column("成果指標", _indicators),
    ]
    if reasons:
        columns.append(Column("理由", lambda row: "\n".join(reasons.get(row.report_id, ()))))
    return columns


def _place_of_word(row: MeasureRow) -> int:
    return row.mark.progress.order if row.mark.progress else NOWHERE


def _indicators(row: MeasureRow) -> str:
    return "\n".join(target_to_actual(each) for each in row.indicators) or "指標なし"
