"""Results from sheets: into drafts, through the workflow, all or nothing."""

from datetime import date
from decimal import Decimal

import pytest

from progress.entry import verbs
from progress.entry import verbs as entry
from progress.entry.sheet import ResultResource
from progress.models import IndicatorResult, ProgressReport, StatusChange
from progress.year import verbs as year_verbs
from tests.progress.conftest import give_role, make_indicator, person
from tests.sakado_dx.workbooks import changes, exported, taken_in, told

HEADINGS = ["年度", "施策番号", "指標番号", "状況", "実績値"]


def take(world, *rows, by="secretariat", **options):
    resource = ResultResource(year=world.year)
    people = {"by": world.people[by], "reason": "庁内照会の回答"}
    return taken_in(resource, list(rows), **people | options)


def row(value, status="", year="R5", measure="I-1-1", indicator="I-1-1"):
    return [year, measure, indicator, status, value]


def stored(world) -> IndicatorResult:
    return IndicatorResult.objects.get(indicator=world.indicator, fiscal_year=2023)


def test_figure_lands_in_a_draft_with_one_record_on_behalf(world):
    outcome = take(world, HEADINGS, row("１２．５件", "未報告"))
    assert changes(outcome) == {
        "I-1-1 処理件数 R5": [("状況", "未報告", "実績あり"), ("実績値", "", "12.5")]
    }
    assert (stored(world).status, stored(world).value) == ("reported", Decimal("12.5"))
    assert world.fresh().state == "draft"
    [change] = StatusChange.objects.all()
    assert (change.verb, change.door, change.by, change.on_behalf, change.reason) == (
        "save",
        "import",
        world.people["secretariat"],
        True,
        "庁内照会の回答",
    )


def test_preview_leaves_nothing_behind(world):
    outcome = take(world, HEADINGS, row(12), dry_run=True)
    assert outcome.is_sound and outcome.changes_something
    assert world.fresh().state == "not_started"
    assert not StatusChange.objects.exists()
    assert not IndicatorResult.objects.exists()


def test_same_sheet_twice_saves_once(world):
    take(world, HEADINGS, row(12))
    outcome = take(world, HEADINGS, row(12))
    assert (len(outcome.unchanged), outcome.changes_something) == (1, False)
    assert (StatusChange.objects.count(), world.fresh().version) == (1, 1)


def test_export_of_the_year_is_a_sheet_to_fill_in_and_comes_back_unchanged(world):
    rows = exported(ResultResource(year=world.year))
    assert rows == [
        [
            "年度", "施策番号", "施策名", "主管課", "指標番号", "指標名", "計画の表記", "単位",
            "状況", "実績値", "分子", "分母", "達成", "達成日", "説明", "確からしさ", "補足",
        ],
        [
            "令和5年度", "I-1-1", "施策I-1-1", "情報課", "I-1-1", "処理件数", "", "件",
            "未報告", None, None, None, "", "", "", "", "",
        ],
    ]  # fmt: skip
    assert changes(take(world, *rows)) == {}
    assert world.fresh().state == "not_started"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("対象外", "not_applicable"),
        ("測定前", "not_yet_measured"),
        ("集計中", "being_compiled"),
    ],
)
def test_word_may_stand_in_the_cell_of_the_figure_or_beside_it(world, word, status):
    take(world, HEADINGS, row(word, "未報告"))
    assert (stored(world).status, stored(world).value) == (status, None)
    assert changes(take(world, HEADINGS, row("", word))) == {}
    assert (
        changes(take(world, ["年度", "施策番号", "指標番号", "実績値"], row("")[:3] + [word])) == {}
    )
    rows = exported(ResultResource(year=world.year))
    assert rows[1][8:10] == [word, None]


def test_word_alone_is_a_change_in_a_file_without_the_column_of_words(world):
    take(world, ["年度", "施策番号", "指標番号", "実績値"], ["R5", "I-1-1", "I-1-1", "集計中"])
    assert stored(world).status == "being_compiled"


def test_zero_is_a_figure_and_blank_is_none(world):
    take(world, HEADINGS, row(0))
    assert (stored(world).status, stored(world).value) == ("reported", Decimal(0))
    assert exported(ResultResource(year=world.year))[1][8:10] == ["実績あり", Decimal(0)]


def test_blank_cells_neither_erase_nor_change_what_is_stored(world):
    take(world, HEADINGS, row(12))
    assert told(take(world, HEADINGS, row("", ""))) == [
        ("D2", "状況", "登録されている実績を消すのか、そのままにするのか分かりません。")
    ]
    assert stored(world).value == 12
    assert changes(take(world, HEADINGS, row("", "未報告"))) == {
        "I-1-1 処理件数 R5": [("状況", "実績あり", "未報告"), ("実績値", "12", "")]
    }
    assert (stored(world).status, stored(world).value) == ("not_reported", None)


@pytest.mark.parametrize(
    ("value", "status", "fault"),
    [
        ("①", "", ("E2", "実績値", "「①」は数値に使えません。")),
        ("12台", "", ("E2", "実績値", "「台」は数値に使えません。")),
        ("12%", "", ("E2", "実績値", "単位は「件」で、割合ではありません。")),
        ("12", "対象外", ("D2", "状況", "「対象外」なのに、値や達成が入力されています。")),
        ("測定前", "実績あり", ("D2", "状況", "「実績あり」なのに、値や達成が入力されています。")),
        (
            "",
            "実績あり",
            ("E2", "実績値", "実績ありのときは、実績値を入力してください（0も値です）。"),
        ),
        ("12", "済", ("D2", "状況", "使えない言葉です。")),
        ("1.23456", "", ("E2", "実績値", "小数が4桁を超えています。")),
        ("123456789012", "", ("E2", "実績値", "整数が11桁を超えています。")),
    ],
)
def test_unreadable_and_contradictory_cells_are_named(world, value, status, fault):
    assert told(take(world, HEADINGS, row(value, status))) == [fault]
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "confirmed"])
def test_rows_of_reports_that_take_nothing_any_more_are_refused_by_name(world, state):
    world.bring_to(state)
    word = {"submitted": "提出済み", "confirmed": "事務局確認済み"}[state]
    outcome = take(world, HEADINGS, row(99))
    assert told(outcome) == [("2行目", "", f"施策I-1-1：「{word}」の報告に「保存」はできません。")]
    assert stored(world).value == 12
    assert told(take(world, HEADINGS, row(12))) == []


def test_returned_report_takes_figures_and_stays_returned(world):
    world.bring_to("returned")
    take(world, HEADINGS, row(11))
    assert (world.fresh().state, stored(world).value) == ("returned", 11)


def test_closed_year_is_refused_by_name(world):
    world.year.closed_at = "2024-07-01T00:00:00+09:00"
    world.year.save()
    assert told(take(world, HEADINGS, row(12))) == [
        ("2行目", "", "施策I-1-1：令和5年度（R5）は締められているため、「保存」はできません。")
    ]


def test_people_without_the_right_to_save_are_refused(world):
    assert told(take(world, HEADINGS, row(12), by="other")) == [
        ("2行目", "", "施策I-1-1：この報告の「保存」ができるのは、主管課の職員と事務局です。")
    ]


def test_shared_indicator_is_entered_under_its_first_measure_only(world):
    assert told(take(world, HEADINGS, row(12, measure="I-1-2"))) == [
        ("2行目", "", "この指標の実績は、施策I-1-1の報告で入力します。")
    ]
    world.report.contributions.all().delete()
    world.report.delete()
    assert told(take(world, HEADINGS, row(12, measure="I-1-2"))) == []
    assert stored(world).report.measure.code == "I-1-2"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"year": "R6"}, ("A2", "年度", "令和5年度（R5）の実績を取り込むところに、別の年度の行があります。")),
        ({"measure": "I-9-9"}, ("B2", "施策番号", "「I-9-9」という施策は登録されていません。")),
        ({"indicator": "X"}, ("C2", "指標番号", "「X」という指標は登録されていません。")),
        ({"measure": "I-1-2", "indicator": "I-1-3"}, ("2行目", "", "指標I-1-3は、施策I-1-2の指標ではありません。")),
    ],
)  # fmt: skip
def test_rows_that_belong_nowhere_are_named(world, cells, fault):
    make_indicator(world.plan, "I-1-3", world.measure)
    assert told(take(world, HEADINGS, row(12, **cells))) == [fault]


def test_measure_without_a_report_in_the_year_is_named(world):
    other = world.plan.measures.get(code="I-1-2")
    make_indicator(world.plan, "I-1-3", other)
    ProgressReport.objects.filter(measure=other).delete()
    assert told(take(world, HEADINGS, row(12, measure="I-1-2", indicator="I-1-3"))) == [
        ("2行目", "", "令和5年度（R5）に、施策I-1-2の報告はありません。")
    ]


def test_one_faulty_row_keeps_all_reports_as_they_were(world):
    make_indicator(world.plan, "I-1-3", world.plan.measures.get(code="I-1-2"))
    outcome = take(world, HEADINGS, row(12), row("多数", measure="I-1-2", indicator="I-1-3"))
    assert told(outcome) == [("E3", "実績値", "「多」は数値に使えません。")]
    assert not StatusChange.objects.exists()


def test_two_indicators_of_one_report_are_one_save(world):
    make_indicator(world.plan, "I-1-3", world.measure)
    take(world, HEADINGS, row(12), row(7, indicator="I-1-3"))
    assert IndicatorResult.objects.count() == 2
    assert StatusChange.objects.count() == 1


def test_milestones_and_words_have_columns_of_their_own(world):
    for key, kind in [("M", "milestone"), ("Q", "qualitative")]:
        indicator = make_indicator(world.plan, key, world.measure)
        indicator.kind = kind
        indicator.save()
    headings = ["年度", "施策番号", "指標番号", "実績値", "達成", "達成日", "説明"]
    outcome = take(
        world,
        headings,
        ["R5", "I-1-1", "M", "", "達成", "R6.3.1", ""],
        ["R5", "I-1-1", "Q", "", "", "", "待ち時間が短くなった。"],
    )
    assert told(outcome) == []
    assert changes(outcome)["M 処理件数 R5"] == [
        ("状況", "未報告", "実績あり"),
        ("達成", "", "達成"),
        ("達成日", "", "令和6年3月1日"),
    ]
    milestone, words = IndicatorResult.objects.order_by("indicator__key")
    assert (milestone.done, milestone.done_on, words.words) == (
        True,
        date(2024, 3, 1),
        "待ち時間が短くなった。",
    )
    faulty = take(
        world,
        headings,
        ["R5", "I-1-1", "M", "5", "", "", ""],
        ["R5", "I-1-1", "Q", "", "達成", "", ""],
        ["R5", "I-1-1", "I-1-1", "", "", "", "多い"],
    )
    assert [(place, column) for place, column, _ in told(faulty)] == [
        ("D2", "実績値"),
        ("E3", "達成"),
        ("G4", "説明"),
    ]


def test_estimate_is_told_from_a_settled_figure(world):
    headings = ["年度", "施策番号", "指標番号", "実績値", "確からしさ"]
    cells = ["R5", "I-1-1", "I-1-1"]
    take(world, headings, [*cells, 12, "見込"])
    assert stored(world).certainty == "estimate"
    assert changes(take(world, headings, [*cells, 12, ""])) == {}
    assert changes(take(world, headings, [*cells, 12, "確定"])) == {
        "I-1-1 処理件数 R5": [("確からしさ", "見込", "確定")]
    }
    assert stored(world).certainty == "settled"


def test_what_is_no_figure_is_no_estimate(world):
    headings = ["年度", "施策番号", "指標番号", "実績値", "確からしさ"]
    cells = ["R5", "I-1-1", "I-1-1"]
    assert told(take(world, headings, [*cells, "集計中", "速報"])) == [
        ("D2", "実績値", "実績がないのに、「速報」とあります。")
    ]
    take(world, headings, [*cells, 12, "速報"])
    take(world, headings, [*cells, "集計中", ""])
    assert (stored(world).status, stored(world).certainty) == ("being_compiled", "settled")
    assert exported(ResultResource(year=world.year))[1][8:14] == [
        "集計中",
        None,
        None,
        None,
        "",
        "",
    ]


def test_milestone_needs_its_day(world):
    indicator = make_indicator(world.plan, "M", world.measure)
    indicator.kind = "milestone"
    indicator.save()
    outcome = take(
        world, ["年度", "施策番号", "指標番号", "達成", "達成日"], ["R5", "I-1-1", "M", "達成", ""]
    )
    assert told(outcome) == [("D2", "達成", "達成したときは、達成日を入力してください。")]


def test_report_that_another_saves_meanwhile_refuses_the_whole_sheet(world, monkeypatch):
    make_indicator(world.plan, "I-1-3", world.plan.measures.get(code="I-1-2"))
    save = entry.save

    def save_after_another(report, **options):
        if report.measure.code == "I-1-2":
            ProgressReport.objects.filter(pk=report.pk).update(version=5, state="draft")
        return save(report, **options)

    monkeypatch.setattr(verbs, "save", save_after_another)
    rows = [row(12), row(3, measure="I-1-2", indicator="I-1-3")]
    assert told(take(world, HEADINGS, *rows)) == [
        ("", "", "施策I-1-2の報告を、取込の間に他の人が更新しました。")
    ]
    assert not StatusChange.objects.exists()


def test_whole_plan_is_a_sheet_of_46_rows_that_changes_nothing(sakado_plan):
    secretary = give_role(person("secretary", "事務局"), "secretariat").user
    days = {"fiscal_year": 2024, "report_due": date(2099, 1, 1)}
    year = year_verbs.open_year(sakado_plan, by=secretary, **days)
    rows = exported(ResultResource(year=year))
    outcome = taken_in(ResultResource(year=year), rows, by=secretary, reason="照会")
    assert (told(outcome), len(outcome.unchanged), len(rows)) == ([], 46, 47)


@pytest.fixture
def numbered_world(world):
    """The world with the codes 1.1 and 1.10, each with an indicator of its own."""
    for code, was in (("1.1", "I-1-1"), ("1.10", "I-1-2")):
        measure = world.plan.measures.get(code=was)
        measure.code = code
        measure.save()
        measure.indicators.clear()
        make_indicator(world.plan, code, measure)
    world.plan.measures.filter(code="1.10").update(name="道路の台帳")
    return world


NAMED = ["年度", "施策番号", "施策名", "指標番号", "実績値"]


def test_code_that_a_spreadsheet_changed_goes_into_no_other_measure(numbered_world):
    rows = [["R5", "1.1", "道路の台帳", "1.1", 12], ["R5", "1.1", "施策I-1-1", "1.1", 8]]
    assert told(take(numbered_world, NAMED, *rows)) == [
        (
            "B2",
            "施策番号",
            "表計算ソフトが施策番号を「1.1」に変えたようです。横の施策名は施策「1.10」のものです。",
        )
    ]
    right = [["R5", "1.10", "道路の台帳", "1.10", 12], rows[1]]
    assert told(take(numbered_world, NAMED, *right)) == []
    assert dict(IndicatorResult.objects.values_list("indicator__key", "value")) == {
        "1.10": 12,
        "1.1": 8,
    }


def test_indicators_code_that_was_changed_is_told_by_the_measure(numbered_world):
    assert told(take(numbered_world, NAMED, ["R5", "1.10", "", "1.1", 12])) == [
        ("D2", "指標番号", "表計算ソフトが指標番号を「1.1」に変えたようです。")
    ]


def test_code_that_could_be_one_of_two_needs_the_name_beside_it(numbered_world):
    outcome = take(numbered_world, HEADINGS, row(12, measure="1.1", indicator="1.1"))
    assert [(fault.column, fault.cure) for fault in outcome.faults] == [
        ("施策番号", "施策名も入力してください（列がなければ加えてください）。")
    ]


def test_export_with_such_codes_comes_back_unchanged(numbered_world):
    rows = exported(ResultResource(year=numbered_world.year))
    outcome = take(numbered_world, *rows)
    assert (told(outcome), len(outcome.unchanged)) == ([], 2)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("－", "「集計中」「測定前」「対象外」のどれか"),
        ("-", "「集計中」「測定前」「対象外」のどれか"),
        ("N/A", "「対象外」"),
        ("※未公表", "「集計中」"),
    ],
)
def test_what_tables_print_for_no_figure_is_answered_with_the_word_to_write(world, written, status):
    outcome = take(world, HEADINGS, row(written))
    assert [(fault.place, fault.problem, fault.cure) for fault in outcome.faults] == [
        ("E2", "数値ではありません。", f"この欄に{status}を入力してください。")
    ]


def test_figure_that_a_colleague_would_ask_about_is_said_and_taken(world):
    world.indicator.unit = "%"
    world.indicator.save()
    outcome = take(world, HEADINGS, row("0.573"), dry_run=True)
    assert [(each.place, each.value, each.problem) for each in outcome.table.notices] == [
        ("E2", "0.573", "「処理件数」が0.573%です。57.3%のことなら、57.3と入力してください。"),
        ("E2", "0.573", "「処理件数」は目標の5.7%です。"),
    ]
    assert outcome.is_sound
    assert take(world, HEADINGS, row("57.3"), dry_run=True).table.notices == []
