"""One address has a budget of failed logins over all IDs, spent before anything is hashed."""

import time

import pytest
from django.contrib.auth import hashers
from django.core.cache import caches
from django.test import Client

from sakado_dx.organization import login_budget
from tests.organization.conftest import PASSWORD

HERE, THERE = "192.0.2.10", "192.0.2.77"


@pytest.fixture(autouse=True)
def _budget(settings):
    settings.LOGIN_FAILURES_AN_ADDRESS = 3
    caches["throttle"].clear()
    yield
    caches["throttle"].clear()


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed, whoever's it was."""
    found = []
    kind = hashers.MD5PasswordHasher
    encode = kind.encode
    monkeypatch.setattr(kind, "encode", lambda *args: found.append(1) or encode(*args))
    return found


def log_in(client, username: str, password: str = "wrong", address: str = HERE, **more):
    fields = {"username": username, "password": password} | more
    return client.post("/accounts/login/", fields, REMOTE_ADDR=address)


def use_up(address: str = HERE) -> None:
    for number in range(3):
        log_in(Client(), f"new-{number}", address=address)


def test_budget_counts_all_ids_and_refuses_before_hashing(client, reporter, hashed):
    use_up()
    done = len(hashed)
    response = log_in(client, "reporter", PASSWORD)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= login_budget.WINDOW
    assert "ログインの失敗が続いた" in response.content.decode()
    assert len(hashed) == done


def test_refusal_asks_no_database(client, db, django_assert_num_queries):
    use_up()
    with django_assert_num_queries(0):
        assert log_in(client, "reporter").status_code == 429


def test_other_addresses_and_the_next_window_are_free(client, reporter, monkeypatch):
    use_up()
    assert log_in(client, "reporter", PASSWORD, THERE).status_code == 302
    later = time.time() + login_budget.WINDOW
    monkeypatch.setattr(login_budget.time, "time", lambda: later)
    assert log_in(Client(), "reporter", PASSWORD).status_code == 302


def test_success_and_an_empty_form_cost_nothing(client, reporter):
    for _ in range(5):
        assert log_in(client, "reporter", PASSWORD).status_code == 302
        assert log_in(Client(), "", "").status_code == 200
    assert log_in(Client(), "new").status_code == 200


def test_who_has_logged_in_with_the_browser_before_still_does(client, reporter, make_user):
    make_user("colleague", "council")
    log_in(client, "reporter", PASSWORD)
    client.post("/accounts/logout/")
    use_up()
    assert log_in(client, "colleague", PASSWORD).status_code == 429
    assert log_in(client, "reporter", PASSWORD).status_code == 302
    assert client.cookies[login_budget.COOKIE]["path"] == "/accounts/login/"
    assert "reporter" not in client.cookies[login_budget.COOKIE].value


def test_forged_cookie_opens_nothing_and_hashes_nothing(client, reporter, hashed):
    use_up()
    client.cookies[login_budget.COOKIE] = "forged"
    done = len(hashed)
    assert log_in(client, "reporter", PASSWORD).status_code == 429
    assert len(hashed) == done


def test_known_browser_is_stopped_by_user_and_address(client, reporter, hashed):
    log_in(client, "reporter", PASSWORD)
    use_up()
    done = len(hashed)
    codes = [log_in(client, "reporter").status_code for _ in range(8)]
    assert codes == [200] * 4 + [429] * 4
    assert len(hashed) == done + 5


def test_refused_login_of_a_known_browser_carries_on_what_was_typed(client, reporter):
    from tests.organization.test_errors import signed

    log_in(client, "reporter", PASSWORD)
    use_up()
    carried = {"kept:signed_user": signed(reporter), "kept:note": "書いた文"}
    from sakado_dx.organization.keeping import CARRIED

    carried = {name.replace("kept:", CARRIED): value for name, value in carried.items()}
    response = log_in(client, "colleague", PASSWORD, **carried)
    assert response.status_code == 429
    assert "書いた文" in response.content.decode()


def test_address_is_the_one_that_our_proxy_names(client, db, settings):
    settings.TLS_PROXY = True
    fields = {"username": "new", "password": "wrong"}
    codes = [
        client.post(
            "/accounts/login/", fields, headers={"X-Forwarded-For": f"1.1.1.{n}, {HERE}"}
        ).status_code
        for n in range(4)
    ]
    assert codes == [200, 200, 200, 429]
    other = client.post("/accounts/login/", fields, headers={"X-Forwarded-For": THERE})
    assert other.status_code == 200
