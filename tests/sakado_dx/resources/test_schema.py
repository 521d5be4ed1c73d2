"""The document of the read API: valid, whole, and in Japanese throughout."""

import json
import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from sakado_dx import api
from sakado_dx.resources.errors import CODES
from sakado_dx.resources.schema import document
from sakado_dx.resources.serving import ResourceView

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def operations() -> Iterator[tuple[str, dict]]:
    for path, methods in document()["paths"].items():
        yield from ((f"{method} {path}", each) for method, each in methods.items())


def test_the_document_is_valid_and_made_without_a_warning(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "api.yaml")
    )
    assert document()["openapi"].startswith("3.1")


def test_every_address_stands_in_the_document_and_is_only_read():
    addresses = {
        "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(each.pattern))
        for each in api.urlpatterns
        if issubclass(getattr(each.callback, "view_class", object), ResourceView) and each.name
    }
    assert set(document()["paths"]) == addresses
    assert {name.partition(" ")[0] for name, _ in operations()} == {"get"}


def test_each_operation_has_a_name_of_its_own():
    names = [each["operationId"] for _, each in operations()]
    assert len(names) == len(set(names))


def texts() -> Iterator[tuple[str, str]]:
    """What the document says of each operation, parameter, answer and item; blank for nothing."""
    for name, each in operations():
        yield f"{name} summary", each["summary"]
        yield f"{name} description", each["description"]
        for parameter in each["parameters"]:
            yield f"{name} {parameter['name']}", parameter.get("description", "")
        for status, answer in each["responses"].items():
            yield f"{name} {status}", answer["description"]
    for name, schema in document()["components"]["schemas"].items():
        for item, own in schema["properties"].items():
            yield f"{name}.{item}", own.get("description", "")


def test_everything_is_described_in_japanese():
    assert [place for place, text in texts() if not JAPANESE.search(text)] == []


def test_codes_of_errors_are_the_ones_that_programs_know():
    """They stay as long as version 1 is answered: new ones may come, none may go."""
    assert set(CODES) == {
        "invalid_parameter", "bad_request", "login_needed", "not_allowed", "not_found", "method_not_allowed",
        "too_many_requests", "unavailable", "too_large", "server_error",
    }  # fmt: skip


def test_the_document_is_sent_once(client):
    first = client.get("/api/v1/schema/")
    assert json.loads(first.content) == document()
    assert first["Content-Type"] == "application/vnd.oai.openapi+json"
    assert (
        client.get("/api/v1/schema/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    )


@pytest.mark.django_db
def test_the_page_to_read_it_tells_every_address_without_scripts(client):
    page = client.get("/api/v1/").content.decode()
    assert '<a href="/api/v1/schema/">' in page
    for path, methods in document()["paths"].items():
        assert path in page and methods["get"]["summary"] in page
    assert '<a href="/api/v1/systems/">' not in page  # it needs a login


@pytest.mark.django_db
def test_the_page_to_try_it_on_says_where_the_document_is(client):
    page = client.get("/api/v1/try/").content.decode()
    assert 'data-document="/api/v1/schema/"' in page
