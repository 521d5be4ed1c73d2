"""A site for citizens alone, while a revision has taken effect that is not public."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from measures.models import Direction, Measure, MeasureDivision
from progress.management.commands.public_role import statements_for
from progress.models import PlanEdition, ProgressReport
from progress.plan_editions.writing import write_edition
from progress.public.tables import run, shown_tables
from progress.publication.published import published_year
from progress.static_site.exporting import export_site
from sakado_dx.environment import own_cache
from sakado_dx.organization.models import Division
from tests.progress.open_data.published import publish
from tests.progress.plan_editions.test_public_plan import OPEN_DATA, PAGES, revise, told
from tests.progress.public.test_tables import on_postgresql, reading_views, rows_of
from tests.progress.revisions.drafts import BEGUN, DAY

# What the revision writes, and what stands in the public edition beside what it prints.
CANARIES = ("カナリアの名", "新しい施策I-1-3", "I-1-3", "77.25", "カナリアの区分")
REMARKS = ("カナリアの注", "カナリアのよみ", "カナリアの課")


@pytest.fixture
def city(world):
    """A public year and a public edition, over which a revision took effect that is not public."""
    publish(world)
    Measure.objects.update(source="カナリアの注")
    Division.objects.update(reading="カナリアのよみ")
    soon = BEGUN + timedelta(days=9)
    later = Division.objects.create(name="カナリアの課", first_day=soon)
    MeasureDivision.objects.create(measure=world.measure, division=later, order=9, first_day=soon)
    write_edition(world.plan, effective_on=BEGUN, by="事務局")
    PlanEdition.objects.update(published_on=BEGUN)
    MeasureDivision.objects.filter(division=later).delete()
    return world


def readable() -> str:
    return "\n".join(str(rows_of(each.view)) for each in shown_tables())


def found_in(text: str) -> set[str]:
    return {word for word in (*CANARIES, *REMARKS) if word in text}


def files_of(folder: Path) -> dict[str, bytes]:
    export_site(folder)
    files = (each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}


def test_no_view_holds_what_is_not_public(city):
    assert "施策I-1-1" in str(rows_of("public_measures_measure"))
    revise(city)
    assert Measure.objects.filter(name="カナリアの名").exists()
    assert found_in(readable()) == set()
    levels = ("policy", "direction", "measure", "indicator", "indicatortarget", "measuredivision")
    assert [rows_of(f"public_measures_{each}") for each in levels] == [[]] * len(levels)
    titles = [row for row in rows_of("public_measures_plan") if city.plan.title in str(row)]
    assert titles == []
    assert city.plan.title in str(rows_of("public_progress_planedition"))
    PlanEdition.objects.update(published_on=timezone.localdate())
    assert {"カナリアの名", "I-1-3", "77.25"} <= found_in(readable())


def test_another_plan_stays_while_one_is_withheld(city, other_plan):
    revise(city)
    names = str(rows_of("public_measures_direction"))
    assert other_plan.name in names


@pytest.fixture
def other_plan(city) -> Direction:
    plan = type(city.plan).objects.create(
        title="前の計画", city="坂戸市", first_fiscal_year=2001, last_fiscal_year=2005
    )
    policy = plan.policies.create(number=1, name="前の方針")
    return policy.directions.create(number=1, name="前の方向")


def test_it_says_what_the_portal_says_without_a_login(city, tmp_path: Path):
    revise(city)
    addresses = [*PAGES, *OPEN_DATA]
    from_tables, exported = told(addresses), files_of(tmp_path / "tables")
    assert "施策I-1-1" in from_tables["/public/data/plan.csv"]
    with reading_views():
        assert told(addresses) == from_tables
        assert files_of(tmp_path / "views") == exported


def test_a_measure_that_is_not_public_is_not_counted(city):
    """「何件中何件」 told that a measure had begun."""
    counted = told(["/public/years/2023/"])
    revise(city)
    begun = ProgressReport.objects.get(measure__key="I-1-3")
    assert published_year(2023, timezone.localdate()).measures == 2
    assert told(["/public/years/2023/"]) == counted
    assert begun.pk not in {row[0] for row in rows_of("public_progress_progressreport")}
    with reading_views():
        assert published_year(2023, timezone.localdate()).measures == 2
    PlanEdition.objects.update(published_on=timezone.localdate())
    assert published_year(2023, timezone.localdate()).measures == 3


@on_postgresql
def test_so_does_the_role_of_postgresql(city, settings):
    revise(city)
    settings.CACHES = settings.CACHES | {"default": own_cache("pictures", 10)}
    from_tables = told([*PAGES, *OPEN_DATA])
    run(connection, statements_for("dx_citizens"))
    run(connection, ["SET LOCAL ROLE dx_citizens"])
    assert found_in(readable()) == set()
    with reading_views():
        assert told([*PAGES, *OPEN_DATA]) == from_tables


def withheld(world) -> PlanEdition:
    """An edition over the public one, of the plan as it stands."""
    return write_edition(world.plan, effective_on=DAY, by="事務局")


def counted() -> tuple[int, int]:
    """How many of how many the year has, the same from the tables and from the views."""
    year = published_year(2023, timezone.localdate())
    told = year and (len(year.reports), year.measures)
    with reading_views():
        alone = published_year(2023, timezone.localdate())
        assert (alone and (len(alone.reports), alone.measures)) == told
    return told


def test_a_measure_of_the_public_plan_is_counted_whatever_its_first_day(city):
    Measure.objects.filter(pk=city.measure.pk).update(first_day=DAY)
    withheld(city)
    assert counted() == (1, 2)


@pytest.mark.parametrize("first_day", [BEGUN, None])
def test_a_withheld_measure_is_not_counted_though_it_begins_before_its_revision(city, first_day):
    revise(city)
    Measure.objects.filter(key="I-1-3").update(first_day=first_day)
    assert counted() == (1, 2)


def test_of_two_revisions_of_a_day_the_public_one_is_told_and_the_later_withheld(city):
    first = revise(city)
    PlanEdition.objects.filter(pk=first.pk).update(published_on=DAY)
    later = withheld(city)
    assert later.number > first.number
    assert counted() == (1, 3)
    PlanEdition.objects.filter(pk=first.pk).update(published_on=None)
    assert counted() == (1, 2)
    PlanEdition.objects.filter(pk=later.pk).update(published_on=DAY)
    assert counted() == (1, 3)  # the newest is public, and with it what the first began


def test_what_is_published_stays_though_no_public_edition_has_it(city):
    withheld(city)
    Measure.objects.filter(pk=city.measure.pk).update(key="N-1", first_day=DAY)
    assert counted() == (1, 2)


def test_an_edition_that_says_nothing_lets_only_what_is_published_stand(city):
    PlanEdition.objects.create(
        plan=city.plan, number=2, effective_on=BEGUN, published_on=BEGUN, at=timezone.now()
    )
    withheld(city)
    assert counted() == (1, 1)
