"""予算と決算, from the entry to page, file, edition, 確定 and 訂正."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.corrections.pages import places_of
from progress.dashboards.amounts_pages import amounts_of
from progress.editions.exporting import year_file
from progress.entry import verbs as entry
from progress.models import Correction, ProgressReport, ReviewYear
from progress.publication import verbs as publication
from progress.reading.years import edition_of
from progress.workflow.refusals import Incomplete, NotAllowed
from tests.progress.closing import close_year

YESTERDAY = timezone.localdate() - timedelta(days=1)
MONEY = {
    "budget_name": "窓口改善事業", "budget_scope": "全額", "initial_budget": 1000,
    "revised_budget": 1200, "settled_amount": 900, "carried_over": 100, "funding": "一般財源",
}  # fmt: skip


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def evaluated(world, **money) -> ProgressReport:
    """The world's report with its amounts, evaluated."""
    world.bring_to("evaluated")
    ProgressReport.objects.filter(pk=world.report.pk).update(**(money or MONEY))
    return world.fresh()


def close(world) -> None:
    left = world.year.reports.exclude(state="evaluated")
    reasons = {each.pk: "災害対応" for each in left}
    close_year(year_of(world), by=world.people["secretariat"], reasons=reasons)


def set_accounts_day(world, day: date) -> None:
    publication.set_days(
        year_of(world), by=world.people["secretariat"], days={"accounts_on": day}, reason="議会"
    )


def line_of(world) -> dict[str, str]:
    """The report's first line of the year's CSV."""
    text = year_file(year_of(world), "csv")[1].decode("utf-8-sig")
    return next(iter(csv.DictReader(io.StringIO(text))))


def in_json(world) -> dict:
    return json.loads(year_file(year_of(world), "json")[1])["reports"][0]


def propose(world, place: str, after, kind: str = "correct") -> Correction:
    return corrections.propose_correction(
        world.fresh(), by=world.people["secretariat"], kind=kind, place=place, after=after,
        reason="決算の認定",
    )  # fmt: skip


def confirm(world, correction: Correction) -> None:
    fresh = Correction.objects.select_related("report__year__plan").get(pk=correction.pk)
    corrections.confirm_correction(fresh, by=world.people["second_secretariat"])


def test_amounts_are_entered_checked_and_handed_in(client, world):
    client.force_login(world.people["head"])
    url = reverse("progress:report_edit", args=[world.report.pk])
    words = {
        "progress": world.word("順調").pk, "outlook": world.word("継続", "outlook").pk,
        "done": "様式を見直した。", f"result-{world.indicator.pk}-value": "12", "version": 0,
    }  # fmt: skip
    client.post(url, words | {"settled_amount": "９００"})
    report = world.fresh()
    with pytest.raises(Incomplete) as refused:
        entry.submit(report, by=world.people["head"], version=report.version)
    assert [each.field for each in refused.value.missing] == ["budget_name", "budget_scope"]
    client.post(url, words | MONEY | {"version": report.version})
    check = client.get(reverse("progress:report_check", args=[world.report.pk])).content.decode()
    assert "窓口改善事業" in check and "900（見込）" in check
    fresh = world.fresh()
    assert {name: getattr(fresh, name) for name in MONEY} == MONEY
    entry.submit(fresh, by=world.people["head"], version=fresh.version)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"budget_scope": "一部"}, "report_budget_scope_known"),
        ({"budget_name": ""}, "report_amounts_name_their_budget"),
        ({"budget_scope": ""}, "report_amounts_name_their_budget"),
        ({"carried_over": 1300}, "report_carried_within_budget"),
        ({"revised_budget": None, "carried_over": 1001}, "report_carried_within_budget"),
    ],
)
def test_database_refuses_amounts_that_contradict_each_other(world, change, constraint):
    evaluated(world)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProgressReport.objects.filter(pk=world.report.pk).update(**change)


def test_file_tells_the_estimate_until_the_day_and_the_share_spent(world):
    evaluated(world)
    named = (
        "予算事業名",
        "全額・内数・再掲",
        "決算額（千円）",
        "決算額の確からしさ",
        "執行率（％）",
    )
    own = (
        "budget_name",
        "budget_scope",
        "settled_amount",
        "settled_amount_certainty",
        "share_spent",
    )
    assert [line_of(world)[name] for name in named] == [
        "窓口改善事業", "全額", "900", "見込", "75",
    ]  # fmt: skip
    assert [in_json(world)[name] for name in own] == ["窓口改善事業", "全額", 900, "estimate", "75"]
    set_accounts_day(world, YESTERDAY)
    assert line_of(world)["決算額の確からしさ"] == "確定"
    ProgressReport.objects.filter(pk=world.report.pk).update(budget_scope="内数")
    assert (line_of(world)["執行率（％）"], in_json(world)["share_spent"]) == ("", None)


def test_closed_year_keeps_its_estimate_until_it_is_settled(world, client):
    evaluated(world)
    close(world)
    before = year_file(year_of(world), "csv")
    set_accounts_day(world, YESTERDAY)
    assert year_file(year_of(world), "csv") == before
    place = places_of(world.fresh())["settled_amount"]
    assert (place.shown, place.may_be_settled) == ("900（見込）", True)
    confirm(world, propose(world, "settled_amount", 900, kind="settle"))
    edition = edition_of(world.fresh())
    assert (edition.report.certainty, edition.report.amounts["settled_amount"]) == ("settled", 900)
    [line] = edition.errata
    assert (line.before, line.after) == ("900（見込）", "900")
    assert line_of(world)["決算額の確からしさ"] == "確定"
    assert not places_of(world.fresh())["settled_amount"].may_be_settled
    client.force_login(world.people["council"])
    address = reverse("progress:measure_year", args=[world.year.pk, world.measure.pk])
    assert "決算額（千円）：900<br>" in client.get(address).content.decode()


def test_accounts_are_not_settled_before_their_day_nor_is_any_other_amount(world):
    evaluated(world)
    with pytest.raises(NotAllowed, match="決算認定日"):
        propose(world, "settled_amount", 800, kind="settle")
    set_accounts_day(world, YESTERDAY)
    with pytest.raises(NotAllowed, match="決算認定日"):
        propose(world, "initial_budget", 800, kind="settle")
    confirm(world, propose(world, "settled_amount", 800, kind="settle"))
    assert world.fresh().settled_amount == 800


def test_correction_that_amounts_could_not_stand_with_is_refused(world):
    evaluated(world)
    with pytest.raises(ValidationError, match="予算事業名を入力"):
        propose(world, "budget_name", "")
    with pytest.raises(ValidationError, match="超えています"):
        propose(world, "carried_over", 1201)
    lower, more = propose(world, "revised_budget", 300), propose(world, "carried_over", 1100)
    confirm(world, lower)
    with pytest.raises(NotAllowed, match="超えています"):
        confirm(world, more)
    confirm(world, propose(world, "budget_scope", "内数"))
    assert (world.fresh().budget_scope, world.fresh().carried_over) == ("内数", 100)


def test_page_adds_the_whole_and_tells_what_it_leaves_out(world, client):
    evaluated(world)
    other = world.year.reports.exclude(pk=world.report.pk)
    words = {"progress": world.word("順調"), "outlook": world.word("継続", "outlook"), "done": "x"}
    part = words | {"budget_name": "窓口改善事業", "budget_scope": "内数", "initial_budget": 7000}
    other.update(**part, state="confirmed", version=1)
    client.force_login(world.people["other"])
    address = reverse("progress:year_amounts", args=[world.year.pk])
    page = client.get(address).content.decode()
    assert '合計から<a href="#left-out">1件</a>を除いています（内数1件）。' in page
    assert '<td class="num" data-label="当初予算額（千円）">1,000</td>' in page
    assert "900（見込を含む）" in page and "8,000" not in page
    assert "途中" not in page
    other.update(state="submitted")
    page = client.get(address).content.decode()
    assert "（2件中1件を確認、途中）" in page
    assert amounts_of(year_of(world)).left_out == []
    assert len(amounts_of(year_of(world), pending=True).left_out) == 1
    dashboard = client.get(reverse("progress:dashboard", args=[world.year.pk])).content.decode()
    assert f'href="{address}"' in dashboard


def test_page_is_the_same_live_and_closed_and_asks_a_fixed_number_of_queries(world):
    evaluated(world)
    with CaptureQueriesContext(
        connection,
    ) as live:
        before = amounts_of(year_of(world))
    close(world)
    with CaptureQueriesContext(connection) as kept:
        after = amounts_of(year_of(world))
    assert (len(live), len(kept)) == (8, 2)  # the year itself is one
    assert [each.amounts for each in before.lines] == [each.amounts for each in after.lines]
    assert before.total == after.total
    assert after.lines[0].url == reverse(
        "progress:measure_year", args=[world.year.pk, world.measure.pk]
    )


def test_history_takes_amounts_with_their_budget_alone(world, tmp_path):
    ReviewYear.objects.filter(pk=world.year.pk).update(fiscal_year=2024)
    head = "年度,施策番号,進捗,取り組んだこと,今後の方針,予算事業名,全額・内数・再掲,決算額（千円）"
    file = tmp_path / "history.csv"

    def load(cells: str) -> None:
        file.write_text(f"{head}\r\nR5,I-1-1,順調,見直した。,継続,{cells}\r\n", encoding="cp932")
        call_command("load_history", str(file), by="secretariat", reason="移行")

    with pytest.raises(CommandError) as refused:
        load(",,900")
    assert "予算事業名を入力してください" in str(refused.value)
    load("窓口改善事業,内数,900")
    kept = ProgressReport.objects.get(year__fiscal_year=2023)
    assert (kept.budget_name, kept.budget_scope, kept.settled_amount) == (
        "窓口改善事業", "内数", 900,
    )  # fmt: skip
