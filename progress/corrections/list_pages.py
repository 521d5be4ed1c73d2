"""The 正誤表 of a year as a list, and what waits to come into it."""

from dataclasses import dataclass

from progress.models import Correction, ReviewYear
from progress.models.years import names_from
from progress.reading.edition import Erratum, MeasureName
from progress.reading.live_editions import erratum
from progress.reading.plan_names import FOR_ALL, is_shared
from progress.reading.reports import measures_of, reports_of
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column
from sakado_dx.organization.access import Standing

BLANK = "（空欄）"


@dataclass(frozen=True)
class ErratumLine:
    """What was settled or corrected of a measure, as the year names it."""

    erratum: Erratum
    measure: MeasureName

    @property
    def concerns(self) -> str:
        """The measure; of what the reports of the year share that it is of all of them."""
        return FOR_ALL if is_shared(self.erratum.place) else self.measure.title


def errata_of(year: ReviewYear) -> list[ErratumLine]:
    """What was settled and corrected in reports that all staff read, in the order in which it
    was confirmed; 1 query, 2 where the year is closed."""
    made = Correction.objects.made().filter(report__year=year)
    made = made.select_related("report__measure", "report__year")
    made = made.annotate(names_from=names_from("report__year"))
    made = list(made.order_by("confirmed_at", "pk"))
    measures = measures_of(reports_of(made))
    return [ErratumLine(erratum(each), measures[each.report_id]) for each in made]


def proposals_of(standing: Standing, year: ReviewYear) -> list[tuple[Correction, str]]:
    """What waits for a second person, with its measure, for who may be the second."""
    if not standing.is_secretariat:
        return []
    waiting = Correction.objects.waiting().filter(report__year=year)
    waiting = waiting.select_related("report__measure", "report__year", "proposed_by")
    waiting = waiting.annotate(names_from=names_from("report__year"))
    waiting = list(waiting.order_by("pk"))
    measures = measures_of(reports_of(waiting))
    return [(each, measures[each.report_id].title) for each in waiting]


def _reason(line: ErratumLine) -> str:
    consented = line.erratum.consented_on
    added = f"（議長の同意：{format_date(consented)}）" if consented else ""
    return f"{line.erratum.reason}{added}"


COLUMNS = (
    Column("施策", lambda each: each.concerns, "measure"),
    Column("箇所", lambda each: each.erratum.label),
    Column("誤", lambda each: each.erratum.before or BLANK),
    Column("正", lambda each: each.erratum.after or BLANK),
    Column(
        "日付",
        lambda each: format_date(each.erratum.on),
        "on",
        order=lambda each: each.erratum.on,
        css="nowrap",
    ),
    Column("理由", _reason),
)
