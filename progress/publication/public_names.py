"""What a report is published with while a revision of the plan is not public.

A report of a year says the plan of that year's last day, and some of what the tables say today: how
long the plan runs, what it schedules for later years, targets to come. Where a revision in force has
no 公表日 that has come, and an earlier edition has, citizens are told what the newest public one says.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from measures.models import EffectRating
from measures.words import own_missing_words
from progress.judging.facts import TARGET_COLUMNS, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.models import PlanEdition, ReviewYear
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.tables import TABLE, Rows
from progress.reading.edition import Edition, IndicatorPart, MeasurePart, PlanFrame, PlannedYear
from progress.reading.names_then import NamesToday, names_then
from sakado_dx import fiscal
from sakado_dx.prepared import prepared

NOT_YET = "公表日の来ていない計画の見直しによるものです。見直しの公表日が来てから公表してください。"
# What an edition's rows say of an indicator without changing what it measures.
TOLD = ("printed", "note")


@dataclass(frozen=True)
class PublicWords:
    """`names` are those of the year, `plan` the rows of the newest public edition, None where the
    tables are public."""

    names: NamesToday
    plan: Rows | None = None


def public_words(year: ReviewYear, day: date) -> PublicWords:
    """What to publish a year's reports with on a day; 1 query where all is public."""
    found = days_of_editions(year.plan_id)
    public = {pk for pk, published_on, _ in found if published_on and published_on <= day}
    last_day = fiscal.last_day(year.fiscal_year)
    names = _newest_public([pk for pk, _, begun in found if begun <= last_day], public)
    content = _newest_public([pk for pk, _, _ in found], public)
    rows = content and rows_of(PlanEdition.objects.only("document").get(pk=content).content())
    return PublicWords(names_then([names]), rows or None)


@prepared
def days_of_editions(plan_id: int) -> QuerySet:
    """(id, 公表日, 施行日) of a plan's editions, the newest first."""
    editions = PlanEdition.objects.filter(plan=plan_id).newest_first()
    return editions.values_list("pk", "published_on", "effective_on")


def _newest_public(newest_first: list[int], public: set[int]) -> int | None:
    """None where the newest of all is public, or none is."""
    found = next((pk for pk in newest_first if pk in public), None)
    return None if found is None or found == newest_first[0] else found


def named(edition: Edition, words: PublicWords) -> Edition:
    """What a report holds, as citizens may be told of the plan."""
    names = words.names
    if names:
        edition = replace(
            edition,
            frame=names.frame(edition.frame),
            plan=names.part(edition.plan),
            indicators=tuple(
                replace(
                    each,
                    label=names.label(edition.plan.id, each.id, each.label),
                    facts=names.facts(each.id, each.facts),
                )
                for each in edition.indicators
            ),
        )
    return _of_plan(edition, words.plan) if words.plan else edition


def against_words(edition: Edition, words: PublicWords) -> str:
    """Why a report cannot be published before the revision is; empty where it can: what it is about,
    or is judged by, is not public yet."""
    if not words.plan:
        return ""
    if (edition.plan.key,) not in words.plan["measures"]:
        return f"この施策は、{NOT_YET}"
    told = _of_plan(edition, words.plan)
    for own, public in zip(edition.indicators, told.indicators, strict=True):
        is_new = (own.key,) not in words.plan["indicators"]
        if is_new or own.judgement.target != public.judgement.target:
            return f"成果指標「{own.facts.name}」の{'定義' if is_new else '目標'}は、{NOT_YET}"
    return ""


def _of_plan(edition: Edition, rows: Rows) -> Edition:
    plan = _measure(edition.plan, rows)
    frame = _frame(edition.frame, rows)
    year = edition.fiscal_year
    indicators = (_indicator(each, edition.frame, frame, year, rows) for each in edition.indicators)
    return replace(
        edition,
        frame=frame,
        plan=plan,
        indicators=tuple(indicators),
    )


def _frame(frame: PlanFrame, rows: Rows) -> PlanFrame:
    (plan,) = rows["plan"].values()
    return replace(
        frame,
        publishes_self_assessment=plan["publishes_self_assessment"],
        first_fiscal_year=plan["first_fiscal_year"],
        last_fiscal_year=plan["last_fiscal_year"],
        missing_words=own_missing_words(plan["missing_words"]),
    )


def _measure(part: MeasurePart, rows: Rows) -> MeasurePart:
    own = (part.key,)
    said = rows["measures"].get(own)
    if said is None:
        return part
    actual = {each.fiscal_year: each for each in part.years}
    years = (
        replace(
            actual.get(year) or PlannedYear(year, "", ""),
            printed=row["printed"],
            planned=row["resolved"],
        )
        for (measure, year), row in sorted(rows["yearly_directions"].items())
        if measure == own
    )
    kinds = rows["effect_kinds"]
    effects = sorted(
        (kinds[kind]["order"], str(EffectRating.Mark(row["mark"]).label), kind[0])
        for (measure, kind), row in rows["effects"].items()
        if measure == own
    )
    told = {"summary": said["summary"], "group": said["group"], "source": said["source"]}
    return replace(part, years=tuple(years), effects=tuple(each[1:] for each in effects), **told)


def _indicator(
    part: IndicatorPart, frame: PlanFrame, public: PlanFrame, year: int, rows: Rows
) -> IndicatorPart:
    """With the targets that are public, and judged by them."""
    said = rows["indicators"].get((part.key,))
    if said is None:
        return part
    facts = _facts(part.facts, part.key, frame, public, rows)
    told = {name: said[name] for name in TOLD}
    if facts == part.facts:
        return replace(part, **told)
    return replace(part, facts=facts, judgement=judge(facts, part.counted(), year), **told)


def _facts(
    facts: IndicatorFacts, key: str, frame: PlanFrame, public: PlanFrame, rows: Rows
) -> IndicatorFacts:
    """An end of the plan's years, or of the measure, that is not public is none."""
    ends = {_value("measures", "last_day", each["last_day"]) for each in rows["measures"].values()}
    last_day, last_year = facts.lifetime.last_day, facts.last_fiscal_year
    return replace(
        facts,
        targets=_targets((key,), rows),
        last_fiscal_year=public.last_fiscal_year
        if last_year == frame.last_fiscal_year
        else last_year,
        lifetime=replace(facts.lifetime, last_day=last_day if last_day in ends else None),
        missing_words=public.missing_words,
    )


def _targets(indicator: tuple, rows: Rows) -> tuple[Target, ...]:
    """In the order in which they are read from the tables."""
    names = TABLE["targets"].key
    found = [
        dict(zip(names, key, strict=True)) | row
        for key, row in rows["targets"].items()
        if key[0] == indicator
    ]
    found.sort(key=lambda each: (each["fiscal_year"], each["role"], each["applies_from"]))
    return tuple(
        Target(**{name: _value("targets", name, each[name]) for name in TARGET_COLUMNS})
        for each in found
    )


def _value(noun: str, name: str, written: Any) -> Any:
    return TABLE[noun].column(name).to_python(written)
