"""A plan takes effect once; what it said then stands for ever."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from measures.models import Measure, Plan
from progress.models import PlanEdition, PlanRevision
from progress.plan_document.exporting import document_of, dump
from progress.plan_editions.verbs import adopt, adopt_with_year, set_public_day
from progress.plan_editions.writing import write_edition
from progress.workflow.refusals import OF_PLAN_EDITION, Conflict, Incomplete, NotAllowed
from progress.year.verbs import open_year
from sakado_dx.records.acting import acting

DAY = date(2024, 10, 1)


@pytest.fixture
def coming(world) -> Plan:
    """A plan that is not in force yet."""
    days = {"first_fiscal_year": 2026, "last_fiscal_year": 2030}
    return Plan.objects.create(title="次期計画", city=world.plan.city, **days)


def revised(world) -> PlanEdition:
    """A second edition, by a revision that took effect."""
    person, first = world.people["secretariat"], world.plan.editions.get()
    days = {"decided_on": DAY, "effective_on": DAY, "made_at": first.at}
    revision = PlanRevision.objects.create(
        plan=world.plan, base=first, title="改定", state="applied", made_by=person, **days
    )
    with acting(person, "page"):
        return write_edition(world.plan, effective_on=DAY, by="", revision=revision)


def test_the_first_year_takes_the_plan_into_force(world):
    edition = world.plan.editions.get()
    text = dump(document_of(world.plan))
    assert edition.document == text
    assert edition.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (edition.name, edition.number, edition.effective_on, edition.by_name) == (
        "当初", 0, date(2023, 4, 1), "secretariat",
    )  # fmt: skip


def test_a_further_year_writes_no_edition(world):
    open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2099, 5, 31),
    )
    assert world.plan.editions.count() == 1


def test_a_plan_in_force_costs_a_year_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        adopt_with_year(world.plan, by=world.people["secretariat"])


def test_the_secretariat_takes_a_plan_into_force_once(world, coming):
    secretary = world.people["secretariat"]
    edition = adopt(coming, by=secretary, decided_on=date(2026, 3, 1))
    assert (edition.effective_on, edition.decided_on) == (date(2026, 4, 1), date(2026, 3, 1))
    with pytest.raises(NotAllowed, match="既に施行"):
        adopt(coming, by=secretary)
    assert coming.editions.get() == edition


@pytest.mark.parametrize(
    ("who", "days", "said"),
    [
        ("head", {}, "事務局"),
        ("secretariat", {"decided_on": date(2026, 4, 2)}, "施行日以前"),
    ],
)
def test_a_plan_is_not_taken_into_force_so(world, coming, who, days, said):
    with pytest.raises(NotAllowed, match=said):
        adopt(coming, by=world.people[who], **days)
    assert not coming.editions.exists()


def test_the_public_day_is_set_and_moved_with_a_reason(world):
    edition, by = world.plan.editions.get(), world.people["secretariat"]
    set_public_day(edition, by=by, published_on=DAY)
    with pytest.raises(Incomplete):
        set_public_day(edition, by=by, published_on=date(2024, 11, 1), was=DAY)
    with pytest.raises(Conflict):
        set_public_day(edition, by=by, published_on=date(2024, 11, 1))
    set_public_day(edition, by=by, published_on=date(2024, 11, 1), was=DAY, reason="議会の後")
    assert PlanEdition.objects.get().published_on == date(2024, 11, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(document="{}"),
        lambda rows: rows.update(effective_on=date(2023, 5, 1)),
        lambda rows: rows.delete(),
    ],
)
def test_an_edition_stays_as_it_was_written(world, change):
    with pytest.raises(IntegrityError, match=OF_PLAN_EDITION), transaction.atomic():
        change(PlanEdition.objects.all())


def test_only_the_newest_edition_goes_with_its_revision(world):
    edition = revised(world)
    with pytest.raises(IntegrityError, match=OF_PLAN_EDITION), transaction.atomic():
        edition.delete()
    PlanRevision.objects.update(state="decided")
    PlanEdition.objects.get(pk=edition.pk).delete()
    assert [each.name for each in PlanEdition.objects.all()] == ["当初"]


def test_as_of_a_day_is_the_newest_edition_by_then(world):
    Measure.objects.filter(pk=world.measure.pk).update(name="新しい名称")
    second, editions = revised(world), world.plan.editions
    assert editions.as_of(date(2023, 3, 31)) is None
    assert editions.as_of(date(2024, 9, 30)).name == "当初"
    assert editions.as_of(DAY) == second
    assert ("新しい名称" in second.document, second.name) == (True, "第1次改定")


@pytest.mark.one_database
def test_an_edition_of_a_revision_is_public_with_it_alone(world, client):
    edition, by = revised(world), world.people["secretariat"]
    with pytest.raises(NotAllowed, match="の「施行と公表」で決めます"):
        set_public_day(edition, by=by, published_on=DAY)
    client.force_login(by)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert edition.revision.get_absolute_url() in page and "publish-on" not in page
    sent = {"published_on": "R6.10.1", "was": ""}
    answer = client.post(reverse("progress:edition_publish_on", args=[edition.pk]), sent)
    assert answer.status_code == 409 and "「施行と公表」で決めます" in answer.content.decode()
    assert PlanEdition.objects.get(pk=edition.pk).published_on is None
