"""答弁資料: one page a measure, of a live and of a closed year."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from progress.dashboards.brief_pages import BriefYear
from progress.models import Decision, FollowUp, ProgressReport, ReviewYear
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


def brief(client, world, year: ReviewYear | None = None):
    year = year or world.year
    return client.get(reverse("progress:measure_brief", args=[year.pk, world.measure.pk]))


def words_of(answer) -> str:
    """The sheet in one line, without its time."""
    sheet = re.search(r"<article.*?</article>", answer.content.decode(), re.S).group(0)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", sheet)).split())
    return re.sub(r"令和\d+年\d+月\d+日 \d+時\d+分現在", "", text)


def test_sheet_holds_plan_years_indicators_mark_text_and_decisions(world, council):
    world.bring_to("evaluated")
    FollowUp.objects.create(
        decision=Decision.objects.get(), division=world.divisions["second"],
        what="件数を示すこと。", due=date(2024, 9, 1),
    )  # fmt: skip
    told = words_of(brief(council, world))
    for each in (
        "庁内限り", "I-1-1", "（主管課）", "会議の確認結果", "順調",
        "今後の方針：継続", "窓口の様式を見直した。", "12", "推進会議", "件数を示すこと。", "対応待ち",
    ):  # fmt: skip
        assert each in told, each


def test_years_stand_side_by_side_with_what_counted(world, council):
    world.bring_to("evaluated")
    close(world)
    later = open_next(world)
    ProgressReport.objects.filter(year=later, measure=world.measure).update(
        state="confirmed", progress=world.word("遅れ"), outlook=world.word("見直し", "outlook"),
        done="行いました。", actual_direction="運用", version=1,
    )  # fmt: skip
    shown = brief(council, world, later).context["years"]
    assert [each.label for each in shown] == ["R5", "R6", "R7"]
    assert [(each.word, each.is_current) for each in shown] == [
        ("順調", False), ("遅れ", True), ("", False),
    ]  # fmt: skip
    assert shown[1].actual == "運用"


def test_direction_beside_the_plan_says_where_it_slipped():
    assert BriefYear("R6", "導入", "検討").slipped
    assert not BriefYear("R6", "導入", "導入").slipped
    assert not BriefYear("R6", "導入", "").slipped


def test_closed_year_keeps_its_sheet_whatever_becomes_of_the_plan(world, council):
    world.bring_to("evaluated")
    close(world)
    year = ReviewYear.objects.get(pk=world.year.pk)
    before = words_of(brief(council, world, year))
    Measure.objects.filter(pk=world.measure.pk).update(name="新しい名前", summary="新しい概要")
    assert words_of(brief(council, world, year)) == before


def test_draft_decision_is_on_no_sheet(world, council, client):
    world.bring_to("confirmed")
    decision = world.decide(world.fresh(), opinion="まだ案の意見")
    decision.meeting.__class__.objects.update(settled_at=None, settled_by=None)
    client.force_login(world.people["secretariat"])
    assert "まだ案の意見" not in words_of(brief(client, world))
    decision.meeting.__class__.objects.update(
        settled_at=timezone.now(), settled_by=world.people["secretariat"]
    )
    assert "まだ案の意見" in words_of(brief(client, world))


def test_measure_page_leads_to_it_where_the_report_may_be_read(world, council):
    link = reverse("progress:measure_brief", args=[world.year.pk, world.measure.pk])
    page = reverse("progress:measure_detail", args=[world.measure.pk])
    assert link not in council.get(page).content.decode()
    assert brief(council, world).status_code == 403
    world.bring_to("submitted")
    assert link in council.get(page).content.decode()


def test_sheet_shows_the_years_that_a_page_shows_and_leads_to_all(world, council):
    world.plan.first_fiscal_year = 2010
    world.plan.save()
    world.bring_to("confirmed")
    answer = brief(council, world)
    shown = [each.label for each in answer.context["years"]]
    assert shown == ["H30", "R1", "R2", "R3", "R4", "R5", "R6", "R7"]
    text = answer.content.decode()
    assert "平成30年度（H30）より前の年度は省いています。" in text
    assert f'href="/measures/{world.measure.pk}/?years=all"' in text


def test_decisions_of_years_long_ago_stand_where_newer_ones_are_few(world, council):
    world.plan.first_fiscal_year = 2010
    world.plan.save()
    report = world.bring_to("evaluated")
    decision = report.decisions.get()
    meeting, years = decision.meeting, [2011, *range(2018, 2021)]
    for fiscal_year in years:
        report.pk, report.taken_decision = None, None
        report.year = ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, report_due=date(2099, 5, 31)
        )
        report.save(force_insert=True)
        meeting.pk, meeting.year, meeting.held_on = None, report.year, date(fiscal_year + 1, 7, 1)
        meeting.save(force_insert=True)
        decision.pk, decision.report, decision.meeting = None, report, meeting
        decision.save(force_insert=True)

    def shown() -> list[int]:
        decisions = brief(council, world).context["decisions"]
        return [each.meeting.year.fiscal_year for each in decisions]

    assert sorted(shown()) == [2018, 2019, 2020, 2023]
    Decision.objects.filter(report__year__fiscal_year=2019).delete()
    assert sorted(shown()) == [2011, 2018, 2020, 2023]
