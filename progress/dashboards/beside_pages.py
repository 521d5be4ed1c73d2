"""年度の比較: two years side by side, a line each measure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from progress.dashboards.filters import Choice, LinesFilter, line_choices
from progress.dashboards.list_pages import indicators_of
from progress.judging.shares import Share
from progress.judging.shown_years import YEARS_BEFORE
from progress.judging.turns import BACK, BETTER, LEFT, SAME, WORSE, turn_of
from progress.models import ReviewYear
from progress.reading.edition import PlanFrame
from progress.reading.kept import MOST_ROWS, MOST_YEARS, said, year_now
from progress.reading.rows import MeasureRow
from sakado_dx.lists import Column
from sakado_dx.records.kept import KeptWhile

NEW, ENDED, UNJUDGED = "new", "ended", "unjudged"
# How a measure stands to the earlier year, what asks for a look first.
BESIDE = {
    WORSE: "悪化",
    BETTER: "改善",
    SAME: "同じ",
    LEFT: "母数から外れた",
    BACK: "母数に戻った",
    NEW: "新規",
    ENDED: "終了",
    UNJUDGED: "比べられない",
}


@dataclass(frozen=True)
class BesideLine:
    """A measure in an earlier year (`before`) and in this one (`now`); one of them may be none."""

    before: MeasureRow | None
    now: MeasureRow | None

    @property
    def row(self) -> MeasureRow:
        """The newer one, under whose name it stands."""
        return self.now or self.before

    @property
    def turn(self) -> str:
        """One of `BESIDE`: no progress that counts in one of the years is 比べられない."""
        if self.before is None:
            return NEW
        if self.now is None:
            return ENDED
        return turn_of(self.before.meaning, self.now.meaning) or UNJUDGED

    @property
    def place(self) -> int:
        return list(BESIDE).index(self.turn)


def earlier_years(year: ReviewYear, *, is_whole: bool = False) -> list[ReviewYear]:
    """The years that this one can be set beside, newest first, as many as a page shows, or all; a
    closed year stays as it is for ever, so beside closed ones alone. 1 query."""
    years = ReviewYear.objects.filter(plan=year.plan_id, fiscal_year__lt=year.fiscal_year)
    if not year.is_open:
        years = years.closed()
    years = years.select_related("plan").order_by("-fiscal_year")
    return list(years if is_whole else years[:YEARS_BEFORE])


def leaves_out(year: ReviewYear, offered: Sequence[ReviewYear]) -> bool:
    """Whether the plan has years before those that the page offers."""
    return len(offered) >= YEARS_BEFORE and offered[-1].fiscal_year > year.plan.first_fiscal_year


class Beside(NamedTuple):
    """All that the page shows of two years: the lines, how many turned how, what they can be filtered
    by, and of the newer year its frame and share."""

    lines: list[BesideLine]
    told: list[tuple[str, int, str]]
    choices: Mapping[str, list[Choice]]
    frame: PlanFrame
    share: Share


_kept: KeptWhile[Beside] = KeptWhile(MOST_YEARS, room=MOST_ROWS, size=lambda own: len(own.lines))


def beside_of(since: ReviewYear, year: ReviewYear, *, pending: bool) -> Beside:
    """Two years of a plan as they stand."""
    told = (timezone.localdate(), pending, said(since), said(year), said(year.plan))
    return _kept.of(told, partial(_beside, since, year, pending))


def forget() -> None:
    """Keep nothing of any years."""
    _kept.forget()


def _beside(since: ReviewYear, year: ReviewYear, pending: bool) -> Beside:
    now, before = year_now(year, pending=pending), year_now(since, pending=pending)
    lines = beside(before.rows, now.rows)
    told = told_in(lines, query_of(since, pending))
    return Beside(lines, told, line_choices(lines), now.read.frame, now.share)


def query_of(since: ReviewYear, pending: bool) -> dict[str, int]:
    """What the page's address says besides its filters."""
    return {"since": since.pk} | ({"pending": 1} if pending else {})


def beside(before: Sequence[MeasureRow], now: Sequence[MeasureRow]) -> list[BesideLine]:
    """The measures of this year in the plan's order, then those that ended; no query."""
    earlier = {row.measure_id: row for row in before}
    lines = [BesideLine(earlier.pop(row.measure_id, None), row) for row in now]
    return [*lines, *(BesideLine(row, None) for row in earlier.values())]


def told_in(lines: Sequence[BesideLine], query: Mapping) -> list[tuple[str, int, str]]:
    """(word, number, the list of exactly these) of each that occurs."""
    counts = Counter(each.turn for each in lines)
    return [
        (word, counts[turn], f"?{urlencode({**query, 'turn': turn})}")
        for turn, word in BESIDE.items()
        if counts[turn]
    ]


def columns_of(frame: PlanFrame, before: ReviewYear, now: ReviewYear) -> list[Column]:
    """Progress and indicators of both years; blank where a year had no report."""
    then, this = before.short_label, now.short_label
    return [
        Column(
            frame.measure_label,
            lambda each: f"{each.row.code} {each.row.name}",
            url=lambda each: each.row.url,
        ),
        Column("所管課", lambda each: "、".join(each.row.divisions) or "（なし）", "division"),
        Column(
            f"{then}の進捗",
            lambda each: _word(each.before),
            "before",
            order=lambda each: _order(each.before),
            meaning=lambda each: _meaning(each.before),
        ),
        Column(
            f"{this}の進捗",
            lambda each: _word(each.now),
            "now",
            order=lambda each: _order(each.now),
            meaning=lambda each: _meaning(each.now),
        ),
        Column("比較", lambda each: BESIDE[each.turn], "turn", order=lambda each: each.place),
        Column(f"{then}の成果指標", lambda each: _indicators(each.before)),
        Column(f"{this}の成果指標", lambda each: _indicators(each.now)),
    ]


def _word(row: MeasureRow | None) -> str:
    return (row.counted_word.word or "未報告") if row else ""


def _meaning(row: MeasureRow | None) -> str:
    return row.counted_word.meaning if row else ""


def _order(row: MeasureRow | None) -> int | None:
    return row.counted_word.order if row else None


def _indicators(row: MeasureRow | None) -> str:
    return (indicators_of(row) or "指標なし") if row else ""


class BesideFilter(LinesFilter):
    """By how it turned, by policy and by division."""

    field_order = ["q", "turn"]

    turn = forms.ChoiceField(
        label="比較", choices=[("", "すべて"), *BESIDE.items()], required=False
    )

    def by_turn(self, lines: list[BesideLine], turn: str) -> list[BesideLine]:
        return [each for each in lines if each.turn == turn]
