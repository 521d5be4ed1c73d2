"""The dashboard's figures of the demonstration, computed a second time from its exports alone."""

import io
import json
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from django.core.management import call_command

from progress.charts.sources import chart_of_policies
from progress.editions import verbs as editions
from progress.editions.exporting import year_file
from progress.judging.shares import Share
from progress.models import ReviewYear
from progress.reading.before import years_before
from progress.reading.dashboard import dashboard_of
from progress.reading.heat_map import heat_map
from progress.reading.rows import counted_states
from progress.reading.years import read_year
from sakado_dx.organization.models import User

GOOD = ["計画より進んでいる", "順調", "完了"]
LEFT_OUT = ["休止", "中止", "統合", "評価対象外"]
MET = r"^(?:達成|期限内達成|期限後達成)"

pytestmark = pytest.mark.one_database  # what is computed here, every database stores alike


@pytest.fixture
def years(sakado_plan):
    call_command("demo_years", verbosity=0)
    return list(ReviewYear.objects.select_related("plan").order_by("fiscal_year"))


def lines_of(year: ReviewYear, *, pending: bool = False) -> pd.DataFrame:
    content = year_file(year, "csv", pending=pending)[1].decode("utf-8-sig")
    return pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)


def measures_in(lines: pd.DataFrame) -> pd.DataFrame:
    """One line a measure, with `judged` and `good` as a reader of the file would say."""
    rows = lines.drop_duplicates("番号").copy()
    rows["judged"] = (rows["進捗"] != "") & ~rows["進捗"].isin(LEFT_OUT)
    rows["good"] = rows["進捗"].isin(GOOD)
    return rows


@pytest.mark.parametrize("pending", [False, True])
def test_cards_policies_heat_map_and_chart_agree_with_the_file(years, pending):
    """In both positions of the switch 確定前を含む; the year in progress again once it is closed,
    with reports that are only submitted."""
    for year in years:
        assert_file_agrees(year, pending)
    assert years[-1].reports.filter(state="submitted").exists()
    assert_file_agrees(closed(years[-1]), pending)


def closed(year: ReviewYear) -> ReviewYear:
    left = year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    secretary = User.objects.get(username="secretariat1")
    editions.close_year(year, by=secretary, reasons=dict.fromkeys(left, "災害対応"))
    return ReviewYear.objects.select_related("plan").get(pk=year.pk)


def assert_file_agrees(year: ReviewYear, pending: bool) -> None:
    lines = lines_of(year, pending=pending)
    assert set(lines["集計の対象"]) == {"確定前を含む" if pending else "確認済みだけ"}
    rows = measures_in(lines)
    before = years_before(year, pending=pending)
    board = dashboard_of(read_year(year, pending=pending).rows, before)
    blank = (rows["進捗"] == "").sum()
    assert board.share == Share(
        good=rows["good"].sum(),
        judged=rows["judged"].sum(),
        left_out=rows["進捗"].isin(LEFT_OUT).sum(),
        waiting=blank if year.is_open else 0,
        missing=0 if year.is_open else blank,
    )
    own = lines[
        (lines["実績を入力する施策"] == lines["番号"])
        & lines["番号"].isin(rows[rows["進捗"] != ""]["番号"])
    ]
    met = own["判定"].str.match(MET)
    assert board.met == met.sum()
    assert board.decided == (met | (own["判定"] == "未達成")).sum()
    counts = rows.groupby(["基本方針", "進捗"]).size().to_dict()
    assert counts == {
        (each.policy.title, word.word.replace("確認前", "")): number
        for each in board.policies
        for word, number in each.words.items()
    }
    drawn = chart_of_policies(year, counted_states(pending))
    assert counts == {
        (f"{bar.label} {bar.name}", "" if word in ("未報告", "確認前") else word): number
        for bar in drawn.bars
        for _, word, number in bar.parts
    }
    by_policy = rows.groupby("基本方針", sort=False)[["good", "judged"]].sum()
    heat = heat_map(year.pk, year.fiscal_year, board, before)
    assert [
        (line.cells[-1].share.good, line.cells[-1].share.judged) for line in heat.lines
    ] == list(by_policy.itertuples(index=False, name=None))
    by_policy["blank"] = (rows["進捗"] == "").groupby(rows["基本方針"]).sum()
    shares = [line.cells[-1].share for line in heat.lines]
    assert [(each.rate_words, each.range_words) for each in shares] == [
        share_words(year, *each) for each in by_policy.itertuples(index=False)
    ]


def share_words(year: ReviewYear, good: int, judged: int, blank: int) -> tuple[str, str]:
    """Of a whole year its rate, of one in progress a range."""
    if year.is_open and blank:
        return "", f"{good}〜{good + blank}件"
    return rate_words(good, judged), f"{good}件"


def rate_words(good: int, judged: int) -> str:
    """The rate of a table, with one decimal; only all is 100 and only none is 0."""
    if not judged:
        return ""
    exact = Decimal(int(good)) * 100 / int(judged)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if exact in (0, 100):
        return f"{shown}%"
    return f"{min(max(shown, Decimal('0.1')), Decimal('99.9'))}%"


def test_rates_verdicts_and_marks_of_the_files_agree_with_themselves(years):
    for year in years:
        lines = lines_of(year)
        told = json.loads(year_file(year, "json")[1])
        assert (told["edition"] is None) is year.is_open
        marks = {each["code"]: (each["progress"], each["outlook"]) for each in told["reports"]}
        rows = measures_in(lines)
        assert marks == {
            code: (progress, outlook)
            for code, progress, outlook in rows[["番号", "進捗", "今後の方針"]].itertuples(
                index=False
            )
        }
        decided = rows[rows["採用した判定"] == "会議の確認結果"]
        assert (decided["進捗"] == decided["会議の確認結果"]).all()
        others = rows[rows["採用した判定"] == "自己評価"]
        assert (others["進捗"] == others["自己評価"]).all()
        rated = lines[(lines["達成率（％）"] != "") & (lines["目標値"] != "")]
        for actual, target, rate, verdict in rated[
            ["実績値", "目標値", "達成率（％）", "判定"]
        ].itertuples(index=False):
            exact = Decimal(actual) * 100 / Decimal(target)
            assert abs(Decimal(rate) - exact) <= Decimal("0.1")
            assert (verdict == "達成") is (Decimal(actual) >= Decimal(target))


def test_shared_indicator_stands_once_with_its_figure(years):
    for year in years:
        lines = lines_of(year)
        shared = lines[lines["指標番号"] == "II-1-1"]
        assert list(shared["実績を入力する施策"]) == ["II-1-1", "II-1-1"]
        assert list(shared["実績値"] != "") in ([True, False], [False, False])
