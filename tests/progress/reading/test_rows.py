"""The figures of a year: rows, dashboard, the years of a measure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.dashboards.pages import target_to_actual
from progress.desk import verbs as desk
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.models import ReviewYear
from progress.reading.dashboard import dashboard_of
from progress.reading.edition import Mark, Word
from progress.reading.live_plan import measure_part
from progress.reading.measure import boxes_of
from progress.reading.reports import shown
from progress.reading.years import read_year
from progress.year import verbs as year
from sakado_dx.fiscal import format_date
from tests.progress.closing import close_year


def rows_of(world, **more):
    return read_year(ReviewYear.objects.select_related("plan").get(pk=world.year.pk), **more).rows


def test_confirmed_report_fills_its_row(world):
    world.bring_to("confirmed")
    row = rows_of(world)[0]
    assert (row.code, row.divisions, row.state, row.counts) == (
        "I-1-1",
        ("情報課", "市民課", "各課"),
        "confirmed",
        True,
    )
    assert (row.progress, row.meaning, row.outlook, row.planned) == (
        "順調",
        "on_track",
        "継続",
        "導入・運用",
    )
    assert [target_to_actual(each) for each in row.indicators] == ["目標10件 → 実績12件"]


@pytest.mark.parametrize("state", ["not_started", "draft", "returned", "submitted"])
def test_report_that_does_not_count_is_blank_not_zero(world, state):
    world.bring_to(state)
    row = rows_of(world)[0]
    assert (row.progress, row.meaning, row.actual, row.outlook) == ("", "", "", "")
    assert [target_to_actual(each) for each in row.indicators] == ["目標10件 → 未報告"]
    assert row.indicators[0].judgement.met is None


def test_zero_is_a_figure(world):
    entry_verbs.save(
        world.report,
        by=world.people["head"],
        version=0,
        fields=world.complete,
        results=world.entry("0"),
    )
    entry_verbs.submit(world.report, by=world.people["head"], version=1)
    desk.confirm(world.report, by=world.people["secretariat"], version=2)
    each = rows_of(world)[0].indicators[0]
    assert target_to_actual(each) == "目標10件 → 実績0件"
    assert (each.judgement.met, each.judgement.rate.value) == (False, Decimal("0.0"))


def test_figures_of_a_shared_indicator_follow_the_report_that_enters_them(world):
    world.bring_to("confirmed")
    other = rows_of(world)[1]
    assert (other.counts, other.indicators[0].is_entered_here) == (False, False)
    assert target_to_actual(other.indicators[0]) == "目標10件 → 実績12件"


def test_dashboard_of_a_year_begun(world):
    world.bring_to("confirmed")
    board = dashboard_of(rows_of(world))
    numbers = (board.submitted, board.share.judged, board.share.good, board.met, board.decided)
    assert numbers == (1, 1, 1, 1, 1)
    assert board.states == {"confirmed": 1, "not_started": 1}
    assert [
        (each.policy.number, {word.meaning: n for word, n in each.words.items()}, each.measures)
        for each in board.policies
    ] == [(1, {"on_track": 1, "waiting": 1}, 2)]
    assert board.attention == ()


def test_policy_without_a_rate_is_named_beside_the_headline_indicators(world):
    title = rows_of(world)[0].policy.title
    assert dashboard_of(rows_of(world)).without_headline == [title]
    world.bring_to("confirmed")
    assert dashboard_of(rows_of(world)).without_headline == []


def test_headline_is_the_indicator_with_the_lowest_rate(world):
    world.bring_to("confirmed")
    row = rows_of(world)[0]
    [own] = row.indicators
    rates = [
        replace(own.judgement.rate, value=Decimal(value)) for value in ("80", "60", "70", "60")
    ]
    rows = [
        replace(
            row,
            code=f"I-1-{at}",
            indicators=(replace(own, judgement=replace(own.judgement, rate=rate)),),
        )
        for at, rate in enumerate(rates)
    ]
    assert [each.code for each, _ in dashboard_of(rows).headline] == ["I-1-1"]


def test_dashboard_says_as_of_when_until_the_year_is_closed(client, world):
    client.force_login(world.people["council"])
    address = reverse("progress:dashboard", args=[world.year.pk])
    assert f"{format_date(timezone.localdate())} " in client.get(address).content.decode()
    assert client.get(address).context["as_of"].tzinfo is not None
    close_year(
        world.year,
        by=world.people["secretariat"],
        reasons=dict.fromkeys(world.year.reports.values_list("pk", flat=True), "災害対応"),
    )
    assert client.get(address).context["as_of"] is None


def test_suspended_measure_leaves_the_denominator(world):
    world.bring_to("confirmed")
    row = replace(rows_of(world)[0], mark=Mark(Word("休止", "suspended"), None, "division"))
    share = dashboard_of([row]).share
    assert (share.judged, share.good, share.left_out) == (0, 0, 1)


def test_late_measure_and_missed_target_stand_under_attention_with_their_reasons(world):
    fields = world.complete | {
        "progress": world.word("遅れ"),
        "progress_reason": "入札が不調だったため。",
        "actual_direction": "検討",
    }
    entry_verbs.save(
        world.report,
        by=world.people["head"],
        version=0,
        fields=fields,
        results=world.entry("4"),
    )
    entry_verbs.submit(world.report, by=world.people["head"], version=1)
    desk.confirm(world.report, by=world.people["secretariat"], version=2)
    (each,) = dashboard_of(rows_of(world)).attention
    assert each.reasons == [
        "進捗は「遅れ」です。",
        "処理件数：目標10件に対し実績4件（40.0%）。目標に届いていません。",
        "方向性が計画（導入・運用）と違い、「検討」でした。",
        "理由：入札が不調だったため。",
    ]


def test_report_that_is_late_in_coming_in_is_the_secretariats_matter(world):
    ReviewYear.objects.update(opened_on=date(2024, 4, 1), report_due=date(2024, 5, 31))
    world.bring_to("returned")
    assert dashboard_of(rows_of(world)).attention == ()


def test_years_of_a_measure_hide_what_the_reader_may_not_see(world):
    fields = {"actual_direction": "検討"}
    entry_verbs.save(world.report, by=world.people["head"], version=0, fields=fields)
    report = world.fresh()
    plan = measure_part(report.measure, report.year.last_day)
    given = [2023], plan.years, shown([report]), {report.pk: report.state}
    seen, hidden = (boxes_of(*given, ids, plan.lifetime)[0] for ids in ({report.pk}, set()))
    assert (seen.actual, seen.slipped) == ("検討", True)
    assert (hidden.actual, hidden.slipped) == ("", False)


def test_measures_page_names_the_years_before_its_beginning_after_its_end_and_before_the_portal(
    client, world
):
    """The plan runs from R5 to R7, and the portal's first year is made R6."""
    client.force_login(world.people["council"])
    address = reverse("progress:measure_detail", args=[world.measure.pk])

    def told():
        boxes = client.get(address).context["boxes"]
        return [(box.outside, box.is_in_progress) for box in boxes]

    assert told() == [("", True), ("", False), ("", False)]
    world.year.reports.filter(measure=world.measure).update(state="not_started", version=0)
    ReviewYear.objects.update(fiscal_year=2024)
    assert told() == [("ポータル導入前", False), ("", True), ("", False)]
    type(world.measure).objects.update(first_day=date(2024, 7, 1), last_day=date(2025, 3, 31))
    assert told() == [
        ("開始前（令和6年7月1日から）", False), ("", True), ("終了（令和7年3月31日まで）", False),
    ]  # fmt: skip
    page = client.get(address).content.decode()
    assert "実際：開始前（令和6年7月1日から）" in page and "令和6年度（R6）　途中" in page


def test_list_of_policies_says_why_a_measure_has_no_report(client, world):
    other = world.year.reports.exclude(pk=world.report.pk).get()
    other.measure.first_day = date(2025, 4, 1)
    other.measure.save()
    other.delete()
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:policy_list")).content.decode()
    assert "開始前（令和7年4月1日から）" in page and "対象外" not in page.split("<main")[1]


def test_words_of_no_figure_reach_the_lists(world):
    entry = {world.indicator.pk: ResultEntry(status="being_compiled")}
    entry_verbs.save(
        world.report, by=world.people["head"], version=0, fields=world.complete, results=entry
    )
    entry_verbs.submit(world.report, by=world.people["head"], version=1)
    desk.confirm(world.report, by=world.people["secretariat"], version=2)
    assert target_to_actual(rows_of(world)[0].indicators[0]) == "目標10件 → 集計中"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"state": "handed_in"}, ["I-1-1"]),
        ({"state": "unsubmitted"}, ["I-1-2"]),
        ({"progress": "good"}, ["I-1-1"]),
        ({"indicator": "met"}, ["I-1-1"]),
        ({"indicator": "missed"}, []),
        ({"attention": "on"}, []),
        ({"division": "道路課"}, ["I-1-2"]),
        ({"division": "ない課"}, ["I-1-1", "I-1-2"]),
    ],
)
def test_list_of_measures_filters_by_get(client, world, query, codes):
    world.bring_to("confirmed")
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:measure_list"), query)
    assert [row.code for row in page.context["list"].found] == codes


def test_year_that_does_not_exist_is_not_found(client, world):
    client.force_login(world.people["council"])
    assert client.get(reverse("progress:dashboard", args=[999])).status_code == 404
    assert client.get(reverse("progress:measure_list"), {"year": "999"}).status_code == 404
    assert client.get(reverse("progress:measure_list"), {"year": "x"}).status_code == 200


def test_portal_without_a_year_or_plan_says_what_comes_next(client, db):
    from tests.progress.conftest import give_role, person

    user = person("solo", "一人")
    give_role(user, "secretariat")
    client.force_login(user)
    assert "計画の読込" in client.get(reverse("progress:home"), follow=True).content.decode()
    assert client.get(reverse("progress:policy_list")).status_code == 404


def test_home_leads_to_a_year_only_when_its_reception_has_begun(client, world):
    later = year.open_year(
        world.plan,
        fiscal_year=2024,
        by=world.people["secretariat"],
        report_due=date(2099, 5, 29),
    )
    client.force_login(world.people["council"])
    home = reverse("progress:home")
    assert client.get(home).url == reverse("progress:dashboard", args=[later.pk])
    ReviewYear.objects.filter(pk=later.pk).update(opened_on="2099-02-01")
    assert client.get(home).url == reverse("progress:dashboard", args=[world.year.pk])
    ReviewYear.objects.filter(pk=world.year.pk).update(
        opened_on="2099-01-01", report_due="2099-05-01"
    )
    assert client.get(home).url == reverse("progress:dashboard", args=[later.pk])
