"""A plan in force, and its document to be changed."""

from datetime import date

import pytest

from progress.plan_document.schema.reading import read
from progress.plan_editions.writing import write_edition
from tests.conftest import ROOT, person

SHIONAGI = ROOT / "tests" / "documents" / "shionagi.json"


@pytest.fixture
def in_force(invented_city):
    """A small city's plan that has taken effect."""
    write_edition(invented_city, effective_on=date(2024, 4, 1), by="事務局")
    return invented_city


@pytest.fixture
def document(invented_city):
    """The plan's document, to be changed."""
    return read(SHIONAGI.read_bytes())


@pytest.fixture
def clerk(db):
    """A member of the secretariat."""
    from tests.progress.conftest import give_role

    user = person("clerk")
    give_role(user, "secretariat")
    return user


def measures_of(document: dict) -> list[dict]:
    """All measures of a document."""
    return [m for p in document["policies"] for d in p["directions"] for m in d["measures"]]
