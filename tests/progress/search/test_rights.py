"""Who finds what: exactly those who read it on its page, in every state, on every day."""

from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from measures.models import Measure, MeasureDivision
from progress.models import (
    Contribution,
    Decision,
    FollowUp,
    IndicatorResult,
    Meeting,
    ProgressReport,
)
from progress.rights import lookups, predicates
from progress.search.reports import TEXTS
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Membership
from sakado_dx.search import finding
from sakado_dx.search.models import SearchText
from sakado_dx.search.writing import rebuild
from tests.progress.publication.test_canaries import Canaries, fill, full_report, plant_the_rest
from tests.progress.state_table import READERS

WORDS = ["様式を見直"]
# Of what these columns hold all is found by somebody; of everything else nothing by anybody.
SEARCHED = {
    "progress.progressreport": set(TEXTS),
    "progress.contribution": {"text"},
    "progress.decision": {"opinion"},
    "progress.followup": {"what"},
    "progress.followupentry": {"text"},
    "progress.indicatorresult": {"words"},
    "organization.division": {"name"},
    "measures.measure": {"code", "name", "name_in_matrix", "group", "summary"},
    "measures.indicator": {"name", "printed", "note", "definition"},
    "measures.chronologyevent": {"event"},
    "glossary.term": {"term", "reading", "explanation"},
    "glossary.termalias": {"alias"},
}


def finders(world, words, kind: str) -> set[str]:
    return {
        role
        for role, user in world.people.items()
        if any(each.kind == kind for each in finding.find(standing_of(user), words))
    }


def readers(world, report: ProgressReport) -> set[str]:
    return {
        role
        for role, user in world.people.items()
        if predicates.may_read_content(standing_of(user), report)
    }


@pytest.mark.parametrize("state", READERS)
def test_report_is_found_in_each_state_by_exactly_its_readers(world, state):
    report = world.bring_to(state)
    if state == "not_started":
        ProgressReport.objects.filter(pk=report.pk).update(done="窓口の様式を見直した。")
    rebuild()
    assert finders(world, WORDS, "report") == READERS[state]


def test_condition_says_what_the_predicate_says_on_any_day(world):
    """A division that took over, one that is yet to come, an ended measure, an asked division."""
    measure, other = Measure.objects.order_by("order")
    own = {"measure": other, "division": world.divisions["second"], "order": 1}
    MeasureDivision.objects.create(**own, first_day=date(2024, 1, 1), last_day=date(2024, 6, 30))
    Measure.objects.filter(pk=measure.pk).update(last_day=date(2024, 3, 31))
    MeasureDivision.objects.filter(measure=measure).update(last_day=date(2024, 5, 31))
    late = {"measure": measure, "division": world.divisions["other"], "order": 7}
    MeasureDivision.objects.create(**late, first_day=date(2024, 6, 1))
    MeasureDivision.objects.filter(division=world.divisions["all"]).update(in_detail=False)
    report = ProgressReport.objects.get(measure=other)
    Contribution.objects.create(report=report, division=world.divisions["lead"])
    for day in (date(2023, 12, 31), date(2024, 2, 1), date(2024, 4, 1), date(2024, 7, 1)):
        for user in world.people.values():
            standing = standing_of(user, day)
            rows = ProgressReport.objects.with_measure()
            may = {each.pk for each in rows if predicates.may_read_content(standing, each)}
            told = rows.filter(lookups.content_readable_by(standing)).values_list("pk", flat=True)
            assert set(told) == may, (user, day)


@pytest.mark.parametrize("state", ["draft", "submitted", "evaluated"])
@pytest.mark.parametrize("meeting", ["draft", "shown", "settled"])
def test_decision_is_found_by_exactly_its_readers(world, state, meeting):
    report = world.bring_to(state)
    decision = world.decide(report, opinion="様式を見直すこと。")
    if meeting != "settled":
        Meeting.objects.filter(pk=decision.meeting_id).update(settled_at=None, settled_by=None)
    if meeting == "shown":
        Decision.objects.filter(pk=decision.pk).update(shown_at=timezone.now())
    rebuild()
    decision = Decision.objects.select_related("meeting", "report__measure").get(pk=decision.pk)
    may = {
        role
        for role, user in world.people.items()
        if predicates.may_read_decision(standing_of(user), decision)
    }
    assert finders(world, WORDS, "decision") == may
    assert ("secretariat" in may, "nobody" in may) == (True, False)


@pytest.mark.parametrize("state", ["confirmed", "evaluated"])
@pytest.mark.parametrize("is_settled", [False, True])
def test_follow_up_is_found_by_exactly_its_readers(world, state, is_settled):
    report = world.bring_to(state)
    decision = world.decide(report)
    asked = decision.follow_ups.create(
        division=world.divisions["other"], what="様式を見直すこと。", due=date(2024, 9, 1)
    )
    if not is_settled:
        Meeting.objects.filter(pk=decision.meeting_id).update(settled_at=None, settled_by=None)
    rebuild()
    asked = FollowUp.objects.with_report().get(pk=asked.pk)
    may = {
        role
        for role, user in world.people.items()
        if predicates.may_read_follow_up(standing_of(user), asked)
    }
    assert finders(world, WORDS, "follow_up") == may
    assert ("other" in may, "nobody" in may) == (is_settled, False)
    for role, user in world.people.items():
        found = finding.find(standing_of(world.people["secretariat"]), WORDS)
        hits = finding.shown(
            standing_of(user), [each for each in found if each.kind == "follow_up"]
        )
        assert len(hits) == (role in may), role


def test_result_in_words_is_found_with_its_report_by_its_readers(world):
    report = world.bring_to("draft")
    IndicatorResult.objects.update(words="書かない窓口を始めた。")
    rebuild()
    assert finders(world, ["書かない窓口"], "report") == readers(world, report)


def test_division_is_found_by_all_staff_once_it_has_begun(world):
    rebuild()
    name = world.divisions["other"].name
    assert finders(world, [name], "division") == set(world.people) - {"nobody"}
    type(world.divisions["other"]).objects.filter(name=name).update(first_day=date(2199, 4, 1))
    assert finders(world, [name], "division") == set()


def test_plan_and_reference_are_found_by_all_staff_and_of_the_current_plan_alone(world):
    rebuild()
    staff = set(world.people) - {"nobody"}
    assert finders(world, ["施策"], "measure") == staff
    type(world.plan).objects.create(
        title="次の計画", city="試験市", first_fiscal_year=2026, last_fiscal_year=2099
    )
    assert finders(world, ["施策"], "measure") == set()


def test_no_canary_is_found_but_what_pages_show_to_the_finder(world):
    """Notes, 事務局案, reasons, names of files, unsent input and all else: found by nobody."""
    full_report(world)
    Meeting.objects.update(chair_title="部長", chair_name="議長", chair_on="2024-08-01")
    canaries = Canaries()
    fill(canaries)
    plant_the_rest(canaries, world)
    rebuild()
    told = "".join(SearchText.objects.values_list("text", flat=True))
    found = {place for word, place in canaries.places.items() if word in told}
    may = {
        f"{apps.get_model(label)._meta.label}.{name}"
        for label, names in SEARCHED.items()
        for name in names
    }
    assert found - may == {"opinion that is not public"}
    assert {"progress.ProgressReport.done", "progress.Contribution.text"} <= found


def test_what_was_found_is_looked_at_again(world):
    """Even where the condition let everything through, nothing is shown that is not readable."""
    world.bring_to("draft")
    rebuild()
    found = finding.find(standing_of(world.people["secretariat"]), WORDS)
    assert [each.kind for each in found] == ["report"]
    assert finding.shown(standing_of(world.people["other"]), found) == {}
    assert len(finding.shown(standing_of(world.people["reporter"]), found)) == 1


@pytest.mark.one_database
def test_what_may_be_found_is_put_together_once_for_a_standing_and_anew_for_another(world):
    finding._readable.cache_clear()
    people = [standing_of(world.people[who]) for who in ("reporter", "reporter", "co_owner")]
    for each in people:
        finding.find(each, WORDS)
    told = finding._readable.cache_info()
    assert (told.hits, told.misses) == (1, 2)
    Membership.objects.filter(user=people[0].user).delete()
    assert finding.find(standing_of(people[0].user), WORDS) == []
