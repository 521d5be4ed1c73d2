"""Guessing passwords is stopped without telling who exists, and without locking out others."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory

from sakado_dx.organization.backends import client_address
from tests.organization.conftest import PASSWORD

HERE, THERE = "192.0.2.10", "192.0.2.77"


def log_in(client, username: str, password: str = PASSWORD, address: str = HERE):
    fields = {"username": username, "password": password}
    return client.post("/accounts/login/", fields, REMOTE_ADDR=address)


def fail(client, username: str, times: int, address: str = HERE):
    for _ in range(times):
        response = log_in(client, username, "wrong", address)
    return response


def test_fifth_failure_locks_even_for_the_right_password(client, reporter):
    assert fail(client, "reporter", 4).status_code == 200
    locked = fail(client, "reporter", 1)
    assert locked.status_code == 429
    assert "15分間ログインできません" in locked.content.decode()
    assert log_in(client, "reporter").status_code == 429


def test_success_before_the_fifth_failure_starts_the_count_anew(client, reporter):
    fail(client, "reporter", 4)
    assert log_in(client, "reporter").status_code == 302
    client.post("/accounts/logout/")
    assert fail(client, "reporter", 4).status_code == 200


def test_lock_ends_after_the_cool_off(client, reporter):
    fail(client, "reporter", 5)
    attempt = AccessAttempt.objects.get()
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=14))
    assert log_in(client, "reporter").status_code == 429
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
    assert log_in(client, "reporter").status_code == 302


def test_trying_on_does_not_lengthen_the_lock(client, reporter):
    fail(client, "reporter", 5)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, "reporter", 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_lock_holds_for_one_login_id_at_one_address(client, reporter, make_user):
    make_user("colleague", "council")
    fail(client, "reporter", 5)
    assert log_in(client, "colleague").status_code == 302
    client.post("/accounts/logout/")
    assert log_in(client, "reporter", address=THERE).status_code == 302


def main_of(response) -> str:
    main = re.search("<main.*</main>", response.content.decode(), re.S).group()
    return re.sub(r'value="[^"]*"', "", main)


@pytest.mark.parametrize("failures", [1, 5])
def test_wrong_unknown_and_disabled_are_answered_alike(client, reporter, make_user, failures):
    make_user("disabled", "council", is_active=False)
    pages = [fail(client, name, failures) for name in ("reporter", "stranger", "disabled")]
    assert len({(page.status_code, main_of(page)) for page in pages}) == 1
    right = log_in(client, "disabled")
    assert main_of(right) == main_of(pages[0])


def test_refused_login_is_logged_without_login_id_and_password(client, reporter, caplog):
    with caplog.at_level("INFO"):
        fail(client, "reporter", 5)
    refused = [each for each in caplog.records if each.msg == "login_refused"]
    assert [each.facts["locked"] for each in refused] == [False] * 4 + [True]
    assert not [each for each in caplog.records if each.name.startswith("axes")]


@pytest.mark.parametrize(
    ("tls_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.5", "192.0.2.1"),
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        (True, "", "192.0.2.1"),
        (True, "unknown", "192.0.2.1"),
    ],
)
def test_forwarded_address_is_believed_behind_our_proxy_only(
    settings, tls_proxy, forwarded, address
):
    settings.TLS_PROXY = tls_proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == address


def test_unknown_address_stops_no_login(client, reporter):
    assert fail(client, "reporter", 1, address="").status_code == 200
    assert log_in(client, "reporter", address="").status_code == 302


def test_empty_login_names_both_fields(client, db):
    page = log_in(client, "", "").content.decode()
    assert "ログインIDを入力してください。" in page and "パスワードを入力してください。" in page
    assert "エラー：ログイン｜" in page
