"""Cities' wording of targets as indicators of the five kinds."""

import pytest

from progress.plan_document.own_table.wording import read_figure, read_wording
from progress.plan_document.schema.completing import measures_of
from tests.progress.documents import SAKADO, checked, raw

EACH = list(range(2023, 2028))


def read(text: str) -> list[tuple]:
    """Kind, name, unit, and (year, role's letter, value) of each target."""
    return [
        (each.kind, each.name, each.unit, told(each.targets))
        for each in read_wording(text, (2023, 2027))
    ]


def told(targets) -> list[tuple]:
    return [(each["fiscal_year"], each["role"][0], each["value"]) for each in targets]


NUMBERS = {
    "RPA導入業務数：R5年度19業務 R9年度30業務": ("RPA導入業務数", "業務", (2023, "19"), (2027, "30")),
    "交付枚数\n　R5年度　90,800枚\n　R6年度　99,920枚": ("交付枚数", "枚", (2023, "90800"), (2024, "99920")),
    "改善業務数：令和７年度末までに２０業務": ("改善業務数", "業務", (2025, "20")),
    "公開件数 20件（R5）⇒ 30件（R9）": ("公開件数", "件", (2023, "20"), (2027, "30")),
    "R7年度に標準仕様準拠システム20業務を導入": ("標準仕様準拠システム", "業務", (2025, "20")),
    "CO2排出量　2030年度 256.85t-CO₂": ("CO2排出量", "t-CO₂", (2030, "256.85")),
    "収支 令和6年度▲1.5億円": ("収支", "億円", (2024, "-1.5")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), NUMBERS.items())
def test_figures_with_their_years_are_a_number(text, wanted):
    name, unit, *figures = wanted
    targets = [(year, "t", value) for year, value in figures]
    assert read(text) == [("NUMBER", name, unit, targets)]


@pytest.mark.parametrize("text", ["毎年2回以上", "年２回以上", "毎年度 2回以上", "各年度2回以上"])
def test_a_figure_of_each_year_is_an_annual_minimum(text):
    targets = [(year, "t", "2") for year in EACH]
    assert read(text) == [("ANNUAL_MINIMUM", "", "回", targets)]
    assert read(f"研修：{text}") == [("ANNUAL_MINIMUM", "研修", "回", targets)]


@pytest.mark.parametrize(
    "text", ["R5年度3件⇒拡充", "R5年度3件→充実", "令和5年度 3件 ➡ 増加", "R5年度 窓口 3件⇒拡充"]
)
def test_a_figure_that_grows_is_an_expansion_from_it(text):
    ((kind, _, unit, targets),) = read(text)
    assert (kind, unit, targets) == ("EXPANSION", "件", [(2023, "b", "3")])


MILESTONES = {
    "R6年度の導入": ("導入", 2024),
    "令和6年度までに文書管理システムを導入": ("文書管理システムを導入", 2024),
    "業務の可視化を全庁的に進める（R6年度まで）": ("業務の可視化を全庁的に進める", 2024),
    "電子決裁：R9年度に運用開始": ("電子決裁：運用開始", 2027),
}


@pytest.mark.parametrize(("text", "wanted"), MILESTONES.items())
def test_a_year_without_a_figure_is_a_milestone(text, wanted):
    name, year = wanted
    assert read(text) == [("MILESTONE", name, "", [(year, "t", None)])]


def test_neither_year_nor_figure_is_a_goal_in_words():
    assert read("待ち時間の削減") == [("QUALITATIVE", "待ち時間の削減", "", [])]
    assert read("") == read(" \n・\n") == []


def test_a_figure_without_a_year_is_the_last_years_and_says_so():
    (reading,) = read_wording("連携率 100%", (2023, 2027))
    assert reading.targets == [
        {"fiscal_year": 2027, "role": "target", "value": "100", "year_assumed": True}
    ]
    assert "年度が書かれていないため、最終年度（R9）の目標としました。" in reading.remarks


def test_several_lines_are_several_indicators():
    text = (
        "・申請件数：R5年度 1,000件/年、R7年度 2,000件/年\n②満足度：80％以上（R9）；待ち時間の短縮"
    )
    assert [(each[0], each[1]) for each in read(text)] == [
        ("NUMBER", "申請件数"),
        ("NUMBER", "満足度"),
        ("QUALITATIVE", "待ち時間の短縮"),
    ]


@pytest.mark.parametrize(
    ("text", "sense", "way"),
    [
        ("待ち時間：R5年度25分→R9年度12.5分", "down", "STOCK"),
        ("苦情：毎年5件以下", "down", "FLOW"),
        ("稼働率：毎年99.9%以上", "up", "RATE"),
        ("申請：R6年度 100件/年", "up", "FLOW"),
        ("施設数：R6年度 8施設", "up", "STOCK"),
    ],
)
def test_sense_and_way_of_measuring_are_guessed_and_told(text, sense, way):
    (reading,) = read_wording(text, (2023, 2027))
    assert (reading.sense, reading.measured_as) == (sense, way)
    assert any("は推測です。" in said for said in reading.remarks)
    assert ("小さいほどよい指標としました。" in reading.remarks) == (sense == "down")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("施設数：R9年度約40施設", "「約」などの言葉があります。値を確かめてください。"),
        ("施設数：R9年度20〜30施設", "ほかにも数（30）があります。確かめてください。"),
        ("満足度：R9年度 80", "単位が読み取れません。記入してください。"),
    ],
)
def test_what_is_not_understood_is_told(text, said):
    (reading,) = read_wording(text, (2023, 2027))
    assert said in reading.remarks


def test_every_target_of_sakados_plan_is_read_as_its_fixture_says():
    document, wrong, seen = checked(raw(SAKADO)), [], set()
    for indicator in [each for m in measures_of(document) for each in m["indicators"]]:
        if indicator["key"] in seen:
            continue
        seen.add(indicator["key"])
        found = [(k, unit, targets) for k, _, unit, targets in read(indicator["printed"])]
        wanted = (indicator["kind"], indicator["unit"], told(indicator["targets"]))
        wrong += [] if found == [wanted] else [(indicator["printed"], found)]
    assert (len(seen), wrong) == (46, [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12", ("12", "", None, "")),
        ("１，２３４人", ("1234", "人", None, "")),
        ("12件（R4）", ("12", "件", 2022, "")),
        ("R9年度 80%以上", ("80", "%", 2027, "以上")),
    ],
)
def test_a_cell_of_figures_may_say_unit_year_and_bound(text, wanted):
    figure = read_figure(text)
    assert (figure.value, figure.unit, figure.year, figure.bound) == wanted


@pytest.mark.parametrize(
    "text", ["", "-", "導入", "約40", "①", "1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7"]
)
def test_what_is_no_figure_is_none(text):
    assert read_figure(text) is None
