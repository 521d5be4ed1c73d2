"""What a page asks of the database, and how much it shows, does not grow with the years that are
closed: 5 and 20."""

from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures.models import Measure, Plan
from progress.demo.people import leading_divisions, make_cast
from progress.models import ReviewYear
from progress.plan_editions.verbs import adopt_with_year
from sakado_dx import fiscal
from sakado_dx.organization import sessions
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.search.writing import rebuild
from tests.bench import closing
from tests.bench.addresses import CITIZEN, pages, reporters_draft
from tests.bench.copies import begin_earlier
from tests.bench.figures import play_years
from tests.bench.prepare import CLOSED

pytestmark = pytest.mark.one_database  # as many statements on both

MEASURES, FEW, MANY = 10, 5, 20
MOST = 1.1  # times the size of an answer
# By contract each measure with every year of the plan.
WHOLE = {"施策の一覧（API）"}


@contextmanager
def played(plan: Plan, closed: int) -> Iterator[ReviewYear]:
    """The plan with so many closed years and one in progress, for as long as the block lasts."""
    with transaction.atomic(), acting("a test", Door.COMMAND):
        begin_earlier(plan, closed - CLOSED)
        divisions = leading_divisions(plan, timezone.localdate())
        cast = make_cast(divisions, since=fiscal.first_day(plan.first_fiscal_year))
        adopt_with_year(plan, by=cast["secretariat1"].user)
        year = play_years(plan, cast, closed)
        rebuild()
        yield year
        transaction.set_rollback(True)


def looked_at(client, year: ReviewYear) -> dict[str, tuple[int, int]]:
    """Of each page the statements that it takes, and the size of its answer."""
    people, found = {each.username: each for each in User.objects.all()}, {}
    caches["public"].clear()
    for page, login, url in sorted(pages(year, reporters_draft(year)), key=itemgetter(1)):
        if login == CITIZEN:
            client.logout()
        else:
            client.force_login(people[login])
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(url)
        assert answer.status_code == 200, page
        found[page] = (len(statements), len(answer.getvalue()))
    return found


def test_pages_take_the_same_statements_and_room_after_many_years(sakado_plan, client, monkeypatch):
    # A session a minute old is written again, which costs more on a slow machine alone.
    monkeypatch.setattr(sessions, "WRITE_EVERY", 10**6)
    monkeypatch.setattr(closing, "CORRECTED", 1)  # a report of each year: what takes longest
    kept = Measure.objects.of_plan(sakado_plan)[:MEASURES].values("pk")
    Measure.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    found = {}
    for closed in (FEW, MANY):
        with played(sakado_plan, closed) as year:
            client.get("/")  # what is worked out once a process
            found[closed] = looked_at(client, year)
        sakado_plan.refresh_from_db()
    both = {page: (few, found[MANY][page]) for page, few in found[FEW].items()}
    more = {page: (few[0], many[0]) for page, (few, many) in both.items() if few[0] != many[0]}
    assert more == {}
    larger = {
        page: (few[1], many[1]) for page, (few, many) in both.items() if many[1] > MOST * few[1]
    }
    assert larger.keys() == WHOLE, larger
