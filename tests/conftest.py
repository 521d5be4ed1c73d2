"""What all tests share."""

import pytest
from model_bakery import baker


@pytest.fixture(autouse=True)
def _media_in_a_temporary_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def plan(db):
    """An invented plan of three years, without policies."""
    return baker.make(
        "measures.Plan",
        title="試験市DX計画",
        city="試験市",
        first_fiscal_year=2023,
        last_fiscal_year=2025,
    )


@pytest.fixture
def reader(client, db):
    """A signed-in member of the staff without any other right."""
    client.force_login(signed_in_person("reader"))
    return client


@pytest.fixture
def secretary(client, db):
    """A signed-in member of the secretariat."""
    user = signed_in_person("secretary")
    baker.make("organization.CityRole", user=user, role="secretariat", first_day="2020-04-01")
    client.force_login(user)
    return client


def signed_in_person(username: str):
    return baker.make("organization.User", username=username, name=username, reading="")
