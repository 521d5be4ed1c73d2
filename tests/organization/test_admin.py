"""Divisions and people in the admin: administrators write, nobody raises himself."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import pre_save
from django.utils import timezone

from sakado_dx.organization.admin_reasons import NEEDED
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.records.models import AuditRecord
from tests.filled_forms import fields_of
from tests.organization.conftest import LONG_AGO

PEOPLE = "/admin/organization/user/"


@pytest.fixture
def administrator(make_user) -> User:
    return make_user("admin", "administrator")


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def inline_rows(prefix: str, *rows: dict, initial: int = 0) -> dict:
    """The POST fields of an inline formset."""
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def person_fields(**changes) -> dict:
    fields = {"username": "yamada", "name": "山田 花子", "is_active": "on"}
    fields |= {"change_reason": "人事異動発令第1号"}
    fields |= inline_rows("memberships") | inline_rows("city_roles")
    return fields | inline_rows("password_links") | changes


def test_index_has_the_portals_icon_and_leads_to_the_record(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert 'rel="icon" href="/static/img/favicon.svg"' in page
    assert 'href="/records/">だれがいつ何を変えたかを見る</a>' in page
    assert "利用不可" not in page


def test_new_user_has_no_password_and_gets_place_and_role(admin_client, division):
    fields = person_fields(
        **inline_rows(
            "memberships",
            {"division": division.pk, "role": "head", "first_day": "2026-04-01"},
        ),
        **inline_rows("city_roles", {"role": "council", "first_day": "2026-04-01"}),
    )
    assert admin_client.post(f"{PEOPLE}add/", fields).status_code == 302
    user = User.objects.get(username="yamada")
    assert not user.has_usable_password()
    assert user.memberships.get().role == "head"
    assert user.city_roles.get().first_day == date(2026, 4, 1)


def test_place_and_role_are_given_with_a_reason_that_the_record_keeps(admin_client, division):
    place = {"division": division.pk, "role": "head", "first_day": "令和8年4月1日"}
    fields = person_fields(**inline_rows("memberships", place))
    fields |= inline_rows("city_roles", {"role": "council", "first_day": "R8.4.1"})
    refused = admin_client.post(f"{PEOPLE}add/", fields | {"change_reason": " "})
    assert NEEDED in refused.content.decode() and not Membership.objects.exists()
    assert admin_client.post(f"{PEOPLE}add/", fields).status_code == 302
    assert Membership.objects.get().first_day == date(2026, 4, 1)
    kept = AuditRecord.objects.filter(
        table_name__in=["organization_membership", "organization_cityrole"], operation="insert"
    ).exclude(actor_id="")
    assert {(each.reason, each.door) for each in kept} == {("人事異動発令第1号", "admin")}


def test_reason_with_a_letter_that_no_database_takes_is_refused_in_words(admin_client):
    answer = admin_client.post(f"{PEOPLE}add/", person_fields(change_reason="異動\0"))
    assert list(answer.context["adminform"].form.errors) == ["change_reason"]
    assert not User.objects.filter(username="yamada").exists()


def test_login_that_another_took_at_the_same_moment_is_told_with_what_was_typed(
    admin_client, make_user
):
    def be_faster(sender, instance, **told):
        pre_save.disconnect(be_faster, sender=User)
        make_user("yamada")

    pre_save.connect(be_faster, sender=User)
    answer = admin_client.post(f"{PEOPLE}add/", person_fields())
    assert answer.status_code == 200 and "山田 花子" in answer.content.decode()
    assert not User.objects.filter(name="山田 花子").exists()


def test_place_that_another_ended_is_not_begun_again_by_an_older_form(
    admin_client, make_user, division
):
    place = make_user("yamada", memberships={division: "reporter"}).memberships.get()
    address = f"{PEOPLE}{place.user_id}/change/"
    fields = fields_of(admin_client.get(address).content.decode())
    place.user.last_login = timezone.now()  # signing in changes nothing that the form holds
    place.user.save()
    Membership.objects.update(last_day=date(2090, 3, 31))
    answer = admin_client.post(address, fields | {"change_reason": "異動", "reading": "やまだ"})
    assert "画面を開いた後に、この内容が変わりました" in answer.content.decode()
    assert Membership.objects.get().last_day == date(2090, 3, 31)


def test_dates_are_shown_with_their_era_in_lists_boxes_and_what_is_only_read(
    admin_client, client, make_user, division
):
    Division.objects.filter(pk=division.pk).update(first_day=date(2026, 4, 1))
    address = f"/admin/organization/division/{division.pk}/change/"
    assert "令和8年4月1日" in admin_client.get("/admin/organization/division/").content.decode()
    assert 'value="令和8年4月1日"' in admin_client.get(address).content.decode()
    client.force_login(make_user("secretary", "secretariat"))
    page = client.get(address).content.decode()
    assert "令和8年4月1日" in page and "2026" not in page and "変更の理由" not in page


def own_page(user: User) -> str:
    return f"{PEOPLE}{user.pk}/change/"


def test_administrator_cannot_give_himself_a_role(admin_client, administrator):
    page = admin_client.get(own_page(administrator)).content.decode()
    assert "city_roles-__prefix__-role" not in page
    fields = person_fields(username="admin", name="admin")
    fields |= inline_rows("city_roles", {"role": "secretariat", "first_day": "2026-04-01"})
    admin_client.post(own_page(administrator), fields)
    assert list(administrator.city_roles.values_list("role", flat=True)) == ["administrator"]


def test_administrator_cannot_disable_himself(admin_client, administrator, reporter):
    fields = person_fields(username="admin", name="admin")
    del fields["is_active"]
    page = admin_client.post(own_page(administrator), fields).content.decode()
    assert "自分自身を無効にはできません" in page
    chosen = {"action": "disable", "_selected_action": [administrator.pk, reporter.pk]}
    told = admin_client.post(PEOPLE, chosen, follow=True).content.decode()
    assert "だれも無効にしていません。変更の理由を入力してください。" in told
    assert User.objects.filter(is_active=True).count() == 2
    admin_client.post(PEOPLE, chosen | {"change_reason": "退職"})
    assert AuditRecord.objects.get(reason="退職").row_key == str(reporter.pk)
    assert list(User.objects.filter(is_active=True)) == [administrator]
    assert LogEntry.objects.get(object_id=str(reporter.pk)).change_message == "無効にした"


@pytest.fixture
def last_secretary(make_user) -> User:
    return make_user("last", "secretariat")


def end_role(client, user: User, last_day: date):
    """The answer to a form that ends the user's only role."""
    role = user.city_roles.get()
    row = {"id": role.pk, "user": user.pk, "role": role.role, "last_day": last_day.isoformat()}
    row |= {"first_day": role.first_day.isoformat()}
    fields = person_fields(username=user.username, name=user.name)
    return client.post(own_page(user), fields | inline_rows("city_roles", row, initial=1))


def test_nobody_ends_the_last_secretary_and_nothing_typed_is_lost(admin_client, last_secretary):
    day = timezone.localdate()
    answer = end_role(admin_client, last_secretary, day)
    page = answer.content.decode()
    assert answer.status_code == 200 and "変更しました" not in page
    assert "まだ保存していません。" in page and "から、事務局がだれもいなくなります。" in page
    assert "後任の役割を先に登録してください。" in page
    assert fields_of(page)["change_reason"] == ["人事異動発令第1号"]
    assert last_secretary.city_roles.get().last_day is None
    assert not LogEntry.objects.exists()


def test_secretary_with_an_heir_from_the_next_day_is_ended(admin_client, last_secretary, make_user):
    day, heir = timezone.localdate() + timedelta(days=5), make_user("heir")
    CityRole.objects.create(user=heir, role="secretariat", first_day=day + timedelta(days=2))
    assert "がだれもいなくなります" in end_role(admin_client, last_secretary, day).content.decode()
    heir.city_roles.update(first_day=day)
    assert end_role(admin_client, last_secretary, day).status_code == 302
    assert last_secretary.city_roles.get().last_day == day


def test_nobody_disables_the_last_secretary(admin_client, last_secretary, caplog):
    fields = person_fields(username="last", name="last")
    del fields["is_active"]
    page = admin_client.post(own_page(last_secretary), fields).content.decode()
    assert "事務局がだれもいなくなります。" in page
    chosen = {"action": "disable", "_selected_action": [last_secretary.pk]}
    told = admin_client.post(PEOPLE, chosen | {"change_reason": "退職"}, follow=True)
    assert "だれも無効にしていません。" in told.content.decode()
    assert User.objects.get(pk=last_secretary.pk).is_active
    assert "user_disabled" not in caplog.text


@pytest.mark.parametrize(("days_from_today", "gone"), [(1, True), (0, False), (-1, False)], ids=str)
def test_only_what_has_not_begun_may_be_taken_out(
    admin_client, make_user, division, days_from_today, gone
):
    user = make_user("moving")
    day = timezone.localdate() + timedelta(days=days_from_today)
    row = Membership.objects.create(user=user, division=division, role="head", first_day=day)
    taken_out = {
        "id": row.pk,
        "user": user.pk,
        "division": division.pk,
        "role": "head",
        "first_day": day.isoformat(),
        "DELETE": "on",
    }
    fields = person_fields(username="moving", name="moving")
    fields |= inline_rows("memberships", taken_out, initial=1)
    response = admin_client.post(own_page(user), fields)
    assert Membership.objects.exists() is not gone
    assert ("始まっているため消せません" in response.content.decode()) is not gone


def test_nobody_deletes_people_or_divisions(admin_client, reporter, division):
    for address in (f"{PEOPLE}{reporter.pk}", f"/admin/organization/division/{division.pk}"):
        assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [reporter.pk], "post": "yes"}
    admin_client.post(PEOPLE, chosen)
    assert User.objects.filter(pk=reporter.pk).exists()


def test_secretariat_reads_divisions_and_no_people(client, make_user, division):
    client.force_login(make_user("secretary", "secretariat"))
    address = f"/admin/organization/division/{division.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "別の課"}).status_code == 403
    assert client.get(PEOPLE).status_code == 403


def test_division_is_neither_its_own_parent_nor_its_own_successor(admin_client, division):
    fields = {"name": "市民課", "kind": "division", "order": "0"}
    address = f"/admin/organization/division/{division.pk}/change/"
    fields |= {"parent": division.pk, "successors": [division.pk]}
    page = admin_client.post(address, fields).content.decode()
    assert page.count("自分自身は選べません。") == 2


def test_list_of_people_shows_today_s_places_and_roles_with_a_fixed_number_of_queries(
    admin_client, make_user, django_assert_num_queries
):
    divisions = [Division.objects.create(name=f"{number}課") for number in range(30)]

    def look():
        admin_client.get(PEOPLE)
        with django_assert_num_queries(10):
            return admin_client.get(PEOPLE).content.decode()

    gone = make_user("gone", "council", memberships={divisions[0]: "head"})
    gone.memberships.update(last_day=LONG_AGO)
    gone.city_roles.update(last_day=LONG_AGO)
    page = look()
    assert "0課（所属長）" not in page
    for division in divisions[1:]:
        make_user(f"of-{division.name}", "council", memberships={division: "reporter"})
    page = look()
    assert "29課（入力担当）" in page and page.count('field-roles">推進会議委員') == 29


def test_people_are_found_by_name_reading_and_login_id(admin_client, make_user):
    make_user("hana", name="山田 花子", reading="やまだ はなこ")
    make_user("ichiro", name="佐藤 一郎", reading="さとう いちろう")
    for query in ("花子", "やまだ", "hana"):
        page = admin_client.get(PEOPLE, {"q": query}).content.decode()
        assert ("山田 花子" in page, "佐藤 一郎" in page) == (True, False)


def test_change_of_rights_is_logged_without_names(admin_client, reporter, division, caplog):
    fields = person_fields(username="reporter", name="reporter")
    fields |= inline_rows("city_roles", {"role": "council", "first_day": "2026-04-01"})
    row = reporter.memberships.get()
    fields |= inline_rows(
        "memberships",
        {"id": row.pk, "user": reporter.pk, "division": division.pk, "role": "reporter",
         "first_day": row.first_day.isoformat()},
        initial=1,
    )  # fmt: skip
    with caplog.at_level("INFO", logger="portal"):
        assert admin_client.post(own_page(reporter), fields).status_code == 302
    facts = [each.facts for each in caplog.records if each.msg == "rights_changed"]
    assert facts == [{"user": reporter.pk, "by": User.objects.get(username="admin").pk}]
    assert CityRole.objects.filter(user=reporter, role="council").exists()
