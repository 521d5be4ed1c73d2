"""The list of a year's measures, by columns."""

from collections.abc import Callable, Sequence
from typing import Any

from progress.dashboards.pages import target_to_actual
from progress.models.shown_states import WORDS
from progress.reading.attention import Attention
from progress.reading.before import Before
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow
from sakado_dx.lists import Column

NOWHERE = 10**6  # behind all words of a plan


def columns_of(
    frame: PlanFrame, attention: Sequence[Attention], before: Before | None = None
) -> list[Column]:
    """`attention` is what a council must see: where it is asked for, the reasons have a column of
    their own, and so has the progress of the year `before`, where years are compared."""
    reasons = {each.row.report_id: each.reasons for each in attention}
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
        progress_column(),
        Column("成果指標", lambda row: indicators_of(row) or "指標なし"),
    ]
    if before is not None:
        columns.insert(4, Column("前年度の進捗", lambda row: before.word_of(row)))
    if reasons:
        columns.append(Column("理由", lambda row: "\n".join(reasons.get(row.report_id, ()))))
    return columns


def progress_column(of: Callable[[Any], MeasureRow] = lambda row: row) -> Column:
    """The word that counts, of the measure `of` a line."""
    return Column(
        "進捗",
        lambda line: of(line).counted_word.word,
        "progress",
        order=lambda line: _place_of_word(of(line)),
        meaning=lambda line: of(line).counted_word.meaning,
    )


def _place_of_word(row: MeasureRow) -> int:
    return row.mark.progress.order if row.mark.progress else NOWHERE


def indicators_of(row: MeasureRow) -> str:
    """Target and actual of each indicator, one a line; blank where there is none."""
    return "\n".join(target_to_actual(each) for each in row.indicators)
