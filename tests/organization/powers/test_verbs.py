"""Roles of power: given by whatever door, confirmed by a second person, told of."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sakado_dx.organization.access import standing_of
from sakado_dx.organization.importers.users import UserResource
from sakado_dx.organization.models import CityRole, PowerNotice, User
from sakado_dx.organization.powers import verbs
from sakado_dx.organization.workflow import issue_link, use_link
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.models import OutgoingMail
from tests.filled_forms import fields_of
from tests.sakado_dx.workbooks import taken_in

pytestmark = pytest.mark.django_db
POWER = ("secretariat", "executive", "administrator")


@pytest.fixture
def admin(make_user) -> User:
    return make_user("admin", "administrator")


@pytest.fixture
def second(make_user) -> User:
    return make_user("second", "administrator", email="second@city.example")


def give(user: User, role: str, *, by: User, **fields) -> CityRole:
    with acting(by, Door.ADMIN, "異動"):
        return CityRole.objects.create(user=user, role=role, **fields)


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.parametrize("role", POWER)
def test_a_role_of_power_works_for_fourteen_days_and_then_rests(
    make_user, admin, second, role, division
):
    make_user("holder", role)
    person = make_user("new", memberships={division: "reporter"})
    given = give(person, role, by=admin)
    assert (given.given_by, given.rests_from) == (admin, days(14))
    name = given.get_role_display()
    standing = standing_of(person)
    assert (standing.city_roles, standing.powers.waiting) == ({role}, ((name, days(14)),))
    later = standing_of(person, days(13))
    assert later.city_roles == {role}
    rested = standing_of(person, days(14))
    assert (rested.city_roles, rested.powers.resting) == (set(), (name,))
    assert rested.divisions  # the person, and his place, go on
    verbs.approve(given, by=second)
    approved = standing_of(person, days(14))
    assert (approved.city_roles, approved.powers.waiting) == ({role}, ())


def test_the_council_needs_no_second_person(make_user, admin):
    assert give(make_user("member"), "council", by=admin).rests_from is None


def test_a_role_that_nobody_else_holds_never_rests(make_user, admin):
    person = make_user("new")
    give(person, "secretariat", by=admin)
    assert standing_of(person, days(200)).is_secretariat
    # Two that wait alike: neither locks out the other.
    other = make_user("other")
    give(other, "secretariat", by=admin)
    assert standing_of(person, days(200)).is_secretariat
    assert standing_of(other, days(200)).is_secretariat
    # Who cannot sign in does not hold it.
    make_user("gone", "secretariat", is_active=False)
    assert standing_of(person, days(200)).is_secretariat
    make_user("confirmed", "secretariat")
    assert not standing_of(person, days(200)).is_secretariat


def test_a_recorded_order_is_as_good_as_a_second_person(make_user, admin):
    order = {"order_day": date(2026, 4, 1), "order_number": "坂人発第12号"}
    assert give(make_user("new"), "secretariat", by=admin, **order).rests_from is None
    with pytest.raises(IntegrityError), transaction.atomic():
        give(make_user("half"), "secretariat", by=admin, order_number="坂人発第13号")


def test_the_first_of_april_prepared_in_march_by_those_in_office(make_user, admin, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 3, 25))
    april = date(2027, 4, 1)
    person = make_user("april")
    assert give(person, "secretariat", by=admin, first_day=april).rests_from is None
    # Somebody who waits himself prepares nobody.
    waiting = make_user("waiting")
    give(waiting, "administrator", by=admin)
    own = give(make_user("friend"), "secretariat", by=waiting, first_day=april)
    assert own.rests_from == date(2027, 4, 15)


def test_a_longer_role_is_given_anew_and_a_shorter_one_is_not(make_user, admin, second):
    role = give(make_user("new"), "secretariat", by=admin, last_day=days(30))
    verbs.approve(role, by=second)
    role.refresh_from_db()
    with acting(admin, Door.ADMIN, "短縮"):
        role.last_day = days(10)
        role.save()
    assert role.rests_from is None
    with acting(admin, Door.ADMIN, "延長"):
        role.last_day = None
        role.save(update_fields=["last_day"])
    role.refresh_from_db()
    assert (role.rests_from, role.approved_by) == (days(14), None)


def test_a_role_that_is_given_anew_is_told_anew(make_user, admin):
    role = give(make_user("new"), "council", by=admin)
    with acting(admin, Door.ADMIN, "登録"):
        verbs.tell_of_roles(by=admin)
    with acting(admin, Door.ADMIN, "変更"):
        role.role = CityRole.Role.SECRETARIAT
        role.save()
        verbs.tell_of_roles(by=admin)
    told = PowerNotice.objects.order_by("pk").values_list("role", "detail")
    assert [(own, detail.partition("（")[0]) for own, detail in told] == [
        (None, "推進会議委員"),
        (role.pk, "事務局"),
    ]


def test_neither_the_giver_nor_the_person_nor_who_waits_himself_says_yes(make_user, admin, second):
    person, waiting = make_user("new"), make_user("waiting")
    role = give(person, "administrator", by=admin)
    give(waiting, "secretariat", by=second)
    for by, words in (
        (admin, "登録した人は承認できません。"),
        (person, "本人は承認できません。"),
        (waiting, "あなたの役割が承認されるまでは"),
    ):
        with pytest.raises(verbs.NotApproved, match=words):
            verbs.approve(role, by=by)
    for by in (admin, person):
        with pytest.raises(IntegrityError), transaction.atomic():
            CityRole.objects.filter(pk=role.pk).update(approved_by=by)
    verbs.approve(role, by=second)
    with pytest.raises(verbs.NotApproved, match="もう承認を待っていません"):
        verbs.approve(role, by=second)


def test_the_person_and_all_secretaries_are_told_once(make_user, admin, settings):
    settings.MAIL_SERVER = {"host": "mail"}
    desk = make_user("desk", "secretariat", email="desk@city.example")
    person = make_user("new", email="new@city.example")
    with acting(admin, Door.ADMIN, "異動"):
        CityRole.objects.create(user=person, role="council")
        verbs.tell_of_roles(by=admin)
        verbs.tell_of_roles(by=admin)
    notice = PowerNotice.objects.get()
    assert (notice.user, notice.by_name, notice.kind) == (person, "admin", "role")
    assert notice.detail.startswith("推進会議委員（")
    told = OutgoingMail.objects.order_by("pk").values_list("recipient", "subject")
    assert list(told) == [(each.pk, "全庁の役割の登録：new") for each in (desk, person)]
    assert standing_of(person).powers.has_notices
    assert not standing_of(desk).powers.has_notices
    verbs.see(person)
    assert not standing_of(person).powers.has_notices


def test_a_link_of_somebody_else_and_its_password_are_told(make_user, admin):
    person = make_user("new")
    link, _ = issue_link(person, by=admin)
    use_link(link, "kumquat-orchard-91")
    told = list(PowerNotice.objects.order_by("pk").values_list("kind", "user__username", "by_name"))
    assert told == [("link", "new", "admin"), ("password", "new", "リンクを使った人")]


def test_what_no_person_gave_waits_for_nobody(make_user):
    person = make_user("first")
    with acting("manage.py make_administrator", Door.COMMAND):
        role = CityRole.objects.create(user=person, role="administrator")
    assert (role.given_by, role.rests_from) == (None, None)


def test_little_is_asked_besides_what_is_stored(make_user, admin, django_assert_num_queries):
    person = make_user("new")
    with acting(admin, Door.ADMIN, "異動"):
        with django_assert_num_queries(1):
            verbs.tell_of_roles(by=admin)
        with django_assert_num_queries(1):
            role = CityRole.objects.create(user=person, role="secretariat")
        role.last_day = days(90)
        with django_assert_num_queries(2):
            role.save()
    with django_assert_num_queries(1):
        assert [str(each.user) for each in CityRole.objects.to_approve()] == ["new"]


def changed_page(client, admin: User, person: User, **fields):
    """The admin's page of a person, sent back with these fields and a reason."""
    client.force_login(admin)
    address = f"/admin/organization/user/{person.pk}/change/"
    form = fields_of(client.get(address).content.decode()) | fields
    return client.post(address, form | {"change_reason": "復職"})


def told() -> list[tuple[str, str, str]]:
    return list(PowerNotice.objects.order_by("pk").values_list("kind", "user__username", "by_name"))


def test_an_account_that_is_opened_again_is_told_of(client, make_user, admin):
    person = make_user("back", is_active=False)
    assert changed_page(client, admin, person, name="名").status_code == 302
    assert told() == []
    assert changed_page(client, admin, person, is_active="on").status_code == 302
    assert told() == [("opened", "back", "admin")]


def test_another_address_for_mails_is_told_to_the_old_one_too(client, make_user, admin, settings):
    settings.MAIL_SERVER = {"host": "mail"}
    make_user("desk", "secretariat", email="desk@city.example")
    person = make_user("mover", email="old@city.example")
    assert changed_page(client, admin, person, email="new@city.example").status_code == 302
    assert told() == [("mail", "mover", "admin")]
    to = OutgoingMail.objects.order_by("pk").values_list("address", "subject")
    addresses = ["desk@city.example", "new@city.example", "old@city.example"]
    assert list(to) == [(each, "メールアドレスの変更：mover") for each in addresses]


def test_a_sheet_that_opens_an_account_and_moves_its_mails_tells_the_same(make_user, admin):
    make_user("back", is_active=False, email="old@city.example")
    make_user("stays", email="stays@city.example")
    rows = [
        ["ログインID", "氏名", "よみ", "メール", "状態"],
        ["back", "back", "", "new@city.example", "有効"],
        ["stays", "別の名", "", "stays@city.example", "有効"],
        ["fresh", "新しい人", "", "fresh@city.example", "有効"],
    ]
    outcome = taken_in(UserResource(), rows, by=admin)
    assert outcome.is_sound
    assert told() == [("opened", "back", "admin"), ("mail", "back", "admin")]
