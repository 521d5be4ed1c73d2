"""Lines that no longer fit, two drafts of one place, and what a draft would do to reports."""

import pytest
from django.utils import timezone

from progress.models import PlanRevision, ProgressReport
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.stored import stored_rows
from progress.revisions import effect_verbs
from progress.revisions.deciding import decide
from progress.revisions.drafting import draft
from progress.revisions.impact_pages import impact_of
from progress.revisions.readings import reading_of
from progress.revisions.renewing import shared_with, take_anew
from progress.revisions.verbs import record_step
from sakado_dx import fiscal
from sakado_dx.organization.access import standing_of
from sakado_dx.records.models import AuditRecord
from tests.conftest import sign_in
from tests.progress.revisions.drafts import (
    change,
    in_force,
    key_of_direction,
    key_of_division,
    new_measure,
    new_target,
    renamed,
)

pytestmark = pytest.mark.one_database


@pytest.fixture
def by(world):
    return world.people["secretariat"]


@pytest.fixture
def make(world, by):
    def made(*lines, title: str = "見直し", **more) -> PlanRevision:
        in_force(world.plan)
        told = {"kind": "minor", "effective_on": timezone.localdate()} | more
        return draft(world.plan, by=by, title=title, lines=lines, **told)

    return made


def name_of(world) -> str:
    return stored_rows(world.plan).rows["measures"][world.measure.key,]["name"]


def test_two_drafts_of_one_place_and_the_later_is_taken_anew(world, make, by, client):
    first = make(renamed(world.measure.key, name_of(world), "一の案"), title="一の案の見直し")
    second = make(renamed(world.measure.key, name_of(world), "二の案"), title="二の案の見直し")
    sign_in(client, by)
    assert (
        "ほかの案も変更：一の案の見直し" in client.get(second.get_absolute_url()).content.decode()
    )
    record_step(first, by=by, version=1, kind="mayor", on=timezone.localdate())
    decide(first, by=by, version=first.version, decided_on=timezone.localdate())
    assert effect_verbs.apply_due().left == []
    page = client.get(second.get_absolute_url()).content.decode()
    assert "▲改定前が変わっています" in page
    client.post(f"{second.get_absolute_url()}renew/", {"version": 1})
    line = second.changes.get()
    assert (line.before, line.after) == ("一の案", "二の案")
    second.refresh_from_db()
    assert second.base == world.plan.editions.in_order().last()
    assert reading_of(second).displaced == []
    assert "一の案" in client.get(first.get_absolute_url()).content.decode()


def test_target_of_the_same_year_is_the_same_place_whenever_it_judges(world, make):
    make(new_target(world.indicator.key, "20", since=2026), title="一")
    second = make(new_target(world.indicator.key, "30", since=2027), title="二")
    (titles,) = shared_with(second, list(second.changes.all())).values()
    assert titles == ["一"]


def test_target_moves_to_a_year_that_may_still_change(world, make, by):
    revision = make(new_target(world.indicator.key, "20", since=2023))
    take_anew(revision, by=by, version=1)
    line = revision.changes.get()
    year = fiscal.fiscal_year_of(timezone.localdate())
    assert (key_of(line.key)[3], line.applies_from) == (year, year)


def test_line_of_what_is_gone_goes_and_new_row_that_stands_becomes_columns(world, make, by):
    row = stored_rows(world.plan).rows["measures"][world.measure.key,]
    stands = change("measures", (world.measure.key,), after=row | {"name": "新しい名称"})
    gone = change("measures", ("ない",), "name", "前", "後")
    revision = make(stands, gone)
    assert take_anew(revision, by=by, version=1) == 2
    line = revision.changes.get()
    assert (line.column, line.before, line.after) == ("name", row["name"], "新しい名称")


def test_impact_names_reports_and_judgements_and_keeps_nothing(world, make, by, client):
    plan = world.plan
    lines = new_measure(
        "I-1-3", key_of_direction(plan), [key_of_division(plan, "情報課")], first_day="2023-10-01"
    )
    target = new_target(world.indicator.key, "1000", year=2023, since=2023)
    revision = make(*lines, target)
    records, reports = AuditRecord.objects.count(), ProgressReport.objects.count()
    before = stored_rows(plan).rows
    impact = impact_of(revision, standing_of(by))
    assert [(each.what, each.measure[:5]) for each in impact.touched] == [("made", "I-1-3")]
    assert any(each.what.endswith("の目標") for _, own in impact.changes for each in own)
    assert (AuditRecord.objects.count(), ProgressReport.objects.count()) == (records, reports)
    assert stored_rows(plan).rows == before
    sign_in(client, by)
    address = f"{revision.get_absolute_url()}impact/"
    assert "報告を作ります" not in client.get(address).content.decode()
    assert "報告を作ります" in client.post(address).content.decode()


def test_impact_of_what_no_longer_fits_is_not_known(world, make, by):
    revision = make(renamed(world.measure.key, "もとの名称", "新しい名称"))
    assert "反映できない" in impact_of(revision, standing_of(by)).refusal
    assert impact_of(make(title="空"), standing_of(by)).is_nothing
