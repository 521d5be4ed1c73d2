"""Many copies of one POST at the same moment do what one does: once.

In `make test` eight copies of the POSTs on a report's way through its year; with TEST_LONG=1 twenty
of each action of the access table.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve

from sakado_dx.records.mail import MailCause, OutgoingMail
from sakado_dx.records.models import AuditRecord
from tests.access_table import ACTIONS
from tests.city import addresses, furnish, names_in_addresses
from tests.databases import own_copy
from tests.post_lines import Post, Stage
from tests.post_table import POSTS, way
from tests.post_table_admin import WRITE_NOTHING
from tests.progress.conftest import World, make_world
from tests.racing import Browser, Racers

IN_FULL = bool(os.environ.get("TEST_LONG"))
COPIES = 20 if IN_FULL else 8


@pytest.fixture
def city(own_database, settings) -> World:
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    world = make_world()
    for user in world.people.values():
        user.email = f"{user.username}@city.example"
        user.save(update_fields=["email"])
    return furnish(world)


@pytest.fixture
def apart(settings, tmp_path):
    """A way to work on a copy of database and files, as they stand then."""

    @contextmanager
    def on_copies():
        files = settings.MEDIA_ROOT
        settings.MEDIA_ROOT = tempfile.mkdtemp(dir=tmp_path)
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        with own_copy(tmp_path):
            yield
        settings.MEDIA_ROOT = files

    return on_copies


def test_on_a_reports_way_copies_of_each_step_do_what_one_does(city, apart):
    browsers = {who: Browser(city.people[who]) for who in {post.who for post in way()}}
    with apart():
        once = walk(city, browsers, alone)
    with apart(), Racers(COPIES) as racers:
        together = walk(city, browsers, racers.run)
    assert [address for address, did in once if not did] == []
    assert together == once


def alone(acts: list) -> list:
    return [acts[0]()]


def walk(
    city: World, browsers: dict[str, Browser], run: Callable[[list], list]
) -> list[tuple[str, Counter]]:
    """What each step leaves that is sent as `run` sends it, by its address."""
    names, found = names_in_addresses(city), []
    for post in way():
        post.prepare(city)
        before = marks()
        sent = [sending(browsers[post.who], Stage(city, names), post)] * COPIES
        answers = {each.status_code for each in run(sent)}
        assert 302 in answers <= post.answers, (post.address, answers)
        found.append((post.address, marks() - before))
    return found


@pytest.mark.parametrize("post", POSTS if IN_FULL else [], ids=lambda each: each.address)
def test_copies_do_what_one_does(city, post, apart):
    stage = staged(city, post)  # before the login, which a new password would end
    send = sending(Browser(city.people[post.who]), stage, post)
    with apart():
        before = marks()
        status = send().status_code
        once = marks() - before
    with apart(), Racers(COPIES) as racers:
        before = marks()
        answers = {each.status_code for each in racers.run([send] * COPIES)}
        together = marks() - before
    assert once or writes_nothing(post.address.format(**stage.names))
    assert together == once
    assert {status} <= answers <= post.answers


def test_every_action_has_a_filled_form(city):
    city.bring_to("draft")
    names = names_in_addresses(city)
    acted = {
        resolve(address.partition("?")[0]).route
        for row in ACTIONS
        if set(row.answers.values()) & {"done", "200", "302", "409"}
        for address in addresses(row, names)
    }
    told = [post.address.format(**names, object=1, disposal=1).partition("?")[0] for post in POSTS]
    filled = {resolve(address).route for address in told}
    left = sorted(acted - filled)
    assert [each for each in left if not is_named(each)] == []


def writes_nothing(address: str) -> bool:
    return is_named(resolve(address.partition("?")[0]).route)


def is_named(route: str) -> bool:
    """Whether the route is known to write no row."""
    return any(fnmatch(route, like) for like in WRITE_NOTHING)


def staged(city: World, post: Post) -> Stage:
    """The report in its state, and what the line prepares besides."""
    if post.state:
        city.bring_to(post.state)
    names = names_in_addresses(city)  # before a line takes away what it will make anew
    return Stage(city, names | (post.prepare(city) or {}))


def sending(browser: Browser, stage: Stage, post: Post) -> Callable[[], HttpResponse]:
    """Sends the filled form; its body is written once, since that reads a file."""
    address = post.address.format(**stage.names)
    body = encode_multipart(BOUNDARY, post.fields(stage))
    return partial(browser.generic, "POST", address, body, MULTIPART_CONTENT)


def marks() -> Counter:
    """How many records of each kind there are, how many mails, how many kept files."""
    found = Counter(AuditRecord.objects.order_by().values_list("table_name", "operation"))
    found["mails"], found["causes"] = OutgoingMail.objects.count(), MailCause.objects.count()
    for folder in ("evidence", "minutes"):
        found[folder] = len(kept_files(folder))
    return found


def kept_files(folder: str) -> list[str]:
    try:
        return default_storage.listdir(f"private/{folder}")[1]
    except FileNotFoundError:
        return []
