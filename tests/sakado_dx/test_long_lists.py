"""Lists of any length in a question: the rows that a short one finds, in one statement."""

import sqlite3

import pytest
from django.db import connection
from django.db.models import prefetch_related_objects
from django.db.models.functions import Upper
from model_bakery import baker

from sakado_dx.long_lists import LongIn
from sakado_dx.organization.models import Division, Membership
from sakado_dx.prepared import LONGEST, prepared
from sakado_dx.together import at_once

pytestmark = pytest.mark.django_db
AS_IT_COMES = 32_766  # values in a statement; a system's own SQLite may take more
MANY = range(10**9, 10**9 + AS_IT_COMES)


@pytest.fixture(autouse=True)
def bound(db):
    if connection.vendor == "postgresql":
        yield
        return
    number = sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER
    connection.ensure_connection()
    before = connection.connection.setlimit(number, AS_IT_COMES)
    yield
    connection.connection.setlimit(number, before)


@pytest.fixture
def divisions() -> list[Division]:
    made = [baker.make(Division, name=f"課「{number}」'\\😀") for number in range(3)]
    for each in made:
        baker.make(Membership, division=each)
    return made


def among_many(wanted: list) -> list:
    """These, twice, none, and many others that no row has."""
    return [*wanted, None, *map(type(wanted[0]), MANY), *wanted]


def test_a_long_list_finds_what_a_short_one_does(divisions, django_assert_num_queries):
    two = divisions[:2]
    keys, names = ([getattr(each, name) for each in two] for name in ("pk", "name"))
    with django_assert_num_queries(5):
        assert list(Division.objects.filter(pk__in=among_many(keys)).order_by("pk")) == two
        assert list(Division.objects.filter(name__in=among_many(names)).order_by("pk")) == two
        assert list(Division.objects.exclude(pk__in=among_many(keys))) == divisions[2:]
        places = Membership.objects.filter(division__in=among_many(keys))
        assert {each.division_id for each in places} == {*keys}
        assert Membership.objects.filter(division__in=list(MANY)).count() == 0


def test_many_rows_are_read_with_what_hangs_on_them(divisions, django_assert_num_queries):
    many = [*divisions, *(Division(pk=pk) for pk in MANY)]
    with django_assert_num_queries(1):
        prefetch_related_objects(many, "memberships")
    assert [len(each.memberships.all()) for each in many[:4]] == [1, 1, 1, 0]


def test_long_lists_are_asked_beside_each_other(divisions, django_assert_num_queries):
    keys = among_many([each.pk for each in divisions])
    with django_assert_num_queries(1):
        found, places = at_once(
            Division.objects.filter(pk__in=keys).order_by("pk"),
            Membership.objects.filter(division__in=keys).order_by("division"),
        )
    assert found == divisions
    assert [each.division_id for each in places] == [each.pk for each in divisions]


def test_rows_of_a_long_list_are_changed_and_deleted(divisions):
    keys = among_many([each.pk for each in divisions[:2]])
    assert Division.objects.filter(pk__in=keys).update(order=7) == 2
    Membership.objects.filter(division__in=keys).delete()
    assert [each.division for each in Membership.objects.all()] == divisions[2:]


def test_short_lists_are_written_value_by_value():
    def asked(number: int) -> tuple:
        return Division.objects.filter(pk__in=range(number)).query.sql_with_params()[1]

    assert asked(LONGEST) == tuple(range(LONGEST))
    assert len(asked(LONGEST + 1)) == (1 if connection.vendor == "sqlite" else LONGEST + 1)


def test_what_is_prepared_takes_a_long_list(divisions, django_assert_num_queries):
    @prepared
    def named(keys: tuple[int, ...]):
        return Division.objects.filter(pk__in=keys).order_by("pk")

    with django_assert_num_queries(1):
        assert named((*MANY, *(each.pk for each in divisions))) == divisions


def test_what_is_no_column_is_looked_up_too(divisions):
    found = Division.objects.filter(LongIn(Upper("name"), among_many([divisions[1].name])))
    assert list(found) == [divisions[1]]
