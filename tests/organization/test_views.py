"""Login, logout, one's own password."""

import pytest

from sakado_dx.organization.checks import nobody_is_a_sample
from tests.organization.conftest import PASSWORD

LOGIN = "/accounts/login/"


def log_in(client, username: str, password: str = PASSWORD, **fields):
    return client.post(LOGIN, {"username": username, "password": password} | fields)


def test_login_leads_to_the_page_that_was_asked_for(client, reporter):
    response = client.get("/admin/")
    assert response.status_code == 302
    response = log_in(client, "reporter", next="/accounts/password/")
    assert (response.status_code, response.url) == (302, "/accounts/password/")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", "x", ""],
)
def test_login_never_leads_to_another_site(client, reporter, elsewhere):
    response = log_in(client, "reporter", next=elsewhere)
    assert (response.status_code, response.url) == (302, "/")


def test_logout_needs_a_post_and_ends_the_session(client, reporter):
    client.force_login(reporter)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/accounts/password/").status_code == 200
    assert client.post("/accounts/logout/").url == LOGIN
    assert client.get("/accounts/password/").status_code == 302


def test_login_without_a_place_today_opens_nothing_but_the_own_password(client, make_user):
    client.force_login(make_user("moved"))
    page = client.get("/library/")
    assert page.status_code == 404
    assert "有効な所属か役割が登録されていない" in page.content.decode()
    assert client.get("/accounts/password/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_sample_user_is_shut_out_of_production(client, make_user, division, settings, caplog):
    """Their password is printed; who is logged in already is out at the next click, too."""
    sample = make_user("reporter1", memberships={division: "reporter"}, is_sample=True)
    assert log_in(client, "reporter1").status_code == 302
    assert client.get("/accounts/password/").status_code == 200
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT = True, False
    assert client.get("/accounts/password/").status_code == 302
    assert log_in(client, "reporter1").status_code == 200
    assert client.get("/accounts/password/").status_code == 302
    (line,) = (each for each in caplog.records if each.message == "sample_login_refused")
    why = "本番環境では、サンプル利用者はログインできません。"
    assert line.facts == {"user": sample.pk, "why": why}
    make_user("reporter", memberships={division: "reporter"})
    assert log_in(client, "reporter").status_code == 302


def test_check_names_sample_users_in_the_database(make_user):
    assert nobody_is_a_sample(None) == []
    sample = make_user("reporter1", is_sample=True)
    (warning,) = nobody_is_a_sample(None)
    assert warning.id == "organization.W004" and "1人" in warning.msg
    sample.is_active = False
    sample.save()
    assert nobody_is_a_sample(None) == []
