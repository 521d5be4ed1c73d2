"""The page of the office's calendar, and what it does to the deadlines of other divisions."""

from datetime import date

import pytest
from django.urls import reverse

from progress.models import Contribution, ReviewYear
from progress.workflow.refusals import NotAllowed
from progress.year import office_day_verbs
from sakado_dx.organization.models import OfficeDay
from sakado_dx.records.models import AuditRecord

URL = "progress:office_day_list"


@pytest.fixture
def year(world) -> ReviewYear:
    ReviewYear.objects.update(opened_on=date(2026, 4, 1), report_due=date(2026, 5, 29))
    return ReviewYear.objects.get()


def part() -> Contribution:
    return Contribution.objects.with_report().get()


def test_part_is_due_five_open_days_before_the_lead_and_its_extension(world, year):
    assert part().due == date(2026, 5, 22)
    year.extensions.create(
        division=world.divisions["lead"], report_due=date(2026, 6, 12), reason="災害対応"
    )
    assert part().due == date(2026, 6, 5)


def test_part_is_not_due_before_the_year_takes_reports(year):
    ReviewYear.objects.update(opened_on=date(2026, 5, 27))
    assert part().due == date(2026, 5, 27)


def test_day_that_the_secretariat_closes_moves_the_deadline_and_stands_in_the_record(
    client, world, year
):
    client.force_login(world.people["secretariat"])
    sent = {"day": "Ｒ８．５．２５", "kind": "closed", "name": "庁舎の停電"}
    for _ in range(2):  # a double click is one
        answer = client.post(reverse("progress:office_day_add"), sent)
        assert answer.url == reverse(URL)
    row = OfficeDay.objects.get()
    assert (row.day, row.is_closed, row.name) == (date(2026, 5, 25), True, "庁舎の停電")
    assert part().due == date(2026, 5, 21)
    page = client.get(reverse(URL)).content.decode()
    assert "関係課の回答期限：令和8年5月21日" in page
    client.post(reverse("progress:office_day_restore", args=[row.pk]))
    assert part().due == date(2026, 5, 22)
    records = AuditRecord.objects.filter(table_name="organization_officeday").order_by("pk")
    assert [(each.operation, each.actor_id) for each in records] == [
        ("insert", str(world.people["secretariat"].pk)),
        ("delete", str(world.people["secretariat"].pk)),
    ]


def test_day_that_is_closed_or_open_by_rule_is_told_so(client, world):
    client.force_login(world.people["secretariat"])
    for kind, day, sentence in (
        ("closed", "R8.5.6", "令和8年5月6日は、もともと閉庁日（振替休日）です。"),
        ("open", "R8.5.7", "令和8年5月7日は、もともと開庁日です。"),
    ):
        sent = {"day": day, "kind": kind, "name": "休日"}
        page = client.post(reverse("progress:office_day_add"), sent).content.decode()
        assert sentence in page and f'value="{day}"' in page
    assert not OfficeDay.objects.exists()


def test_day_that_is_kept_otherwise_is_not_replaced(world):
    OfficeDay.objects.create(day=date(2026, 6, 1), name="市制施行記念日")
    other = OfficeDay(day=date(2026, 6, 1), name="停電")
    with pytest.raises(NotAllowed, match="令和8年6月1日は既に登録されています。"):
        office_day_verbs.change_office_day(other, by=world.people["secretariat"])
    assert OfficeDay.objects.get().name == "市制施行記念日"


def test_staff_read_the_calendar_and_only_the_secretariat_changes_it(client, world):
    client.force_login(world.people["reporter"])
    page = client.get(reverse(URL)).content.decode()
    assert "国民の祝日" in page and "登録する" not in page
    with pytest.raises(NotAllowed):
        office_day_verbs.restore_office_day(1, by=world.people["reporter"])
