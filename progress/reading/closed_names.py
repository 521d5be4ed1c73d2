"""Reports of closed years under the names of their closing, for pages that work on the rows.

Lists and dashboards of a closed year read its editions alone (closed.py). The desk, the
meetings and whatever else goes on in a closed year need the rows themselves: their right of
access, their state, an unlocked report's texts. Here these rows get, in memory, the names,
words, targets and divisions that they were judged by. Nothing of it is stored.
"""

from collections.abc import Iterable
from copy import copy

from measures.models import PlanWord
from progress.models import Decision, ProgressReport, ReportSnapshot
from progress.reading.closed import plan_of, planned_of
from progress.reading.codec import Json
from sakado_dx.organization.models import Division

WORDS = ("progress", "outlook", "second_judgement")


def named_as_then(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """The reports, those of closed years as they were named; 1 query where one is closed."""
    reports = list(reports)
    contents = newest_contents(each.pk for each in reports if not each.year.is_open)
    for report in reports:
        if report.pk in contents:
            _name(report, contents[report.pk])
    return reports


def newest_contents(report_ids: Iterable[int]) -> dict[int, Json]:
    """The contents of the reports' newest editions, by id; 1 query, none for none."""
    ids = list(report_ids)
    if not ids:
        return {}
    rows = ReportSnapshot.objects.filter(report__in=ids).order_by("edition")
    return dict(rows.values_list("report_id", "content"))


def _name(report: ProgressReport, content: Json) -> None:
    plan = content["plan"]
    report.content_then = content
    report.planned_direction = planned_of(content)
    report.measure = _measure_then(report, plan)
    if "plan" in report.year._state.fields_cache:
        report.year = copy(report.year)
        report.year.plan = plan_of(content, report.year.plan_id)
    if not report.is_unlocked:
        for name in WORDS:
            _spell(report, name, content["report"][name])
    for decision in getattr(report, "_prefetched_objects_cache", {}).get("decisions", ()):
        spell_decision(decision, content)


def _measure_then(report: ProgressReport, plan: Json):
    """A copy of the measure under its name of then; its divisions stay, rights go by them."""
    measure = copy(report.measure)
    for name in ("code", "name", "group", "summary"):
        setattr(measure, name, plan[name])
    if "direction" in measure._state.fields_cache:
        measure.direction = copy(measure.direction)
        measure.direction.name = plan["direction"]["name"]
        measure.direction.number = plan["direction"]["number"]
    return measure


def _spell(row, name: str, then: Json | None) -> None:
    """Give a row's word its spelling of then."""
    word = row._state.fields_cache.get(name)
    if isinstance(word, PlanWord) and then:
        word = copy(word)
        word.word, word.meaning = then["word"], then["meaning"]
        setattr(row, name, word)


def spell_decision(decision: Decision, content: Json) -> None:
    """Give a decision the words that it was made in; one that came later keeps its own."""
    own = (decision.meeting.get_kind_display(), decision.meeting.held_on.isoformat())
    for then in content["decisions"]:
        if (then["body"], then["held_on"]) == own:
            _spell(decision, "judgement", then["judgement"])
            _spell(decision, "outlook", then["outlook"])


def decisions_as_then(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions with report and year at hand, named as then; 1 query where a year is closed."""
    decisions = list(decisions)
    closed = [each for each in decisions if not each.report.year.is_open]
    known = {each.report_id: each.report.content_then for each in closed}
    contents = newest_contents(pk for pk, content in known.items() if content is None)
    for each in closed:
        if content := known[each.report_id] or contents.get(each.report_id):
            spell_decision(each, content)
    return decisions


def division_as_then(report: ProgressReport, division: Division) -> Division:
    """A contributing division under its name of then, in memory; older editions have none."""
    name = (report.content_then or {}).get("named", {}).get(str(division.pk))
    if name is None:
        return division
    division = copy(division)
    division.name = name
    return division
