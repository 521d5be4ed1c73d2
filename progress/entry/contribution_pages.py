"""The parts of other divisions in a report: who has answered, and what their numbers add up to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Subquery

from progress.judging.facts import NOT_REPORTED
from progress.models import (
    Contribution,
    IndicatorResult,
    ProgressReport,
    ReviewYear,
    StatusChange,
    YearChange,
)
from progress.reading.edition import AskedIndicator, Edition
from progress.year.contributors import named_of
from sakado_dx.numbers import format_number
from sakado_dx.organization.models import Division, User
from sakado_dx.prepared import prepared


@dataclass(frozen=True)
class Closing:
    """Who ended the time for answering, by handing the report in or by closing the year."""

    by: User
    at: datetime
    is_of_year: bool = False
    on_behalf: bool = False
    word: str = ""  # why it did not wait

    def __str__(self) -> str:
        verb = "年度を締めました" if self.is_of_year else "報告を提出しました"
        return f"{self.by}{'（代行）' if self.on_behalf else ''}が{verb}"


def closings_of(reports: Iterable[ProgressReport]) -> dict[int, Closing]:
    """What closed the parts of each of these reports that takes none any more, by its id.

    0 queries where all take them, 1 for those that were handed in, 1 for closed years.
    """
    closed = [each for each in reports if not each.is_editable]
    found: dict[int, Closing] = {}
    if left := {each.pk: each.year_id for each in closed if each.state in each.EDITABLE_STATES}:
        by_year = _year_closings(set(left.values()))
        found = {pk: by_year[year_id] for pk, year_id in left.items() if year_id in by_year}
    if handed_in := [each.pk for each in closed if each.pk not in left]:
        for each in submits_of(tuple(handed_in)):
            found[each.report_id] = Closing(
                each.by, each.at, on_behalf=each.on_behalf, word=each.without_parts
            )
    return found


@prepared
def submits_of(report_ids: tuple[int, ...]) -> QuerySet[StatusChange]:
    """The submissions of these reports with their people, the first first."""
    submits = StatusChange.objects.filter(report__in=report_ids, verb=StatusChange.Verb.SUBMIT)
    return submits.select_related("by").order_by("version")


def _year_closings(year_ids: Iterable[int]) -> dict[int, Closing]:
    closes = YearChange.objects.filter(year__in=year_ids, verb=YearChange.Verb.CLOSE)
    rows = closes.select_related("by").order_by("pk")
    return {each.year_id: Closing(each.by, each.at, is_of_year=True) for each in rows}


@dataclass(frozen=True)
class ShownPart:
    """One division's part, under the division's name of the year."""

    row: Contribution
    division: str


@dataclass(frozen=True)
class Parts:
    """All parts of a report; `indicator` is the number that they share, if there is one;
    `closing` what closed those that are not answered."""

    rows: tuple[ShownPart, ...]
    indicator: AskedIndicator | None
    stated: Decimal | None
    closing: Closing | None = None

    @property
    def waiting(self) -> list[str]:
        """The divisions that have not answered."""
        return [each.division for each in self.rows if not each.row.is_answered]

    @property
    def answered(self) -> list[ShownPart]:
        return [each for each in self.rows if each.row.is_answered]

    @property
    def total(self) -> Decimal | None:
        """The sum of the shares that were given; None where none was, which is not 0."""
        shares = [each.row.share for each in self.rows if each.row.share is not None]
        return sum(shares) if shares else None

    @property
    def has_several_shares(self) -> bool:
        return len([each for each in self.rows if each.row.share is not None]) > 1

    @property
    def total_text(self) -> str:
        return format_number(self.total)

    @property
    def stated_text(self) -> str:
        word = self.indicator.facts.word(NOT_REPORTED) if self.indicator else ""
        return format_number(self.stated) or word

    @property
    def difference_text(self) -> str:
        """By how much the stated value exceeds the total; blank where one of them is missing."""
        if self.total is None or self.stated is None:
            return ""
        return format_number(self.stated - self.total)


def shared_indicator(asked: Iterable[AskedIndicator]) -> AskedIndicator | None:
    """The number of which a part may be a share: the first that the report enters."""
    return next((each for each in asked if each.is_entered_here and each.is_numeric), None)


def parts_of(
    report: ProgressReport, edition: Edition | None, asked: Iterable[AskedIndicator]
) -> Parts:
    """The parts beside the lead division's value as it is stored; 1 query, 2
    where some were closed without an answer, none for none.

    `asked` are the indicators of the report; `edition` is its newest in a closed year:
    divisions are named as they were there.
    """
    indicator = shared_indicator(asked)
    if not report.bears("contributions"):
        return Parts((), indicator, None)
    stated = IndicatorResult.objects.filter(
        report=report, indicator=indicator.id if indicator else None
    )
    rows = report.contributions.select_related("division", "answered_by")
    rows = rows.annotate(stated=Subquery(stated.values("value")))
    rows = list(rows)
    names = edition.contributors if edition else {}
    shown = tuple(ShownPart(each, names.get(each.division_id, each.division.name)) for each in rows)
    missed = any(not each.is_answered for each in rows)
    closing = closings_of([report]).get(report.pk) if missed else None
    return Parts(shown, indicator, rows[0].stated if rows else None, closing)


@dataclass(frozen=True)
class AllRows:
    """How many rows 全課 makes for a report: in all, and of these not asked for yet."""

    number: int
    new: int


def all_rows(report: ProgressReport, divisions: Iterable[Division], day: date) -> AllRows:
    """What to ask all of these divisions means; with them at hand, 1 query."""
    asked = {each.pk for each in named_of(report, divisions, day)}
    return AllRows(len(asked), len(asked - report.contributing_ids))


def last_years_parts(year: ReviewYear, division: Division) -> dict[int, Contribution]:
    """What the same division, or one that it succeeded, answered the year before, by the
    measure's id; 1 query."""
    found = last_years_parts_of(year, [division.pk])
    return {measure_id: part for (_, measure_id), part in found.items()}


def last_years_parts_of(
    year: ReviewYear, division_ids: Collection[int]
) -> dict[tuple[int, int], Contribution]:
    """The same of each of these divisions, by (division's id, measure's id); 1 query."""
    return by_heir(rows_of_last_year(year, division_ids))


def rows_of_last_year(
    year: ReviewYear, division_ids: Collection[int] | None
) -> QuerySet[Contribution]:
    """What these divisions, or all, answered the year before, for `by_heir` to read."""
    parts = Contribution.objects.filter(
        report__year__plan=year.plan_id,
        report__year__fiscal_year=year.fiscal_year - 1,
        answered_at__isnull=False,
    )
    if division_ids is not None:
        own = Q(division__in=division_ids) | Q(division__successors__in=division_ids)
        parts = parts.filter(own)
    return parts.annotate(heir_id=F("division__successors")).select_related("report")


def by_heir(rows: Iterable[Contribution]) -> dict[tuple[int, int], Contribution]:
    """By (division's id, measure's id), of a division also what one answered that it succeeded."""
    rows = list(rows)
    handed_on = {(each.heir_id, each.report.measure_id): each for each in rows}
    own = {(each.division_id, each.report.measure_id): each for each in rows}
    return handed_on | own  # its own word counts more
