"""The dashboard's figures of the demonstration, computed a second time from its exports alone."""

import io
import json
import os
import re
from collections import Counter
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from urllib.parse import urljoin

import pandas as pd
import pytest
from django.db import transaction
from django.urls import reverse

from progress.charts.sources import chart_of_policies
from progress.dashboards.finding_pages import findings_in
from progress.dashboards.list_pages import indicators_of
from progress.dashboards.strip_pages import strip_of
from progress.editions.exporting import year_file
from progress.judging.shares import Compared, Share
from progress.models import ReviewYear
from progress.reading.before import Before, years_before
from progress.reading.dashboard import Dashboard, dashboard_of
from progress.reading.heat_map import HeatMap, heat_map
from progress.reading.rows import counted_states
from progress.reading.years import YearRead, read_year
from sakado_dx.imports.models import Import
from sakado_dx.organization.models import User
from tests.list_pages import file_cells, lists, page_cells
from tests.progress.closing import close_year
from tests.progress.ways_again import assert_ways_agree

GOOD = ["計画より進んでいる", "順調", "完了"]
LEFT_OUT = ["休止", "中止", "統合", "評価対象外"]
LATE = ["やや遅れ", "遅れ"]
IN_FULL = bool(os.environ.get("TEST_LONG"))
WORST_FIRST = ["遅れ", "やや遅れ", "未着手", "順調", "計画より進んでいる", "完了"]
HANDED_IN = ["提出済み", "事務局確認済み", "評価済み"]
TOLD_BY_A_FILE = {"off_course", "outlook", "missed", "contradiction", "slip", "disagreement"}
MET = r"^(?:達成|期限内達成|期限後達成)"

pytestmark = pytest.mark.one_database  # what is computed here, every database stores alike


@pytest.fixture
def years(played_years):
    return ReviewYear.objects.select_related("plan").order_by("fiscal_year")


def lines_of(year: ReviewYear, *, pending: bool = False) -> pd.DataFrame:
    content = year_file(year, "csv", pending=pending)[1].decode("utf-8-sig")
    return pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)


def measures_in(lines: pd.DataFrame) -> pd.DataFrame:
    """One line a measure, with `judged` and `good` as a reader of the file would say."""
    rows = lines.drop_duplicates("番号").copy()
    rows["judged"] = (rows["進捗"] != "") & ~rows["進捗"].isin(LEFT_OUT)
    rows["good"] = rows["進捗"].isin(GOOD)
    return rows


def test_pages_and_files_say_the_same(years, client, subtests):
    """One test, since the years take long to play."""
    client.force_login(User.objects.get(username="secretariat1"))
    take_in_two_files()
    for name, address in lists(years.get(fiscal_year=2025)).items():
        with subtests.test("list", name=name):
            assert_list_is_its_files(client, address)
    for pending in (False, True):
        with subtests.test("cards, policies, heat map and chart", pending=pending), undone():
            assert_pages_agree(list(years.all()), pending)
    for year, pending in clicked(list(years)):
        with subtests.test("figures lead to their rows", year=str(year), pending=pending):
            assert_figures_lead_to_their_rows(client, year, pending)
    with subtests.test("ways to the last targets"):
        assert_ways_agree(client, list(years.all()))
    with subtests.test("rates, verdicts and marks"):
        assert_files_agree_with_themselves(list(years.all()))
    with subtests.test("a shared indicator"):
        assert_shared_indicator_stands_once(list(years.all()))


def take_in_two_files() -> None:
    """The sample comes from no file that somebody chose."""
    for name in ("用語.xlsx", "施策.csv"):
        Import.objects.create(
            key=name, kind="x", title=name[:2], by_name="人", door="import", file_name=name,
            file_hash="0", file_size=1, added=1,
        )  # fmt: skip


def clicked(years: list[ReviewYear]) -> list[tuple[ReviewYear, int]]:
    """The dashboards of which every third figure is followed: that of the year in progress; with
    TEST_LONG=1 every figure of all of them in both positions of the switch."""
    if IN_FULL:
        return [(year, pending) for year in years for pending in (0, 1)]
    return [(years[-1], 1)]


def assert_list_is_its_files(client, address: str) -> None:
    """The same rows in the same order and the same words."""
    saved = file_cells(client, address, "csv")
    shown = page_cells(client, address, saved[0])
    assert len(shown) > 1
    assert saved == shown
    assert file_cells(client, address, "xlsx") == shown


def assert_findings(
    read: YearRead, lines: pd.DataFrame, rows: pd.DataFrame, own: pd.DataFrame
) -> None:
    """All indicators by their finding, those of reports that do not count among them; what is over
    its target; no figure is counted twice."""
    found = findings_in(read.rows)
    entered = lines[(lines["実績を入力する施策"] == lines["番号"]) & (lines["指標名"] != "")]
    assert len(found) == len(entered)
    without = "確認前" if read.year.is_open else "未報告"
    told = Counter(own["判定"]) + Counter([without] * (len(entered) - len(own)))
    assert Counter(each.label for each in found) == told
    over = own["達成率（％）"].replace("", "0").map(Decimal) > 100
    assert sum(each.is_over for each in found) == over.sum()


def assert_figures_lead_to_their_rows(client, year: ReviewYear, pending: int) -> None:
    """Of the verdict, the cards, the policies, the table of shares and the findings; the strip's
    indicators are those of the list."""
    address = reverse("progress:dashboard", args=[year.pk])
    shown = client.get(address, {"pending": pending}).context
    figures = [(each.text.removesuffix("件"), each.url) for each in shown["verdict"] if each.url]
    # A range leads to all that it may come to.
    figures += [(each.value.split("〜")[-1], each.url) for each in shown["cards"]]
    findings = shown["findings"]
    assert sum(number for _, number, _ in findings.groups) == findings.total
    figures.append((f"{findings.total}", findings.url))
    figures += [(f"{number}", url) for _, number, url in (*findings.groups, *findings.beside)]
    figures += [(f"{each.number}", each.url) for line in shown["policies"] for each in line.cells]
    for drawn in shown["chart"]["links"]:
        figures += [(f"{each['number']}", each["url"]) for each in drawn["areas"]]
    divisions = shown["divisions"].lines
    figures += [(f"{each.number}", each.url) for *_, cells in divisions for each in cells]
    figures += figures_of_heat(client.get(address, {"pending": pending}).content.decode())
    figures += figures_of_views(client, year, pending)
    assert len(figures) > 50
    for number, url in list(dict.fromkeys(figures))[:: 1 if IN_FULL else 3]:
        answer = client.get(url).context
        listed = answer["list"].count if "list" in answer else len(answer["lines"])
        assert f"{listed:,}" == number, url
    measures = client.get(shown["strip"].url).context["list"].found
    assert len(measures) == shown["strip"].total
    assert {line.row.code: line.indicators for line in shown["strip"].lines} == {
        row.code: indicators_of(row) for row in measures
    }
    last = shown["last_time"]
    if last.url:
        assert client.get(last.url).context["list"].count == last.total


def figures_of_views(client, year: ReviewYear, pending: int) -> list[tuple[str, str]]:
    """Each number of the views on the same rows that leads to a list."""
    figures = []
    for name in ("year_ways", "year_beside", "year_directions"):
        address = reverse(f"progress:{name}", args=[year.pk])
        told = client.get(address, {"pending": pending}).context.get("told", ())
        figures += [(f"{number}", urljoin(address, url)) for _, number, url in told]
    address = reverse("progress:year_effects", args=[year.pk])
    for effect in client.get(address, {"pending": pending}).context["counts"]:
        for _, *cells in effect.cells:
            figures += [(f"{each.number}", urljoin(address, each.url)) for each in cells]
    listed = client.get(reverse("progress:division_list", args=[year.pk]), {"pending": pending})
    for line in listed.context["list"].lines:
        figures += [
            (cell.text, cell.url) for cell in line if cell.is_number and "#" not in cell.url
        ]
    return figures


def figures_of_heat(page: str) -> list[tuple[str, str]]:
    """Each number of the table of shares that leads to a list."""
    [table] = re.findall(r'<table class="table--dense heatmap">.*?</table>', page, re.S)
    links = re.findall(r"<td.*?</td>", table, re.S)
    found = [each for cell in links for each in re.findall(r'href="([^"]+)">\D*([\d,]+)件?<', cell)]
    return [(number, unescape(url)) for url, number in found]


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def assert_pages_agree(years: list[ReviewYear], pending: bool) -> None:
    """In both positions of the switch 確定前を含む; the year in progress again once it is closed,
    with reports that are only submitted."""
    earlier = []
    for year in years:
        earlier.append(assert_file_agrees(year, pending, earlier))
    assert years[-1].reports.filter(state="submitted").exists()
    assert_file_agrees(closed(years[-1]), pending, earlier[:-1])


def closed(year: ReviewYear) -> ReviewYear:
    left = year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    secretary = User.objects.get(username="secretariat1")
    close_year(year, by=secretary, reasons=dict.fromkeys(left, "災害対応"))
    return ReviewYear.objects.select_related("plan").get(pk=year.pk)


def assert_file_agrees(
    year: ReviewYear, pending: bool, earlier: list[pd.DataFrame]
) -> pd.DataFrame:
    """`earlier` are the measures of the years before, as returned."""
    lines = lines_of(year, pending=pending)
    assert set(lines["集計の対象"]) == {"確定前を含む" if pending else "確認済みだけ"}
    rows = measures_in(lines)
    before = years_before(year, pending=pending)
    read = read_year(year, pending=pending)
    board = dashboard_of(read.rows, before)
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
    assert_findings(read, lines, rows, own)
    assert board.met_before == reached_before(own["判定"][met], year.fiscal_year)
    assert board.submitted == rows["報告の状態"].isin(HANDED_IN).sum()
    assert_attention(board, rows[rows["進捗"] != ""], own)
    assert_turns(board, rows, earlier)
    assert_strip(year, read, board, before, rows, earlier)
    assert_counts(year, board, rows, pending)
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
    assert_columns(heat, [*earlier, rows])
    return rows


def assert_counts(year: ReviewYear, board: Dashboard, rows: pd.DataFrame, pending: bool) -> None:
    """Measures by policy and word: the table and the stacked bars."""
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


def reached_before(verdicts: pd.Series, fiscal_year: int) -> int:
    """Of 期限内達成（R5）: how many name an earlier year than this one (R5 is 2023)."""
    said = verdicts.str.extract(r"達成（R(\d+)）")[0].dropna().astype(int)
    return (said + 2018 < fiscal_year).sum()


def assert_attention(board: Dashboard, rows: pd.DataFrame, own: pd.DataFrame) -> None:
    """The causes that a year's file can tell by itself."""
    verdicts = own.groupby("番号")["判定"].agg(list).to_dict()
    expected = {
        line["番号"]: causes_of(line, verdicts.get(line["番号"], []))
        for line in rows.to_dict("records")
    }
    told = {
        each.row.code: {cause.code for cause in each.causes} & TOLD_BY_A_FILE
        for each in board.attention
    }
    assert {code: causes for code, causes in expected.items() if causes} == {
        code: causes for code, causes in told.items() if causes
    }


def assert_turns(board: Dashboard, rows: pd.DataFrame, earlier: list[pd.DataFrame]) -> None:
    """Better and worse by the words of two files."""
    if not earlier:
        assert set(board.turns) == {""}
        return
    both = earlier[-1].merge(rows, on="番号")
    both = both[(both["進捗_x"] != "") & (both["進捗_y"] != "")]
    expected = Counter(turned(*each) for each in zip(both["進捗_x"], both["進捗_y"], strict=True))
    del expected[""]
    assert {turn: number for turn, number in board.turns.items() if turn} == expected


def turned(before: str, now: str) -> str:
    """In the plain words of the rule."""
    if (before in LEFT_OUT) or (now in LEFT_OUT):
        return {(True, False): "back", (False, True): "left"}.get(
            (before in LEFT_OUT, now in LEFT_OUT), ""
        )
    was, became = WORST_FIRST.index(before), WORST_FIRST.index(now)
    return "same" if was == became else "better" if became > was else "worse"


def assert_strip(
    year: ReviewYear,
    read: YearRead,
    board: Dashboard,
    before: Before,
    rows: pd.DataFrame,
    earlier: list[pd.DataFrame],
) -> None:
    """Row by row: each cell is the word of that year's own file, in the order of need."""
    strip = strip_of(year, read.frame, read.rows, board.attention, before)
    files = [*earlier, rows]
    words = [dict(zip(each["番号"], each["進捗"], strict=True)) for each in files]
    told = {line.row.code: [cell.word for cell in line.cells[: len(files)]] for line in strip.lines}
    assert told == {code: [own.get(code, "") for own in words] for code in words[-1]} | {
        code: [*cells[:-1], "確認前"] for code, cells in told.items() if cells[-1] == "確認前"
    }
    assert strip.is_whole
    first = [line.row.report_id for line in strip.lines[: len(board.attention)]]
    assert first == [each.row.report_id for each in board.attention]
    assert all(bool(line.cause) is (at < len(first)) for at, line in enumerate(strip.lines))


def causes_of(line: dict, verdicts: list[str]) -> set[str]:
    """In the plain words of the rule, from a line of the file."""
    word, own, proposed = line["進捗"], line["自己評価"], line["事務局案"]
    met = [bool(re.match(MET, each)) for each in verdicts if re.match(f"{MET}|未達成$", each)]
    planned, actual = (
        set(re.split("[・、]", line[name])) - {""} for name in ("計画の方向性", "実際の方向性")
    )
    held = {
        "off_course": word not in GOOD and (word != "未着手" or planned),
        "outlook": line["今後の方針"] not in ("", "継続", "拡充", "完了"),
        "missed": not all(met),
        "contradiction": (word in GOOD and not all(met)) or (word in LATE and met and all(met)),
        "slip": planned and actual and planned != actual,
        "disagreement": own and proposed and own != proposed,
    }
    assert held.keys() == TOLD_BY_A_FILE
    return {code for code, is_so in held.items() if is_so}


def assert_columns(heat: HeatMap, files: list[pd.DataFrame]) -> None:
    """Each earlier year's column by that year's own file, and the comparison of the last two."""
    for at, rows in enumerate(files):
        sums = rows.groupby("基本方針")[["good", "judged"]].sum()
        shares = {line.policy.title: line.cells[at].share for line in heat.lines}
        assert {title: (own.good, own.judged) for title, own in shares.items()} == {
            title: (own["good"], own["judged"]) for title, own in sums.iterrows()
        }
    if len(files) == 1:
        assert heat.compared == Compared(0, 0, 0)
        return
    both = files[-2].merge(files[-1], on="番号")
    both = both[both["judged_x"] & both["judged_y"]]
    assert heat.compared == Compared(len(both), both["good_x"].sum(), both["good_y"].sum())


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


def assert_files_agree_with_themselves(years: list[ReviewYear]) -> None:
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


def assert_shared_indicator_stands_once(years: list[ReviewYear]) -> None:
    for year in years:
        lines = lines_of(year)
        shared = lines[lines["指標番号"] == "II-1-1"]
        assert list(shared["実績を入力する施策"]) == ["II-1-1", "II-1-1"]
        assert list(shared["実績値"] != "") in ([True, False], [False, False])
