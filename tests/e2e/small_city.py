"""Two measures of the real plan and the few people who carry their year: what takes a whole year
from its opening to its 正誤表 starts from."""

from datetime import date

from django.contrib.auth.hashers import make_password

from measures.models import Measure
from progress.plan_document.loading.loading import load
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import User
from tests.e2e.city import DUE, PASSWORD, SAKADO, make_person
from tests.progress.documents import checked, measures, raw

# One of a division with people, one of a division where nobody is registered.
MANNED, UNMANNED = "IV-1-7", "IV-1-8"

PEOPLE = (
    ("reporter", "財政課", "reporter", ""),
    ("head", "財政課", "head", ""),
    ("secretariat", "情報政策課", "reporter", "secretariat"),
    ("second_secretariat", "情報政策課", "reporter", "secretariat"),
    ("council", "", "", "council"),
)


def build_small_city() -> None:
    """The plan cut down to two measures; a later year than the test's is open already."""
    plan = load(checked(_cut(raw(SAKADO)))).plan
    password = make_password(PASSWORD)
    for login, *place in PEOPLE:
        make_person(password, login, *place)
    by = User.objects.get(username="secretariat")
    year_verbs.open_year(plan, by=by, fiscal_year=2026, report_due=DUE, opened_on=date(2026, 10, 1))
    assert Measure.objects.count() == len((MANNED, UNMANNED))


def _cut(document: dict) -> dict:
    """The document with the two measures alone, and without what refers to others."""
    for policy in document["policies"]:
        for direction in policy["directions"]:
            kept = [each for each in direction["measures"] if each["code"] in (MANNED, UNMANNED)]
            direction["measures"] = kept
        policy["directions"] = [each for each in policy["directions"] if each["measures"]]
    document["policies"] = [each for each in document["policies"] if each["directions"]]
    document["plan"]["frame"]["challenges"] = []
    for system in document["information_systems"]:
        system.pop("measures", None)
    assert set(measures(document)) == {MANNED, UNMANNED}
    return document
