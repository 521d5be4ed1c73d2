"""Plans and results that other cities have published, rebuilt small in our own words; the
published figure is the right value. Source and year stand beside each."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.charts.drawing import drawable
from progress.editions.migrating import load_history
from progress.editions.sheet import read_history
from progress.judging.findings import held
from progress.models import ReportSnapshot, ReviewYear
from progress.plan_document.checks.checking import check
from progress.plan_document.loading.loading import load
from progress.plan_document.schema.reading import read
from progress.reading.attention import attention_in
from progress.reading.before import years_before
from progress.reading.dashboard import dashboard_of
from progress.reading.years import read_year
from tests.progress.conftest import give_role, person
from tests.progress.plans import put_out_of_force

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

HEAD = [
    "年度",
    "施策番号",
    "進捗",
    "進捗の理由",
    "取り組んだこと",
    "今後の方針",
    "指標番号",
    "実績値",
    "分子",
    "分母",
]


def city_plan(city: str, title: str, first: int, last: int, measures: list[dict], **plan) -> dict:
    """A document of two levels; each measure is scheduled in every year unless it says so."""
    scheduled = [{"fiscal_year": year, "printed": "実施"} for year in range(first, last + 1)]
    usual = {"divisions": ["担当課"], "yearly_directions": scheduled}
    named = [usual | {"name": f"取組{each['code']}"} | each for each in measures]
    return {
        "format": "dx-plan/1",
        "plan": {
            "title": title, "city": city, "first_fiscal_year": first, "last_fiscal_year": last,
            "level_names": ["柱", "取組"], **plan,
        },
        "divisions": [{"name": "担当課"}],
        "policies": [{"number": 1, "name": "計画の柱", "directions": [{"measures": named}]}],
    }  # fmt: skip


def indicator(key: str, unit: str, targets: dict[int, str], start=None, **more) -> dict:
    """A number with targets by year, and a measured start as (year, value)."""
    rows = [{"fiscal_year": year, "value": value} for year, value in targets.items()]
    if start:
        year, value = start
        rows.append({"fiscal_year": year, "value": value, "role": "baseline", "source": "公表資料"})
    return {"key": key, "name": f"指標{key}", "unit": unit, "kind": "NUMBER",
            "measured_as": "STOCK", "targets": rows} | more  # fmt: skip


@pytest.fixture
def load_city(db):
    """Load a plan and its published results; (plan, the year) of the newest year."""
    secretary = give_role(person("s", "事務局"), "secretariat").user

    def loaded(document: dict, rows: list[tuple]) -> tuple:
        plan = load(read(json.dumps(document).encode())).plan
        sheet = io.StringIO()
        csv.writer(sheet).writerows(
            [
                HEAD,
                *(
                    [y, m, word, "調整中", "取組を進めた。", "継続", *own, *[""] * (4 - len(own))]
                    for y, m, word, *own in rows
                ),
            ]
        )
        history = read_history(plan, "history.csv", sheet.getvalue().encode())
        assert history.faults == []
        load_history(plan, by=secretary, reason="移行", years=history.reports)
        return plan, ReviewYear.objects.filter(plan=plan).latest("fiscal_year")

    loaded.secretary = secretary
    return loaded


def judged(year: ReviewYear) -> dict:
    """The judgements of a year by the indicators' names."""
    return {
        each.facts.name: each.judgement for row in read_year(year).rows for each in row.indicators
    }


def walk(client, secretary, year: ReviewYear) -> None:
    """Every page that shows the year's figures stands."""
    client.force_login(secretary)
    read_years = [year.pk]
    pages = [reverse(f"progress:{name}", args=read_years) for name in ("dashboard", "queue")]
    pages += [f"{reverse('progress:measure_list')}?year={year.pk}&attention=1"]
    pages += [reverse("progress:year_export", args=[year.pk, kind]) for kind in ("csv", "json")]
    pages += [reverse("progress:policy_chart", args=[year.pk, "wide"])]
    for row in read_year(year).rows[:3]:
        pages += [row.url, reverse("progress:measure_detail", args=[row.measure_id])]
        pages += [
            reverse("progress:indicator_chart", args=[each.indicator_id, year.pk, "wide"])
            for each in row.indicators
        ]
    assert [page for page in pages if client.get(page).status_code != 200] == []


def test_chihaya_2021_is_a_fifth_of_the_way_and_ahead_of_the_line(load_city, client):
    """千早赤阪村 地球温暖化対策実行計画（事務事業編）, results of 令和3年度."""
    gas = indicator("G1", "t-CO₂", {2030: "256.85"}, (2019, "347.10"), sense="down")
    plan, year = load_city(
        city_plan("千早赤阪村", "実行計画", 2020, 2030, [{"code": "1", "indicators": [gas]}]),
        [("R3", "1", "順調", "G1", "328.34")],
    )
    found = judged(year)["指標G1"]
    assert (found.rate.value, found.label) == (Decimal("20.8"), "目安に到達")
    assert round(found.pace, 2) == Decimal("330.69")
    walk(client, load_city.secretary, year)


def test_narita_2023_shows_its_share_of_the_only_target(load_city, client):
    """成田市 第4次男女共同参画計画, results of 令和5年度: 196 of 724."""
    women = indicator("N1", "%", {2025: "40"}, measured_as="RATE")
    none = indicator("N2", "件", {2025: "0"}, (2023, "6"), sense="down")
    measures = [{"code": "1", "indicators": [women, none]}]
    _, year = load_city(
        city_plan("成田市", "第4次計画", 2022, 2025, measures),
        [("R5", "1", "順調", "N1", "", "196", "724"), ("R5", "1", "順調", "N2", "6件")],
    )
    found = judged(year)["指標N1"]
    assert held(read_year(year).rows[0].indicators[0].facts, found.figure) == "27.1%（196／724）"
    assert (found.label, found.rate, found.final_rate.value) == ("判定前", None, Decimal("67.8"))
    walk(client, load_city.secretary, year)


def test_iwaki_2006_has_all_three_shares(load_city, client):
    """いわき市 行財政改革行動計画, results of 平成18年度: 219.5 %, 156.7 %, 40.6 %."""
    one = indicator("E1", "百万円", {2006: "950", 2010: "1120"}, measured_as="FLOW")
    total = indicator("E2", "百万円", {2010: "5140"})
    kept = indicator("E3", "百万円", {2006: "950", 2007: "2930", 2010: "15270"})
    people = indicator("P1", "人", {2006: "4245", 2009: "3955"}, (2005, "4305"), sense="down")
    measures = [
        {"code": "1", "indicators": [one, total, kept]},
        {"code": "2", "indicators": [people]},
    ]
    _, year = load_city(
        city_plan("いわき市", "行動計画", 2006, 2010, measures),
        [
            ("平成18年度", "1", "計画より進んでいる", "E1", "2085"),
            ("平成18年度", "1", "計画より進んでいる", "E2", "2085"),
            ("平成18年度", "1", "計画より進んでいる", "E3", "7739"),
            ("平成18年度", "2", "順調", "P1", "4211"),
        ],
    )
    found = judged(year)
    assert found["指標E1"].rate.value == Decimal("219.5")
    assert found["指標P1"].rate.value == Decimal("156.7")
    assert found["指標E2"].final_rate.value == Decimal("40.6")
    walk(client, load_city.secretary, year)


def test_fukuchiyama_2020_is_judged_by_the_sum_of_its_yearly_amounts(load_city, client):
    """福知山市 第6次行政改革, results of 平成28〜令和2年度 (the split before 令和2年度 is our own)."""
    amounts = {
        "F1": ("3297", [800, 850, 891, 900, 1092]),
        "F2": ("45298", [5000, 4923, 5000, 5000, 4749]),
        "F3": ("15", [7, 6, 7, 7, 4]),
    }
    measures = [
        {
            "code": key[1],
            "indicators": [indicator(key, "件", {2020: goal}, measured_as="PERIOD_TOTAL")],
        }
        for key, (goal, _) in amounts.items()
    ]
    years = ("H28", "H29", "H30", "R元", "R2")
    _, year = load_city(
        city_plan("福知山市", "第6次行政改革", 2016, 2020, measures),
        [
            (label, key[1], "順調", key, str(told[at]))
            for key, (_, told) in amounts.items()
            for at, label in enumerate(years)
        ],
    )
    found = judged(year)
    shares = [(str(found[f"指標{key}"].rate.value), found[f"指標{key}"].met) for key in amounts]
    assert shares == [("137.5", True), ("54.5", False), ("206.7", True)]
    (needs, *_) = attention_in(read_year(year).rows, years_before(year))
    assert needs.row.code == "2"
    walk(client, load_city.secretary, year)


def test_hirakata_2021_counts_each_of_its_own_words(load_city, client):
    """枚方市 総合計画 施策評価, 令和3年度: A 22, B 14, C 7, D 2; 36 of 45 on course."""
    words = {"A 効果的": "on_track", "B おおむね効果的": "on_track",
             "C 改善に向けた検討を要する": "slightly_late", "D 課題の検証を要する": "late"}  # fmt: skip
    counts = dict(zip(words, (22, 14, 7, 2), strict=True))
    marks = [word for word, number in counts.items() for _ in range(number)]
    rows = [("R3", f"S{at:02}", word, "", "") for at, word in enumerate(marks, 1)]
    document = city_plan(
        "枚方市", "総合計画", 2021, 2023, [{"code": f"S{at:02}"} for at in range(1, 46)],
        progress_words=[{"word": word, "meaning": meaning} for word, meaning in words.items()],
        level_names=["基本目標", "施策"],
    )  # fmt: skip
    _, year = load_city(document, rows)
    board = dashboard_of(read_year(year).rows)
    (policy,) = board.policies
    assert {word.word: number for word, number in policy.words.items()} == counts
    assert (board.share.good, board.share.judged) == (36, 45)
    walk(client, load_city.secretary, year)
    page = client.get(reverse("progress:dashboard", args=[year.pk])).content.decode()
    assert "80%" in page and "B おおむね効果的" in page and "基本目標別の進捗" in page
    listed = f"{reverse('progress:measure_list')}?year={year.pk}&progress=B おおむね効果的"
    assert "全45件中14件" in client.get(listed).content.decode()


def test_tama_2022_counts_59_of_the_70_that_were_due(load_city, client):
    """多摩市 持続可能な市政運営のための取組み, 令和4年度: 70 due, 59 達成; three came later."""
    later = [
        {"code": f"{at:02}", "first_day": "2023-04-01",
         "yearly_directions": [{"fiscal_year": 2023, "printed": "実施"}]}
        for at in (72, 73, 74)
    ]  # fmt: skip
    unscheduled = {"code": "71", "yearly_directions": [
        {"fiscal_year": year, "printed": "" if year == 2022 else "実施"} for year in range(2020, 2024)
    ]}  # fmt: skip
    document = city_plan(
        "多摩市", "取組み", 2020, 2023,
        [*({"code": f"{at:02}"} for at in range(1, 71)), unscheduled, *later],
        progress_words=[{"word": "達成", "meaning": "done"}, {"word": "未達成だが着手", "meaning": "late"}],
    )  # fmt: skip
    rows = [
        ("R4", f"{at:02}", "達成" if at <= 59 else "未達成だが着手", "", "") for at in range(1, 71)
    ]
    plan, year = load_city(document, rows)
    assert not any("方向性がない" in each.sentence for each in check(plan))
    board = dashboard_of(read_year(year).rows)
    assert (board.share.good, board.share.judged) == (59, 70)
    walk(client, load_city.secretary, year)


def test_fukuchiyama_2020_printed_as_running_sums_has_the_same_shares(load_city, client):
    """The same results as 福知山市 prints them: what had come together by then, read as a stock."""
    sums = {"F1": ("3297", "4,533"), "F2": ("45298", "24,672"), "F3": ("15", "31")}
    measures = [
        {"code": key[1], "indicators": [indicator(key, "件", {2020: goal})]}
        for key, (goal, _) in sums.items()
    ]
    _, year = load_city(
        city_plan("福知山市", "第6次行政改革", 2016, 2020, measures),
        [("R2", key[1], "順調", key, told) for key, (_, told) in sums.items()],
    )
    found = judged(year)
    shares = [(str(found[f"指標{key}"].rate.value), found[f"指標{key}"].met) for key in sums]
    assert shares == [("137.5", True), ("54.5", False), ("206.7", True)]
    walk(client, load_city.secretary, year)


def test_kashima_2015_has_80_percent_of_its_minimum_and_says_what_is_still_compiled(
    load_city, client
):
    """鹿島市 まち・ひと・しごと創生総合戦略, 平成27年度: 4 of 5 new farmers; statistics not out yet."""
    farmers = indicator("K4", "人/年", dict.fromkeys(range(2015, 2020), "5"), kind="ANNUAL_MINIMUM")
    measures = [
        {
            "code": "1-1",
            "indicators": [
                indicator("K1", "人", {2019: "2315"}, (2014, "2211")),
                indicator("K2", "人", {2019: "2995"}, (2014, "2059")),
                indicator("K3", "万円", {2019: "4900594"}, (2014, "4934005"), measured_as="FLOW"),
                farmers | {"measured_as": "FLOW"},
            ],
        },
        {"code": "1-2", "indicators": [indicator("K6", "ha", {2019: "15"})]},
    ]
    _, year = load_city(
        city_plan("鹿島市", "総合戦略", 2015, 2019, measures),
        [
            *(("平成27年度", "1-1", "順調", key, "集計中") for key in ("K1", "K2", "K3")),
            ("平成27年度", "1-1", "順調", "K4", "4"),
            ("平成27年度", "1-2", "順調", "K6", "9.5"),
        ],
    )
    found = judged(year)
    assert (found["指標K4"].rate.value, found["指標K4"].met) == (Decimal("80.0"), False)
    assert [found[f"指標{key}"].label for key in ("K1", "K2", "K3")] == ["集計中"] * 3
    assert [found[f"指標{key}"].rate for key in ("K1", "K2", "K3")] == [None] * 3
    assert found["指標K6"].final_rate.value == Decimal("63.3")
    walk(client, load_city.secretary, year)


def test_kashima_2015_tells_what_is_reached_early(load_city, client):
    """鹿島市 まち・ひと・しごと創生総合戦略, 平成27年度: 24.1 ha of 24, four years before."""
    land = indicator("K5", "ha", {2019: "24"})
    _, year = load_city(
        city_plan("鹿島市", "総合戦略", 2015, 2019, [{"code": "1", "indicators": [land]}]),
        [("平成27年度", "1", "順調", "K5", "24.1")],
    )
    found = judged(year)["指標K5"]
    assert found.finding == "実績24.1ha。R1年度の目標24haに、既に到達しています。"
    walk(client, load_city.secretary, year)


def test_oita_2025_is_judged_by_its_flat_target_and_reads_the_years_end(load_city, client):
    """大分県 市町村行政DXの共同目標, 令和6年度末 72, from 令和7年度末 on 392 (results are our own)."""
    flat = indicator("O1", "事務", {2024: "72"} | dict.fromkeys(range(2025, 2029), "392"))
    plan, year = load_city(
        city_plan("大分県", "共同目標", 2024, 2028, [{"code": "1", "indicators": [flat]}]),
        [
            ("R6年度末", "1", "順調", "O1", "72"),
            ("令和7（2025）年度末", "1", "順調", "O1", "400"),
        ],
    )
    first = judged(ReviewYear.objects.get(plan=plan, fiscal_year=2024))["指標O1"]
    assert (first.label, first.rate.value) == ("達成", 100)
    found = judged(year)["指標O1"]
    assert (found.label, found.rate.value) == ("達成", Decimal("102.0"))
    walk(client, load_city.secretary, year)


def revised(first: bool) -> dict:
    """第5次行財政改革プラン: two targets lowered from 平成30年度 on, and an item that came then."""
    since = {"applies_from": 2018, "decided_on": "2018-03-20", "reason": "中間見直し"}
    share = indicator("A1", "%", {2017: "60", 2019: "70"}, measured_as="RATE")
    income = indicator(
        "A2", "千円", dict.fromkeys(range(2015, 2020), "5000"),
        kind="ANNUAL_MINIMUM", measured_as="FLOW",
    )  # fmt: skip
    measures = [{"code": "1-1", "indicators": [share]}, {"code": "1-2", "indicators": [income]}]
    if not first:
        share["targets"].append({"fiscal_year": 2019, "value": "65"} | since)
        income["targets"] += [
            {"fiscal_year": year, "value": "3000"} | since for year in (2018, 2019)
        ]
        scheduled = [{"fiscal_year": year, "printed": "導入"} for year in (2018, 2019)]
        counters = indicator("A3", "か所", {2019: "2"})
        measures.append(
            {"code": "1-3", "name": "窓口業務の委託", "first_day": "2018-04-01",
             "yearly_directions": scheduled, "indicators": [counters]}
        )  # fmt: skip
    return city_plan("改革市", "第5次行財政改革プラン", 2015, 2019, measures)


def test_plan_revised_midway_keeps_the_closed_years_and_shows_old_beside_new(load_city, client):
    """第5次行財政改革プラン（平成27〜令和元年度）, revised in 平成30年度 (results are our own)."""
    told = {"H27": ("52", "5100"), "H28": ("55", "4800"), "H29": ("58", "4300")}
    plan, before = load_city(
        revised(first=True),
        [
            (year, code, "順調", key, value)
            for year, values in told.items()
            for code, key, value in zip(("1-1", "1-2"), ("A1", "A2"), values, strict=True)
        ],
    )
    kept = list(ReportSnapshot.objects.order_by("pk").values())
    put_out_of_force(plan)  # it was revised before the portal kept editions of it
    _, year = load_city(
        revised(first=False),
        [
            ("H30", "1-1", "順調", "A1", "62"),
            ("H30", "1-2", "順調", "A2", "3200"),
            ("H30", "1-3", "順調", "A3", "1"),
        ],
    )
    assert list(ReportSnapshot.objects.exclude(report__year=year).order_by("pk").values()) == kept
    assert judged(before)["指標A2"].label == "未達成"
    assert set(judged(before)) == {"指標A1", "指標A2"}
    found = judged(year)
    assert (found["指標A2"].label, found["指標A2"].met) == ("達成", True)
    assert found["指標A1"].pace == Decimal("62.50")
    reasons = {
        each.row.code: each.reasons
        for each in attention_in(read_year(year).rows, years_before(year))
    }
    assert "この年度に始まった施策です。" in reasons["1-3"]
    walk(client, load_city.secretary, year)
    first = plan.measures.get(code="1-1")
    page = client.get(first.get_absolute_url()).content.decode()
    assert "R1の目標は、H30の見直しで65%です（見直し前は70%、理由：中間見直し）。" in page
    later = plan.measures.get(code="1-3")
    page = client.get(later.get_absolute_url()).content.decode()
    assert [line for line in page.splitlines() if "H29" in line and "未報告" in line] == []
    closed = reverse("progress:measure_year", args=[before.pk, later.pk])
    assert client.get(closed).url == later.get_absolute_url()  # that year has kept none of it


def test_letters_of_names_are_shown_searched_and_drawn(load_city, client):
    """Letters that cities write: 葛󠄀城, 𠮷, 﨑, 髙, 〜 and ～, t-CO₂ (the plan is our own)."""
    gas = indicator(
        "ア-①", "t-CO₂/㎡", {2023: "10", 2027: "-3.5"}, (2022, "12.5"),
        name="温室効果ガス（t-CO₂／㎡）削減率𠮷髙﨑①～〜❶", sense="down", measured_as="FLOW",
    )  # fmt: skip
    name = "𠮷野﨑・髙橋地区のＷｉ－Ｆｉ整備"
    document = city_plan(
        "葛\U000e0100城市", "①DX計画〜未来へ～", 2023, 2027,
        [{"code": "ア-①", "name": name, "indicators": [gas]}],
    )  # fmt: skip
    document["terms"] = [{"term": "𠮷野﨑〜髙橋", "reading": "よしのざき", "explanation": "地区"}]
    document["information_systems"] = [
        {"name": "葛\U000e0100城Ｗｉ－Ｆｉ", "divisions": ["担当課"]}
    ]
    plan, year = load_city(
        document, [("R5", "ア-①", "順調", "ア-①", "▲1.25"), ("R6", "ア－①", "順調", "ア-①", "−2")]
    )
    assert judged(year)[gas["name"]].label == "目安に到達"
    walk(client, load_city.secretary, year)
    for address in (
        reverse("progress:measure_list"), plan.measures.get().get_absolute_url(),
        reverse("progress:year_export", args=[year.pk, "json"]),
    ):  # fmt: skip
        assert name in client.get(address).content.decode("utf-8"), address
    for address, query, found in (
        ("glossary:term_list", "𠮷野﨑～", "𠮷野﨑〜髙橋"),
        ("glossary:term_list", "よしのざき", "𠮷野﨑〜髙橋"),
        ("systems_inventory:system_list", "葛城wi-fi", "葛\U000e0100城Ｗｉ－Ｆｉ"),
    ):
        page = client.get(reverse(address), {"q": query}).content.decode()
        assert found in page, query
        assert found not in client.get(reverse(address), {"q": "別の語"}).content.decode()
    assert drawable(gas["unit"]) == "t-CO2/㎡"
    assert "〓" not in drawable(name + gas["name"] + document["plan"]["title"])


def test_kashima_2015_as_printed_is_answered_with_the_word_to_write(load_city):
    """鹿島市 まち・ひと・しごと創生総合戦略, 平成27年度, as its table prints what is not known."""
    keys = ("K1", "K2", "K3", "K4")
    measures = [{"code": "1", "indicators": [indicator(key, "人", {2019: "8"}) for key in keys]}]
    plan = load(
        read(json.dumps(city_plan("鹿島市", "総合戦略", 2015, 2019, measures)).encode())
    ).plan
    printed = ("※調査時点変更により未公表", "未公表", "－", "4人")
    lines = [
        f"平成27年度,1,順調,,した。,継続,{key},{cell}"
        for key, cell in zip(keys, printed, strict=True)
    ]
    history = read_history(plan, "history.csv", "\n".join([",".join(HEAD), *lines]).encode())
    any_of_them = "この欄に「集計中」「測定前」「対象外」のどれかを入力してください。"
    assert [(each.place, each.cure) for each in history.faults] == [
        ("H2", "この欄に「集計中」を入力してください。"),
        ("H3", "この欄に「集計中」を入力してください。"),
        ("H4", any_of_them),
    ]  # 4人 is a figure with its unit


def test_decimal_codes_after_a_spreadsheet_are_told_and_go_nowhere(db):
    """Codes 1.1 to 1.10, the sheet opened and saved by a spreadsheet: 1.10 has become 1.1."""
    measures = [
        {"code": f"1.{at}", "indicators": [indicator(f"1.{at}", "件", {2027: "100"})]}
        for at in range(1, 11)
    ]
    plan = load(
        read(json.dumps(city_plan("小数市", "行動計画", 2025, 2027, measures)).encode())
    ).plan
    line = "R7,1.1,順調,,1.10 の取組の報告。,継続,1.1,88"

    def faults(*lines: str, head: str = ",".join(HEAD)) -> list[str]:
        history = read_history(plan, "history.csv", "\n".join([head, *lines]).encode())
        return [f"{each.place} {each.problem}" for each in history.faults]

    assert faults(line) == [
        "B2 施策「1.1」か、表計算ソフトが「1.1」に変えた施策「1.10」か、区別できません。"
    ]
    named = ",".join(["施策名", *HEAD])
    assert faults(f"取組1.10,{line}", head=named) == [
        "C2 表計算ソフトが施策番号を「1.1」に変えたようです。横の施策名は施策「1.10」のものです。"
    ]
    assert faults(f"取組1.1,{line}", head=named) == []
    assert faults(line.replace("1.1,順", "1.10,順")) == [
        "G2 表計算ソフトが指標番号を「1.1」に変えたようです。"
    ]
