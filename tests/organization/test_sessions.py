"""A login lasts 30 minutes without use and 12 hours in all, and is seldom written."""

import time

import pytest

from sakado_dx.organization import sessions

PAGE = "/accounts/password/"
MINUTE, HOUR = 60, 3600
pytestmark = pytest.mark.urls("tests.organization.form_pages")


@pytest.fixture
def clock(monkeypatch):
    """Moves the time on; sessions read no other clock."""
    now = [time.time()]
    monkeypatch.setattr(sessions.time, "time", lambda: now[0])

    def move_on(seconds: float) -> None:
        now[0] += seconds

    return move_on


@pytest.fixture
def signed_in(client, reporter, clock):
    """Signed in when the clock already stands: no second may pass between the two."""
    client.force_login(reporter)
    client.get(PAGE)
    return client


def is_in(client) -> bool:
    return client.get(PAGE).status_code == 200


def test_login_ends_after_30_minutes_without_use(signed_in, clock):
    clock(30 * MINUTE - 1)
    assert is_in(signed_in)
    clock(30 * MINUTE)
    assert not is_in(signed_in)
    assert "sessionid" not in signed_in.cookies or not signed_in.cookies["sessionid"].value


def test_login_in_use_ends_after_12_hours(signed_in, clock):
    for _ in range(12 * 3 - 1):
        clock(20 * MINUTE)
        assert is_in(signed_in)
    clock(20 * MINUTE)
    assert not is_in(signed_in)


def test_new_login_counts_from_its_own_beginning(signed_in, clock, reporter):
    for _ in range(30):
        clock(20 * MINUTE)
        assert is_in(signed_in)
    from tests.organization.conftest import PASSWORD

    signed_in.post("/accounts/login/", {"username": "reporter", "password": PASSWORD})
    for _ in range(30):
        clock(20 * MINUTE)
        assert is_in(signed_in)


def test_session_row_is_written_once_a_minute_at_most(signed_in, clock, django_assert_num_queries):
    with django_assert_num_queries(2) as reading:  # session, user with standing
        signed_in.get("/form/")
    clock(59)
    with django_assert_num_queries(2):
        signed_in.get("/form/")
    clock(1)
    with django_assert_num_queries(5) as writing:  # and savepoint, update, release
        signed_in.get("/form/")
    assert not [row for row in reading.captured_queries if "UPDATE" in row["sql"]]
    assert len([row for row in writing.captured_queries if "UPDATE" in row["sql"]]) == 1


def test_disabled_user_is_out_at_once(signed_in, reporter):
    assert is_in(signed_in)
    type(reporter).objects.update(is_active=False)
    assert not is_in(signed_in)


def test_changed_password_ends_the_other_sessions_but_not_ones_own(signed_in, reporter, client):
    from django.test import Client

    from tests.organization.conftest import PASSWORD

    elsewhere = Client()
    elsewhere.force_login(reporter)
    new = "hoshizora-wo-miageru"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert signed_in.post(PAGE, fields).status_code == 302
    assert is_in(signed_in)
    assert not is_in(elsewhere)


def test_stranger_gets_no_session(client, db):
    response = client.get("/accounts/login/")
    assert response.status_code == 200
    assert "sessionid" not in client.cookies
