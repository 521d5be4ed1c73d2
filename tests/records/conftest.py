"""A person who acts, and the records written since a test began."""

import pytest

from sakado_dx.organization.models import User
from tests.progress.conftest import world  # noqa: F401
from tests.records.reading import Written


@pytest.fixture
def actor(db) -> User:
    return User.objects.create(username="actor", name="記録 花子", password="!")


@pytest.fixture
def written(actor) -> Written:
    return Written()
