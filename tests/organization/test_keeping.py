"""What was typed survives an expired login and a stale token, for its owner alone."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sakado_dx.organization import keeping
from tests.organization.conftest import PASSWORD

XSS = '"><script>alert(1)</script>\n２行目 & <b>太字</b>'
LOGIN = "/accounts/login/"

pytestmark = [pytest.mark.urls("tests.organization.form_pages"), pytest.mark.django_db]


class Inputs(HTMLParser):
    """The names and values of a page's input fields, and the tags of any kind."""

    def __init__(self, response):
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        values = dict(attrs)
        if tag == "input" and values.get("name"):
            self.fields.append((values["name"], values.get("value") or ""))

    def as_post(self, **changes) -> dict[str, list[str]]:
        post: dict[str, list[str]] = {}
        for name, value in self.fields:
            post.setdefault(name, []).append(value)
        return post | {name: [value] for name, value in changes.items()}


@pytest.fixture
def browser(reporter) -> Client:
    """A browser that checks tokens, with the reporter logged in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    return client


def open_form(client, address="/form/", **typed) -> dict[str, list[str]]:
    fields = Inputs(client.get(address)).as_post()
    return fields | {"note": [XSS], "areas": ["a", "c"]} | typed


def expire_login(client) -> None:
    del client.cookies["sessionid"]


def log_in(client, login_page, username="reporter", password=PASSWORD):
    return client.post(LOGIN, Inputs(login_page).as_post(username=username, password=password))


def test_expired_login_carries_the_fields_escaped(browser):
    typed = open_form(browser)
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    inputs = Inputs(response)
    assert response.status_code == 401
    assert ("kept.note", XSS) in inputs.fields
    assert [value for name, value in inputs.fields if name == "kept.areas"] == ["a", "c"]
    assert "b" not in inputs.tags
    assert "<script>alert" not in response.content.decode()
    assert "まだ保存していません" in response.content.decode()


def test_same_user_finds_the_form_filled_after_login(browser):
    typed = open_form(browser)
    expire_login(browser)
    response = log_in(browser, browser.post("/form/send/", typed))
    assert (response.status_code, response.url) == (302, "/form/")
    page = browser.get("/form/")
    form = page.context["form"]
    assert form.is_bound
    assert (form["note"].value(), form["areas"].value()) == (XSS, ["a", "c"])
    assert "まだ保存されていません" in page.content.decode()
    again = browser.post("/form/send/", Inputs(page).as_post(note="直した"))
    assert again.content.decode() == "saved 直した"


def test_text_comes_back_on_every_look_until_the_form_is_sent(browser):
    typed = open_form(browser)
    expire_login(browser)
    log_in(browser, browser.post("/form/send/", typed))
    assert browser.get("/form/").context["form"].is_bound
    page = browser.get("/form/")
    assert page.context["form"].is_bound
    browser.post("/form/send/", Inputs(page).as_post(note="x"))
    assert not browser.get("/form/").context["form"].is_bound


def test_text_goes_to_its_own_page_only(browser):
    typed = open_form(browser)
    expire_login(browser)
    log_in(browser, browser.post("/form/send/", typed))
    assert not browser.get("/other/").context["form"].is_bound
    assert browser.get("/form/?year=2").context["form"].is_bound


def test_old_text_is_not_brought_back(browser, monkeypatch):
    typed = open_form(browser)
    expire_login(browser)
    monkeypatch.setattr(keeping, "KEPT_SECONDS", 0)
    log_in(browser, browser.post("/form/send/", typed))
    assert not browser.get("/form/").context["form"].is_bound


def test_wrong_password_keeps_the_fields_however_often(browser):
    typed = open_form(browser)
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    for _ in range(3):
        response = log_in(browser, response, password="wrong")
        assert ("kept.note", XSS) in Inputs(response).fields
    assert log_in(browser, response).url == "/form/"
    assert browser.get("/form/").context["form"]["note"].value() == XSS


def test_locked_out_user_does_not_lose_the_fields(browser):
    typed = open_form(browser)
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    for _ in range(5):
        response = log_in(browser, response, password="wrong")
    assert response.status_code == 429
    assert ("kept.note", XSS) in Inputs(response).fields


def test_another_user_gets_nothing_of_it(browser, make_user):
    make_user("other", "council")
    typed = open_form(browser)
    expire_login(browser)
    response = log_in(browser, browser.post("/form/send/", typed), username="other")
    assert (response.status_code, response.url) == (302, "/")
    assert "kept_forms" not in browser.session
    for address in ("/other/", "/form/"):
        page = browser.get(address)
        assert not page.context["form"].is_bound
        assert "２行目" not in page.content.decode()


def test_forged_owner_is_no_owner(browser, make_user):
    other = make_user("other", "council")
    typed = open_form(browser)
    signed = typed["signed_user"][0]
    assert signed.startswith(f"{browser.session['_auth_user_id']}:/form/:")
    typed["signed_user"] = [re.sub(r"^\d+", str(other.pk), signed)]
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    assert (response.status_code, response.url) == (302, LOGIN)


@pytest.mark.parametrize("page", ["https://example.com/", "//example.com/", "/\\example.com", "x"])
def test_page_on_another_site_is_refused_though_signed(browser, reporter, page):
    signed = keeping.owner_field(reporter, page)
    value = unescape(re.search('value="([^"]*)"', signed).group(1))
    typed = open_form(browser) | {"signed_user": [value]}
    expire_login(browser)
    assert browser.post("/form/send/", typed).status_code == 302


def test_form_can_name_the_page_that_shows_it(browser):
    typed = open_form(browser, "/other/?shown_on=/form/%3Fyear=3")
    expire_login(browser)
    assert log_in(browser, browser.post("/form/send/", typed)).url == "/form/?year=3"
    assert browser.get("/form/?year=3").context["form"].is_bound


def test_chosen_files_are_named_as_lost_before_and_after_the_login(browser):
    typed = open_form(browser, plan=SimpleUploadedFile("見積<1>.pdf", b"%PDF"))
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    assert "見積&lt;1&gt;.pdf）は引き継げません" in response.content.decode()
    log_in(browser, response)
    page = browser.get("/form/").content.decode()
    assert "ファイル「見積&lt;1&gt;.pdf」は戻せません" in page


def test_login_in_another_tab_sends_the_owner_back_with_a_fresh_token(browser):
    typed = open_form(browser)
    expire_login(browser)
    assert log_in(browser, browser.get(LOGIN)).status_code == 302
    response = browser.post("/form/send/", typed)
    assert (response.status_code, response.url) == (302, "/form/")
    page = browser.get("/form/")
    assert page.context["form"]["note"].value() == XSS
    assert browser.post("/form/send/", Inputs(page).as_post(note="a")).status_code == 200


def test_stale_token_without_login_keeps_the_fields_too(browser):
    typed = open_form(browser) | {"csrfmiddlewaretoken": ["y" * 64]}
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    assert response.status_code == 403
    assert log_in(browser, response).url == "/form/"
    assert browser.get("/form/").context["form"]["note"].value() == XSS


def test_stale_token_under_another_user_says_so_and_shows_nothing(browser, make_user):
    typed = open_form(browser)
    browser.force_login(make_user("other", "council"))
    typed["csrfmiddlewaretoken"] = ["y" * 64]
    response = browser.post("/form/send/", typed)
    page = response.content.decode()
    assert response.status_code == 403
    assert "別の利用者がログインしたため" in page
    assert "２行目" not in page
    assert "kept_forms" not in browser.session


def test_login_page_itself_gone_stale_keeps_what_it_carries(browser, reporter):
    typed = open_form(browser)
    expire_login(browser)
    post = Inputs(browser.post("/form/send/", typed)).as_post(username="reporter", password="x")
    post["csrfmiddlewaretoken"] = ["y" * 64]
    response = browser.post(LOGIN, post)
    assert response.status_code == 403
    assert ("kept.note", XSS) in Inputs(response).fields
    browser.force_login(reporter)  # another tab
    response = browser.post(LOGIN, post)
    assert (response.status_code, response.url) == (302, "/form/")
    assert browser.get("/form/").context["form"]["note"].value() == XSS


def test_stale_token_of_a_form_that_keeps_nothing_changes_nothing(browser):
    response = browser.post("/form/send/", {"note": "x"})
    assert response.status_code == 403
    assert "データは変わっていません" in response.content.decode()


def test_expired_login_without_a_kept_form_leads_to_no_address_that_takes_posts_only(browser):
    fields = open_form(browser)
    del fields["signed_user"]
    expire_login(browser)
    response = browser.post("/form/send/", fields)
    assert (response.status_code, response.url) == (302, LOGIN)
    page = browser.get(response.url)
    assert page.context["next"] == "/"
    assert "操作は行われていません" in page.content.decode()


def test_more_than_any_form_sends_is_not_carried_and_the_page_says_so(browser, reporter):
    typed = open_form(browser, note=["あ" * 200_001])
    expire_login(browser)
    response = browser.post("/form/send/", typed)
    assert "入力した量が多く" in response.content.decode()
    assert not [name for name, _ in Inputs(response).fields if name.startswith("kept.")]
    browser.force_login(reporter)
    response = browser.post("/form/send/", typed | {"csrfmiddlewaretoken": ["y" * 64]})
    assert response.status_code == 403
    assert "別の利用者" not in response.content.decode()


def test_session_keeps_at_most_five_forms(browser):
    for number in range(7):
        typed = open_form(browser, f"/other/?shown_on=/form/%3Fyear={number}")
        browser.post("/form/send/", typed | {"csrfmiddlewaretoken": ["y" * 64]})
    assert list(browser.session["kept_forms"]) == [f"/form/?year={n}" for n in range(2, 7)]


def test_texts_of_a_failed_login_are_stored_nowhere(browser):
    from axes.models import AccessAttempt

    typed = open_form(browser)
    expire_login(browser)
    log_in(browser, browser.post("/form/send/", typed), password="secret-but-wrong")
    attempt = AccessAttempt.objects.get()
    stored = str(vars(attempt))
    assert attempt.failures_since_start == 1
    assert "２行目" not in stored and "secret-but-wrong" not in stored


def test_form_page_costs_no_query_for_keeping(browser, django_assert_num_queries):
    browser.get("/form/")
    with django_assert_num_queries(2):  # session, user with standing
        browser.get("/form/")


def test_choice_between_two_texts_is_no_text():
    fields = {
        "asked-7": ["1"],
        "choice:keep-7": ["mine"],
        "version-7": ["2"],
        "part-7-text": ["窓口"],
    }
    assert keeping.Typed(1, "/", fields, []).texts == ["窓口"]
