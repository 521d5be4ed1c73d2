"""The finding, the addresses and the table beside a picture."""

import re
from datetime import date
from decimal import Decimal

import pytest

from progress.charts.cache import stamp
from progress.charts.context import chart_context, policies_chart_context
from progress.charts.indicator import indicator_chart
from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.shares import WAITING
from tests.progress.indicators import (
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    RPA,
    UPTIME,
    done,
    figures,
    milestone,
    number,
    policy_counts,
    reported,
)

YEARS = [R5, R6, R7, R8, R9]


def context(facts, values, until=R7, **more):
    return chart_context(facts, values, YEARS, 7, 3, until=until, **more)


def table(facts, values, until=R7):
    made = context(facts, values, until)
    return [made["headers"], *made["rows"]]


def test_the_finding_is_that_of_the_review_year_and_names_the_indicator():
    made = context(RPA, figures(R5=19, R6=20, R7=25))
    assert made["finding"] == (
        "件数：実績25業務。R7年度の目安24.5業務に到達しています。R9年度の目標30業務に対しては83.3%です。"
    )
    assert made["alt"] == f"棒グラフ。令和5年度から令和9年度まで。{made['finding']}"


def test_the_pictures_are_named_in_their_three_sizes():
    made = context(RPA, {})
    stamped = stamp(indicator_chart(RPA, {}, YEARS, until=R7))
    assert made["wide_url"] == f"/indicators/7/chart/3/wide/{stamped}.svg"
    assert made["narrow_url"] == f"/indicators/7/chart/3/narrow/{stamped}.svg"
    assert made["small_url"] == f"/indicators/7/chart/3/small/{stamped}.svg"
    assert (made["width"], made["height"]) == (720, 350)
    assert (made["narrow_width"], made["narrow_height"]) == (328, 310)
    assert context(RPA, {}, pending=True)["wide_url"].endswith(f"/wide/{stamped}.svg?pending=1")


def test_the_address_changes_with_what_the_picture_shows_and_with_nothing_else():
    urls = {context(RPA, figures(R5=value))["wide_url"] for value in (19, "19.0", 20)}
    urls.add(context(RPA, figures(R5=19, R9=30))["wide_url"])  # a later year's figure
    assert len(urls) == 2


def test_the_table_tells_zero_blank_words_and_years_to_come_apart():
    values = {**figures(R5=0), R6: Figure(R6, "not_yet_measured")}
    assert table(number((R6, 8), unit="施設"), values) == [
        ["年度", "目標（施設）", "実績（施設）", "達成率", "判定"],
        ["R5", "―", "0", "―", "判定前"],
        ["R6", "8", "測定前", "―", "測定前"],
        ["R7", "8（R6の目標を継続）", "未報告", "―", "未報告"],
        ["R8", "8（R6の目標を継続）", "―", "―", "―"],
        ["R9", "8（R6の目標を継続）", "―", "―", "―"],
    ]


def test_milestones_table_says_when_it_is_due_and_was_done():
    values = {R6: done(R6, False), R7: done(R7, on=date(2025, 6, 30))}
    made = context(milestone(R6), values)
    assert [made["headers"], *made["rows"]] == [
        ["年度", "期限", "実績", "判定"],
        ["R5", "―", "―", "期限前"],
        ["R6", "期限", "まだ達成していない", "未達成"],
        ["R7", "―", "達成（令和7年6月30日）", "期限後達成（R7）"],
        ["R8", "―", "―", "―"],
        ["R9", "―", "―", "―"],
    ]
    assert made["alt"].startswith(
        "期限と達成を示す年度の線。令和5年度から令和9年度まで。導入：期限はR6年度です。"
    )
    assert (made["is_words"], made["is_empty"]) == (True, False)


def test_words_table_has_all_words_of_each_year():
    facts, said = IndicatorFacts("待ち時間", "", "qualitative"), "短くなった。" * 200
    made = context(facts, {R5: Figure(R5, "reported", words=said)}, until=R6)
    assert [made["headers"], *made["rows"]] == [["年度", "記載"], ["R5", said], ["R6", "未報告"]]
    assert made["alt"].startswith("年度ごとの記載。")


@pytest.mark.parametrize("facts", [RPA, milestone(), IndicatorFacts("言葉", "", "qualitative")])
def test_an_indicator_without_any_figure_has_nothing_to_draw(facts):
    assert context(facts, {R5: Figure(R5, "being_compiled")})["is_empty"]


def test_a_bound_near_100_is_told_as_points():
    assert context(UPTIME, figures(R5=100))["alt"].startswith("点グラフ（縦軸の途中を省略）。")


def test_the_table_gives_the_pace_and_says_what_a_rate_is_towards():
    assert table(RPA, figures(R5=19, R6=20), until=R6)[:3] == [
        ["年度", "目標（業務）", "目安", "実績（業務）", "達成率", "判定"],
        ["R5", "19", "―", "19", "100.0%", "達成"],
        ["R6", "―", "21.75", "20", "66.7%（R9の目標に対し）", "目安に未到達（参考）"],
    ]


def test_an_annual_minimum_and_an_expansion_say_their_bound():
    assert [row[1] for row in table(UPTIME, {}, until=R5)[1:]] == ["99.9以上"] * 5
    assert table(CLOUD, figures(R5=3, R6=5), until=R6) == [
        ["年度", "当初値（件）", "実績（件）", "判定"],
        ["R5", "3", "3", "達成"],
        ["R6", "3を上回る", "5", "達成"],
        ["R7", "3を上回る", "―", "―"],
        ["R8", "3を上回る", "―", "―"],
        ["R9", "3を上回る", "―", "―"],
    ]


SUM = {"measured_as": "period_total", "first_fiscal_year": R5, "last_fiscal_year": R9}


def test_sum_over_the_period_stands_beside_the_amounts_and_is_what_a_target_is_met_by():
    """福知山市 第6次行政改革: 4,533 of 3,297."""
    facts = number((R9, 3297), unit="百万円", **SUM)
    values = figures(R5=800, R6=850, R7=891, R8=900, R9=1092)
    made = context(facts, values, until=R9)
    assert [made["headers"], made["rows"][0], made["rows"][-1]] == [
        ["年度", "目標（百万円）", "目安", "実績（百万円）", "累計（百万円）", "達成率", "判定"],
        ["R5", "―", "659.4", "800", "800", "24.3%（R9の目標に対し）", "目安に到達"],
        ["R9", "3,297", "―", "1,092", "4,533", "137.5%", "達成"],
    ]
    assert made["note"] == (
        "目標と目安は、計画期間の累計と比べます。図の棒も、その年度までの累計です。"
    )


def test_sum_that_lacks_years_is_at_least_what_it_is():
    facts = number((R9, 50), **SUM)
    rows = table(facts, {**figures(R5=9, R7=5), R6: Figure(R6, "being_compiled")}, until=R7)
    assert [row[4] for row in rows[1:]] == ["9", "―", "14以上", "―", "―"]


def test_a_figure_that_is_not_settled_says_so():
    rows = table(RPA, {R5: reported(R5, 19, certainty="estimate")}, until=R5)
    assert rows[1][2] == "19（見込）"


def test_figures_of_later_years_are_not_listed():
    assert table(RPA, figures(R5=19, R6=20), until=R5)[2][3] == "―"


def test_the_note_names_an_assumed_year_and_a_measured_baseline():
    facts = number(
        Target(R4, Decimal(40), role="baseline", source="市民意識調査"),
        Target(R9, Decimal(100), year_assumed=True),
        unit="%",
    )
    assert context(facts, {})["note"] == (
        "目標の年度は計画に明記がなく、計画の最終年度（R9）とみなしています。"
        "達成率は現状値40%（R4、出典：市民意識調査）から数えています。"
    )
    assert context(RPA, {})["note"] == ""


def test_the_note_says_where_earlier_years_are_left_out():
    told = "R7より前の年度は、それぞれの年度の画面の図にあります。"
    made = chart_context(RPA, {}, range(2020, 2034), 7, 3, until=2033)
    assert (made["note"], made["rows"][0][0]) == (told, "R7")
    assert chart_context(RPA, {}, range(2025, 2034), 7, 3, until=2033)["note"] == ""


def test_the_note_tells_revised_targets_beside_those_that_they_replaced():
    facts = number(
        Target(R5, Decimal(60)), Target(R8, Decimal(70)), Target(R9, Decimal(70)),
        Target(R8, Decimal(65), applies_from=R7), Target(R9, Decimal(65), applies_from=R7),
        Target(R8, None, applies_from=R9, withdrawn=True), unit="%",
    )  # fmt: skip
    lowered = "R8・R9の目標は、R7の見直しで65%です（見直し前は70%）。"
    assert context(facts, {}, until=R6)["note"] == ""
    assert context(facts, {}, until=R8)["note"] == lowered
    assert context(facts, {}, until=R9)["note"] == (
        f"{lowered}R8の目標は、R9の見直しで取り下げました（見直し前は65%）。"
    )


def policies(*meanings, **more):
    counts = [policy_counts(n, f"方針{n}", each) for n, each in enumerate(meanings, start=1)]
    return policies_chart_context(counts, 3, fiscal_year=R7, level="基本方針", **more)


def test_the_finding_over_all_policies_counts_the_unreported_too():
    made = policies({"done": 1, "on_track": 3, "": 2}, {"ahead": 2, "late": 1, "suspended": 1})
    assert made["finding"] == "10件のうち、順調・完了は6件、遅れのあるものは1件、未報告は2件です。"
    assert made["alt"] == f"積み上げ横棒グラフ。令和7年度、基本方針別の進捗。{made['finding']}"


def test_a_year_without_any_report_is_no_year_of_zeros():
    assert policies({"": 3})["finding"] == "3件すべてが未報告です。"
    assert policies()["finding"] == "報告の対象となる施策はありません。"


def test_year_in_progress_is_told_by_ranges_and_never_as_a_year():
    made = policies({"done": 1, "on_track": 3, WAITING: 2}, {"late": 1, WAITING: 3})
    assert (
        made["finding"]
        == "10件中5件を集計した途中で、順調・完了は4〜9件、遅れのあるものは1〜6件です。"
    )
    assert policies({WAITING: 3})["finding"] == "3件すべてが確認前です。"


def test_the_policies_picture_gives_its_size():
    made = policies({"on_track": 3}, pending=True)
    assert re.fullmatch(r"/years/3/policies-wide/\w{16}\.svg\?pending=1", made["wide_url"])
    assert (made["width"], made["narrow_width"]) == (720, 328)
    assert 40 < made["height"] < made["narrow_height"] < 120
