"""What citizens see of a report: an allow-list, filled from what its edition holds.

What is not named here is never published: evidence, issues, notes, reasons, contributions and
names of staff have no place in it, whatever the edition holds.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from measures.naming import DIVISION, ROMAN, numbered
from progress.models import Publication
from progress.models.reports import WITHHELD_WHOLE
from progress.publication.indicators import PublicIndicator, public_indicator
from progress.reading.codec import Kept
from progress.reading.edition import Edition, Erratum, MeasurePart, PlanFrame, Word
from progress.reading.places import decided_part, indicator_of
from progress.reading.plan_names import DIVISION as DIVISION_NAME
from progress.reading.plan_names import indicators_with_name, part_with_name
from sakado_dx import fiscal

WHOLE = WITHHELD_WHOLE
# What may be withheld from publication, and what it is called.
FIELDS = {
    "direction": "実際の方向性",
    "progress": "進捗",
    "results": "成果指標の実績",
    "public_text": "公表用の記載",
    "outlook": "今後の方針",
    "opinions": "会議の意見",
}
WITHHELD_CHOICES = {WHOLE: "この施策の全体"} | FIELDS
# Which field of the publication a corrected place belongs to; other places are not public.
FIELD_OF_PLACE = {
    "actual_direction": "direction",
    "progress": "progress",
    "public_text": "public_text",
    "outlook": "outlook",
}
FIELD_OF_DECISION = {"judgement": "progress", "outlook": "outlook", "opinion": "opinions"}


@dataclass(frozen=True)
class PublicLevel:
    """A policy or a direction."""

    number: int
    name: str
    aim: str = ""
    label: str = ""

    @property
    def printed_number(self) -> str:
        """As codes and headings print it: `label`, and where none is kept Roman."""
        return self.label or numbered(ROMAN, self.number)


@dataclass(frozen=True)
class PublicYear:
    fiscal_year: int
    printed: str
    planned: str


@dataclass(frozen=True)
class PublicMeasure:
    key: str
    code: str
    name: str
    group: str
    summary: str
    effects: tuple[tuple[str, str], ...]
    divisions: tuple[str, ...]
    policy: PublicLevel
    direction: PublicLevel
    years: tuple[PublicYear, ...]


@dataclass(frozen=True)
class Opinion:
    body: str
    held_on: date
    opinion: str


@dataclass(frozen=True)
class Contact:
    """Where citizens may ask: the lead division's name, telephone and public address."""

    name: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class PublicReport:
    """A publication. `progress` and `outlook` are those that count, `whose` they are,
    `self_assessment` the division's beside a meeting's. `withheld` are the labels of what is
    not shown, without the reasons."""

    year: int
    plan: PlanFrame
    measure: PublicMeasure
    planned: str
    direction: str
    progress: Word | None
    outlook: Word | None
    whose: str
    self_assessment: Word | None
    public_text: str
    indicators: tuple[PublicIndicator, ...]
    opinions: tuple[Opinion, ...]
    contact: Contact
    errata: tuple[Erratum, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How it is headed: the measure and the year it is of."""
        label = fiscal.label_name(self.year)
        return f"{self.measure.code} {self.measure.name}（{label}実績）"

    def shows(self, field: str) -> bool:
        """Whether it shows a field, which it does unless it was withheld."""
        return FIELDS[field] not in self.withheld


PUBLICATIONS = Kept(PublicReport, layout=1)


def content_of(publication: Publication) -> PublicReport:
    """What an edition shows."""
    return PUBLICATIONS.decode(publication.content)


def public_report(
    edition: Edition,
    *,
    withheld: Collection[str],
    contact: Contact,
    errata: Collection[Erratum] = (),
    hidden: Collection[int] = (),
) -> PublicReport:
    """The publication of what a report holds; `errata` are the lines that were public before,
    `hidden` the indicators whose results another measure withholds."""
    report = edition.report
    shown = PublicReport(
        year=edition.fiscal_year,
        plan=edition.frame,
        measure=_measure(edition.plan),
        planned=edition.planned,
        direction=report.texts["actual_direction"],
        progress=report.mark.progress,
        outlook=report.mark.outlook,
        whose=report.mark.whose,
        self_assessment=_self_assessment(edition),
        public_text=public_text(edition),
        indicators=tuple(
            public_indicator(each, edition.fiscal_year) for each in edition.indicators
        ),
        opinions=tuple(
            Opinion(each.body, each.held_on, each.opinion)
            for each in edition.decisions
            if each.is_public
        ),
        contact=contact,
        errata=tuple(line for line in errata if line_field(line.place) not in withheld),
    )
    return hiding_results(without(shown, withheld), hidden)


def _self_assessment(edition: Edition) -> Word | None:
    """The division's mark beside the meeting's, where the plan says so."""
    report = edition.report
    if not edition.frame.publishes_self_assessment or report.mark.whose == DIVISION:
        return None
    return report.progress


def public_text(edition: Edition) -> str:
    """公表用の記載; where none was written, what was done stands for it."""
    texts = edition.report.texts
    return texts["public_text"].strip() or texts["done"]


def field_of(place: str) -> str:
    """The published field to which a corrected place belongs; empty for one not published."""
    if decided := decided_part(place):
        return FIELD_OF_DECISION[decided[1]]
    return "results" if indicator_of(place) is not None else FIELD_OF_PLACE.get(place, "")


def line_field(place: str) -> str:
    """The published field of which a line of the 正誤表 speaks: of what was done there is one
    only where it stood for a blank 公表用の記載."""
    return "public_text" if place == "done" else field_of(place)


def without(shown: PublicReport, withheld: Collection[str]) -> PublicReport:
    """The publication with the withheld fields empty and named, their reasons left out."""
    empty = {
        "direction": "",
        "progress": None,
        "self_assessment": None,
        "public_text": "",
        "outlook": None,
        "opinions": (),
    }
    hidden = {*withheld, *(["self_assessment"] if "progress" in withheld else [])}
    left = replace(shown, **{name: value for name, value in empty.items() if name in hidden})
    if "results" in withheld:
        left = replace(left, indicators=tuple(each.without_result() for each in shown.indicators))
    labels = (label for name, label in FIELDS.items() if name in withheld)
    return replace(left, withheld=tuple(labels))


def hiding(shown: PublicReport, field: str) -> PublicReport:
    """The publication without a field that was withheld since, and without its lines."""
    hidden = [name for name in FIELDS if name == field or not shown.shows(name)]
    errata = (line for line in shown.errata if line_field(line.place) not in hidden)
    return without(replace(shown, errata=tuple(errata)), hidden)


def hiding_results(shown: PublicReport, ids: Collection[int]) -> PublicReport:
    """The publication without the results of these indicators, and without their lines."""
    indicators = (each.without_result() if each.id in ids else each for each in shown.indicators)
    errata = (line for line in shown.errata if indicator_of(line.place) not in ids)
    return replace(shown, indicators=tuple(indicators), errata=tuple(errata))


def with_indicator(shown: PublicReport, edition: Edition, indicator_id: int) -> PublicReport:
    """The publication with one indicator as the edition has it now, unless it is withheld."""
    now = {each.id: public_indicator(each, edition.fiscal_year) for each in edition.indicators}
    indicators = (
        now[each.id]
        if each.id == indicator_id and each.judgement is not None and each.id in now
        else each
        for each in shown.indicators
    )
    return replace(shown, indicators=tuple(indicators))


def with_name(shown: PublicReport, place: str, before: str, after: str) -> PublicReport:
    """The publication with a text of the plan mended; the same where it does not hold it."""
    measure = part_with_name(shown.measure, place, before, after)
    own = (each.planned for each in measure.years if each.fiscal_year == shown.year)
    contact = shown.contact
    if place.startswith(DIVISION_NAME) and contact.name == before:
        contact = replace(contact, name=after)
    mended = replace(
        shown,
        measure=measure,
        planned=shown.planned if measure == shown.measure else next(own, shown.planned),
        indicators=indicators_with_name(shown.indicators, place, before, after),
        contact=contact,
    )
    return shown if mended == shown else mended


def _measure(plan: MeasurePart) -> PublicMeasure:
    return PublicMeasure(
        key=plan.key,
        code=plan.code,
        name=plan.name,
        group=plan.group,
        summary=plan.summary,
        effects=plan.effects,
        divisions=plan.divisions,
        policy=PublicLevel(
            plan.policy.number, plan.policy.name, plan.policy.aim, plan.policy.label
        ),
        direction=PublicLevel(plan.direction.number, plan.direction.name),
        years=tuple(
            PublicYear(each.fiscal_year, each.printed, each.planned) for each in plan.years
        ),
    )
