"""The steps of each open year: what is over, where it stands, what is next."""

from dataclasses import dataclass
from datetime import date

from progress.models import ProgressReport, ReviewYear


@dataclass(frozen=True)
class Step:
    name: str
    day: date | None
    is_over: bool
    is_next: bool


@dataclass(frozen=True)
class YearCalendar:
    year: ReviewYear
    steps: tuple[Step, ...]
    handed_in: int
    total: int


def steps_of(year: ReviewYear, today: date) -> tuple[Step, ...]:
    """The year's dates in their order; the first that is not over is the next one."""
    days = (
        ("受付開始", year.opened_on),
        ("報告の締切", year.report_due),
        *(
            (f"報告の締切（{each.division}、延長）", each.report_due)
            for each in year.extensions.all()
        ),
        ("事務局確認の締切", year.confirm_due),
        ("推進会議", year.meeting_on),
        ("公表日", year.publish_on),
    )
    dated = sorted(((name, day) for name, day in days if day), key=lambda pair: pair[1])
    coming = next((place for place, (_, day) in enumerate(dated) if day >= today), None)
    steps = [
        Step(name, day, is_over=day < today, is_next=place == coming)
        for place, (name, day) in enumerate(dated)
    ]
    steps += [Step(name, None, False, False) for name, day in days if day is None]
    return (*steps, Step("締め", None, not year.is_open, coming is None and year.is_open))


def calendars(today: date) -> list[YearCalendar]:
    """All open years, the newest first; 4 queries however many they are."""
    years = ReviewYear.objects.open().newest_first().select_related("plan")
    years = list(years.prefetch_related("extensions__division"))
    counts: dict[tuple[int, bool], int] = {}
    reports = ProgressReport.objects.filter(year__in=years).values_list("year_id", "state")
    for year_id, state in reports:
        key = (year_id, state in ProgressReport.HANDED_IN_STATES)
        counts[key] = counts.get(key, 0) + 1
    return [
        YearCalendar(
            year=year,
            steps=steps_of(year, today),
            handed_in=counts.get((year.pk, True), 0),
            total=counts.get((year.pk, True), 0) + counts.get((year.pk, False), 0),
        )
        for year in years
    ]
