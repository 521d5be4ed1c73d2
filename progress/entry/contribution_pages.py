"""The parts of other divisions in a report: who has answered, and what their numbers add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Subquery

from progress.judging.facts import NOT_REPORTED
from progress.models import Contribution, IndicatorResult, ProgressReport
from progress.reading.edition import AskedIndicator, Edition
from sakado_dx.numbers import format_number


@dataclass(frozen=True)
class ShownPart:
    """One division's part, under the division's name of the year."""

    row: Contribution
    division: str


@dataclass(frozen=True)
class Parts:
    """All parts of a report; `indicator` is the number that they share, if there is one."""

    rows: tuple[ShownPart, ...]
    indicator: AskedIndicator | None
    stated: Decimal | None

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
    """The parts beside the lead division's value as it is stored; 1 query.

    `asked` are the indicators of the report; `edition` is its newest in a closed year:
    divisions are named as they were there.
    """
    indicator = shared_indicator(asked)
    stated = IndicatorResult.objects.filter(
        report=report, indicator=indicator.id if indicator else None
    )
    rows = list(
        report.contributions.select_related("division", "answered_by").annotate(
            stated=Subquery(stated.values("value"))
        )
    )
    names = edition.contributors if edition else {}
    shown = tuple(ShownPart(each, names.get(each.division_id, each.division.name)) for each in rows)
    return Parts(shown, indicator, rows[0].stated if rows else None)


def last_years_part(part: Contribution) -> Contribution | None:
    """What the same division, or the one that it succeeded, wrote the year before; 1 or 2 queries."""
    report = part.report
    before = Contribution.objects.filter(
        report__measure=report.measure_id,
        report__year__plan=report.year.plan_id,
        report__year__fiscal_year=report.year.fiscal_year - 1,
        answered_at__isnull=False,
    )
    own = before.filter(division=part.division_id).first()
    return own or before.filter(division__successors=part.division_id).first()
