"""課の改組: a division ends, others take over its measures and its people, in one form."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import MeasureDivision
from progress.entry import verbs as entry
from progress.models import DeadlineExtension
from progress.people import reorganization_verbs as verbs
from progress.people.reorganization_verbs import ChangedMeanwhile, Reorganization
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Division, Membership
from sakado_dx.records.models import AuditRecord
from tests.filled_forms import fields_of

MARCH = date(2090, 3, 31)
APRIL = date(2090, 4, 1)
TYPED = {
    "last_day": "令和72年3月31日", "reason": "機構改革", "paper": "人事異動発令第1号",
    "name_1": "デジタル課", "reading_1": "でじたるか",
}  # fmt: skip


@pytest.fixture
def page(world, client):
    """The administrator's page of the lead division: its address and its fields as they stand."""
    client.force_login(world.people["administrator"])
    address = reverse("progress:reorganization", args=[world.divisions["lead"].pk])
    return address, fields_of(client.get(address).content.decode())


def places() -> set[tuple]:
    rows = MeasureDivision.objects.select_related("measure", "division")
    return {
        (str(each.measure.code), each.division.name, each.order, each.first_day, each.last_day)
        for each in rows
    }


def people() -> set[tuple]:
    rows = Membership.objects.select_related("user", "division").filter(
        division__name__in=["情報課", "デジタル課", "広報課"]
    )
    return {
        (each.user.username, each.division.name, each.role, each.first_day == APRIL, each.last_day)
        for each in rows
    }


def stored() -> tuple:
    divisions = Division.objects.order_by("pk").values_list("name", "first_day", "last_day")
    return list(divisions), places(), people()


def test_division_ends_and_another_takes_over_measures_and_people_with_their_roles(
    world, client, page
):
    address, fields = page
    before = stored()
    check = client.post(address, fields | TYPED)
    assert check.status_code == 200 and stored() == before
    text = check.content.decode()
    assert "まだ登録していません" in text and "「デジタル課」が引き継ぎます" in text
    assert "I-1-1 施策I-1-1" in text and "提出していない報告1件" in text
    answer = client.post(address, fields_of(text) | {"confirmed": "1"})
    assert answer.status_code == 302
    new = Division.objects.get(name="デジタル課")
    old = world.divisions["lead"]
    old.refresh_from_db()
    assert (old.last_day, new.first_day, new.parent, new.reading) == (
        MARCH,
        APRIL,
        old.parent,
        "でじたるか",
    )
    assert list(old.successors.all()) == [new]
    assert places() - before[1] == {
        ("I-1-1", "情報課", 0, None, MARCH),
        ("I-1-1", "デジタル課", 0, APRIL, None),
    }
    assert people() == {
        (name, *place)
        for name in ("reporter", "deputy", "head", "promoter")
        for place in (("情報課", name, False, MARCH), ("デジタル課", name, True, None))
    }
    reasons = AuditRecord.objects.filter(actor_name="administrator").values_list("reason", "door")
    assert set(reasons) == {("機構改革（人事異動発令第1号）", "page")}


def test_those_who_take_over_work_on_from_the_day_and_not_before(world, client, page):
    address, fields = page
    client.post(address, fields | TYPED | {"confirmed": "1"})
    reporter = world.people["reporter"]
    new, old = Division.objects.get(name="デジタル課"), world.divisions["lead"]
    report = world.fresh()
    assert (report.lead_division(MARCH), report.lead_division(APRIL)) == (old, new)
    assert standing_of(reporter, MARCH).belongs_to(old.pk)
    assert standing_of(reporter, APRIL).belongs_to(new.pk)
    assert standing_of(reporter, APRIL).belongs_to(old.pk)


def test_split_gives_each_measure_and_person_to_the_one_that_is_chosen(world, client, page):
    address, fields = page
    lead = world.divisions["lead"]
    of = {each.user.username: each.pk for each in lead.memberships.select_related("user")}
    split = {"name_2": "広報課", f"person_{of['promoter']}": "2", f"person_{of['deputy']}": "0"}
    row = lead.measure_divisions.get()
    split |= {f"measure_{row.pk}": "2"}
    text = client.post(address, fields | TYPED | split).content.decode()
    assert "引き継がない" in text
    client.post(address, fields_of(text) | {"confirmed": "1"})
    assert ("I-1-1", "広報課", 0, APRIL, None) in places()
    assert {each[:3] for each in people() if each[3]} == {
        ("reporter", "デジタル課", "reporter"),
        ("head", "デジタル課", "head"),
        ("promoter", "広報課", "promoter"),
    }


def test_division_that_has_a_part_already_keeps_the_better_place(world, client, page):
    address, fields = page
    existing = {"existing_1": world.divisions["second"].pk, "name_1": ""}
    text = client.post(address, fields | TYPED | existing).content.decode()
    assert "登録したときから" in text
    client.post(address, fields_of(text) | {"confirmed": "1"})
    report = world.fresh()
    assert [str(each) for each in report.divisions(APRIL)] == ["市民課", "各課"]
    assert [str(each) for each in report.divisions(MARCH)] == ["情報課", "市民課", "各課"]


def test_double_click_does_it_once(world, client, page):
    address, fields = page
    answers = [client.post(address, fields | TYPED | {"confirmed": "1"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert Division.objects.filter(name="デジタル課").count() == 1
    page = client.get(reverse("progress:reorganization_list")).content.decode()
    assert "既に登録されています" in page and "情報課" not in page.split("task-list")[1]


def test_form_read_before_another_change_is_refused_and_keeps_what_was_typed(world, client, page):
    address, fields = page
    world.divisions["lead"].memberships.filter(role="promoter").update(last_day=MARCH)
    before = stored()
    answer = client.post(address, fields | TYPED | {"confirmed": "1"})
    assert answer.status_code == 409 and stored() == before
    text = answer.content.decode()
    assert "画面を開いた後に" in text and "デジタル課" in text and "人事異動発令第1号" in text
    again = client.post(address, fields_of(text) | {"confirmed": "1"})
    assert again.status_code == 302


def refused(client, page, **typed) -> str:
    """What the form answers that refuses; nothing is stored."""
    address, fields = page
    before = stored()
    answer = client.post(address, fields | TYPED | typed | {"confirmed": "1"})
    assert answer.status_code in (200, 409) and stored() == before
    return answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "改組の理由を入力してください。"),
        ({"last_day": "平成72年3月31日"}, "平成は"),
        ({"last_day": "9999-12-31"}, "西暦9999年は先すぎます。"),
        ({"name_1": ""}, "引継ぎ先の課を選ぶか、新しい課の名称を入力してください。"),
        ({"name_1": "市民課"}, "「市民課」は、既に登録されています。"),
        ({"name_2": "デジタル課"}, "引継ぎ先に、同じ課が二つあります。"),
    ],
)
def test_what_cannot_be_is_said_in_words(world, client, page, typed, sentence):
    assert sentence in refused(client, page, **typed)


def test_both_a_new_and_an_existing_division_in_one_place_are_refused(world, client, page):
    told = refused(client, page, existing_1=world.divisions["second"].pk)
    assert "新しい課の名称を空欄にしてください" in told


def test_row_that_goes_to_nobody_who_is_named_is_refused(world, client, page):
    row = world.divisions["lead"].measure_divisions.get()
    assert "引継ぎ先3の課が入力されていません" in refused(
        client, page, **{f"measure_{row.pk}": "3"}
    )


def test_division_with_divisions_below_it_does_not_end(world, client):
    client.force_login(world.people["administrator"])
    address = reverse("progress:reorganization", args=[world.divisions["department"].pk])
    page = address, fields_of(client.get(address).content.decode())
    assert "情報課が属しています" in refused(client, page)


def test_day_before_the_work_of_its_people_is_refused(world, client, page):
    entry.save(world.report, by=world.people["reporter"], version=0, fields=world.complete)
    today = timezone.localdate()
    told = refused(client, page, last_day=(today - timedelta(days=1)).isoformat())
    assert "報告か回答票を記録しています" in told


def test_what_is_not_handed_over_is_told_before(world, client, page):
    lead = world.divisions["lead"]
    DeadlineExtension.objects.create(
        year=world.year, division=lead, report_due=date(2099, 6, 30), reason="災害"
    )
    address, fields = page
    text = client.post(address, fields | TYPED).content.decode()
    assert "R5の提出期限の延長（令和81年6月30日）は、引き継がれません" in text


def simple(world, **more) -> Reorganization:
    lead = world.divisions["lead"]
    new = Division(name="デジタル課", first_day=APRIL)
    rows = {
        "measures": tuple((each, 0) for each in verbs.measures_of(lead)),
        "people": tuple((each, 0) for each in verbs.people_of(lead)),
    }
    return Reorganization(lead, MARCH, (new,), **rows | more)


def test_verb_asks_for_an_administrator_a_reason_and_what_was_read(world):
    lead, before = world.divisions["lead"], stored()
    told = {"reason": "機構改革", "as_read": verbs.read_mark_of(lead)}
    with pytest.raises(NotAllowed, match="システム管理者"):
        verbs.reorganize(simple(world), by=world.people["secretariat"], **told)
    administrator = world.people["administrator"]
    with pytest.raises(Incomplete, match="改組の理由"):
        verbs.reorganize(simple(world), by=administrator, **told | {"reason": " "})
    with pytest.raises(ChangedMeanwhile):
        verbs.reorganize(simple(world), by=administrator, **told | {"as_read": "0"})
    assert stored() == before


def test_all_is_left_as_it_was_where_one_step_fails(world):
    lead, before = world.divisions["lead"], stored()
    told = {"reason": "機構改革", "as_read": verbs.read_mark_of(lead)}
    nameless = simple(world, measures=())
    nameless.successors[0].telephone = "0" * 41
    with pytest.raises(NotAllowed):
        verbs.reorganize(nameless, by=world.people["administrator"], **told)
    assert stored() == before


def joined(world, client, page, second: str = "second") -> Division:
    """A new division that two take over from in turn: the lead division's, then another's."""
    address, fields = page
    client.post(address, fields | TYPED | {"confirmed": "1"})
    new = Division.objects.get(name="デジタル課")
    address = reverse("progress:reorganization", args=[world.divisions[second].pk])
    fields = fields_of(client.get(address).content.decode())
    typed = {"last_day": "令和72年3月31日", "reason": "機構改革", "existing_1": new.pk}
    answer = client.post(address, fields | typed | {"confirmed": "1"})
    assert answer.status_code == 302
    return new


def test_two_divisions_of_one_measure_are_joined_in_one_that_leads_it(world, client, page):
    new = joined(world, client, page)
    assert [each[1:] for each in places() if each[1] == new.name] == [
        ("デジタル課", 0, APRIL, None)
    ]
    assert [str(each) for each in world.fresh().divisions(APRIL)] == ["デジタル課", "各課"]


def test_person_of_two_divisions_that_are_joined_stays_as_long_as_either_place(world, client, page):
    person, lead = world.people["reporter"], world.divisions["lead"]
    person.memberships.create(
        division=world.divisions["second"], role="reporter", first_day=date(2020, 4, 1)
    )
    lead.memberships.filter(user=person).update(last_day=date(2090, 9, 30))
    address, _ = page
    new = joined(world, client, (address, fields_of(client.get(address).content.decode())))
    own = person.memberships.filter(division=new)
    assert [(each.first_day, each.last_day) for each in own] == [(APRIL, None)]


def test_place_of_who_cannot_sign_in_ends_with_the_division(world, client, page):
    promoter = world.people["promoter"]
    promoter.is_active = False
    promoter.save()
    address, _ = page
    fields = fields_of(client.get(address).content.decode())
    client.post(address, fields | TYPED | {"confirmed": "1"})
    assert [each.last_day for each in promoter.memberships.all()] == [MARCH]


def test_report_on_the_desk_and_the_missing_office_are_told_before(world, client, page):
    world.bring_to("submitted")
    Division.objects.filter(pk=world.divisions["lead"].pk).update(is_secretariat=True)
    address, fields = page
    existing = {"existing_1": world.divisions["second"].pk, "name_1": ""}
    text = client.post(address, fields | TYPED | existing).content.decode()
    assert "提出した報告1件（I-1-1）は、今の状態のまま進みます" in text
    assert "引き継ぐ課は事務局として登録されていません" in text


def test_new_division_in_a_department_that_ends_as_well_is_refused(world, client, page):
    department = world.divisions["department"]
    Division.objects.filter(pk=department.pk).update(last_day=MARCH)
    told = refused(client, page, parent_1=department.pk)
    assert f"部「{department}」は、令和72年4月1日には置かれていません。" in told


def test_divisions_of_one_name_are_told_apart_by_their_days(world, client, page):
    Division.objects.filter(pk=world.divisions["second"].pk).update(last_day=MARCH)
    Division.objects.create(name="市民課", first_day=APRIL)
    text = client.get(page[0]).content.decode()
    assert text.count(">市民課（令和72年3月31日まで）</option>") == 6
    assert text.count(">市民課（令和72年4月1日から）</option>") == 6


def test_administrator_gives_himself_no_place_in_a_division_that_is_there(world, client, page):
    own = world.people["administrator"].memberships.create(
        division=world.divisions["lead"], role="head", first_day=date(2020, 4, 1)
    )
    page = page[0], fields_of(client.get(page[0]).content.decode())
    existing = {"existing_1": world.divisions["second"].pk, "name_1": ""}
    assert "自分の所属は、既にある「市民課」に引き継げません。" in refused(client, page, **existing)
    for typed in (existing | {f"person_{own.pk}": "0"}, {}):
        check = client.post(page[0], page[1] | TYPED | typed)
        assert "まだ登録していません" in check.content.decode()
