"""What of a report can be settled or corrected, and what a correction would change (cycle 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from measures.models import PlanWord
from progress.editions import content as editions_content
from progress.editions.amending import with_figure
from progress.editions.content import AMOUNTS, TEXTS, contents_of
from progress.judging.completeness import ResultEntry
from progress.models import Correction, IndicatorResult, ProgressReport, ReviewYear
from progress.reading import codec
from progress.reading.closed import closed_contents
from progress.reading.codec import Json
from progress.reading.places import indicator_of, result_place, shown_value

WORDS = ("progress", "outlook")
HELD = ("status", "value", "done", "done_on", "words", "certainty")


@dataclass(frozen=True)
class Place:
    """A place of a report: a field, or the result of an indicator that it enters."""

    name: str
    label: str
    value: Any
    kind: str = ""
    unit: str = ""

    @property
    def shown(self) -> str:
        return shown_value(self.value)

    @property
    def may_be_settled(self) -> bool:
        """A figure that is not settled yet, or an amount."""
        if self.kind:
            certainty = self.value["certainty"] if self.value else "settled"
            return certainty != IndicatorResult.Certainty.SETTLED
        return self.name in AMOUNTS and self.name != "funding"


def places_of(report: ProgressReport) -> dict[str, Place]:
    """All places of the report with their stored values, by name; 2 or 17 queries."""
    content = editions_content.content_of(report)
    fields_of = {name: _field(report, name) for name in ("progress", *TEXTS, "outlook", *AMOUNTS)}
    stored = {each.indicator_id: each for each in report.results.all()}
    results = (
        _result(entry, stored.get(entry["id"]))
        for entry in content["indicators"]
        if entry["is_entered_here"]
    )
    return fields_of | {place.name: place for place in results}


def _field(report: ProgressReport, name: str) -> Place:
    value = getattr(report, name)
    if isinstance(value, PlanWord):
        value = {"id": value.pk, "word": value.word, "meaning": value.meaning}
    return Place(name, str(ProgressReport._meta.get_field(name).verbose_name), value)


def _result(entry: Json, stored: IndicatorResult | None) -> Place:
    facts = entry["facts"]
    value = result_value(stored, facts["unit"]) if stored else None
    name = result_place(entry["id"])
    return Place(name, f"{facts['name']}の実績", value, facts["kind"], facts["unit"])


def result_value(result: IndicatorResult | ResultEntry, unit: str) -> Json:
    """A result as a correction keeps it; `unit` is for the 正誤表."""
    return {name: codec.plain(getattr(result, name)) for name in HELD} | {"unit": unit}


def entry_from(value: Json, note: str) -> ResultEntry:
    """The result that a correction puts in; the note beside it stays."""
    read = {"value": codec.number(value["value"]), "done_on": codec.day(value["done_on"])}
    known = {each.name for each in fields(ResultEntry)} & set(value)
    return ResultEntry(**{name: value[name] for name in known} | read, note=note)


def figure_of(correction: Correction) -> Json:
    """The corrected figure as editions keep it."""
    year = correction.report.year.fiscal_year
    held = {name: correction.after[name] for name in HELD}
    note = correction.report.results.filter(indicator=indicator_of(correction.place))
    kept = note.values_list("note", flat=True).first() or ""
    return {"fiscal_year": year} | held | {"counts": True, "note": kept}


@dataclass(frozen=True)
class Consequence:
    """A judgement that would change: the year, the measure, before and after."""

    year: ReviewYear
    measure: str
    before: Json
    after: Json
    is_of_another_year: bool


def consequences_of(correction: Correction) -> list[Consequence]:
    """Judgements that would change, those of other years first; 1 query a closed year."""
    indicator_id = indicator_of(correction.place)
    if indicator_id is None:
        return []
    figure, own = figure_of(correction), correction.report.year.fiscal_year
    found = []
    for year, contents in later_contents(correction.report.year):
        for content in contents.values():
            changed = with_figure(content, indicator_id, str(own), figure)
            found += _compared(year, content, changed, indicator_id, own)
    return sorted(found, key=lambda each: (not each.is_of_another_year, each.year.fiscal_year))


def later_contents(year: ReviewYear) -> Iterator[tuple[ReviewYear, dict[int, Json]]]:
    """The contents of this and each later year of the plan; closed ones from their editions."""
    years = ReviewYear.objects.filter(plan=year.plan_id, fiscal_year__gte=year.fiscal_year)
    for each in years.select_related("plan").order_by("fiscal_year"):
        contents = {} if each.is_open else closed_contents(each.pk)
        yield each, contents or contents_of(each)


def _compared(
    year: ReviewYear, old: Json, new: Json, indicator_id: int, own_year: int
) -> Iterator[Consequence]:
    measure = f"{old['plan']['code']} {old['plan']['name']}"
    for before, after in zip(old["indicators"], new["indicators"], strict=True):
        if before["id"] == indicator_id and before["judgement"] != after["judgement"]:
            is_other = year.fiscal_year != own_year
            yield Consequence(year, measure, before["judgement"], after["judgement"], is_other)
