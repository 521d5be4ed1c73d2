"""A year as staff read it by program: what counts for everybody, the rest by the rights of pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from progress.api.answers import PORTAL
from progress.api.figures import figure_answer
from progress.editions.export_columns import counts, opinions
from progress.judging.milestones import achieved_year
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.models import report_fields as fields
from progress.models.shown_states import WORDS, shown_state
from progress.publication.content import public_text
from progress.reading.codec import Json
from progress.reading.edition import NO_MARK, Edition, IndicatorPart
from progress.reading.years import editions_in, editions_of
from progress.rights import predicates
from sakado_dx.organization.access import Standing

TEXTS = tuple(
    each for each in fields.FIELDS if each.kind in (fields.TEXT, fields.LINE, fields.CHOICE)
)
AMOUNTS = tuple(each for each in fields.FIELDS if each.kind == fields.AMOUNT)


@dataclass(frozen=True)
class ReadReport:
    """A report with the row that its rights hang on, and of a closed year which edition it is."""

    row: ProgressReport
    edition: Edition
    number: int | None
    at: datetime | None

    @property
    def counts(self) -> bool:
        return counts(self.edition)


def reports_in(year: ReviewYear, measure_key: str = "") -> list[ReadReport]:
    """The year's reports in its order, or the one of a measure by its key."""
    rows = ProgressReport.objects.for_year(year).with_measure().with_contributors()
    rows = {each.pk: each for each in rows.with_published()}
    if measure_key:
        ids = [pk for pk, each in rows.items() if each.measure.key == measure_key]
        editions = editions_of(year, ids) if ids else {}
    else:
        editions = editions_in(year)
    numbers = {} if year.is_open else _numbers(year)
    return [
        ReadReport(rows[pk], each, *numbers.get(pk, (None, None))) for pk, each in editions.items()
    ]


def _numbers(year: ReviewYear) -> Mapping[int, tuple[int, datetime]]:
    """Number and time of the newest edition of each report of a closed year."""
    newest = ReportSnapshot.objects.filter(report__year=year).newest()
    return {pk: own for pk, *own in newest.values_list("report_id", "edition", "at")}


def report_of(standing: Standing, read: ReadReport) -> Json:
    """A report: what counts, as files give it to all staff, and what this person may read."""
    edition, plan, said = read.edition, read.edition.plan, read.edition.report
    mark = said.mark if read.counts else NO_MARK
    state = shown_state(
        said.state, is_closed=not read.row.year.is_open, is_published=read.row.is_published
    )
    return {
        **{name: getattr(plan, name) for name in NAMED},
        "fiscal_year": edition.fiscal_year,
        "source": PORTAL,
        "edition": read.number,
        "edition_at": read.at,
        "state": state,
        "state_name": WORDS[state],
        "planned_direction": edition.planned,
        "actual_direction": said.texts["actual_direction"] if read.counts else "",
        "progress": mark.progress,
        "outlook": mark.outlook,
        "whose": mark.whose,
        "self_assessment": None,
        "public_text": public_text(edition) if read.counts else "",
        "results": list(results_of(read)),
        "opinions": [each for each in opinions(edition) if each.is_public],
        "errata": edition.errata if read.counts else (),
        "withheld": (),
        "contact": None,
        "internal": _internal(standing, read),
    }


NAMED = ("key", "code", "name", "group", "policy", "direction", "divisions")


def _internal(standing: Standing, read: ReadReport) -> Json | None:
    """What only some read; None for who may not read the content."""
    if not predicates.may_read_content(standing, read.row):
        return None
    said = read.edition.report
    decided = said.mark if said.is_decided else NO_MARK
    sees = predicates.may_read_decisions(standing, read.row)
    return {
        "texts": [
            {"field": each.name, "label": each.label, "text": said.value(each.name)}
            for each in TEXTS
        ],
        "amounts": [
            {"field": each.name, "label": each.label, "amount": said.value(each.name)}
            for each in AMOUNTS
        ],
        "division": {"progress": said.progress, "outlook": said.outlook},
        "secretariat": {"progress": said.second_judgement, "note": said.secretariat_note},
        "meeting": {"progress": decided.progress, "outlook": decided.outlook},
        "decisions": read.edition.decisions if sees else (),
    }


def results_of(read: ReadReport) -> Iterator[Json]:
    """Its indicators with what counts, each with its measure and year."""
    plan = read.edition.plan
    measure = {name: getattr(plan, name) for name in ("key", "code", "name")}
    for each in read.edition.indicators:
        judged = each.judgement
        yield {
            "measure": measure,
            "fiscal_year": read.edition.fiscal_year,
            "indicator": each.key,
            "label": each.label,
            "entered_under": each.entered_under and each.entered_under.code,
            **{name: getattr(each.facts, name) for name in ("name", "unit", "kind")},
            **_figure(each, read.edition.fiscal_year),
            "total": judged.total,
            "target": judged.target,
            "next_target": judged.next_target,
            "rate": judged.rate and judged.rate.value,
            "judgement": judged,
        }


def _figure(each: IndicatorPart, year: int) -> Json:
    """The figure that is judged; of a milestone that an earlier year reached, when."""
    figure = each.judgement.figure
    of = year if figure.fiscal_year == year else achieved_year(figure.fiscal_year, figure)
    return figure_answer(each, figure, of)
