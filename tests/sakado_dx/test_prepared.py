"""Statements put together once: the same rows as ever, and nothing of another call in them."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, QuerySet
from django.utils import timezone
from model_bakery import baker

from sakado_dx.organization.models import Division, Membership, User
from sakado_dx.prepared import LONGEST, Unpreparable, prepared

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


def members_of(divisions: tuple[int, ...], day: date, word: str) -> QuerySet[Membership]:
    rows = Membership.objects.in_force(day).filter(division__in=divisions)
    return rows.filter(user__name__contains=word).select_related("user").order_by("pk")


@pytest.fixture
def people(transactional_db) -> list[Membership]:
    return [
        baker.make(
            Membership,
            user=baker.make(User, name=f"坂戸{number}"),
            division=baker.make(Division, name=f"課{number}"),
            first_day=DAY,
            last_day=None if number % 2 else DAY,
        )
        for number in range(4)
    ]


def test_rows_are_those_of_the_queryset_for_any_values(people, django_assert_num_queries):
    rows, divisions = prepared(members_of), [each.division_id for each in people]
    for own in [(), tuple(divisions), tuple(divisions[:1]), tuple(divisions[2:3])]:
        for day in (DAY, date(2026, 4, 2), date(2020, 4, 1)):
            for word in ("坂戸", "坂戸1", "%"):
                assert rows(own, day, word) == list(members_of(own, day, word))
    with django_assert_num_queries(1):
        [first, *_] = rows(tuple(divisions), DAY, "坂戸")
        assert (first.user.name, first.division_id, first.first_day) == ("坂戸0", divisions[0], DAY)


def test_sql_is_put_together_once_for_a_shape(people):
    calls = []

    @prepared
    def named(divisions: tuple[int, ...], day: date) -> QuerySet[Membership]:
        calls.append(divisions)
        return members_of(divisions, day, "")

    for _ in range(3):
        for pk in (people[0].division_id, people[1].division_id):
            assert [each.division_id for each in named((pk,), DAY)] == [pk]
    assert len(calls) == 2  # two sets of stand-ins, to tell values from what is always so
    named((1, 2), DAY)
    assert len(calls) == 4
    assert named(tuple(range(LONGEST + 1)), DAY) is not None
    assert len(calls) == 5  # too long to be kept


def test_columns_annotations_and_prefetches_are_read_as_ever(people):
    @prepared
    def counted(day: date) -> QuerySet:
        rows = Division.objects.annotate(number=Count("memberships")).order_by("pk")
        return rows.filter(memberships__first_day=day).values_list("name", "number", named=True)

    @prepared
    def with_members(pk: int) -> QuerySet[Division]:
        return Division.objects.filter(pk=pk).prefetch_related("memberships")

    assert [(each.name, each.number) for each in counted(DAY)] == [(f"課{n}", 1) for n in range(4)]
    [division] = with_members(people[2].division_id)
    assert list(division.memberships.all()) == [people[2]]


def test_day_of_the_clock_is_refused():
    with pytest.raises(Unpreparable, match="the day"):
        prepared(lambda: Membership.objects.filter(first_day=timezone.localdate()))()


def test_asking_the_database_on_the_way_is_refused():
    with pytest.raises(Unpreparable, match="asks the database"):
        prepared(lambda: Membership.objects.filter(pk__in=list(Division.objects.all())))()


def test_value_that_is_changed_or_written_into_the_sql_is_refused():
    with pytest.raises(Unpreparable, match="changed"):
        prepared(lambda number: Membership.objects.filter(pk=number + 1))(1)
    with pytest.raises(Unpreparable, match="text of the SQL"):
        prepared(lambda number: Membership.objects.all()[:number])(1)


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_see_each_others_values(people):
    rows, wrong = prepared(members_of), []

    def ask(own: Membership) -> None:
        try:
            for _ in range(30):
                found = [each.pk for each in rows((own.division_id,), DAY, "")]
                wrong.extend(() if found == [own.pk] else found)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Each statement that a prepared one became, in the order in which they were asked."""
    found, ask = [], CursorWrapper.execute

    def heard(self, sql, params=None):
        found.append(sql)
        return ask(self, sql, params)

    monkeypatch.setattr(CursorWrapper, "execute", heard)
    return found


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite plans within a moment"
)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_plans_a_statement_once_a_connection(people, asked):
    rows, own = prepared(members_of), (people[0].division_id,)
    wanted = [people[0]]
    assert rows(own, DAY, "") == rows(own, DAY, "") == wanted
    assert len(set(asked)) == 1 and asked[0].startswith("EXECUTE")
    connection.close()
    assert rows(own, DAY, "") == wanted  # another connection plans it anew
    assert rows((2**40,), DAY, "") == [] and asked[-1].startswith("SELECT")
    with transaction.atomic(), pytest.raises(ZeroDivisionError), transaction.atomic():
        assert rows((1, 2, 3), DAY, "") == []
        raise ZeroDivisionError
    assert rows((1, 2, 3), DAY, "") == []  # a plan outlives what was taken back


@needs_postgresql
def test_behind_a_pooler_statements_are_sent_as_they_are(people, asked, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert prepared(members_of)((people[0].division_id,), DAY, "") == [people[0]]
    assert asked[-1].startswith("SELECT")
