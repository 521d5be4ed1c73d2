"""Querysets asked for in one statement: the same rows, kinds and order as each by itself."""

from datetime import date, timedelta

import pytest
from django.db.models import Count, F, FloatField, Model, QuerySet, Value
from django.utils import timezone
from model_bakery import baker

from measures.models import Indicator, IndicatorTarget, Measure
from progress.models import PlanRevision, ProgressReport
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import TABLES
from sakado_dx.organization.models import Division, Membership, User
from sakado_dx.prepared import Unpreparable, prepared
from sakado_dx.together import ask_ahead, asking_ahead, at_once, together

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


def told(row: object) -> list:
    """All that a row holds, with the kinds."""
    if not isinstance(row, Model):
        return [(type(each), each) for each in row]
    columns = row._meta.concrete_fields
    return [(type(value), value) for each in columns for value in [getattr(row, each.attname)]]


def querysets(first: int, day: date, word: str) -> tuple[QuerySet, ...]:
    """Days, times, decimals, texts with quotes and lines, JSON, truths, joins, and no rows."""
    return (
        Membership.objects.in_force(day).select_related("user", "division").order_by("-pk"),
        IndicatorTarget.objects.order_by("-value", "pk"),
        Indicator.objects.annotate(number=Count("targets")).values_list("key", "number", "name"),
        User.objects.filter(name__contains=word).order_by("name"),
        Measure.objects.filter(pk__gt=first).order_by("code"),
        Division.objects.filter(pk__in=()),
        Division.objects.order_by("-name")[:2],
        PlanRevision.objects.filter(plan=0),
        ProgressReport.objects.filter(pk=0).with_measure(),
    )


@pytest.fixture
def people(sakado_plan):
    odd, now = "a\"\\b\n'c\u2028😀", timezone.now()
    for number in range(3):
        user = baker.make(User, name=f"坂戸{number}", username=f"u{number}")
        seen = now - timedelta(days=number) if number else None
        User.objects.filter(pk=user.pk).update(last_login=seen)
        lead = baker.make(Division, name=f"ん{number}{odd}")
        last = DAY if number == 1 else None
        baker.make(Membership, user=user, division=lead, first_day=DAY, last_day=last)
    Measure.objects.filter(code="I-1-1").update(other_readings=[{"place": "本文", "text": odd}])


def test_rows_are_those_of_each_queryset(people, django_assert_num_queries):
    read = together(querysets)
    first = Measure.objects.order_by("pk")[0].pk
    for values in ((0, DAY, "坂戸"), (first, DAY + timedelta(days=1), "坂戸"), (0, DAY, "坂戸1")):
        found, alone = read(*values), [list(each) for each in querysets(*values)]
        assert [[told(row) for row in rows] for rows in found] == [
            [told(row) for row in rows] for rows in alone
        ]
    with django_assert_num_queries(1):
        members, targets, *_ = read(0, DAY, "坂戸")
        assert members[0].user.name == "坂戸2"
        assert members[0].division.name.startswith("ん2")
    assert len(targets) > 50


def test_querysets_at_hand_are_asked_at_once(people, django_assert_num_queries):
    alone = [[told(row) for row in rows] for rows in querysets(0, DAY, "坂戸")]
    with django_assert_num_queries(1):
        found = at_once(*querysets(0, DAY, "坂戸"))
    assert [[told(row) for row in rows] for rows in found] == alone
    with django_assert_num_queries(0):
        assert at_once() == []
        assert at_once(User.objects.none(), Division.objects.filter(pk__in=())) == [[], []]


def test_what_json_does_not_tell_is_refused(people):
    @together
    def as_float(pk: int) -> tuple[QuerySet, ...]:
        half = F("order") * Value(0.5, output_field=FloatField())
        return (Measure.objects.filter(pk=pk).annotate(half=half),)

    with pytest.raises(Unpreparable, match="FloatField"):
        as_float(1)


def test_a_plan_is_read_as_its_tables_are(sakado_plan, django_assert_num_queries):
    with django_assert_num_queries(1):
        read = stored_rows(sakado_plan)
    for table in TABLES[1:]:
        order = ("order", "pk") if table.order_in else ("pk",)
        alone = list(table.objects(sakado_plan).order_by(*order))
        found = list(read.objects[table.noun].values())
        assert [told(each) for each in found] == [told(each) for each in alone]


@prepared
def members(day: date, divisions: tuple[int, ...]) -> QuerySet[Membership]:
    rows = Membership.objects.in_force(day).filter(division__in=divisions)
    return rows.select_related("user").order_by("-pk")


@prepared
def names(word: str, at_most: int) -> QuerySet:
    """Of two tables."""
    divisions = Division.objects.filter(name__contains=word, pk__lt=at_most).order_by()
    users = User.objects.filter(name__contains=word, pk__lt=at_most).order_by()
    return users.values_list("pk", "name").union(divisions.values_list("pk", "name"), all=True)


def test_what_was_asked_ahead_is_told_once_and_within_its_request(
    people, django_assert_num_queries
):
    own = tuple(Membership.objects.values_list("division", flat=True))
    calls = (members, DAY, own), (names, "ん1", 1_000_000), (names, "坂戸", 1_000_000)
    alone = [[told(each) for each in ask(*values)] for ask, *values in calls]
    for rows in alone:
        assert rows
    with asking_ahead():
        with django_assert_num_queries(1):
            ask_ahead(*calls)
        with django_assert_num_queries(0):
            ahead = [[told(each) for each in ask(*values)] for ask, *values in calls]
        assert ahead == alone
        with django_assert_num_queries(2):
            assert members(DAY, own)  # the second time it is asked for anew
            assert names("坂戸2", 1_000_000)  # what was not asked ahead, too
        ask_ahead(*calls)
    User.objects.filter(name="坂戸1").update(name="改めた")
    assert len(names("坂戸", 1_000_000)) == len(alone[2]) - 1
    with django_assert_num_queries(0):
        ask_ahead(*calls)  # nobody would forget it
