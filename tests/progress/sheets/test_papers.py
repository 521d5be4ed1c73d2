"""施策見直し調書 in the division's workbook: downloaded, filled in, taken into drafts, taken back."""

from datetime import date

import pytest
from django.utils import timezone

from measures.models import Indicator, MeasureIndicator
from progress.imports import verbs as imports
from progress.reviews import measure_verbs
from progress.sheets.columns import PAPERS
from progress.sheets.gathering import book_of
from progress.workflow.refusals import NotAllowed
from sakado_dx.imports.models import Import
from tests.progress.conftest import make_indicator
from tests.progress.reviews.making import opened as begun
from tests.progress.reviews.making import paper
from tests.progress.sheets.books import (
    HEAD,
    cell_of,
    confirmed,
    filled,
    given_back,
    made,
    opened,
    taken_in,
)

pytestmark = pytest.mark.one_database  # what a file means is decided in Python


def typed(content: bytes, **cells: object) -> bytes:
    return filled(content, cells, sheet=PAPERS)


def test_sheet_asks_what_the_form_of_a_paper_asks(world):
    begun(world)
    book = opened(made(world))
    assert book.sheetnames == ["記入のしかた", "進捗の記入", PAPERS, "選択肢", "照合用"]
    assert [cell.value for cell in book[PAPERS][HEAD]] == [
        "番号", "施策番号", "施策名", "状態", "成果指標", "目標", "今後の方針", "統合先", "理由",
        "改定後の取組", "R7の方向性", "改定後の目標", "目標の取下げ", "予算への影響",
        "影響額（千円）", "予算の内容",
    ]  # fmt: skip
    assert cell_of(book, "成果指標", sheet=PAPERS).value == "処理件数"
    assert cell_of(book, "目標", sheet=PAPERS).value == "R5年度 10件"
    assert not cell_of(book, "理由", sheet=PAPERS).protection.locked
    assert cell_of(book, "目標", sheet=PAPERS).protection.locked
    told = [cell.value for row in book["記入のしかた"].iter_rows() for cell in row]
    assert "調書の提出期限" in told


def test_lists_offer_words_measures_and_reasons(world):
    begun(world)
    book = opened(made(world))
    offered = {
        cell.value for row in book["選択肢"].iter_rows() for cell in row if cell.value
    }  # fmt: skip
    assert {"継続", "I-1-2 施策I-1-2", "達成済み", "増額を要求する"} <= offered
    ranges = {str(each.sqref) for each in book[PAPERS].data_validations.dataValidation}
    for heading in ("今後の方針", "統合先", "目標の取下げ", "予算への影響"):
        assert cell_of(book, heading, sheet=PAPERS).coordinate in ranges


def test_without_a_review_under_way_there_is_no_such_sheet(world):
    assert PAPERS not in opened(made(world)).sheetnames


def test_what_is_filled_in_is_stored_as_the_form_stores_it(world, reporter):
    row = paper(begun(world))
    content = typed(
        made(world), 今後の方針="見直し", 理由="国の動向", 改定後の取組="窓口を広げる。",
        R7の方向性="拡充", 改定後の目標=20, 予算への影響="増額を要求する", **{"影響額（千円）": 1200},
    )  # fmt: skip
    answer = taken_in(reporter, world, content)
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.version, str(row.outlook), row.reason, row.work) == (
        "draft", 1, "見直し", "国の動向", "窓口を広げる。",
    )  # fmt: skip
    assert (row.directions, row.targets) == ({"2025": "拡充"}, {"I-1-1": {"value": "20"}})
    assert (row.budget, row.budget_amount) == ("more", 1200)
    assert not given_back(reporter, world, made(world)).context["preview"].groups


def test_a_milestone_is_moved_to_a_year_and_a_second_indicator_has_its_own_row(world, reporter):
    milestone = make_indicator(world.plan, "I-1-1-m")
    Indicator.objects.filter(pk=milestone.pk).update(kind="milestone", unit="", measured_as="")
    milestone.targets.update(value=None)
    MeasureIndicator.objects.create(measure=world.measure, indicator=milestone, order=1)
    row = paper(begun(world))
    content = filled(made(world), {"改定後の達成時期": "令和7年度"}, 2, PAPERS)
    assert cell_of(opened(content), "理由", 2, PAPERS).protection.locked
    assert taken_in(reporter, world, content).status_code == 302
    row.refresh_from_db()
    assert row.targets == {"I-1-1-m": {"year": "2025"}}


def faults(page) -> list[tuple[str, str]]:
    return [(each.fault.column, each.fault.problem) for each in page.context["preview"].faults]


def test_what_the_form_refuses_is_refused_with_its_place(world, reporter):
    row = paper(begun(world))
    content = typed(made(world), 改定後の目標=20, 目標の取下げ="達成済み", R7の方向性="長" * 61)
    told = dict(faults(given_back(reporter, world, content)))
    assert told.keys() == {"R7の方向性", "目標の取下げ"}
    assert "どちらかにしてください" in told["目標の取下げ"]
    content = typed(made(world), 統合先="I-9-9", 今後の方針="廃棄", **{"影響額（千円）": -1})
    assert {each for each, _ in faults(given_back(reporter, world, content))} == {
        "統合先", "今後の方針", "影響額（千円）",
    }  # fmt: skip
    content = typed(made(world), 統合先="I-1-1")
    assert faults(given_back(reporter, world, content)) == [
        ("統合先", "選択肢から選んでください。")
    ]
    row.refresh_from_db()
    assert row.version == 0


def test_what_both_changed_is_put_side_by_side(world, reporter):
    row = paper(begun(world))
    content = typed(made(world), 理由="ブックの理由", 改定後の取組="広げる")
    measure_verbs.save(row, by=world.people["head"], version=0, fields={"reason": "画面の理由"})
    page = given_back(reporter, world, content)
    [group] = page.context["preview"].groups
    assert [each.label for each in group.conflicts] == ["理由"]
    assert [each.label for each in group.taken] == ["改定後の取組"]
    assert confirmed(reporter, world, page).status_code == 409
    choice = group.conflicts[0].difference.choice
    assert confirmed(reporter, world, page, **{choice: "theirs"}).status_code == 302
    row.refresh_from_db()
    assert (row.reason, row.work) == ("画面の理由", "広げる")


def test_a_paper_that_was_handed_in_takes_nothing_and_another_review_neither(world, reporter):
    review = begun(world)
    row, content = paper(review), typed(made(world), 理由="後から")
    by = world.people["reporter"]
    fields = {"outlook": world.word("継続", "outlook"), "budget": "none"}
    measure_verbs.save(row, by=by, version=0, fields=fields)
    measure_verbs.submit(row, by=by, version=1)
    [(_, problem)] = faults(given_back(reporter, world, content))
    assert problem == "施策I-1-1：調書が「提出済み」のため、取り込めません。"
    begun(world, first_fiscal_year=2023, last_fiscal_year=2024)
    [(_, problem)] = faults(given_back(reporter, world, content))
    assert "今は、この課の記入用ブックにありません" in problem


def test_an_import_into_papers_is_taken_back_as_long_as_nothing_changed(world, reporter):
    row = paper(begun(world))
    content = typed(made(world), 理由="国の動向", 改定後の目標=20)
    taken_in(reporter, world, content)
    import_ = Import.objects.get()
    imports.undo(import_, by=world.people["reporter"], reason="取り違え")
    row.refresh_from_db()
    assert (row.reason, row.targets, row.version) == ("", {}, 2)
    taken_in(reporter, world, typed(made(world), 理由="国の動向"))
    row.refresh_from_db()
    measure_verbs.save(row, by=world.people["head"], version=3, fields={"reason": "直した"})
    with pytest.raises(NotAllowed, match="理由"):
        imports.undo(Import.objects.latest("pk"), by=world.people["reporter"], reason="取り違え")


def test_secretariat_takes_in_for_a_division_with_a_reason(world, client):
    row = paper(begun(world))
    client.force_login(world.people["secretariat"])
    content = typed(made(world), 理由="国の動向")
    assert taken_in(client, world, content).status_code == 200
    assert taken_in(client, world, content, reason="課からの依頼").status_code == 302
    assert row.changes.get().on_behalf


def test_many_papers_ask_as_little_as_one(world, django_assert_max_num_queries):
    begun(world)
    with django_assert_max_num_queries(29):
        book = book_of(world.year, world.divisions["lead"], timezone.localdate())
    assert [each.row.measure.code for each in book.papers] == ["I-1-1"]
    assert book.review.due_on == date(2099, 9, 30)
