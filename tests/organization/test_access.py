"""What memberships and roles give on a day, and what they cost."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from sakado_dx.organization.access import (
    Standing,
    administrator_required,
    person_in_session,
    remembered_standing,
    secretariat_required,
    staff_required,
    standing_of,
)
from sakado_dx.organization.models import CityRole, Division, Membership

APRIL = date(2026, 4, 1)


def make_division(name: str, **fields) -> Division:
    return Division.objects.create(name=name, **fields)


def test_roles_and_memberships_of_today_give_rights(make_user, division):
    user = make_user("both", "secretariat", "council", memberships={division: "deputy"})
    assert standing_of(user, APRIL) == Standing(
        user=user,
        day=APRIL,
        city_roles=frozenset({"secretariat", "council"}),
        divisions={division.pk: frozenset({"deputy"})},
        readable_division_ids=frozenset({division.pk}),
    )


def test_two_roles_in_one_division_are_both_held(make_user, division):
    user = make_user("two", memberships={division: "reporter"})
    Membership.objects.create(user=user, division=division, role="head", first_day=APRIL)
    assert standing_of(user, APRIL).divisions == {division.pk: frozenset({"reporter", "head"})}
    assert not standing_of(user, date(2026, 3, 31)).heads(division.pk)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_membership_and_role_count_from_their_first_to_their_last_day(
    make_user, division, day, held
):
    user = make_user("moving")
    days = {"first_day": date(2026, 4, 1), "last_day": date(2027, 3, 31)}
    Membership.objects.create(user=user, division=division, role="head", **days)
    CityRole.objects.create(user=user, role="council", **days)
    standing = standing_of(user, day)
    assert (standing.heads(division.pk), standing.is_council, standing.is_staff) == (held,) * 3


def test_disabled_user_and_stranger_hold_nothing(make_user, division):
    user = make_user("gone", "administrator", memberships={division: "head"}, is_active=False)
    for who in (user, AnonymousUser()):
        standing = standing_of(who, APRIL)
        assert (standing.city_roles, standing.divisions) == (frozenset(), {})
        assert not standing.is_staff


def test_successor_has_the_rights_to_all_that_it_followed(make_user):
    oldest, older, now = make_division("電算課"), make_division("情報課"), make_division("DX課")
    oldest.successors.add(older)
    older.successors.add(now)
    user = make_user("heir", memberships={now: "head"})
    assert standing_of(user).divisions == {
        division.pk: frozenset({"head"}) for division in (oldest, older, now)
    }


def test_split_division_hands_nothing_over_by_itself(make_user):
    old, first, second = make_division("福祉課"), make_division("高齢課"), make_division("障害課")
    old.successors.add(first, second)
    user = make_user("half", memberships={first: "head"})
    assert standing_of(user).divisions == {first.pk: frozenset({"head"})}


def test_division_that_two_merged_into_inherits_both(make_user):
    first, second, now = make_division("税務課"), make_division("収納課"), make_division("資産課")
    first.successors.add(now)
    second.successors.add(now)
    user = make_user("merged", memberships={now: "reporter"})
    assert set(standing_of(user).divisions) == {first.pk, second.pk, now.pk}


def test_divisions_that_follow_each_other_in_a_circle_end(make_user):
    first, second = make_division("甲課"), make_division("乙課")
    first.successors.add(second)
    second.successors.add(first)
    user = make_user("dizzy", memberships={first: "reporter"})
    assert set(standing_of(user).divisions) == {first.pk, second.pk}


def test_department_reads_its_divisions_and_what_they_followed_but_does_not_act_for_them(
    make_user,
):
    department = make_division("総務部")
    now, old = make_division("人事課", parent=department), make_division("職員課")
    old.successors.add(now)
    make_division("道路課", parent=make_division("建設部"))
    standing = standing_of(make_user("chief", memberships={department: "head"}))
    assert standing.readable_division_ids == {department.pk, now.pk, old.pk}
    assert not standing.belongs_to(now.pk)


def test_standing_costs_one_query_and_none_for_a_stranger(
    make_user, division, django_assert_num_queries
):
    council = make_user("council", "council")
    member = make_user("member", "council", memberships={division: "head"})
    for order in range(20):
        older = make_division(f"旧{order}課")
        older.successors.add(division)
        division = older
    with django_assert_num_queries(1):
        standing_of(council)
    with django_assert_num_queries(1):
        assert len(standing_of(member).divisions) == 21
    with django_assert_num_queries(0):
        standing_of(AnonymousUser())


def test_remembered_standing_is_worked_out_once_an_object(reporter, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert remembered_standing(reporter) is remembered_standing(reporter)


@pytest.mark.parametrize(
    ("guard", "let_in"),
    [
        (secretariat_required, {"secretariat"}),
        (administrator_required, {"administrator"}),
        (staff_required, {"secretariat", "council", "executive", "administrator"}),
    ],
)
@pytest.mark.parametrize("role", ["secretariat", "council", "executive", "administrator", "none"])
def test_guards_hide_a_page_from_all_who_do_not_hold_the_role(guard, let_in, role):
    request = RequestFactory().get("/")
    roles = frozenset() if role == "none" else frozenset({role})
    request.standing = Standing(user=None, day=APRIL, city_roles=roles)
    view = guard(lambda request: "page")
    if role in let_in:
        assert view(request) == "page"
    else:
        with pytest.raises(Http404):
            view(request)


def test_person_in_session_is_the_user_with_the_standing_of_today(
    make_user, division, django_assert_num_queries
):
    member = make_user("member", "council", memberships={division: "head"})
    with django_assert_num_queries(1):
        found = person_in_session(member.pk)
        standing = remembered_standing(found)
    stored = type(member).objects.get(pk=member.pk)
    columns = [field.attname for field in stored._meta.concrete_fields]
    assert {name: getattr(found, name) for name in columns} == {
        name: getattr(stored, name) for name in columns
    }
    expected = standing_of(stored)
    assert (standing.divisions, standing.city_roles) == (expected.divisions, expected.city_roles)
    assert person_in_session(member.pk + 1000) is None
