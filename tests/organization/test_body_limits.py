"""No body is read that is larger than any page of its sender may send."""

from io import BytesIO

import pytest
from django.test import Client

MEGABYTE = 1024 * 1024
FORM = "application/x-www-form-urlencoded"


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *args):
        raise AssertionError("read")

    readline = read


def send(client: Client, size: int | None, address: str = "/accounts/login/", **more):
    length = {} if size is None else {"CONTENT_LENGTH": str(size)}
    return client.generic(
        "POST", address, content_type=FORM, **{"wsgi.input": Unread()} | length | more
    )


@pytest.fixture
def inside(client, reporter):
    client.force_login(reporter)
    return client


def test_more_than_3_mb_without_login_are_refused_unread(client, db):
    response = send(client, 3 * MEGABYTE + 1)
    assert response.status_code == 413
    assert "一度に送れるのは、ファイルと文章を合わせて3MBまでです" in response.content.decode()


def test_session_that_is_none_opens_nothing(client, db):
    client.cookies["sessionid"] = "x" * 32
    assert send(client, 3 * MEGABYTE + 1).status_code == 413


def test_more_than_12_mb_with_login_are_refused_unread(inside):
    response = send(inside, 12 * MEGABYTE + 1, "/accounts/password/")
    assert response.status_code == 413
    assert "合わせて12MBまでです" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/admin/", "/api/v1/measures/", "/nowhere/"])
def test_the_limit_stands_before_every_page(inside, address):
    assert send(inside, 12 * MEGABYTE + 1, address).status_code == 413


def test_body_of_unknown_length_is_refused_unread(inside):
    assert send(inside, None, HTTP_TRANSFER_ENCODING="chunked").status_code == 413


def test_text_that_is_too_much_for_memory_is_told_in_the_same_words(inside, settings):
    settings.CSRF_USE_SESSIONS = False
    text = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    response = inside.post("/accounts/password/", {"old_password": text})
    assert response.status_code == 413
    assert "合わせて3MBまでです" in response.content.decode()


def test_largest_file_with_its_form_passes(inside):
    body = b"a=" + b"x" * (10 * MEGABYTE)
    response = inside.generic(
        "POST", "/accounts/password/", body, content_type="application/octet-stream"
    )
    assert response.status_code == 200
