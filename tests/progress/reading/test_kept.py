"""What is kept of a year is never of yesterday: pages with it are those without it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from operator import ne

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.dashboards import (
    amounts_pages,
    beside_pages,
    budget_pages,
    direction_pages,
    division_pages,
    effect_pages,
    filters,
    finding_pages,
    way_pages,
)
from progress.dashboards import pages as dashboard_pages
from progress.dashboards.board_pages import board_parts
from progress.decisions import list_pages as decisions_list
from progress.decisions import screen_pages
from progress.desk import next_steps, queue_pages, start_pages
from progress.entry import my_pages
from progress.meetings import detail_pages, item_pages
from progress.models import Meeting, ReviewYear
from progress.reading import kept
from progress.reading.kept import YearNow, year_now
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Membership
from sakado_dx.records.triggers.tables import recorded_tables
from tests.city import furnish, names_in_addresses
from tests.post_lines import Stage
from tests.post_table import POSTS, way
from tests.progress.closing import close_year
from tests.progress.conftest import World, make_world
from tests.racing import Browser, Racers
from tests.records.reading import run_sql
from tests.street import modules
from tests.test_parallel_posts import sending, staged

MADE = (
    amounts_pages.amounts_now,
    board_parts,
    budget_pages.budget_now,
    dashboard_pages._all_policies,
    direction_pages.directions_of,
    division_pages.divisions_now,
    effect_pages.effects_of,
    filters.measure_choices,
    finding_pages.choices_of,
    finding_pages.findings_of,
    finding_pages.lines_of,
    way_pages.ways_of,
)
KEEPERS = (
    beside_pages, decisions_list, detail_pages, item_pages, kept, my_pages, queue_pages, screen_pages, start_pages,
)  # fmt: skip
DESK, MINE = "/desk/", "/my/"
MORE = ("indicators", "ways", "effects", "by-division", "beside", "directions", "budget", "amounts")
READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# What differs at each request.
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|\d+時\d+分')
IS_LONG = bool(os.environ.get("TEST_LONG"))
POST_LINES = POSTS if IS_LONG else []
LOOK_AT_EVERY = 1 if IS_LONG or connection.vendor == "sqlite" else 3

# Where nothing changes, it is kept; on a server another test's transaction is another state.
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs a server of its own")


@pytest.fixture
def world(own_database, settings) -> World:
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    forget()
    return make_world()


def forget() -> None:
    """Keep nothing of any page."""
    for each in KEEPERS:
        each.forget()


class Pages:
    """The pages that show a year and its meetings, as somebody of the secretariat sees them, and where
    people begin."""

    def __init__(self, city: World):
        self.browser, year = Browser(city.people["second_secretariat"]), city.year.pk
        self.members = [Browser(city.people[name]) for name in ("reporter", "head", "co_owner")]
        board, rows = f"/years/{year}/", f"/measures/?year={year}"
        self.addresses = [board, f"{board}?pending=1", rows, f"{rows}&attention=1&pending=1"]
        self.addresses += [f"{board}queue/", f"{board}decisions/", f"/policies/?year={year}"]

    def all_that_show_it(self, year: int) -> None:
        """Some show more of it than others."""
        self.addresses += [f"/years/{year}/{each}/" for each in MORE]

    def now(self) -> dict[str, str]:
        addresses = (DESK, *self.addresses, *of_meetings())
        answers = {each: self.browser.get(each) for each in addresses}
        answers |= {f"{MINE} {n}": each.get(MINE) for n, each in enumerate(self.members)}
        assert all(each.status_code == 200 or has_no_login(each) for each in answers.values())
        return {each: CHANGING.sub("", own.content.decode()) for each, own in answers.items()}

    def anew(self) -> dict[str, str]:
        forget()
        return self.now()


def test_every_page_that_keeps_something_is_walked():
    """The files of a year have their own walk (editions/test_kept_files.py)."""
    keepers = [
        path
        for path in modules()
        if "KeptWhile(" in path.read_text() and path.name != "exporting.py"
    ]
    assert {each.__file__ for each in KEEPERS} == set(map(str, keepers))


def has_no_login(answer: HttpResponse) -> bool:
    """Whose login the act has ended: that of who changed the password, or whom it disabled."""
    return answer.status_code == 302 and answer.url.startswith(f"{reverse('organization:login')}?")


def of_meetings() -> Iterator[str]:
    """The page of each meeting, its screen, and its first item's."""
    for meeting in Meeting.objects.order_by("pk"):
        own = meeting.get_absolute_url()
        yield from (own, f"{own}screen/")
        if first := meeting.agenda.in_order().first():
            yield f"{own}items/{first.pk}/"


@contextmanager
def another_process():
    """Runs acts on a connection of its own; what is kept here knows nothing of it."""
    with Racers(1) as racers:
        yield lambda act: racers.run([act])[0]


def test_no_step_of_a_reports_year_leaves_a_page_as_it_was_before(world):
    city = furnish(world)
    pages, names, seen = Pages(city), names_in_addresses(city), []
    browsers = {who: Browser(city.people[who]) for who in {post.who for post in way()}}
    seen.append(pages.anew())
    with another_process() as run:
        for number, post in enumerate(way()):
            run(partial(post.prepare, city))
            fields = run(partial(sending, browsers[post.who], Stage(city, names), post))
            assert run(fields).status_code in post.answers, post.address
            if number % LOOK_AT_EVERY == 0:
                seen.append(pages.now())
                assert seen[-1] == pages.anew(), post.address
    assert sum(map(ne, seen, seen[1:])) > len(seen) // 3


@pytest.mark.parametrize("post", POST_LINES, ids=lambda each: each.address)
def test_no_act_leaves_a_page_as_it_was_before(world, post):
    city = furnish(world)
    stage = staged(city, post)
    send = sending(Browser(city.people[post.who]), stage, post)
    pages = Pages(city)
    pages.anew()
    with another_process() as run:
        run(send)
        assert pages.now() == pages.anew()


BY_SQL = (
    "UPDATE measures_measure SET name = name || '！'",
    "UPDATE measures_yearlydirection SET resolved = '拡充'",
    "UPDATE measures_indicatortarget SET value = value + 1",
    "UPDATE organization_division SET name = name || 'の改'",
    "UPDATE progress_progressreport SET progress_reason = '理由'",
    "DELETE FROM progress_indicatorresult",
)


def test_no_bare_sql_leaves_what_is_kept_as_it_was_before(world):
    year = year_of(world)
    world.bring_to("submitted")
    before = parts_of(year_now(year, pending=True))
    with another_process() as run:
        for statement in BY_SQL:
            run(partial(run_sql, statement))
            after = parts_of(year_now(year, pending=True))
            assert after != before, statement
            assert after == parts_of(YearNow(year, pending=True))
            before = after


@on_sqlite
def test_a_page_asks_little_of_a_year_that_is_kept(world, django_assert_num_queries):
    pages, year = Pages(world), year_of(world)
    for address, fewer in ((pages.addresses[0], 3), (pages.addresses[2], 2), (DESK, 7)):
        forget()
        asked = [statements_of(pages, address) for _ in range(2)]
        assert asked[1] <= asked[0] - fewer
    parts_of(year_now(year))
    with django_assert_num_queries(1):
        parts_of(year_now(year))


def statements_of(pages: Pages, address: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        pages.browser.get(address)
    return len(statements)


def year_of(world: World) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def close(world: World) -> None:
    left = dict.fromkeys(world.year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(year_of(world), by=world.people["secretariat"], reasons=left)


def parts_of(now: YearNow) -> str:
    return repr([now.read, now.before, now.board, now.share, now.attention, *map(now.made, MADE)])


@pytest.mark.parametrize("is_closed", [False, True])
def test_all_that_is_read_of_a_year_is_recorded(world, is_closed):
    world.bring_to("evaluated")
    if is_closed:
        close(world)
    year = year_of(world)
    with CaptureQueriesContext(connection) as statements:
        parts_of(YearNow(year, pending=True))
    tables = {name for each in statements for name in READ.findall(each["sql"])}
    assert len(tables) > 3
    assert tables <= {each.name for each in recorded_tables()}


def test_all_that_is_kept_of_where_people_begin_is_recorded(world):
    world.bring_to("evaluated")
    recorded = {each.name for each in recorded_tables()}
    year, secretary = year_of(world), standing_of(world.people["second_secretariat"])
    begin = (
        (start_pages._recorded, secretary, False),
        (my_pages._mine, standing_of(world.people["reporter"]), False),
        (queue_pages.Queue, year, secretary.day),
        (decisions_list.decided_in, year),
        (next_steps.next_steps, secretary, YearNow(year, pending=False)),
    )
    for make, *told in begin:
        with CaptureQueriesContext(connection) as statements:
            make(*told)
        tables = {name for each in statements for name in READ.findall(each["sql"])}
        assert tables <= recorded
        assert len(tables) > 3 or connection.vendor != "sqlite"  # planned ones do not say theirs


def test_who_lost_a_place_meanwhile_is_shown_nothing_of_it(world):
    own, stranger = (standing_of(world.people[who]) for who in ("reporter", "co_owner"))
    assert own.told != stranger.told
    assert my_pages.mine_of(own).tasks.owed != ()
    Membership.objects.filter(user=own.user).delete()
    assert my_pages.mine_of(standing_of(own.user)).tasks.owed == ()


@on_sqlite
def test_pages_change_nothing_of_what_is_kept(world):
    world.bring_to("submitted")
    pages, year = Pages(world), year_of(world)
    pages.all_that_show_it(year.pk)
    pages.anew()
    pages.now()
    own = year_now(year, pending=True)
    assert own is year_now(year, pending=True)
    assert parts_of(own) == parts_of(YearNow(year, pending=True))


def test_what_a_transaction_changed_is_not_kept(world):
    year = year_of(world)
    first = year_now(year)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        world.measure.name = "取り消す名前"
        world.measure.save()
        assert world.measure.name in [row.name for row in year_now(year).rows]
        raise ZeroDivisionError
    assert year_now(year).rows == first.rows


def test_a_year_read_before_a_change_is_not_kept_for_who_read_it_after(world):
    stale = year_of(world)
    close(world)
    assert not any(row.is_closed for row in year_now(stale).rows)
    assert all(row.is_closed for row in year_now(year_of(world)).rows)


def test_no_more_is_kept_than_there_is_room_for(world, monkeypatch):
    year = year_of(world)
    first = year_now(year)
    assert year_now(year) is first or connection.vendor != "sqlite"
    monkeypatch.setattr(kept._kept, "most", 1)
    year_now(year, pending=True)
    assert year_now(year) is not first
    monkeypatch.setattr(kept._kept, "room", len(first.rows) - 1)
    kept.forget()
    assert year_now(year) is not year_now(year)
