"""The parts of other divisions in a report: who has answered, and what their numbers add up to."""

from dataclasses import dataclass
from decimal import Decimal

from measures.models import Indicator
from progress.judging.results import entries_of
from progress.models import Contribution, ProgressReport
from progress.reading.closed_names import division_as_then
from sakado_dx.numbers import format_number


@dataclass(frozen=True)
class Parts:
    """All parts of a report; `indicator` is the number that they share, if there is one."""

    rows: tuple[Contribution, ...]
    indicator: Indicator | None
    stated: Decimal | None

    @property
    def waiting(self) -> list[str]:
        """The divisions that have not answered."""
        return [str(each.division) for each in self.rows if not each.is_answered]

    @property
    def answered(self) -> list[Contribution]:
        return [each for each in self.rows if each.is_answered]

    @property
    def total(self) -> Decimal | None:
        """The sum of the shares that were given; None where none was, which is not 0."""
        shares = [each.share for each in self.rows if each.share is not None]
        return sum(shares) if shares else None

    @property
    def total_text(self) -> str:
        return format_number(self.total)

    @property
    def stated_text(self) -> str:
        return format_number(self.stated)

    @property
    def difference_text(self) -> str:
        """By how much the stated value exceeds the total; blank where one of them is missing."""
        if self.total is None or self.stated is None:
            return ""
        return format_number(self.stated - self.total)


def shared_indicator(report: ProgressReport) -> Indicator | None:
    """The number of which a part may be a share: the first that the report enters."""
    kinds = (Indicator.Kind.MILESTONE, Indicator.Kind.QUALITATIVE)
    return next((each for each in report.entered_indicators if each.kind not in kinds), None)


def parts_of(report: ProgressReport) -> Parts:
    """The parts beside the lead division's value; 1 query besides those of the results."""
    rows = tuple(report.contributions.select_related("division", "answered_by"))
    for each in rows:
        each.division = division_as_then(report, each.division)
    indicator = shared_indicator(report) if rows else None
    entry = entries_of(report).get(indicator.pk) if indicator else None
    return Parts(rows, indicator, entry.value if entry else None)


def last_years_part(part: Contribution) -> Contribution | None:
    """What the same division, or the one that it succeeded, wrote the year before; 1 query."""
    report = part.report
    before = Contribution.objects.filter(
        report__measure=report.measure_id,
        report__year__plan=report.year.plan_id,
        report__year__fiscal_year=report.year.fiscal_year - 1,
        answered_at__isnull=False,
    )
    own = before.filter(division=part.division_id).first()
    return own or before.filter(division__successors=part.division_id).first()
