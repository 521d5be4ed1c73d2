"""People and divisions for the tests of who may do what."""

from datetime import date

import pytest

from sakado_dx.organization.models import CityRole, Division, Membership, User

LONG_AGO = date(2020, 4, 1)
PASSWORD = "tanabata-no-yoru-7"


@pytest.fixture
def make_user(db):
    """A user with city-wide roles and memberships ({division: role}), all since long ago."""

    def make(username: str, *roles: str, memberships: dict | None = None, **fields) -> User:
        user = User.objects.create_user(username, PASSWORD, **({"name": username} | fields))
        for role in roles:
            CityRole.objects.create(user=user, role=role, first_day=LONG_AGO)
        for division, role in (memberships or {}).items():
            Membership.objects.create(user=user, division=division, role=role, first_day=LONG_AGO)
        return user

    return make


@pytest.fixture
def division(db) -> Division:
    return Division.objects.create(name="市民課")


@pytest.fixture
def reporter(make_user, division) -> User:
    return make_user("reporter", memberships={division: "reporter"})


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
