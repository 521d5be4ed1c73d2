"""Each cell of three: as it was downloaded, as it came back, as it stands by now."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl.styles import Font

from measures.models import IndicatorTarget, MeasureIndicator
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, IndicatorResult
from progress.sheets.comparing import CONFLICT, KEPT, TAKEN, THEIRS
from progress.sheets.pages import Preview, preview_of
from progress.sheets.verbs import take_in, target_of
from sakado_dx.imports.recording import SourceFile
from sakado_dx.organization.access import standing_of
from sakado_dx.spreadsheets.faults import Refused
from tests.progress.conftest import World, make_indicator
from tests.progress.sheets.books import answered, cell_of, filled, made, opened, saved

pytestmark = pytest.mark.one_database  # what a file means is decided in Python

DONE = "取り組んだこと"


def seen(world: World, content: bytes, division: str = "lead", by: str = "", **answers) -> Preview:
    standing = standing_of(world.people[by or {"lead": "reporter", "second": "co_owner"}[division]])
    own = world.divisions[division]
    return preview_of(standing, world.year, own, "記入.xlsx", content, answers)


def store(world: World, preview: Preview, by: str = "reporter", reason: str = "") -> None:
    assert preview.faults == []
    standing, into = standing_of(world.people[by]), target_of(world.year, world.divisions["lead"])
    take_in(preview, into, SourceFile(preview.name, b"x"), by=standing, reason=reason)


def kinds(preview: Preview) -> dict[str, str]:
    """What becomes of each cell that is told of, by its label."""
    return {
        cell.difference.label: cell.difference.kind
        for group in preview.groups
        for cell in (*group.taken, *group.conflicts, *group.kept)
    }


def faults(preview: Preview) -> list[tuple[str, str]]:
    return [(each.fault.place, each.fault.problem) for each in preview.faults]


BASE, FILE, PORTAL = "窓口の様式を見直した。", "ブックに書いた。", "画面で書いた。"


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (BASE, BASE, None),
        (FILE, BASE, TAKEN),
        (BASE, PORTAL, KEPT),
        (FILE, PORTAL, CONFLICT),
        (FILE, FILE, None),
        (None, BASE, TAKEN),
        (None, PORTAL, CONFLICT),
        (f"{BASE}\n ", BASE, None),
        (FILE, "", CONFLICT),
    ],
)
def test_cell_is_left_taken_kept_or_asked_about(world, mine, theirs, expected):
    world.bring_to("draft")
    content = filled(made(world), {DONE: mine})
    if theirs != BASE:
        entry.save(world.fresh(), by=world.people["head"], version=1, fields={"done": theirs})
    assert kinds(seen(world, content)) == ({DONE: expected} if expected else {})


def test_blank_clears_only_what_stood_there_when_it_was_downloaded(world):
    content = made(world)
    world.bring_to("draft")
    filled_since = ("実績", DONE, "進捗", "今後の方針", "実際の方向性")
    assert kinds(seen(world, content)) == dict.fromkeys(filled_since, KEPT)
    cleared = seen(world, filled(made(world), {"実績": None, "進捗": None}))
    assert kinds(cleared) == dict.fromkeys(("実績", "進捗"), TAKEN)
    store(world, cleared)
    assert (world.fresh().progress, IndicatorResult.objects.get().status) == (None, "not_reported")
    assert world.fresh().done == BASE


def test_files_of_two_hands_are_both_taken_where_they_touch_different_cells(world):
    content = made(world)
    store(world, seen(world, filled(content, {"実績": 57, "進捗": "順調"})))
    second = seen(world, filled(content, {DONE: FILE, "今後の方針": "継続"}), by="promoter")
    assert kinds(second) == {"実績": KEPT, "進捗": KEPT, DONE: TAKEN, "今後の方針": TAKEN}
    store(world, second, by="promoter")
    report, result = world.fresh(), IndicatorResult.objects.get()
    assert (report.done, report.progress.word, report.outlook.word) == (FILE, "順調", "継続")
    assert (result.value, result.certainty, report.version) == (57, "settled", 2)


def test_same_file_twice_changes_nothing(world):
    content = filled(made(world), {"実績": "57.3件", DONE: FILE, "当初予算額（千円）": 1200})
    store(world, seen(world, content))
    again = seen(world, content)
    assert (again.changed, again.faults, world.fresh().version) == ([], [], 1)


def test_conflict_is_settled_by_choice(world):
    content = filled(made(world), {DONE: FILE})
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": PORTAL})
    asked = seen(world, content)
    (difference,) = asked.open_choices
    assert (difference.base, difference.mine, difference.theirs) == ("", FILE, PORTAL)
    theirs = seen(world, content, **{difference.choice: THEIRS})
    assert (theirs.open_choices, theirs.reports) == ([], [])
    mine = seen(world, content, **{difference.choice: "mine"})
    store(world, mine)
    assert world.fresh().done == FILE
    assert asked.digest == theirs.digest == mine.digest


def test_report_that_was_handed_in_meanwhile_is_refused_by_name(world):
    content = filled(made(world), {DONE: FILE})
    world.bring_to("submitted")
    ((place, problem),) = faults(seen(world, content))
    assert (place, problem) == (
        "4行目",
        "施策I-1-1：この報告は「提出済み」のため、取り込めません。",
    )
    assert faults(seen(world, made(world))) == []


@pytest.mark.parametrize(
    ("heading", "value", "problem"),
    [
        ("実績", "約12", "「約」は数値に使えません。"),
        ("実績", "12.34567", "小数が4桁を超えています。"),
        ("実績", "50%", "単位は「件」で、割合ではありません。"),
        ("実績", "調査中", "数値ではありません。"),
        ("進捗", "だいたい順調", "「だいたい順調」という進捗は登録されていません。"),
        ("確からしさ", "たぶん", "使えない言葉です。"),
        ("確からしさ", "見込", "実績がないのに、「見込」とあります。"),
        ("当初予算額（千円）", "-5", "0以上の整数ではありません。"),
        ("当初予算額（千円）", "1.5", "小数は使えません。"),
        ("全額・内数・再掲", "半分", "使えない言葉です。"),
    ],
)
def test_cell_that_cannot_be_taken_is_told_with_its_place(world, heading, value, problem):
    content = filled(made(world), {heading: value, DONE: FILE})
    preview = seen(world, content)
    (fault,) = [each.fault for each in preview.faults]
    assert (fault.column, fault.value, fault.problem) == (heading, value, problem)
    assert fault.place == cell_of(opened(content), heading).coordinate and fault.cure
    assert not preview.is_ready


def test_every_kind_of_indicator_is_read_as_the_form_reads_it(world):
    kinds_of = {
        "milestone": ("R5.9.1", ResultEntry("reported", done=True, done_on=date(2023, 9, 1))),
        "qualitative": ("予約が増えた。", ResultEntry("reported", words="予約が増えた。")),
        "number": ("集計中", ResultEntry("being_compiled")),
        "annual_minimum": (0, ResultEntry("reported", value=Decimal(0))),
    }
    content, expected = _with_further(world, kinds_of), {}
    for number, (kind, (_, held)) in enumerate(kinds_of.items(), 2):
        expected[f"{number}-{kind}"] = held
    preview = seen(world, content)
    store(world, preview)
    (draft,) = preview.reports
    keys = dict(world.plan.indicators.values_list("pk", "key"))
    assert {keys[pk]: held for pk, held in draft.results.items()} == expected


def _with_further(world: World, kinds_of: dict) -> bytes:
    for number, kind in enumerate(kinds_of, 2):
        indicator = make_indicator(world.plan, f"{number}-{kind}")
        indicator.kind = kind
        indicator.save()
        if kind in ("milestone", "qualitative"):
            IndicatorTarget.objects.filter(indicator=indicator).delete()
        MeasureIndicator.objects.create(measure=world.measure, indicator=indicator, order=number)
    content = made(world)
    for number, (text, _) in enumerate(kinds_of.values(), 2):
        content = filled(content, {"実績": text}, number)
    return content


def test_share_is_computed_of_its_two_figures(world):
    world.indicator.unit, world.indicator.measured_as = "%", "rate"
    world.indicator.save()
    content = filled(made(world), {"分子": 196, "分母": 724})
    store(world, seen(world, content))
    result = IndicatorResult.objects.get()
    assert (result.value, result.numerator, result.denominator) == (Decimal("27.1"), 196, 724)
    again = filled(made(world), {"分子": 200})
    store(world, seen(world, again))
    assert IndicatorResult.objects.get().value == Decimal("27.6")
    wrong = seen(world, filled(made(world), {"実績": 50}))
    assert "合いません" in faults(wrong)[0][1]


def test_figure_changed_beside_its_certainty_keeps_it(world):
    content = filled(made(world), {"実績": 5, "確からしさ": "見込"})
    store(world, seen(world, content))
    store(world, seen(world, filled(made(world), {"実績": 6})))
    assert IndicatorResult.objects.values_list("value", "certainty").get() == (6, "estimate")
    store(world, seen(world, filled(made(world), {"実績": "集計中"})))
    assert IndicatorResult.objects.get().certainty == "settled"


def test_cautions_are_those_of_the_report_as_it_would_stand(world):
    content = filled(made(world), {"実績": 1, "進捗": "順調"})
    (group,) = seen(world, content).changed
    assert any("目標" in each for each in group.cautions)


def test_word_changed_by_hand_is_a_change_from_last_year(world):
    world.bring_to("draft")
    type(world.report).objects.filter(pk=world.report.pk).update(is_unchanged=True)
    store(world, seen(world, filled(made(world), {DONE: FILE})))
    assert world.fresh().is_unchanged is False


def test_first_save_takes_the_planned_direction_along_as_the_form_does(world):
    store(world, seen(world, filled(made(world), {DONE: FILE})))
    assert world.fresh().actual_direction == "導入・運用"


def test_part_is_answered_by_its_division(world):
    world.leave_parts_open()
    content = made(world, "second")
    preview = seen(world, answered(content, {DONE: "市民へ知らせた。", "数値の内訳": 3}), "second")
    store(world, preview, by="co_owner")
    part = Contribution.objects.get(division=world.divisions["second"])
    assert (part.text, part.share, part.has_nothing, part.version) == (
        "市民へ知らせた。",
        3,
        False,
        1,
    )
    again = seen(world, answered(content, {DONE: "市民へ知らせた。"}), "second")
    assert again.changed == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {DONE: "書いた。", "該当なし": "該当なし"},
            "該当なしのときは、記載を空欄にしてください。",
        ),
        ({"該当なし": "なし"}, "使えない言葉です。"),
        ({DONE: "あ" * 1001}, "記載は1000文字以内にしてください（今は1001文字です）。"),
    ],
)
def test_part_is_refused_by_the_rules_of_its_form(world, cells, problem):
    world.leave_parts_open()
    preview = seen(world, answered(made(world, "second"), cells), "second")
    assert [each.fault.problem for each in preview.faults] == [problem]
    assert [each.sheet for each in preview.faults] == ["関係課回答票"]


def test_rows_are_known_by_their_numbers_wherever_they_stand(world):
    MeasureIndicator.objects.create(
        measure=world.measure, indicator=make_indicator(world.plan, "I-1-1-b"), order=1
    )
    book = opened(filled(made(world), {"実績": 7}))
    page = book["進捗の記入"]
    page.move_range("A4:AZ4", rows=3)
    preview = seen(world, saved(book))
    assert (kinds(preview), preview.missing) == ({"実績": TAKEN}, 0)
    page.delete_rows(4)  # the blank one, and then the second row
    page.delete_rows(4)
    assert seen(world, saved(book)).missing == 1


def test_rows_that_went_astray_are_faults(world):
    MeasureIndicator.objects.create(
        measure=world.measure, indicator=make_indicator(world.plan, "I-1-1-b"), order=1
    )
    book = opened(made(world))
    cell_of(book, "番号", 2).value = 1
    assert "番号1の行が" in faults(seen(world, saved(book)))[0][1]
    book["進捗の記入"]["A5"] = 9
    assert "ダウンロードした記入用ブックにない行です。" in faults(seen(world, saved(book)))[0][1]
    book["進捗の記入"]["A5"], book["進捗の記入"]["B5"] = 2, "I-1-9"
    assert "この番号の行は、施策I-1-1の行です。" in faults(seen(world, saved(book)))[0][1]


def test_cell_of_no_question_of_its_row_is_refused(world):
    MeasureIndicator.objects.create(
        measure=world.measure, indicator=make_indicator(world.plan, "I-1-1-b"), order=1
    )
    content = filled(made(world), {DONE: "二行目に書いた。"}, 2)
    assert "この行では、この欄には記入できません。" in faults(seen(world, content))[0][1]


@pytest.mark.parametrize(
    "which", ["other division", "other year", "no book", "no keys", "no sheet"]
)
def test_file_of_another_kind_is_refused_in_words(world, which):
    book = opened(made(world))
    if which == "other division":
        book["照合用"]["D2"] = str(world.divisions["second"].pk)
    elif which == "other year":
        book["照合用"]["C2"] = "0"
    elif which == "no book":
        book["照合用"]["B2"] = "99"
    elif which == "no keys":
        del book["照合用"]
    else:
        del book["進捗の記入"]
    with pytest.raises(Refused) as refused:
        seen(world, saved(book))
    assert str(refused.value)
    if which == "other division":
        assert "市民課のものです" in str(refused.value)


def test_what_a_cell_does_not_say_as_it_stands_is_told_first(world):
    book = opened(filled(made(world), {"実績": 0.5}))
    cell_of(book, "実績").number_format = "0%"
    assert faults(seen(world, saved(book)))[0][1] == "単位は「件」で、割合ではありません。"
    cell_of(book, "実績").number_format = "0"
    preview = seen(world, saved(book))
    assert [each.fault.problem for each in preview.notices] == [
        "セルの値は0.5ですが、「1」と表示されています。"
    ]


def test_struck_figure_is_blank_and_said_to_be(world):
    world.bring_to("draft")
    book = opened(made(world))
    cell_of(book, "実績").font = Font(strike=True)
    preview = seen(world, saved(book))
    assert kinds(preview) == {"実績": TAKEN}
    assert preview.groups[0].taken[0].is_cleared
    assert [each.fault.problem for each in preview.notices] == ["取り消し線が引かれています。"]


def test_formula_without_a_result_is_a_fault_and_one_with_it_is_as_shown(world):
    book = opened(made(world))
    cell_of(book, "実績").value = "=43/75"
    assert faults(seen(world, saved(book))) == [("K4", "数式の計算結果が保存されていません。")]


@pytest.mark.parametrize("told", ["draft", "returned"])
def test_answer_to_a_return_has_its_cell_while_the_report_is_returned(world, told):
    world.bring_to(told)
    book = opened(made(world))
    has_answer = "差戻しへの回答" in [cell.value for cell in book["進捗の記入"][3]]
    assert has_answer == (told == "returned")
    if has_answer:
        store(world, seen(world, filled(made(world), {"差戻しへの回答": "根拠を書いた。"})))
        report = world.fresh()
        assert (report.return_answer, report.state) == ("根拠を書いた。", "returned")
