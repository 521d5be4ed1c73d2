"""Taking back a file of people: the rules of every other door hold, and powers stay told."""

from datetime import timedelta

from django.utils import timezone

from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import CityRole, PowerNotice
from sakado_dx.organization.powers import verbs as powers
from tests.progress.imports.conftest import text_of

ROLES = ["ログインID", "全庁の役割", "開始日", "終了日"]


def today(days: int = 0) -> str:
    return format_date(timezone.localdate() + timedelta(days=days))


def test_power_that_was_given_stays_told_when_it_is_taken_back(wizard_of, world, client):
    """Whoever gives a power for an hour cannot make it unseen, and who has seen it hinders nobody."""
    own, person = wizard_of("administrator"), world.people["reporter"]
    made = own.take_in("organization.cityrole:city", [ROLES, ["reporter", "事務局", today(), ""]])
    assert standing_of(person).is_secretariat
    powers.see(person)
    assert not own.client.get(f"/imports/{made.pk}/undo/").context["refusal"]
    assert own.undo(made).status_code == 302
    assert not CityRole.objects.filter(user=person).exists()
    [notice] = PowerNotice.objects.all()
    assert (notice.user, notice.role) == (person, None) and "事務局" in notice.detail
    client.force_login(world.people["secretariat"])
    assert "事務局（" in text_of(client.get("/accounts/powers/"))


def test_undo_leaves_nobody_without_an_administrator(wizard_of, world):
    own = wizard_of("administrator")
    rows = [ROLES, ["reporter", "システム管理者", today(), ""]]
    made = own.take_in("organization.cityrole:city", rows)
    first = CityRole.objects.get(user=world.people["administrator"])
    CityRole.objects.filter(pk=first.pk).update(last_day=timezone.localdate() + timedelta(days=9))
    page = own.client.get(f"/imports/{made.pk}/undo/")
    assert f"{today(10)}から、システム管理者がだれもいなくなります。" in page.context["refusal"]
    assert "取込を取り消す</button>" not in text_of(page)
    asked = own.undo(made)
    assert asked.status_code == 409 and "システム管理者がだれもいなくなります" in text_of(asked)
    assert CityRole.objects.filter(user=world.people["reporter"]).exists()


def test_undo_that_would_close_the_last_administrators_account_is_not_offered(wizard_of, world):
    """The file opened the account again, and the one who had the role meanwhile left."""
    own, heir = wizard_of("administrator"), world.people["reporter"]
    until, since = today(9), today(10)
    first = CityRole.objects.get(user=world.people["administrator"])
    CityRole.objects.create(
        user=heir, role="administrator", first_day=timezone.localdate() + timedelta(days=10)
    )
    type(heir).objects.filter(pk=heir.pk).update(is_active=False)
    rows = [["ログインID", "氏名", "状態"], ["reporter", heir.name, "有効"]]
    made = own.take_in("organization.user:city", rows)
    assert not own.client.get(f"/imports/{made.pk}/undo/").context["refusal"]
    CityRole.objects.filter(pk=first.pk).update(last_day=timezone.localdate() + timedelta(days=9))
    refusal = own.client.get(f"/imports/{made.pk}/undo/").context["refusal"]
    assert (
        f"{since}から、システム管理者がだれもいなくなります。" in refusal and until not in refusal
    )
    assert own.undo(made).status_code == 409


def test_role_that_lasts_again_waits_for_a_second_person_and_is_told(wizard_of, world):
    own, person = wizard_of("administrator"), world.people["second_secretariat"]
    role = CityRole.objects.get(user=person)
    begun = format_date(role.first_day)
    last = today(1)
    rows = [ROLES, ["second_secretariat", "事務局", begun, last]]
    made = own.take_in("organization.cityrole:city", rows)
    assert not PowerNotice.objects.exists()
    assert own.undo(made).status_code == 302
    role.refresh_from_db()
    assert role.last_day is None and role.given_by == world.people["administrator"]
    assert role.rests_from == timezone.localdate() + timedelta(days=14)
    assert PowerNotice.objects.get().role == role


def test_account_that_is_opened_by_an_undo_is_told_of(wizard_of, world):
    own, person = wizard_of("administrator"), world.people["reporter"]
    rows = [["ログインID", "氏名", "状態"], ["reporter", person.name, "無効"]]
    made = own.take_in("organization.user:city", rows)
    assert own.undo(made).status_code == 302
    person.refresh_from_db()
    assert person.is_active and PowerNotice.objects.get().kind == PowerNotice.Kind.OPENED
