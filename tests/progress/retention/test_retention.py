"""保存年限 of a year: set by the city, none by default; the 満了日 follows from it."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import Retention, ReviewYear
from progress.retention import verbs
from progress.retention.pages import kept_years
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.records.models import AuditRecord

FIVE = {"document_class": "総務―情報政策", "term": "years", "keep_years": 5, "starts_on": None}


def row(closed: date | None = None, **settings) -> Retention:
    at = closed and timezone.make_aware(datetime.combine(closed, datetime.min.time()))
    return Retention(year=ReviewYear(fiscal_year=2023, closed_at=at), **FIVE | settings)


@pytest.mark.parametrize(
    ("retention", "begins", "expires"),
    [
        (row(), None, None),
        (row(date(2024, 9, 30)), date(2025, 4, 1), date(2030, 3, 31)),
        (row(date(2025, 3, 31)), date(2025, 4, 1), date(2030, 3, 31)),
        (row(date(2025, 4, 1)), date(2026, 4, 1), date(2031, 3, 31)),
        (row(starts_on=date(2024, 4, 1)), date(2024, 4, 1), date(2029, 3, 31)),
        (row(starts_on=date(2024, 2, 29)), date(2024, 2, 29), date(2029, 2, 27)),
        (row(date(2024, 9, 30), term="permanent", keep_years=None), date(2025, 4, 1), None),
    ],
)
def test_year_is_kept_from_the_first_of_april_after_its_closing(retention, begins, expires):
    assert (retention.begins_on, retention.expires_on) == (begins, expires)


def test_help_page_tells_how_long_documents_are_kept(client, world):
    client.force_login(world.people["head"])
    page = client.get(reverse("measures:help")).content.decode()
    assert 'id="retention"' in page and reverse("progress:retention_list") in page


def test_it_has_expired_on_the_day_after_its_last_one():
    kept = row(date(2024, 9, 30))
    days = [date(2030, 3, 31), date(2030, 4, 1)]
    assert [kept.has_expired(day) for day in days] == [False, True]


def test_none_is_set_by_default_and_the_secretariat_sets_it_once(client, world):
    assert [each.retention for each in kept_years(timezone.localdate())] == [None]
    client.force_login(world.people["secretariat"])
    url = reverse("progress:retention_set", args=[world.year.pk])
    sent = {
        "document_class": "総務―情報政策",
        "term": "years",
        "keep_years": "５",
        "starts_on": "R7.4.1",
    }
    for _ in range(2):  # a double click is one
        assert client.post(url, sent | {"as_of": ""}).url == reverse("progress:retention_list")
    page = client.get(reverse("progress:retention_list")).content.decode()
    assert "総務―情報政策" in page
    assert "令和12年3月31日" in page
    records = AuditRecord.objects.filter(table_name="progress_retention")
    assert [each.actor_id for each in records] == [str(world.people["secretariat"].pk)]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"document_class": ""}, "文書分類を入力してください。"),
        ({"keep_years": ""}, "年数（1から100まで）は"),
        ({"keep_years": "0"}, "年数（1から100まで）は"),
        ({"term": "permanent"}, "年数（1から100まで）は"),
        ({"term": ""}, "保存期間を選んでください。"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_kept(client, world, sent, told):
    client.force_login(world.people["secretariat"])
    filled = {"document_class": "総務", "term": "years", "keep_years": "5"} | sent
    page = client.post(reverse("progress:retention_set", args=[world.year.pk]), filled)
    assert told in page.content.decode()
    assert not Retention.objects.exists()


def test_only_the_secretariat_sets_it_and_a_closed_year_takes_it_too(world):
    ReviewYear.objects.update(closed_at=timezone.now())
    for role in ("head", "reporter", "council", "executive", "administrator"):
        with pytest.raises(NotAllowed):
            verbs.set_retention(world.year, by=world.people[role], as_of=None, **FIVE)
    verbs.set_retention(world.year, by=world.people["secretariat"], as_of=None, **FIVE)
    assert Retention.objects.get().keep_years == 5


def test_who_read_an_older_state_is_told_and_changes_nothing(world):
    first = verbs.set_retention(world.year, by=world.people["secretariat"], as_of=None, **FIVE)
    with pytest.raises(Conflict):
        told = FIVE | {"keep_years": 10}
        verbs.set_retention(world.year, by=world.people["secretariat"], as_of=None, **told)
    told = FIVE | {"keep_years": 3}
    verbs.set_retention(world.year, by=world.people["secretariat"], as_of=first.at, **told)
    assert Retention.objects.get().keep_years == 3
