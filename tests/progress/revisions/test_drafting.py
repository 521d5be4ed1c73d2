"""A changed document becomes a draft, and nothing of the plan is touched."""

from copy import deepcopy
from datetime import date

import pytest

from progress.models import PlanChange, PlanRevision
from progress.plan_document.loading.comparing import compare
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.schema.reading import read
from progress.revisions.drafting import draft_from_document, first_year_open
from progress.revisions.lines import rows_after
from progress.workflow.refusals import Incomplete, NotAllowed
from tests.progress.revisions.conftest import SHIONAGI, measures_of

pytestmark = pytest.mark.one_database


def drafted(plan, document, clerk, **more) -> PlanRevision:
    return draft_from_document(plan, document, by=clerk, title="第1次改定", **more)


def told(revision: PlanRevision) -> list[tuple]:
    return [
        (each.noun, each.column, each.before, each.after) for each in revision.changes.in_order()
    ]


def test_differences_become_lines_and_the_plan_stays(in_force, document, clerk):
    before = stored_rows(in_force).rows
    measure = measures_of(document)[0]
    old, measure["name"] = measure["name"], "名称を改めた施策"
    revision = drafted(in_force, document, clerk)
    assert told(revision) == [("measures", "name", old, "名称を改めた施策")]
    assert (revision.base, revision.state, revision.made_by) == (
        in_force.editions.get(), "draft", clerk,
    )  # fmt: skip
    assert stored_rows(in_force).rows == before


def test_changed_target_is_a_new_version_from_the_first_year_still_open(in_force, document, clerk):
    target = next(
        t
        for m in measures_of(document)
        for i in m["indicators"]
        for t in i["targets"]
        if t["role"] == "target" and t["value"]
    )
    target["value"] = "77"
    effective = date(2031, 8, 1)
    line = drafted(in_force, document, clerk, effective_on=effective).changes.get()
    assert line.is_new_row
    assert (line.noun, key_of(line.key)[1:], line.applies_from) == (
        "targets", (target["fiscal_year"], "target", 2031), 2031,
    )  # fmt: skip
    assert line.after["value"] == "77"


def test_first_year_open_is_todays_or_that_of_the_day_of_taking_effect():
    today = date(2026, 8, 1)
    assert first_year_open(None, today) == 2026
    assert first_year_open(date(2025, 4, 1), today) == 2026
    assert first_year_open(date(2027, 4, 1), today) == 2027


def test_what_a_document_does_not_hold_is_listed_and_not_ended(in_force, document, clerk):
    indicator = next(i for m in measures_of(document) for i in m["indicators"] if i["targets"])
    indicator["targets"].pop()
    measures = document["policies"][-1]["directions"][-1]["measures"]
    gone = measures.pop()
    for system in document["information_systems"]:
        system["measures"] = [m for m in system["measures"] if m["code"] != gone["code"]]
    for measure in measures_of(document):
        measure["related"] = [code for code in measure["related"] if code != gone["code"]]
    measures_of(document)[0]["name"] += "（改）"
    revision = drafted(in_force, document, clerk)
    assert [noun for noun, *_ in told(revision) if noun not in ("measures", "related")] == []
    left = {(each["noun"], each["title"]) for each in revision.left}
    assert ("measures", f"{gone['code']} {gone['name']}") in left
    assert {"targets", "indicators"} <= {noun for noun, _ in left}


def test_new_measure_in_the_middle_moves_no_other(in_force, document, clerk):
    first = document["policies"][0]["directions"][0]["measures"]
    more = deepcopy(first[0]) | {
        "code": "9-9",
        "key": "9-9",
        "name": "新しい施策",
        "indicators": [],
    }
    more["related"] = []
    first.insert(0, more)
    revision = drafted(in_force, document, clerk)
    lines = list(revision.changes.in_order())
    assert not any(line.column == "order" for line in lines)
    stored = stored_rows(in_force).rows
    assert rows_after(stored, lines)["measures"] == compare(document).target["measures"]


def test_same_document_makes_no_draft(in_force, document, clerk):
    with pytest.raises(NotAllowed, match="違いがない"):
        drafted(in_force, document, clerk)
    assert PlanRevision.objects.count() == 0


def test_plan_that_is_not_in_force_has_no_draft(invented_city, document, clerk):
    measures_of(document)[0]["name"] += "（改）"
    with pytest.raises(NotAllowed, match="施行されていない"):
        drafted(invented_city, document, clerk)
    assert PlanChange.objects.count() == 0


def test_document_of_another_plan_is_refused(in_force, sakado_document, clerk):
    with pytest.raises(NotAllowed, match="のものではありません"):
        drafted(in_force, sakado_document, clerk)


@pytest.fixture
def sakado_document():
    document = read(SHIONAGI.read_bytes())
    document["plan"]["city"] = "ほかの市"
    return document


def test_only_the_secretariat_and_who_loads_documents_make_drafts(in_force, document, reader):
    from sakado_dx.organization.models import User

    measures_of(document)[0]["name"] += "（改）"
    with pytest.raises(NotAllowed, match="事務局"):
        drafted(in_force, document, User.objects.get(username="reader"))
    made = drafted(in_force, document, "manage.py load_plan")
    assert made.made_by is None


def test_draft_has_a_title(in_force, document, clerk):
    measures_of(document)[0]["name"] += "（改）"
    with pytest.raises(Incomplete):
        draft_from_document(in_force, document, by=clerk, title=" ")


def test_changed_definition_ends_the_indicator_and_begins_the_next(in_force, document, clerk):
    indicator = next(
        i for m in measures_of(document) for i in m["indicators"] if i["unit"] and i["targets"]
    )
    key, indicator["unit"] = indicator["key"], "世帯"
    revision = drafted(in_force, document, clerk, effective_on=date(2031, 8, 1))
    lines = {(each.noun, key_of(each.key), each.column): each for each in revision.changes.all()}
    (new,) = [place[1] for place in lines if place[0] == "indicators"]
    assert new != (key,)
    assert lines["indicators", new, ""].after["predecessor_id"] == [key]
    ended = [each.after for place, each in lines.items() if place[2] == "last_fiscal_year"]
    begun = [each.after for place, each in lines.items() if place[0] == "measure_indicators"]
    assert set(ended) == {2030}
    assert {each["first_fiscal_year"] for each in begun if isinstance(each, dict)} == {2031}
    rows = rows_after(stored_rows(in_force).rows, revision.changes.in_order())
    assert rows["indicators"][(key,)]["unit"] != "世帯"


def test_blank_definition_that_is_filled_is_no_other_indicator(in_force, document, clerk):
    indicator = next(i for m in measures_of(document) for i in m["indicators"])
    indicator["definition"] = "窓口で数えた件数"
    assert [line[:2] for line in told(drafted(in_force, document, clerk))] == [
        ("indicators", "definition")
    ]
