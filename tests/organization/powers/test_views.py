"""Pages of powers, as each person sees them."""

import pytest
from django.urls import reverse

from sakado_dx.organization.models import CityRole, PowerNotice
from sakado_dx.records.acting import Door, acting

pytestmark = pytest.mark.django_db
LIST, NOTICES = "/accounts/powers/", "/accounts/powers/notices/"


@pytest.fixture
def waiting(make_user):
    """A secretary whom one administrator has made, with another to say yes."""
    admin, _ = make_user("admin", "administrator"), make_user("second", "administrator")
    person = make_user("new")
    with acting(admin, Door.ADMIN, "異動"):
        role = CityRole.objects.create(user=person, role="secretariat")
        PowerNotice.objects.create(kind="role", user=person, by_name="admin", role=role)
    return role


def shown(client, user, address) -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_second_administrator_says_yes_by_a_button(client, waiting):
    admin, second = waiting.given_by, type(waiting.user).objects.get(username="second")
    assert "登録した人は承認できません。" in shown(client, admin, LIST)
    assert "二人目の承認を待っている役割が1件あります" in shown(client, second, LIST)
    answer = client.post(reverse("organization:power_approve", args=[waiting.pk]), follow=True)
    assert "newさんの「事務局」を承認しました。" in answer.content.decode()
    assert "承認を待っている役割はありません。" in answer.content.decode()
    again = client.post(reverse("organization:power_approve", args=[waiting.pk]), follow=True)
    assert "もう承認を待っていません" in again.content.decode()


def test_the_person_reads_of_it_on_every_page_until_it_is_seen(client, waiting):
    page = shown(client, waiting.user, NOTICES)
    assert "新しいお知らせがあります" in page
    assert "二人目の承認待ち" in page
    assert "全庁の役割の登録" in page
    client.post(NOTICES)
    assert "新しいお知らせがあります" not in shown(client, waiting.user, NOTICES)


def test_others_have_no_list_of_powers(client, make_user, reporter):
    for user in (reporter, make_user("member", "council"), make_user("cdo", "executive")):
        client.force_login(user)
        assert client.get(LIST).status_code == 404


def test_pages_ask_as_much_for_one_role_as_for_many(
    client, make_user, waiting, django_assert_max_num_queries
):
    admin = waiting.given_by
    with acting(admin, Door.ADMIN, "異動"):
        for number in range(8):
            person = make_user(f"more{number}")
            role = CityRole.objects.create(user=person, role="executive")
            PowerNotice.objects.create(kind="role", user=person, by_name="admin", role=role)
    client.force_login(admin)
    with django_assert_max_num_queries(9):
        assert client.get(LIST).status_code == 200


def test_nobody_is_asked_to_approve_what_he_gave_or_got(client, waiting):
    asked = "二人目の承認を待っている役割が"
    for user in (waiting.given_by, waiting.user):
        assert asked not in shown(client, user, NOTICES)


def test_the_page_of_all_powers_has_a_way_back(client, waiting):
    assert 'aria-label="現在地"' in shown(client, waiting.given_by, LIST)
