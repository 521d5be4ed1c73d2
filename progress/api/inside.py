"""A year as staff read it by program: what counts for everybody, the rest by the rights of pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from progress.api.answers import PORTAL
from progress.api.figures import figure_answer
from progress.editions.export_columns import counts, opinions
from progress.judging.facts import Figure
from progress.judging.milestones import achieved_year
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.models import report_fields as fields
from progress.models.shown_states import WORDS, shown_state
from progress.publication.content import public_text
from progress.reading.codec import Json
from progress.reading.edition import NO_MARK, Edition, IndicatorPart
from progress.reading.years import editions_of_read
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
    pending: bool = False

    @property
    def counts(self) -> bool:
        return counts(self.edition, self.pending)


class ReportsRead(Sequence):
    """A year's reports in its order, or the one of a measure by its key. What they hold is read of
    those alone that are asked for, so that a page of thousands is read as fast as one of fifty.
    `pending`: with what was handed in and is not confirmed (確定前を含む)."""

    def __init__(self, year: ReviewYear, measure_key: str = "", *, pending: bool = False) -> None:
        self.pending = pending
        self.year, self.ids = year, _kept_ids(year, measure_key) or _live_ids(year, measure_key)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place):
        found = self._read(self.ids[place] if isinstance(place, slice) else [self.ids[place]])
        return found if isinstance(place, slice) else found[0]

    def __iter__(self) -> Iterator[ReadReport]:
        return iter(self._read(self.ids))

    def _read(self, ids: list[int]) -> list[ReadReport]:
        if not ids:
            return []
        rows = ProgressReport.objects.filter(pk__in=ids).whole().with_contributors()
        rows = {each.pk: each for each in rows.with_published()}
        editions = editions_of_read(self.year, rows.values())
        numbers = {} if self.year.is_open else _numbers(ids)
        return [
            ReadReport(rows[pk], editions[pk], *numbers.get(pk, (None, None)), self.pending)
            for pk in ids
        ]


def _kept_ids(year: ReviewYear, measure_key: str) -> list[int]:
    """Of a closed year, as its editions were put in order."""
    if year.is_open:
        return []
    rows = ReportSnapshot.objects.filter(report__year=year).newest()
    rows = rows.filter(report__measure__key=measure_key) if measure_key else rows
    return list(rows.values_list("report_id", flat=True))


def _live_ids(year: ReviewYear, measure_key: str) -> list[int]:
    rows = ProgressReport.objects.for_year(year).in_plan_order()
    rows = rows.filter(measure__key=measure_key) if measure_key else rows
    return list(rows.values_list("pk", flat=True))


def _numbers(report_ids: list[int]) -> Mapping[int, tuple[int, datetime]]:
    """Number and time of the newest edition of each of these reports of a closed year."""
    newest = ReportSnapshot.objects.filter(report__in=report_ids).newest()
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
        judged = each.judged(pending=read.pending)
        yield {
            "measure": measure,
            "fiscal_year": read.edition.fiscal_year,
            "indicator": each.key,
            "label": each.label,
            "entered_under": each.entered_under and each.entered_under.code,
            **{name: getattr(each.facts, name) for name in ("name", "unit", "kind")},
            **_figure(each, judged.figure, read.edition.fiscal_year),
            "total": judged.total,
            "target": judged.target,
            "next_target": judged.next_target,
            "rate": judged.rate and judged.rate.value,
            "judgement": judged,
        }


def _figure(each: IndicatorPart, figure: Figure, year: int) -> Json:
    """The figure that is judged; of a milestone that an earlier year reached, when."""
    of = year if figure.fiscal_year == year else achieved_year(figure.fiscal_year, figure)
    return figure_answer(each, figure, of)
