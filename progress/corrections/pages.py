"""What of a report can be settled or corrected, and what a correction would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from measures.models import PlanWord
from progress.editions.amending import with_figure
from progress.judging.amounts import SPENT, certainty_of
from progress.judging.completeness import ResultEntry
from progress.judging.facts import SETTLED, Judgement
from progress.judging.judgement import figure_of
from progress.models import (
    Correction,
    Decision,
    IndicatorResult,
    PlanChange,
    PlanRevision,
    ProgressReport,
    ReviewYear,
)
from progress.models import report_fields as fields
from progress.reading import stored
from progress.reading.codec import Json, plain
from progress.reading.edition import Edition, IndicatorPart, KeptFigure
from progress.reading.live_editions import word as live_word
from progress.reading.places import (
    decided_part,
    decision_place,
    figure_in,
    indicator_of,
    marked_value,
    result_place,
)
from progress.reading.plan_names import PlanName, is_shared, names_in, with_name
from progress.reading.years import edition_of_read, editions_in
from sakado_dx import fiscal

Kind = Correction.Kind
WORDS_OF = {name: name for name in fields.names(fields.WORD)}
# Of a decision what may be a slip of the pen, and of which words of the plan it is made.
DECIDED = {"judgement": "判定", "outlook": "今後の方針", "opinion": "意見"}
DECIDED_WORDS = {"judgement": "progress", "outlook": "outlook"}


@dataclass(frozen=True)
class Place:
    """A place of a report: a field, the result of an indicator (`part`) that it enters, a part of
    a `decision` on it, or in a closed year a text that the plan had then (`of_plan`).

    `mark` is 見込 of a 決算 whose edition says so; `may_be_settled`: a figure that is not settled
    yet, or, once the 決算認定日 has come, a 決算 that is 見込 still or of an open year."""

    name: str
    label: str
    value: Any
    part: IndicatorPart | None = None
    mark: str = ""
    may_be_settled: bool = False
    decision: Decision | None = None
    of_plan: PlanName | None = None

    @property
    def shown(self) -> str:
        return marked_value(self.value, self.mark)

    @property
    def kinds(self) -> tuple[Correction.Kind, ...]:
        """What can be asked for it."""
        if self.decision is not None:
            return (Kind.SLIP,)
        return (Kind.SETTLE, Kind.CORRECT) if self.may_be_settled else (Kind.CORRECT,)

    def mended(self, slip: PlanChange) -> Any:
        """What it holds, of a text with this slip of the plan mended."""
        if self.of_plan is not None:
            return self.of_plan.mended(slip)
        is_text = isinstance(self.value, str) and self.part is None
        return slip.mended(self.value) if is_text else self.value

    def has_slip(self, slip: PlanChange) -> bool:
        """Whether it is a text in which a slip of the plan still stands."""
        return self.mended(slip) != self.value

    @property
    def is_name(self) -> bool:
        return self.of_plan is not None

    @property
    def vocabulary(self) -> str:
        """The plan's words that it is one of; empty where it is none."""
        decided = decided_part(self.name)
        return DECIDED_WORDS.get(decided[1], "") if decided else WORDS_OF.get(self.name, "")


def slip_named(pk: int | None) -> PlanChange | None:
    """The line of a decided 誤記訂正 that an address names: a text of the plan, before and after."""
    return next(_slips(pk=pk), None)


def slips_of(report: ProgressReport) -> list[PlanChange]:
    """All such lines of the report's plan; 1 query."""
    return list(_slips(revision__plan=report.year.plan_id))


def _slips(**wanted: Any) -> Iterator[PlanChange]:
    lines = PlanChange.objects.filter(revision__kind=PlanRevision.Kind.SLIP, **wanted)
    decided = (PlanRevision.State.DECIDED, PlanRevision.State.APPLIED)
    for line in lines.filter(revision__state__in=decided).select_related("revision"):
        if isinstance(line.before, str) and isinstance(line.after, str):
            yield line


def places_of(report: ProgressReport) -> dict[str, Place]:
    """All places of the report with their stored values, by name; 3 or 9 queries."""
    edition = edition_of_read(report)
    own = {each.name: _field(report, edition, each) for each in fields.FIELDS}
    stored = {each.indicator_id: each for each in report.results.all()}
    results = (
        _result(part, stored.get(part.id))
        for part in edition.indicators
        if part.is_entered_here and not _is_reached_before(part, edition.fiscal_year)
    )
    others = (*results, *_decided(report, edition), *_names(report, edition))
    return own | {place.name: place for place in others}


def open_places(report: ProgressReport, slip: PlanChange | None = None) -> dict[str, Place]:
    """Those of which a correction can be asked now: before 事務局確認 the decisions alone, a name
    of the plan where a `slip` of the plan stands in it."""
    return {
        name: each
        for name, each in places_of(report).items()
        if (slip and each.has_slip(slip) if each.is_name else report.counts or each.decision)
    }


def _names(report: ProgressReport, edition: Edition) -> Iterator[Place]:
    """What a closed year keeps of the plan's texts."""
    if not report.year.is_open:
        for each in names_in(edition):
            yield Place(each.place, each.label, each.text, of_plan=each)


def holders_of(report: ProgressReport, place: str, text: str) -> dict[int, Edition]:
    """The newest editions of a closed year in which a text of the plan stands, by the report's id:
    of what is shared all of them, since a year has one name for one thing; 1 query."""
    year = report.year_id
    kept = stored.of_year(year) if is_shared(place) else stored.newest([report.pk])
    mark = f"{text}\0"
    return {pk: each for pk, each in kept.items() if with_name(each, place, text, mark) is not each}


def _decided(report: ProgressReport, edition: Edition) -> Iterator[Place]:
    """The parts of the decisions, in the words of the year."""
    kept = {each.id: each for each in edition.decisions}
    for decision in report.decisions.settled().with_words().by_weight():
        day = fiscal.format_date(decision.meeting.held_on)
        for part, label in DECIDED.items():
            value = getattr(decision, part)
            if isinstance(value, PlanWord):
                source = kept.get(decision.pk)
                word = getattr(source, part) if source else live_word(value)
                value = {"id": value.pk, **plain(word)}
            title = f"{decision.meeting.kind}（{day}）の決定：{label}"
            yield Place(decision_place(decision.pk, part), title, value, decision=decision)


def _field(report: ProgressReport, edition: Edition, own: fields.ReportField) -> Place:
    """A word of the plan is written as it was when the edition was."""
    value = getattr(report, own.name)
    if isinstance(value, PlanWord):
        value = {"id": value.pk, **plain(edition.report.value(own.name))}
    if own.name == SPENT:
        mark, year = edition.report.money.mark, report.year
        has_come = certainty_of(year.accounts_on, timezone.localdate()) == SETTLED
        may_settle = has_come and (year.is_open or bool(mark))
        return Place(own.name, own.label, value, mark=mark, may_be_settled=may_settle)
    return Place(own.name, own.label, value)


def _is_reached_before(part: IndicatorPart, fiscal_year: int) -> bool:
    """Whether its figure is that of an earlier year, and is corrected there."""
    return figure_of(part.facts, part.counted(), fiscal_year).fiscal_year < fiscal_year


def _result(part: IndicatorPart, stored: IndicatorResult | None) -> Place:
    facts = part.facts
    value = result_value(stored, facts.unit, facts.missing_words) if stored else None
    unsettled = value is not None and value["certainty"] != IndicatorResult.Certainty.SETTLED
    label = f"{part.facts.name}の実績"
    return Place(result_place(part.id), label, value, part, may_be_settled=unsettled)


def result_value(
    result: IndicatorResult | ResultEntry, unit: str, missing_words: Sequence[str] = ()
) -> Json:
    """A result as a correction keeps it; `unit` and the plan's `missing_words`, where it has its
    own, are for the 正誤表."""
    held = {name: plain(getattr(result, name)) for name in IndicatorResult.HELD}
    words = {"missing_words": list(missing_words)} if missing_words else {}
    return held | {"unit": unit} | words


def entry_from(value: Json, note: str) -> ResultEntry:
    """The result that a correction puts in; the note beside it stays."""
    figure = figure_in(value)
    held = {name: getattr(figure, name) for name in IndicatorResult.HELD}
    return ResultEntry(**held, note=note)


def kept_figure(correction: Correction) -> KeptFigure:
    """The corrected figure as editions keep it."""
    note = correction.report.results.filter(indicator=indicator_of(correction.place))
    kept = note.values_list("note", flat=True).first() or ""
    figure = figure_in(correction.after, correction.report.year.fiscal_year)
    return KeptFigure(figure, counts=True, note=kept)


@dataclass(frozen=True)
class Consequence:
    """A judgement that would change: the year, the measure, before and after."""

    year: ReviewYear
    measure: str
    before: Judgement
    after: Judgement
    is_of_another_year: bool


def consequences_of(correction: Correction) -> list[Consequence]:
    """Judgements that would change, those of other years first. What
    each later year holds is read once."""
    indicator_id = indicator_of(correction.place)
    if indicator_id is None:
        return []
    figure, own = kept_figure(correction), correction.report.year.fiscal_year
    found = []
    for year, editions in later_editions(correction.report.year):
        for edition in editions.values():
            changed = with_figure(edition, indicator_id, own, figure)
            found += _compared(year, edition, changed, indicator_id, own)
    return sorted(found, key=lambda each: (not each.is_of_another_year, each.year.fiscal_year))


def later_editions(year: ReviewYear) -> Iterator[tuple[ReviewYear, dict[int, Edition]]]:
    """What this and each later year of the plan hold; closed ones as they were closed."""
    years = ReviewYear.objects.filter(plan=year.plan_id, fiscal_year__gte=year.fiscal_year)
    for each in years.select_related("plan").order_by("fiscal_year"):
        yield each, editions_in(each)


def _compared(
    year: ReviewYear, old: Edition, new: Edition, indicator_id: int, own_year: int
) -> Iterator[Consequence]:
    for before, after in zip(old.indicators, new.indicators, strict=True):
        if before.id == indicator_id and before.judgement != after.judgement:
            is_other = year.fiscal_year != own_year
            yield Consequence(year, old.plan.title, before.judgement, after.judgement, is_other)
