"""While a revision has taken effect that is not public, citizens read the newest public edition."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from measures.models import EffectKind, EffectRating, Indicator, Measure
from progress.models import PlanEdition
from progress.open_data.gathering import source_on
from progress.open_data.plan_rows import plan_rows, target_rows
from progress.open_data.tables import TABLES
from progress.plan_editions.public_plan import public_plan
from progress.plan_editions.writing import write_edition
from progress.revisions.effect_verbs import apply_due
from progress.static_site.exporting import export_site
from tests.progress.open_data.published import publish
from tests.progress.revisions.drafts import (
    BEGUN,
    DAY,
    change,
    decided,
    key_of_direction,
    key_of_division,
    new_measure,
    new_target,
    renamed,
)

pytestmark = pytest.mark.one_database

CANARIES = ("カナリアの名", "新しい施策I-1-3", "I-1-3", "77.25", "カナリアの区分")
OPEN_DATA = [f"/public/data/{name}.{form}" for name in TABLES for form in ("csv", "json")]
API = [
    f"/api/v1/{each}"
    for each in (
        "plan/", "policies/", "directions/", "measures/", "measures/I-1-1/", "yearly-directions/",
        "indicators/", "indicators/I-1-1/", "chronology/", "terms/", "measures/?active_in=2023",
        "measures/?policy=1&direction=1&division=情報課&ordering=-order",
        "indicators/?measure=I-1-1&kind=number", "yearly-directions/?measure=I-1-1&fiscal_year=2023",
    )
]  # fmt: skip
PAGES = ["/public/", "/public/years/2023/", "/public/glossary/", "/public/data/"]


@pytest.fixture
def city(world):
    """A city with a public year and a plan whose first edition is public."""
    publish(world)
    kind = EffectKind.objects.create(plan=world.plan, name="市民の利便性", order=0)
    EffectRating.objects.create(
        measure=world.measure, effect_kind=kind, mark=EffectRating.Mark.values[0]
    )
    write_edition(world.plan, effective_on=date(2023, 5, 1), by="事務局")
    PlanEdition.objects.update(published_on=BEGUN)
    return world


def revise(world) -> PlanEdition:
    """A revision takes effect; nobody has said yet from when it is public."""
    lead = key_of_division(world.plan, "情報課")
    tag = {"first_day": None, "last_day": None}
    lines = [
        renamed("I-1-1", "施策I-1-1", "カナリアの名"),
        new_target("I-1-1", "77.25"),
        change("measure_tags", (("I-1-1",), "national", "カナリアの区分", ""), after=tag),
        *new_measure("I-1-3", key_of_direction(world.plan), [lead]),
    ]
    decided(world.plan, world.people["secretariat"], *lines)
    (edition,) = apply_due(DAY).editions
    assert Measure.objects.filter(name="カナリアの名").exists()
    return edition


def told(addresses: list[str], client: Client | None = None) -> dict[str, str]:
    caches["public"].clear()  # what a minute does
    client = client or Client()
    answers = {each: client.get(each) for each in addresses}
    assert {each: answer.status_code for each, answer in answers.items()} == dict.fromkeys(
        answers, 200
    )
    return {each: answer.content.decode() for each, answer in answers.items()}


def seen(texts: dict[str, str]) -> set[str]:
    return {word for word in CANARIES for text in texts.values() if word in text}


def test_nothing_of_it_is_told_before_its_day_and_all_from_then_on(city, tmp_path: Path):
    everywhere = [*PAGES, *OPEN_DATA, *API]
    before = told(API)
    edition = revise(city)
    assert seen(told(everywhere)) == set()
    assert told(API) == before
    export_site(tmp_path / "site")
    files = [each for each in (tmp_path / "site").rglob("*") if each.is_file()]
    texts = {str(each): each.read_bytes().decode(errors="ignore") for each in files}
    assert len(files) > 10 and seen(texts) == set()
    soon = timezone.localdate() + timedelta(days=1)
    PlanEdition.objects.filter(pk=edition.pk).update(published_on=soon)
    assert seen(told(everywhere)) == set()
    PlanEdition.objects.filter(pk=edition.pk).update(published_on=timezone.localdate())
    told_of = {"カナリアの名", "新しい施策I-1-3", "I-1-3", "77.25"}  # tags are not told at all
    assert seen(told(OPEN_DATA)) == seen(told(API)) == told_of
    assert Client().get("/api/v1/measures/I-1-3/").status_code == 200


def test_a_new_measure_is_not_found_meanwhile(city):
    revise(city)
    assert Client().get("/api/v1/measures/I-1-3/").status_code == 404
    assert Client().get("/api/v1/indicators/I-1-3/").status_code == 404


def test_who_is_of_the_city_hall_reads_the_plan_in_force(city, client):
    revise(city)
    client.force_login(city.people["secretariat"])
    assert {"カナリアの名", "I-1-3", "77.25"} <= seen(told(API, client))


def test_the_open_data_say_the_same_of_the_public_edition(city):
    def rows():
        source = source_on(timezone.localdate())
        plan = [
            (row.part.title, row.part.policy.title, row.part.lifetime.first_day, row.item, row.place,
             row.value, row.name, row.key, row.fiscal_year)
            for row in plan_rows(source)
        ]  # fmt: skip
        targets = [
            (
                row.part.code,
                row.indicator.key,
                row.role,
                row.fiscal_year,
                row.target.value,
                row.label,
            )
            for row in target_rows(source)
        ]
        return source.plan.title, plan, targets

    before = rows()
    revise(city)
    assert rows() == before
    assert before[1] and before[2]


@pytest.mark.parametrize("published_on", [None, date(2999, 1, 1)])
def test_a_plan_of_which_no_edition_is_public_shows_as_it_stands(city, published_on):
    PlanEdition.objects.update(published_on=published_on)
    revise(city)
    assert "カナリアの名" in told(API)["/api/v1/measures/"]
    assert public_plan(timezone.localdate()) is None


def test_it_asks_one_query_and_one_for_the_document(city, django_assert_num_queries):
    today = timezone.localdate()
    with django_assert_num_queries(1):
        assert public_plan(today) is None
    revise(city)
    with django_assert_num_queries(2):
        found = public_plan(today)
        assert [each.divisions_on(today) for each in found.measures]
    assert {each.key for each in found.indicators} == set(
        Indicator.objects.values_list("key", flat=True)
    )


def test_a_public_edition_says_what_goes_on_with_a_measure(city):
    other = Measure.objects.get(code="I-1-2")
    other.successors.set([city.measure])
    write_edition(city.plan, effective_on=date(2023, 6, 1), by="事務局")
    PlanEdition.objects.update(published_on=BEGUN)
    before = told(["/api/v1/measures/"])
    revise(city)
    assert told(["/api/v1/measures/"]) == before and '"successors":["I-1-1"]' in str(before)
