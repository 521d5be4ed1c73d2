"""Acting on many reports in pages: which list a report stands in, the database says as the rule does,
and a page takes as much as any other."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.approvals import pages as approvals_pages
from progress.approvals import verbs as approvals
from progress.decisions import evaluating_pages
from progress.desk import bulk_pages
from progress.desk import verbs as desk
from progress.editions import unlock_pages, unlocking
from progress.models import ProgressReport, Publication, ReviewYear
from progress.workflow.many import Ids, Prospects
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import PAPER, World
from tests.progress.desk.test_bulk import add_measures, submit_other
from tests.progress.reading.test_kept import close

PAGES = (
    "confirm_bulk", "evaluate_bulk", "approve_bulk", "content_check_bulk", "publish_bulk", "unlock_bulk",
)  # fmt: skip


def year_of(world: World) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def both(world: World) -> Iterator[tuple[Prospects, Prospects]]:
    """Of each act the page, which hangs on what the database says, and what is said of all."""
    year = year_of(world)
    for name in ("secretariat", "second_secretariat"):
        standing = standing_of(world.people[name])
        yield (
            bulk_pages.page_to_confirm(standing, year, "1"),
            bulk_pages.to_confirm(standing, year),
        )
    user = world.people["executive"]
    yield approvals_pages.page_to_approve(year, "1"), approvals_pages.to_approve(year)
    yield approvals_pages.page_to_check(year, user, "1"), approvals_pages.to_check(year, user)
    yield evaluating_pages.page_to_evaluate(year, "1"), evaluating_pages.to_evaluate(year)
    yield unlock_pages.page_to_unlock(year, "1"), unlock_pages.to_unlock(year)


def assert_agreed(world: World) -> None:
    for page, told in both(world):
        lists = [[each.row.pk for each in getattr(told, name)] for name in Ids._fields]
        assert [list(own) for own in page.of_all] == lists
        assert [each.refusal for each in page.refused] == [each.refusal for each in told.refused]
        assert [each.row.pk for each in page.ready] == lists[0]


def steps(world: World) -> Iterator[Callable[[], object]]:
    """A report's way through a year, and beyond its closing."""
    secretary, other = world.people["secretariat"], world.people["second_secretariat"]
    yield lambda: submit_other(world, by="secretariat")
    yield lambda: world.bring_to("submitted")
    yield lambda: desk.confirm(world.fresh(), by=other, version=2)
    yield lambda: world.decide(world.fresh())
    yield lambda: desk.send_back(world.fresh(), by=secretary, version=3, reason="数値")
    yield lambda: ProgressReport.objects.filter(pk=world.report.pk).update(state="submitted")
    yield lambda: ProgressReport.objects.filter(pk=world.report.pk).update(state="evaluated")
    yield lambda: ProgressReport.objects.filter(pk=world.report.pk).update(confirmed_version=4)
    yield lambda: approvals.check_content(world.fresh(), by=world.people["executive"], version=4)
    yield lambda: approvals.approve(world.fresh(), by=secretary, version=4, **PAPER)
    yield lambda: close(world)
    yield lambda: unlocking.unlock(world.fresh(), by=secretary, version=5, reason="誤り")


def test_each_list_holds_what_the_rule_says_at_every_step(world):
    ReviewYear.objects.update(asks_approval=True)
    assert_agreed(world)
    for step in steps(world):
        step()
        assert_agreed(world)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("is_closed", [False, True])
def test_pages_take_the_same_queries_however_many_there_are(client, world, name, is_closed):
    ReviewYear.objects.update(asks_approval=True)
    who = "executive" if name == "content_check_bulk" else "secretariat"
    client.force_login(world.people[who])
    url = reverse(f"progress:{name}", args=[world.year.pk])
    few, many_more = (statements(client, world, url, number, is_closed) for number in (3, 110))
    assert few == many_more <= 15


def statements(client, world: World, url: str, number: int, is_closed: bool) -> int:
    """Of the page with so many evaluated reports and so many that are not; all is taken back."""
    with transaction.atomic():
        add_measures(world, range(number))
        ProgressReport.objects.filter(state="submitted").update(state="evaluated")
        if is_closed:
            close(world)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).context["prospects"]
        listed = len(page.ready) + len(page.refused) + len(page.done)
        assert listed <= page.page.paginator.per_page
        transaction.set_rollback(True)
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_more_fields_than_a_form_may_send(client, world, settings, name):
    """A report's tick and its version, and what the form says beside."""
    client.force_login(world.people["executive" if name == "content_check_bulk" else "secretariat"])
    page = client.get(reverse(f"progress:{name}", args=[world.year.pk])).context["prospects"].page
    assert 2 * page.paginator.per_page + 100 <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.fixture
def evaluated(client, world) -> str:
    """The address where sixty evaluated reports wait for their publication, and one does not."""
    ReviewYear.objects.update(publish_on=timezone.localdate())
    add_measures(world, range(60))
    ProgressReport.objects.filter(state="submitted").update(state="evaluated")
    ProgressReport.objects.filter(state="not_started").exclude(pk=world.report.pk).delete()
    client.force_login(world.people["secretariat"])
    return reverse("progress:publish_bulk", args=[world.year.pk])


def test_reports_of_any_page_are_published_and_listed_last(client, world, evaluated):
    second = client.get(evaluated, {"page": "2"}).context["prospects"]
    assert (len(second.ready), len(second.refused)) == (10, 1)
    assert second.numbers == {"ready": 60, "refused": 1, "done": 0}
    rows = [each.row for each in second.ready]
    data = {f"version-{row.pk}": row.version for row in rows}
    client.post(evaluated, data | {"report": [row.pk for row in rows]})
    assert {*Publication.objects.values_list("report", flat=True)} == {row.pk for row in rows}
    page = client.get(evaluated, {"page": "2"})
    last = page.context["prospects"]
    assert (last.ready, len(last.refused), len(last.done)) == ([], 1, 10)
    text = page.content.decode()
    assert "公表できる報告（50件）" in text and "<p>このページにはありません。</p>" in text
    assert "公表された報告（10件）" in client.get(evaluated).content.decode()


def test_pages_are_those_of_the_list_where_the_form_of_its_days_was_refused(
    client, world, evaluated
):
    """The form is sent to an address that has no page of its own."""
    page = client.post(reverse("progress:year_publish_on", args=[world.year.pk]), {"as_read": ""})
    assert f'href="{evaluated}?page=2"' in page.content.decode()
