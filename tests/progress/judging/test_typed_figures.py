"""What is typed for a result: kept, asked about, or refused with the way out.

One table, row by row: what is typed, the unit, the kind, last year's figure, the year's target;
then what is kept, or the end of the refusal, and the codes of the cautions.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.judging.typed import read_cell, read_figure
from progress.judging.warnings import figure_warnings, progress_warnings
from sakado_dx.readings import UnreadableValue

YEAR = 2024
COMPILING = "値を空欄にして、実績の状況で「集計中」を選んでください。"
NOT_YET = "値を空欄にして、実績の状況で「測定前」を選んでください。"
NONE = "値を空欄にして、実績の状況で「対象外」（まだ値が出ていないだけなら「集計中」）を選んでください。"
ANY = "値を空欄にして、実績の状況で「集計中」「測定前」「対象外」のどれかを選んでください。"
DIGITS = "のように数字だけを入力してください。"
NO_SHARE = "割合ではなく、{}の数を入力してください。"

# typed, unit, kind, last year, target -> kept or the end of the refusal, cautions
TABLE = [
    # a unit behind its figure is no fault, another's is
    ("12", "業務", "number", None, 12, "12", ""),
    ("12業務", "業務", "number", None, 12, "12", ""),
    ("１２業務", "業務", "number", None, 12, "12", ""),
    ("12 業務", "業務", "number", None, 12, "12", ""),
    ("1,234件", "件", "number", None, 1000, "1234", ""),
    ("1,234件", "件/年", "number", None, 1000, "1234", ""),
    ("1,234件/年", "件/年", "number", None, 1000, "1234", ""),
    ("１，２３４件／年", "件/年", "number", None, 1000, "1234", ""),
    ("8施設", "施設", "number", 8, 8, "8", ""),
    ("5税目", "税目", "expansion", None, 5, "5", ""),
    ("3回", "回", "annual_minimum", None, 2, "3", ""),
    ("12件", "業務", "number", None, 12, DIGITS, ""),
    ("業務", "業務", "number", None, 12, DIGITS, ""),
    ("約12業務", "業務", "number", None, 12, DIGITS, ""),
    ("12業務（見込）", "業務", "number", None, 12, DIGITS, ""),
    ("①件", "件", "number", None, 1, DIGITS, ""),
    # a share where things are counted, and shares
    ("50%", "件", "number", None, 10, NO_SHARE.format("件"), ""),
    ("５０％", "業務", "number", None, 10, NO_SHARE.format("業務"), ""),
    ("62.5 %", "件/年", "number", None, 10, NO_SHARE.format("件/年"), ""),
    ("62.5%", "%", "number", None, 60, "62.5", ""),
    ("62.5％", "％", "number", None, 60, "62.5", ""),
    ("99.95", "%", "annual_minimum", Decimal("99.9"), Decimal("99.9"), "99.95", ""),
    ("0.625", "%", "number", None, 60, "0.625", "share far"),
    ("0.625", "%", "number", 60, 60, "0.625", "share far tenth fall"),
    ("1", "%", "number", None, 60, "1", "share far"),
    ("0.5", "%", "number", None, None, "0.5", "share"),
    ("0.5", "%", "number", Decimal("0.4"), Decimal("0.5"), "0.5", ""),
    ("0", "%", "number", None, 60, "0", "far"),
    ("100", "%", "number", 90, 100, "100", ""),
    ("100.1", "%", "number", 90, 100, "100.1", "above"),
    ("625", "%", "number", 60, 60, "625", "above tenfold"),
    ("120", "%", "number", 110, 120, "120", ""),
    ("105", "%", "number", 90, 110, "105", ""),
    ("-3", "%", "number", None, None, "-3", ""),
    # half a thing, and less than none
    ("12.5", "件", "number", 12, 10, "12.5", "fraction"),
    ("12.0", "件", "number", 12, 10, "12", ""),
    ("12.5", "人", "number", 12, 10, "12.5", "fraction"),
    ("12.5", "時間", "number", 12, 10, "12.5", ""),
    ("12.5", "件/年", "number", 12, 10, "12.5", "fraction"),
    ("▲3", "件", "number", None, None, "-3", "negative"),
    ("-0.5", "件", "number", None, None, "-0.5", "fraction negative"),
    ("▲3", "円", "number", None, None, "-3", ""),
    # far above and far below last year
    ("120", "件", "number", 12, 10, "120", "tenfold"),
    ("119", "件", "number", 12, 10, "119", ""),
    ("1200", "件", "number", 120, 100, "1200", "tenfold"),
    ("12", "件", "number", 120, 10, "12", "tenth fall"),
    ("13", "件", "number", 120, 10, "13", "fall"),
    ("0", "件", "number", 120, 10, "0", "far fall"),
    ("0", "件", "number", 0, None, "0", ""),
    ("5", "件", "number", 0, 5, "5", ""),
    ("120", "件", "number", 120, 100, "120", ""),
    ("119", "件", "number", 120, 100, "119", "fall"),
    ("4", "件", "number", None, 10, "4", "far"),
    ("5", "件", "number", None, 10, "5", ""),
    ("12", "件", "expansion", 120, 5, "12", "tenth fall"),
    # words and marks in a figure's place
    ("NA", "件", "number", None, 10, NONE, ""),
    ("n/a", "件", "number", None, 10, NONE, ""),
    ("Ｎ／Ａ", "件", "number", None, 10, NONE, ""),
    ("該当なし", "件", "number", None, 10, NONE, ""),
    ("調査中", "件", "number", None, 10, COMPILING, ""),
    ("集計中", "件", "number", None, 10, COMPILING, ""),
    ("※未公表", "件", "number", None, 10, COMPILING, ""),
    ("未測定", "件", "number", None, 10, NOT_YET, ""),
    ("―", "件", "number", None, 10, ANY, ""),
    ("…", "件", "number", None, 10, DIGITS, ""),
    ("*", "件", "number", None, 10, ANY, ""),
    ("NaN", "件", "number", None, 10, DIGITS, ""),
    ("1e5", "件", "number", None, 10, DIGITS, ""),
    ("1,00", "件", "number", None, 10, DIGITS, ""),
    ("１２．５．１", "件", "number", None, 10, DIGITS, ""),
    # more digits than a column holds
    ("99999999999", "件", "number", None, None, "99999999999", ""),
    ("100000000000", "件", "number", None, 10, "整数は11桁までで入力してください。", ""),
    ("123456789012件", "件", "number", None, 10, "整数は11桁までで入力してください。", ""),
    ("12.3456", "時間", "number", 12, 10, "12.3456", ""),
    ("12.34567", "時間", "number", 12, 10, "小数は4桁までで入力してください。", ""),
    # nothing is not zero
    ("", "件", "number", 12, 10, "None", ""),
    ("　", "件", "number", 12, 10, "None", ""),
]


def facts_of(unit: str, kind: str, target) -> IndicatorFacts:
    targets = () if target is None else (Target(YEAR, Decimal(target)),)
    return IndicatorFacts("件数", unit, kind, targets=targets)


def warned(facts: IndicatorFacts, value: Decimal, last) -> list[str]:
    """The codes of the cautions, without the indicator."""
    figures = {YEAR: Figure(YEAR, "reported", value=value)}
    if last is not None:
        figures[YEAR - 1] = Figure(YEAR - 1, "reported", value=Decimal(last))
    found = figure_warnings(7, facts, figures, judge(facts, figures, YEAR))
    assert {each.place for each in found} <= {"result-7"}
    return [each.code.removesuffix("-7") for each in found]


@pytest.mark.parametrize(("typed", "unit", "kind", "last", "target", "kept", "cautions"), TABLE)
def test_figure_is_kept_asked_about_or_refused(typed, unit, kind, last, target, kept, cautions):
    facts = facts_of(unit, kind, target)
    try:
        value = read_figure(typed, facts.unit)
    except UnreadableValue as refusal:
        assert (str(refusal)[-len(kept) :], "") == (kept, cautions)
        return
    asked = [] if value is None else warned(facts, value, last)
    assert (str(value), asked) == (kept, cautions.split())


SUMMED = IndicatorFacts(
    "件数", "件/年", "number", targets=(Target(2027, Decimal(50)),),
    first_fiscal_year=2022, last_fiscal_year=2027, measured_as="period_total",
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "typed", "cautions"),
    [
        ({2022: 9, 2023: 12}, 20, []),
        ({2022: 9, 2023: 12}, 21, ["sum"]),  # the sum of last year, once more
        ({2022: 9, 2023: 12}, 31, ["sum"]),  # with this year's amount
        ({2022: 9}, 12, ["sum"]),
        ({2022: 0, 2023: 0}, 5, []),
        ({}, 31, []),
    ],
)
def test_amount_that_reaches_the_sum_so_far_is_asked_about(before, typed, cautions):
    figures = {
        year: Figure(year, "reported", value=Decimal(value))
        for year, value in (before | {YEAR: typed}).items()
    }
    found = figure_warnings(7, SUMMED, figures, judge(SUMMED, figures, YEAR))
    assert [each.code.removesuffix("-7") for each in found if "sum" in each.code] == cautions
    alone = replace(SUMMED, measured_as="flow")
    others = figure_warnings(7, alone, figures, judge(alone, figures, YEAR))
    assert not [each for each in others if "sum" in each.code]


def test_caution_names_both_and_what_is_to_be_entered():
    figures = {
        year: Figure(year, "reported", value=Decimal(value))
        for year, value in {2022: 9, 2023: 12, YEAR: 31}.items()
    }
    found = figure_warnings(7, SUMMED, figures, judge(SUMMED, figures, YEAR))
    assert found[-1].sentence == (
        "「件数」の31件/年が、前年度までの累計（21件/年）以上です。"
        "累計ではなく、R6年度中の量を入力してください。"
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("12件", Decimal(12)),
        ("", None),
        ("未報告", "not_reported"),
        ("集計中", "being_compiled"),
        ("とりまとめ中", "being_compiled"),
        ("対象外", "not_applicable"),
    ],
)
def test_cell_holds_a_figure_or_the_word_of_a_missing_one(text, held):
    assert read_cell(text, "件", ("未報告", "対象外", "測定前", "とりまとめ中")) == held


def test_cell_that_holds_neither_is_told_the_words_that_it_takes():
    with pytest.raises(UnreadableValue, match="この欄に「集計中」を入力してください。"):
        read_cell("調査中", "件")
    with pytest.raises(UnreadableValue, match="整数は11桁までで入力してください。"):
        read_cell("123456789012", "件")


def test_the_table_is_as_long_as_promised():
    assert len({row[:5] for row in TABLE}) >= 60


def test_small_share_is_told_with_the_figure_that_was_meant():
    facts = facts_of("%", "number", 60)
    figures = {YEAR: Figure(YEAR, "reported", value=Decimal("0.625"))}
    first = figure_warnings(7, facts, figures, judge(facts, figures, YEAR))[0]
    assert first.sentence == "「件数」が0.625%です。62.5%のことなら、62.5と入力してください。"


@pytest.mark.parametrize(
    ("done_on", "codes"),
    [
        (date(2024, 4, 1), []),
        (date(2025, 3, 31), []),
        (date(2024, 3, 31), ["date-7"]),
        (date(2025, 4, 1), ["date-7"]),
        (None, []),
    ],
)
def test_day_outside_the_year_is_asked_about(done_on, codes):
    facts = IndicatorFacts("導入", "", "milestone", targets=(Target(YEAR, None),))
    figures = {YEAR: Figure(YEAR, "reported", done=True, done_on=done_on)}
    found = figure_warnings(7, facts, figures, judge(facts, figures, YEAR))
    assert [each.code for each in found] == codes


# progress, outlook, next work, are the judged targets met -> cautions
CONTRADICTIONS = [
    ("on_track", "continue", "", (True, True), []),
    ("on_track", "continue", "", (True, False), ["missed"]),
    ("ahead", "continue", "", (False,), ["missed"]),
    ("done", "finish", "", (False,), ["missed"]),
    ("on_track", "continue", "", (None,), []),
    ("late", "continue", "", (True,), ["all-met"]),
    ("slightly_late", "continue", "", (True, None), ["all-met"]),
    ("late", "continue", "", (True, False), []),
    ("late", "continue", "", (None,), []),
    ("late", "continue", "", (), []),
    ("not_started", "continue", "", (True,), []),
    ("done", "finish", "", (True,), []),
    ("done", "continue", "", (True,), ["goes-on"]),
    ("done", "expand", "", (), ["goes-on"]),
    ("done", "finish", "運用を続ける。", (True,), ["goes-on"]),
    ("done", "", " ", (), []),
    ("", "continue", "続ける。", (False,), []),
]


@pytest.mark.parametrize(("progress", "outlook", "next_work", "met", "codes"), CONTRADICTIONS)
def test_progress_that_results_or_plans_contradict_is_asked_about(
    progress, outlook, next_work, met, codes
):
    facts = facts_of("件", "number", 10)
    values = {True: 10, False: 9}
    judgements = [
        judge(facts, figures, YEAR)
        for each in met
        for value in [values.get(each)]
        for figures in [{YEAR: Figure(YEAR, "reported", value=Decimal(value))} if value else {}]
    ]
    found = progress_warnings(progress, outlook, next_work, judgements)
    assert [each.code for each in found] == codes
    assert {each.place for each in found} <= {"progress"}
