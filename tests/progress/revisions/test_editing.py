"""A measure and an indicator changed in the browser: what stands in the draft afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.models import YearlyDirection
from progress.models import PlanRevision
from progress.plan_document.exporting import dump
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.nesting import document_from
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.schema.reading import read
from progress.revisions.deciding import against_deciding
from progress.revisions.drafting import draft
from progress.revisions.measure_forms import names_in
from progress.revisions.readings import reading_of
from sakado_dx import fiscal
from tests.conftest import sign_in
from tests.progress.revisions.drafts import in_force

pytestmark = pytest.mark.one_database


@pytest.fixture
def year():
    return fiscal.fiscal_year_of(timezone.localdate())


@pytest.fixture
def revision(world, year):
    """An empty draft of a plan that still runs."""
    world.plan.last_fiscal_year = year + 1
    world.plan.save()
    in_force(world.plan)
    tomorrow = timezone.localdate() + timedelta(days=1)
    by = world.people["secretariat"]
    return draft(world.plan, by=by, title="改定", effective_on=tomorrow)


@pytest.fixture
def desk(world, client):
    sign_in(client, world.people["secretariat"])
    return client


def address(revision, path: str = "measure/", **query) -> str:
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{revision.get_absolute_url()}{path}?{said}"


def fields_of(page) -> dict:
    """The form as the page shows it, to be sent again."""
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in shown.items()}


def send(desk, revision, where: str, **typed):
    page = desk.get(where)
    assert page.status_code == 200
    version = PlanRevision.objects.get(pk=revision.pk).version
    return desk.post(where, fields_of(page) | {"version": version} | typed)


def told(revision) -> dict:
    return {
        (each.noun, key_of(each.key), each.column): each.after for each in revision.changes.all()
    }


def readable(revision) -> dict:
    """The plan that would stand, as a document that can be read."""
    return read(dump(document_from(reading_of(revision).after)).encode())


def test_nothing_typed_is_no_line(world, desk, revision):
    where = address(revision, measure=world.measure.key)
    answer = send(desk, revision, where)
    assert answer.status_code == 302
    assert revision.changes.count() == 0


def test_name_divisions_and_direction_become_lines(world, desk, revision, year):
    where = address(revision, measure=world.measure.key)
    typed = {"name": "新しい名称", "divisions": "市民課,情報課、道路課", "reason": "組織の見直し"}
    answer = send(desk, revision, where, **typed, **{f"direction-{year}": "⇒"})
    assert answer.status_code == 302
    found = told(revision)
    assert found["measures", (world.measure.key,), "name"] == "新しい名称"
    assert {each.reason for each in revision.changes.all()} == {"組織の見直し"}
    added = [key for noun, key, column in found if noun == "measure_divisions" and not column]
    assert len(added) == 2  # 道路課 comes, 各課 goes
    readable(revision)


def test_second_save_replaces_the_first_and_back_again_leaves_none(world, desk, revision):
    where = address(revision, measure=world.measure.key)
    send(desk, revision, where, name="一つ目の名称", reason="理由")
    send(desk, revision, where, name="二つ目の名称")
    line = revision.changes.get()
    assert (line.after, line.reason) == ("二つ目の名称", "理由")
    send(desk, revision, where, name=line.before)
    assert revision.changes.count() == 0


def test_target_is_a_new_version_and_an_empty_one_asks_why(world, desk, revision, year):
    where = address(revision, measure=world.measure.key)
    target = next(name for name in fields_of(desk.get(where)) if name == f"target-0-{year}")
    send(desk, revision, where, **{target: "99"})
    (key,) = [key for noun, key, _ in told(revision) if noun == "targets"]
    assert key[1:] == (year, "target", year)
    page = send(desk, revision, where, **{target: ""})
    assert "取り下げる理由を選んでください" in page.content.decode()
    old = next(
        key
        for key, values in stored_rows(world.plan).rows["targets"].items()
        if key[2] == "target" and values["value"]
    )
    name = f"target-0-{old[1]}"
    page = send(desk, revision, where, **{target: "", name: "", "withdraw-0": "国の目標変更"})
    withdrawn = [after for (noun, _, _), after in told(revision).items() if noun == "targets"]
    assert [(each["withdrawn"], each["reason"]) for each in withdrawn] == [(True, "国の目標変更")]
    readable(revision)


def test_what_cannot_be_is_said_beside_its_field(world, desk, revision):
    where = address(revision, measure=world.measure.key)
    wrong = {
        "divisions": "どこにもない課",
        "code": "I-1-2",
        "ending": "merged",
        "successors": "Z-9",
        "last_day": "",
    }
    page = send(desk, revision, where, **wrong).content.decode()
    for sentence in (
        "登録されていない課です：どこにもない課",
        "の番号です",
        "この番号の施策はありません：Z-9",
        "終わり方と終了日の両方",
    ):
        assert sentence in page
    assert "どこにもない課" in page


def test_measure_ends_and_another_goes_on_with_it(world, desk, revision):
    where = address(revision, measure=world.measure.key)
    day = timezone.localdate() + timedelta(days=30)
    typed = {"ending": "merged", "last_day": str(day), "successors": "I-1-2"}
    send(desk, revision, where, **typed)
    found = told(revision)
    assert found["measures", (world.measure.key,), "ending"] == "merged"
    assert any(noun == "measure_successors" for noun, _, _ in found)
    readable(revision)


def test_new_measure_and_its_indicator(world, desk, revision, year):
    typed = {"code": "I-1-9", "name": "新しい施策", "direction": "0", "divisions": "情報課"}
    send(desk, revision, address(revision), **typed, **{f"direction-{year}": "導入"})
    found = told(revision)
    assert found["measures", ("I-1-9",), ""]["name"] == "新しい施策"
    where = address(revision, "indicator/", measure="I-1-9")
    typed = {
        "name": "利用者",
        "kind": "number",
        "unit": "人",
        "sense": "up",
        "measured_as": "stock",
    }
    send(desk, revision, where, **typed, **{f"target-{year}": "100"})
    found = told(revision)
    assert found["measure_indicators", (("I-1-9",), ("I-1-9",)), ""]["first_fiscal_year"] is None
    assert "新しい施策" in desk.get(revision.get_absolute_url()).content.decode()
    readable(revision)
    assert send(desk, revision, address(revision, measure="I-1-9"), name="別名").status_code == 302
    assert told(revision)["measures", ("I-1-9",), ""]["name"] == "別名"


def test_changed_definition_begins_a_linked_indicator(world, desk, revision, year):
    key = world.indicator.key
    where = address(revision, "indicator/", measure=world.measure.key, indicator=key)
    assert "変わっていません" in send(desk, revision, where).content.decode()
    send(desk, revision, where, definition="利用した世帯の数", unit="世帯")
    found = told(revision)
    (new,) = [k for noun, k, column in found if noun == "indicators"]
    assert found["indicators", new, ""]["predecessor_id"] == [key]
    ended = {k: v for (noun, k, column), v in found.items() if column == "last_fiscal_year"}
    assert set(ended.values()) == {year - 1}
    readable(revision)


def test_measure_leads_to_the_draft_or_to_a_choice(world, desk, revision):
    where = f"/plan/revisions/choose/?measure={world.measure.key}"
    page = desk.get(f"/measures/{world.measure.pk}/").content.decode()
    assert where in page
    assert desk.get(where).url == address(revision, measure=world.measure.key)
    draft(world.plan, by=world.people["secretariat"], title="もう一つの案")
    assert "もう一つの案" in desk.get(where).content.decode()


def test_address_of_nothing_is_not_found(world, desk, revision):
    assert desk.get(address(revision, measure="ない")).status_code == 404
    assert desk.get(address(revision, "indicator/")).status_code == 404
    where = address(revision, "indicator/", measure=world.measure.key, indicator="ない")
    assert desk.get(where).status_code == 404


def test_names_are_parted_by_whatever_an_office_types():
    assert names_in("情報課、市民課, 道路課\n各課") == ["情報課", "市民課", "道路課", "各課"]


def test_policy_leads_to_its_words_in_the_draft(world, desk, revision):
    policy = world.measure.direction.policy
    where = f"/plan/revisions/choose/?policies={policy.key}"
    assert where in desk.get(policy.get_absolute_url()).content.decode()
    form = address(revision, "words/", policies=policy.key)
    assert desk.get(where).url == form
    send(desk, revision, form, name="窓口の改革", reason="計画の改定")
    assert told(revision) == {("policies", (policy.key,), "name"): "窓口の改革"}
    assert "窓口の改革" in desk.get(form).content.decode()
    send(desk, revision, form, name=policy.name)
    assert told(revision) == {}


def test_direction_and_indicator_are_worded_otherwise_and_judged_as_before(world, desk, revision):
    direction, indicator = world.measure.direction, world.indicator
    page = desk.get(address(revision, "words/")).content.decode()
    assert f"?directions={direction.key}" in page and "窓口の改善" in page
    where = address(revision, "words/", directions=direction.key)
    send(desk, revision, where, name="書かない・待たない窓口")
    where = address(revision, "words/", indicators=indicator.key)
    assert where in desk.get(address(revision, measure=world.measure.key)).content.decode()
    send(desk, revision, where, name="処理した件数", printed="処理した件数を増やす")
    assert told(revision) == {
        ("directions", (direction.key,), "name"): "書かない・待たない窓口",
        ("indicators", (indicator.key,), "name"): "処理した件数",
        ("indicators", (indicator.key,), "printed"): "処理した件数を増やす",
    }
    readable(revision)
    assert desk.get(address(revision, "words/", indicators="ない")).status_code == 404
    blank = send(desk, revision, address(revision, "words/", directions=direction.key), name="")
    assert blank.status_code == 200 and "入力してください" in blank.content.decode()


def test_slip_is_mended_in_the_cell_of_an_ended_year_and_a_revision_leaves_it(
    world, desk, revision
):
    where = address(revision, measure=world.measure.key)
    assert "direction-2023" not in desk.get(where).context["form"].fields
    PlanRevision.objects.update(kind="slip", effective_on=timezone.localdate())
    key = ((world.measure.key,), 2023)
    send(desk, revision, where, **{"direction-2023": "導入、運用"})
    assert told(revision) == {
        ("yearly_directions", key, "printed"): "導入、運用",
        ("yearly_directions", key, "resolved"): "導入、運用",
    }
    PlanRevision.objects.update(document_number="情政第9号")
    assert not against_deciding(PlanRevision.objects.get(), timezone.localdate())


def test_what_a_cell_means_that_nobody_touched_stays_as_it_was_read(world, desk, revision, year):
    cell = {"measure": world.measure, "fiscal_year": year, "printed": "（準備）"}
    YearlyDirection.objects.create(**cell, resolved="検討")
    PlanRevision.objects.update(kind="slip")
    where = address(revision, measure=world.measure.key)
    send(desk, revision, where, **{"direction-2023": "導入"})
    assert {key for _, key, _ in told(revision)} == {((world.measure.key,), 2023)}
