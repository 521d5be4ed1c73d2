"""What is told after a save is what became of it, whatever happens to the session or the page."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from sakado_dx.organization.models import Division
from tests.organization.conftest import PASSWORD

pytestmark = pytest.mark.urls("tests.organization.broken_pages")


@pytest.fixture
def browser(reporter) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(reporter)
    client.get("/accounts/password/")
    return client


@contextmanager
def refusing(words: str, code: str = "SQLITE_BUSY", after: int = 0):
    """A database that refuses the statements which hold these words, from one of them on."""
    seen = 0

    def refuse(execute, sql, params, many, context):
        nonlocal seen
        seen += words in sql
        if words in sql and seen > after:
            cause = sqlite3.OperationalError("secret of a row")
            cause.sqlite_errorname = code
            raise OperationalError("secret of a row") from cause
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_session_that_ends_during_a_save_leaves_the_answer(browser):
    response = browser.post("/store/logout/")
    assert (response.status_code, response.content.decode()) == (200, "保存しました")
    assert Division.objects.filter(name="新設課").exists()
    assert browser.get("/accounts/password/").status_code == 302  # and is over


@pytest.mark.parametrize("code", ["SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_FULL"])
def test_session_that_cannot_be_written_leaves_the_answer_and_is_logged(browser, caplog, code):
    with refusing('UPDATE "django_session"', code), caplog.at_level("WARNING"):
        response = browser.post("/store/nothing/")
    assert (response.status_code, response.content.decode()) == (200, "保存しました")
    (line,) = [each for each in caplog.records if each.msg == "session_unwritten"]
    assert line.facts["database_code"] == code


def test_login_whose_session_cannot_be_written_is_told_to_come_later(client, reporter):
    client.raise_request_exception = False
    with refusing('"django_session"', after=1):
        response = client.post(
            "/accounts/login/", {"username": reporter.username, "password": PASSWORD}
        )
    assert response.status_code == 503
    assert "ただいま休止しています" in response.content.decode()


@pytest.mark.parametrize(("then", "status"), [("bad", 400), ("broken", 500), ("database", 503)])
def test_page_that_fails_before_the_commit_is_sure_does_not_say_unchanged(browser, then, status):
    response = browser.post(f"/store/{then}/")
    assert response.status_code == status
    page = response.content.decode()
    assert "データは変わっていません" not in page and "保存されていません" not in page
    assert "確かめられませんでした" in page  # the test's own transaction is still open


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("then", "status"), [("bad", 400), ("broken", 500), ("database", 503)])
def test_page_that_fails_after_the_commit_says_that_it_is_stored(browser, then, status):
    response = browser.post(f"/store/{then}/")
    assert response.status_code == status
    assert "直前の操作は、保存されています" in response.content.decode()
    page = browser.post(f"/fail/{then}/").content.decode()  # of the next request nothing is
    assert "直前の操作は、保存されています" not in page


@pytest.mark.parametrize("then", ["broken", "database"])
def test_page_that_fails_before_anything_is_written_says_so(browser, then):
    assert "直前の操作は保存されていません" in browser.post(f"/fail/{then}/").content.decode()


def test_refused_post_gives_back_what_was_typed_too(browser, reporter):
    from tests.organization.test_errors import signed

    page = browser.post("/fail/bad/", {"signed_user": signed(reporter), "done": "書いた"})
    assert "書いた" in page.content.decode()
