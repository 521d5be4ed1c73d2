"""The steps of each open year: what is over, where it stands, what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from progress.models import ProgressReport, ReviewYear

State = ProgressReport.State
Counts = Mapping[str, int]  # reports by state


@dataclass(frozen=True)
class Step:
    """A step of a year. `left` says what of its work is not done although its day is over."""

    name: str
    day: date | None
    is_over: bool
    is_next: bool
    left: str = ""


@dataclass(frozen=True)
class YearCalendar:
    """An open year: a sentence that says where it stands, its steps, its reports by state."""

    year: ReviewYear
    where: str
    steps: tuple[Step, ...]
    states: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.states)


def steps_of(year: ReviewYear, today: date, counts: Counts | None = None) -> tuple[Step, ...]:
    """The year's dates in their order; the first that is not over is the next one."""
    unsubmitted, submitted, confirmed = _waiting(counts or {})
    days = (
        ("受付開始", year.opened_on, ""),
        ("提出期限", year.report_due, _left(unsubmitted, "まだ提出されていません")),
        *(
            (f"提出期限（{each.division}、延長）", each.report_due, "")
            for each in year.extensions.all()
        ),
        ("事務局確認の期限", year.confirm_due, _left(submitted, "確認を待っています")),
        ("推進会議", year.meeting_on, _left(confirmed, "会議の評価を待っています")),
        ("議会報告日", year.assembly_on, ""),
        ("決算認定日", year.accounts_on, ""),
        ("公表日", year.publish_on, ""),
    )
    dated = sorted((step for step in days if step[1]), key=lambda step: step[1])
    coming = next((place for place, step in enumerate(dated) if step[1] >= today), None)
    steps = [
        Step(name, day, day < today, place == coming, left if day < today else "")
        for place, (name, day, left) in enumerate(dated)
    ]
    steps += [Step(name, None, False, False) for name, day, _ in days if day is None]
    return (*steps, Step("締め", None, not year.is_open, coming is None and year.is_open))


def _left(number: int, words: str) -> str:
    return f"{number}件が{words}" if number else ""


def _waiting(counts: Counts) -> tuple[int, int, int]:
    """How many wait for their division, for the secretariat, for a meeting."""
    unsubmitted = sum(counts.get(state, 0) for state in ProgressReport.EDITABLE_STATES)
    return unsubmitted, counts.get(State.SUBMITTED, 0), counts.get(State.CONFIRMED, 0)


def where_of(year: ReviewYear, today: date, counts: Counts) -> str:
    """Where the year stands: whose turn it is, by what its reports still wait for."""
    unsubmitted, submitted, confirmed = _waiting(counts)
    if today < year.opened_on:
        return "受付の前です。"
    if unsubmitted:
        phase = "報告の受付中です。" if today <= year.report_due else "提出期限を過ぎています。"
        return f"{phase}{_left(unsubmitted, 'まだ提出されていません')}。"
    if submitted:
        return f"報告は出そろいました。{_left(submitted, '事務局の確認を待っています')}。"
    if confirmed:
        return f"事務局の確認は済みました。{_left(confirmed, '会議の評価を待っています')}。"
    return "すべて評価が済みました。公表と、年度の締めに進めます。"


def calendars(today: date) -> list[YearCalendar]:
    """All open years, the newest first; at most 4 queries however many they are."""
    years = ReviewYear.objects.open().newest_first().select_related("plan")
    years = list(years.prefetch_related("extensions__division"))
    counts: dict[int, dict[str, int]] = {year.pk: {} for year in years}
    rows = ProgressReport.objects.filter(year__in=years).order_by()
    for year_id, state, number in rows.values_list("year_id", "state").annotate(Count("pk")):
        counts[year_id][state] = number
    return [_calendar(year, today, counts[year.pk]) for year in years]


def _calendar(year: ReviewYear, today: date, counts: Counts) -> YearCalendar:
    return YearCalendar(
        year=year,
        where=where_of(year, today, counts),
        steps=steps_of(year, today, counts),
        states=tuple((state.label, counts.get(state, 0)) for state in State),
    )
