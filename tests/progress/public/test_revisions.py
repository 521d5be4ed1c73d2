"""計画の改定 for citizens: nothing before its 公表日, and from then on what the plan prints."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from progress.models import PlanEdition, PlanRevision
from progress.revisions.comparison_pages import paper_of
from progress.revisions.effect_verbs import apply_due, publish
from progress.revisions.public_table import public_table_of
from tests.progress.open_data.published import publish as publish_year
from tests.progress.public.test_tables import reading_views
from tests.progress.public.test_withheld_revisions import files_of, readable
from tests.progress.revisions.drafts import (
    BEGUN,
    DAY,
    change,
    decided,
    in_force,
    key_of_direction,
    key_of_division,
    new_measure,
    new_target,
    renamed,
)

migration = import_module("progress.migrations.0021_fill_public_tables")
LIST = "/public/revisions/"
PUBLIC = ("カナリアの名", "新しい施策I-1-3", "77.25")
REMARKS = ("カナリアの定義", "カナリアの別表記", "カナリアの該当箇所")


@pytest.fixture
def revised(world) -> PlanRevision:
    """A decided revision, also of what no plan prints."""
    publish_year(world)
    in_force(world.plan)
    PlanEdition.objects.update(published_on=BEGUN)
    lead = key_of_division(world.plan, "情報課")
    lines = [
        renamed("I-1-1", "施策I-1-1", "カナリアの名"),
        new_target("I-1-1", "77.25"),
        change("indicators", ("I-1-1",), "definition", "", "カナリアの定義"),
        change("measures", ("I-1-1",), "source", "", "カナリアの該当箇所"),
        *new_measure("I-1-3", key_of_direction(world.plan), [lead]),
    ]
    revision = decided(world.plan, world.people["secretariat"], *lines)
    return revision if isinstance(revision, PlanRevision) else PlanRevision.objects.get()


def set_day(revision: PlanRevision, world, days: int) -> None:
    revision.refresh_from_db()
    by, day = world.people["secretariat"], timezone.localdate() + timedelta(days=days)
    publish(revision, by=by, version=revision.version, published_on=day)


def shown(revision: PlanRevision) -> tuple[int, str]:
    caches["public"].clear()
    answer = Client().get(f"{LIST}{revision.pk}/")
    listed = Client().get(LIST).content.decode()
    return answer.status_code, listed + answer.content.decode()


def told_in(text: str) -> set[str]:
    return {word for word in (*PUBLIC, *REMARKS) if word in text}


@pytest.mark.parametrize("takes_effect", [False, True])
def test_it_is_told_from_its_day_on_and_what_is_printed_alone(world, revised, takes_effect):
    if takes_effect:
        apply_due(DAY)
    assert shown(revised)[0] == 404 and told_in(shown(revised)[1]) == set()
    set_day(revised, world, 1)
    assert shown(revised)[0] == 404 and told_in(shown(revised)[1] + readable()) == set()
    set_day(revised, world, 0)
    status, text = shown(revised)
    assert status == 200 and told_in(text) == set(PUBLIC)
    assert paper_of(revised).summary.line in text and "<u>" in text
    with reading_views():
        assert shown(revised) == (200, text)


def test_it_stands_in_the_static_site(world, revised, tmp_path: Path):
    set_day(revised, world, 1)
    assert (
        told_in(b"".join(files_of(tmp_path / "before").values()).decode(errors="ignore")) == set()
    )
    set_day(revised, world, 0)
    files = files_of(tmp_path / "site")
    [own] = [text for name, text in files.items() if f"revisions/{revised.pk}/" in name]
    assert told_in(own.decode()) == set(PUBLIC)


def test_a_slip_has_no_summary_of_nothing(revised):
    told = public_table_of(revised)
    assert told["line"] and told["parts"]
    revised.kind = PlanRevision.Kind.SLIP
    told = public_table_of(revised)
    assert (told["line"], told["parts"]) == ("", []) and told["rows"]


@pytest.mark.parametrize("applied", [False, True])
def test_a_day_of_before_tables_were_kept_gets_its_table_once(world, revised, applied):
    if applied:
        apply_due(DAY)
    set_day(revised, world, 1)
    kept = PlanRevision.objects.get().public_table
    PlanRevision.objects.update(public_table=None)
    for _ in range(2):
        migration.fill_public_tables(apps, None)
        assert PlanRevision.objects.get().public_table == kept
        PlanRevision.objects.update(title="別の名称")  # what stands is not made again


def test_a_revision_without_a_day_gets_none(revised):
    migration.fill_public_tables(apps, None)
    assert PlanRevision.objects.get().public_table is None
