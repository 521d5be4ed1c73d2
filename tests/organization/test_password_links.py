"""A one-time link on paper: issued by an administrator, used once, in time."""

import re
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import CityRole, PasswordLink, User
from sakado_dx.organization.password_links import hash_of
from sakado_dx.organization.workflow import LinkSpent, issue_link, use_link
from tests.filled_forms import fields_of
from tests.organization.conftest import PASSWORD
from tests.racing import Racers

NEW = "hoshizora-wo-miageru"
CODE = re.compile(r"/accounts/link/((?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4})/")


@pytest.fixture
def administrator(make_user) -> User:
    return make_user("admin", "administrator")


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def page_of(user: User) -> str:
    return f"/admin/organization/user/{user.pk}/password-link/"


def set_password(client, address: str, password: str = NEW, again: str | None = None):
    return client.post(address, {"new_password1": password, "new_password2": again or password})


def test_link_is_shown_once_with_the_address_from_the_setting(admin_client, reporter, settings):
    settings.PORTAL_URL = "https://dx.city.example.lg.jp"
    asked = admin_client.get(page_of(reporter))
    assert (asked.status_code, PasswordLink.objects.count()) == (200, 0)
    page = admin_client.post(page_of(reporter)).content.decode()
    code = CODE.search(page).group(1)
    assert f"https://dx.city.example.lg.jp/accounts/link/{code}/" in page
    assert re.search(r"令和\d+年\d+月\d+日 \d+時\d\d分まで", page)
    link = PasswordLink.objects.get()
    assert (link.user, link.issued_by.username) == (reporter, "admin")
    assert link.code_hash == hash_of(code)
    assert code not in admin_client.get(page_of(reporter)).content.decode()
    assert link.expires_at - link.issued_at == timedelta(hours=72)


def test_code_is_stored_nowhere(reporter):
    link, code = issue_link(reporter, by=None)
    assert len(code) == 16
    assert code not in str(PasswordLink.objects.values().get())


def test_person_sets_the_password_and_logs_in_with_it(client, reporter):
    link, code = issue_link(reporter, by=None)
    address = f"/accounts/link/{code}/"
    assert "reporter" in client.get(address).content.decode()
    assert client.get(address).status_code == 200
    response = set_password(client, address)
    assert (response.status_code, response.url) == (302, "/accounts/login/")
    reporter.refresh_from_db()
    assert reporter.check_password(NEW)
    login = client.post("/accounts/login/", {"username": "reporter", "password": NEW})
    assert login.status_code == 302


@pytest.mark.parametrize("written", ["lower", "spaced", "wide"])
def test_code_may_be_typed_as_people_type(client, reporter, written):
    _, code = issue_link(reporter, by=None)
    typed = {
        "lower": code.lower(),
        "spaced": "-".join([code[:4], code[4:8], code[8:12], code[12:]]),
        "wide": code.translate({ord(each): ord(each) + 0xFEE0 for each in code}),
    }[written]
    assert client.get(f"/accounts/link/{typed}/").status_code == 200


def test_looking_at_the_link_does_not_spend_it(client, reporter):
    _, code = issue_link(reporter, by=None)
    client.get(f"/accounts/link/{code}/")
    client.head(f"/accounts/link/{code}/")
    assert PasswordLink.objects.get().used_at is None


def test_refused_password_does_not_spend_the_link(client, reporter):
    _, code = issue_link(reporter, by=None)
    address = f"/accounts/link/{code}/"
    assert "一致しません" in set_password(client, address, again="another").content.decode()
    assert set_password(client, address, "short").status_code == 200
    assert set_password(client, address, "reporter-12345").status_code == 200
    assert set_password(client, address).status_code == 302


def test_link_works_once(client, reporter):
    _, code = issue_link(reporter, by=None)
    set_password(client, f"/accounts/link/{code}/")
    again = set_password(client, f"/accounts/link/{code}/", "mou-ichido-kaemasu")
    assert again.status_code == 410
    reporter.refresh_from_db()
    assert reporter.check_password(NEW)


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=1)])
def test_expired_link_opens_nothing(client, reporter, late):
    _, code = issue_link(reporter, by=None)
    issued = timezone.now() - timedelta(days=9)
    PasswordLink.objects.update(issued_at=issued, expires_at=timezone.now() - late)
    assert client.get(f"/accounts/link/{code}/").status_code == 410
    assert set_password(client, f"/accounts/link/{code}/").status_code == 410


def test_newer_link_ends_the_earlier_one(client, reporter):
    _, first = issue_link(reporter, by=None)
    _, second = issue_link(reporter, by=None)
    assert client.get(f"/accounts/link/{first}/").status_code == 410
    assert client.get(f"/accounts/link/{second}/").status_code == 200


def test_disabled_user_s_link_opens_nothing(client, reporter):
    _, code = issue_link(reporter, by=None)
    User.objects.update(is_active=False)
    assert client.get(f"/accounts/link/{code}/").status_code == 410


def test_unknown_code_is_answered_like_a_spent_one(client, reporter):
    _, code = issue_link(reporter, by=None)
    set_password(client, f"/accounts/link/{code}/")
    spent = Client().get(f"/accounts/link/{code}/")
    unknown = Client().get("/accounts/link/AAAA-BBBB/")
    assert (spent.status_code, unknown.status_code) == (410, 410)
    assert spent.context["page_title"] == unknown.context["page_title"]
    main = re.compile("<main.*</main>", re.S)
    assert main.findall(spent.content.decode()) == main.findall(unknown.content.decode())


def test_sessions_end_when_the_link_is_used(client, reporter):
    elsewhere = Client()
    elsewhere.force_login(reporter)
    _, code = issue_link(reporter, by=None)
    set_password(client, f"/accounts/link/{code}/")
    assert elsewhere.get("/accounts/password/").status_code == 302


def test_link_takes_the_lock_from_its_user(client, reporter):
    for _ in range(5):
        client.post("/accounts/login/", {"username": "reporter", "password": "wrong"})
    _, code = issue_link(reporter, by=None)
    set_password(client, f"/accounts/link/{code}/")
    login = client.post("/accounts/login/", {"username": "reporter", "password": NEW})
    assert login.status_code == 302


def test_second_use_of_a_link_read_before_the_first_is_refused(reporter):
    _, code = issue_link(reporter, by=None)
    one, other = (PasswordLink.objects.of_code(code) for _ in range(2))
    use_link(one, NEW)
    with pytest.raises(LinkSpent):
        use_link(other, "mou-ichido-kaemasu")
    reporter.refresh_from_db()
    assert reporter.check_password(NEW)


def test_of_many_at_once_one_uses_the_link(own_database):
    _, code = issue_link(User.objects.create(username="reporter", name="入力"), by=None)
    links = [PasswordLink.objects.of_code(code) for _ in range(8)]

    def use(link: PasswordLink) -> str:
        try:
            use_link(link, NEW)
        except LinkSpent:
            return "spent"
        return "used"

    with Racers(8) as racers:
        outcomes = racers.run([partial(use, link) for link in links])
    assert sorted(outcomes) == ["spent"] * 7 + ["used"]


def test_second_click_issues_no_link_and_says_why(admin_client, reporter):
    asked = fields_of(admin_client.get(page_of(reporter)).content.decode())
    first, second = (admin_client.post(page_of(reporter), asked) for _ in range(2))
    assert CODE.search(first.content.decode())
    assert (second.status_code, PasswordLink.objects.count()) == (409, 1)
    page = second.content.decode()
    assert "続けて2回押したときも、ここに来ます。" in page
    again = admin_client.post(page_of(reporter), fields_of(page)).content.decode()
    assert CODE.search(again)


def test_administrator_issues_none_for_himself_or_a_disabled_user(admin_client, reporter):
    own = User.objects.get(username="admin")
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    for user in (own, reporter):
        assert "発行できません" in admin_client.get(page_of(user)).content.decode()
        assert admin_client.post(page_of(user)).status_code == 302
    assert not PasswordLink.objects.exists()


def test_secretariat_issues_no_link(client, make_user, reporter):
    client.force_login(make_user("secretary", "secretariat"))
    assert client.post(page_of(reporter)).status_code == 403
    assert not PasswordLink.objects.exists()


def test_command_makes_the_first_administrator(client, db):
    out = StringIO()
    call_command("make_administrator", "sato", "佐藤 一", stdout=out)
    user = User.objects.get(username="sato")
    assert standing_of(user).is_administrator and not user.has_usable_password()
    code = CODE.search(out.getvalue()).group(1)
    assert set_password(client, f"/accounts/link/{code}/").status_code == 302
    call_command("make_administrator", "sato", "佐藤 一", stdout=out)
    assert (User.objects.count(), CityRole.objects.count()) == (1, 1)


def test_command_refuses_a_bad_or_disabled_login_id(make_user):
    make_user("gone", is_active=False)
    for username, sentence in (("佐藤", "半角"), ("gone", "無効になっています")):
        with pytest.raises(CommandError, match=sentence):
            call_command("make_administrator", username, "佐藤")


def test_password_of_today_still_works_until_the_link_is_used(client, reporter):
    issue_link(reporter, by=None)
    login = client.post("/accounts/login/", {"username": "reporter", "password": PASSWORD})
    assert login.status_code == 302
