"""Whatever a form's fields hold, its page answers in words, and nothing is half saved.

Each filled form of tests/post_table.py is sent again with one field at a time spoilt. `make test` sends a
share of them, with TEST_LONG=1 each field with each odd value.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from sakado_dx.records.models import AuditRecord
from tests.city import furnish, names_in_addresses
from tests.filled_forms import fields_of
from tests.post_lines import Post, Stage
from tests.post_table import POSTS
from tests.progress.conftest import World, world

__all__ = ["world"]

pytestmark = pytest.mark.one_database

IN_FULL = bool(os.environ.get("TEST_LONG"))
SHARE = 1 if IN_FULL else 20
PARTS = 12 if IN_FULL else 1  # an hour, which several workers share
HELD = "HELD"  # stands in for bytes that are no text
ODD = (
    "あ" * 40_000, "a\0b", "9" * 5_000, str(2**63), "²", "-1", ["1", "x", "2"], "", "R99.99.99", '{"a": [1]}',
    HELD, None,
)  # fmt: skip
NO_TEXT = b"\xed\xa0\x80\xff\x01"
ANSWERS = {200, 302, 400, 401, 403, 404, 409, 410, 413}


@pytest.fixture
def city(world: World) -> World:
    return furnish(world)


def staged(city: World, names: dict[str, Any], post: Post) -> Stage:
    """The report in its state, and what the line prepares besides."""
    if post.state:
        city.bring_to(post.state)
    return Stage(city, names | (post.prepare(city) or {}))


def spoilt(fields: dict[str, Any], turn: Iterator[int]) -> Iterator[tuple[str, Any, dict]]:
    """The form with one of its fields in place of what was filled in, or with one more."""
    for name in [*fields, "odd"]:
        for odd in ODD if IN_FULL else [ODD[next(turn) % len(ODD)]]:
            value = SimpleUploadedFile("x.txt", b"x") if odd is None else odd
            yield name, odd, fields | {name: value}


def body_of(fields: dict[str, Any]) -> bytes:
    for value in fields.values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if hasattr(each, "seek"):
                each.seek(0)
    sent = {name: "" if value is None else value for name, value in fields.items()}
    return encode_multipart(BOUNDARY, sent).replace(HELD.encode(), NO_TEXT)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_field_of_a_form_breaks_it_or_leaves_half_of_it(city, settings, part):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    wrong, turn, sent, names = [], count(), 0, names_in_addresses(city)
    for post in POSTS[part :: SHARE * PARTS]:
        with transaction.atomic():
            stage = staged(deepcopy(city), names, post)
            client = Client(raise_request_exception=False)
            client.force_login(stage.city.people[post.who])
            address, fields = post.address.format(**stage.names), post.fields(stage)
            before = AuditRecord.objects.count()
            for name, odd, form in spoilt(fields, turn):
                answer, did = tried(client, address, form, before)
                sent += 1
                if answer not in ANSWERS or (did and answer >= 400):
                    wrong.append((post.address, name, str(odd)[:10], answer, did))
            transaction.set_rollback(True)
    assert wrong == []
    assert sent > 40


@pytest.mark.parametrize("odd", ['{"a": [1]}', "a\0b", "R99.99.99", str(2**63)])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/admin/measures/measure/add/", "direction"),
        ("/admin/measures/measure/add/", "related"),
        ("/admin/organization/division/add/", "parent"),
    ],
)
def test_made_up_choice_of_the_admin_is_refused_in_words(client, world, address, field, odd):
    who = world.people["administrator" if "organization" in address else "secretariat"]
    client.force_login(who)
    form = fields_of(client.get(address).content.decode()) | {field: odd, "name": "名"}
    response = client.post(address, form | {"change_reason": "年度の見直し"})
    if (field, odd) == ("related", str(2**63)):  # of many at once, the database is asked for each
        assert response.status_code == 400
    else:
        assert response.context["adminform"].form.errors[field]


@pytest.mark.parametrize(
    ("who", "address", "field"),
    [
        ("secretariat", "/years/{year}/change/", "extension-TOTAL_FORMS"),
        ("administrator", "/admin/organization/user/{user}/change/", "memberships-TOTAL_FORMS"),
    ],
)
def test_more_rows_than_a_page_has_are_refused(client, city, who, address, field):
    client.force_login(city.people[who])
    address = address.format(**names_in_addresses(city))
    form = fields_of(client.get(address).content.decode())
    page = client.post(address, form | {field: str(2**63), "change_reason": "理由"})
    assert page.status_code == 200
    assert page.content.decode().count("<tr") < 400


@pytest.mark.parametrize("odd", ["a\0b", str(2**63), "²", "9" * 5_000])
def test_row_that_cannot_be_ticked_is_none(client, city, odd):
    client.force_login(city.people["administrator"])
    form = {"action": "disable", "_selected_action": odd, "change_reason": "退職"}
    page = client.post("/admin/organization/user/", form, follow=True)
    assert "選択" in page.content.decode()  # as where nothing is ticked
    own = city.people["administrator"].pk
    page = client.post("/admin/organization/user/", form | {"_selected_action": [odd, own]})
    assert page.status_code in (200, 302)


def test_made_up_number_of_a_link_is_that_of_no_link(client, city):
    client.force_login(city.people["administrator"])
    address = f"/admin/organization/user/{city.people['other'].pk}/password-link/"
    assert client.post(address, {"after": "9" * 5_000}).status_code == 200


def tried(client: Client, address: str, form: dict, before: int) -> tuple[int, int]:
    """The status, and how many records were written; all is put back."""
    point = transaction.savepoint()
    response = client.generic("POST", address, body_of(form), content_type=MULTIPART_CONTENT)
    did = AuditRecord.objects.count() - before
    transaction.savepoint_rollback(point)
    if response.status_code >= 400 and not response.streaming:
        assert "。" in response.content.decode(), (address, response.status_code)
    return response.status_code, did
