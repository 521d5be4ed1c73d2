"""What today's roles allow in the admin."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from sakado_dx.organization.models import CityRole
from sakado_dx.organization.rights import permissions_of


@pytest.mark.parametrize("roles", [(), ("council",), ("executive",), ("council", "executive")])
def test_no_other_role_gives_any_right_in_the_admin(make_user, roles):
    user = make_user("someone", *roles)
    assert (user.get_all_permissions(), user.is_staff) == (set(), False)


@pytest.mark.parametrize(
    ("permission", "secretariat", "administrator"),
    [
        ("organization.view_division", True, True),
        ("organization.change_division", False, True),
        ("organization.delete_division", False, False),
        ("organization.view_user", False, True),
        ("organization.change_user", False, True),
        ("organization.delete_user", False, False),
        ("organization.add_cityrole", False, True),
        ("organization.add_passwordlink", False, True),
        ("organization.change_passwordlink", False, False),
        ("measures.change_measure", True, True),
        ("measures.import_measure", True, True),
        ("measures.delete_measure", False, False),
        ("measures.delete_indicatortarget", True, True),
        ("measures.change_planword", True, True),
        ("glossary.delete_term", True, True),
        ("systems_inventory.change_informationsystem", True, True),
        ("progress.change_reviewyear", False, False),
        ("progress.add_reviewyear", False, False),
        ("progress.delete_reviewyear", False, False),
        ("progress.view_progressreport", True, False),
        ("progress.change_progressreport", False, False),
        ("progress.view_indicatorresult", True, False),
        ("progress.export_indicatorresult", True, False),
        ("progress.import_indicatorresult", True, False),
        ("progress.change_indicatorresult", False, False),
        ("progress.view_statuschange", True, False),
        ("auth.view_group", False, False),
        ("sessions.view_session", False, False),
        ("axes.view_accessattempt", False, False),
    ],
)
def test_rights_of_secretariat_and_administrator(permission, secretariat, administrator):
    assert (permission in permissions_of(frozenset({"secretariat"}))) is secretariat
    assert (permission in permissions_of(frozenset({"administrator"}))) is administrator


def test_who_holds_both_roles_has_the_rights_of_both(make_user):
    user = make_user("both", "secretariat", "administrator")
    assert user.has_perms(["progress.view_progressreport", "organization.change_user"])
    assert user.has_module_perms("progress") and not user.has_module_perms("auth")


def test_right_begins_and_ends_with_the_role(make_user):
    user = make_user("soon")
    tomorrow = timezone.localdate() + timedelta(days=1)
    role = CityRole.objects.create(user=user, role="secretariat", first_day=tomorrow)
    assert not user.is_staff
    CityRole.objects.filter(pk=role.pk).update(first_day=date(2020, 4, 1))
    assert type(user).objects.get().is_staff
    CityRole.objects.update(last_day=timezone.localdate() - timedelta(days=1))
    assert not type(user).objects.get().is_staff


def test_disabled_user_and_stranger_have_no_rights(make_user):
    user = make_user("gone", "administrator", is_active=False)
    assert not user.is_staff and not user.has_perm("organization.view_user")
    assert not AnonymousUser().has_perm("organization.view_user")


def test_many_questions_about_rights_cost_one_look(make_user, django_assert_num_queries):
    user = make_user("admin", "administrator")
    with django_assert_num_queries(1):
        for name in ("organization.view_user", "measures.view_plan", "progress.view_reviewyear"):
            assert user.has_perm(name)
        assert user.is_staff and user.has_module_perms("glossary")
