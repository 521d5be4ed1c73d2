"""Taking an import back: all of its rows, by who may, as long as none was changed since."""

from io import StringIO

import pytest
from django.core.management import call_command

from glossary.models import Term, TermAlias
from measures.models import Indicator, IndicatorTarget, Measure, MeasureIndicator
from progress.entry import verbs as entry
from progress.imports import verbs
from progress.models import Contribution, IndicatorResult, ReportEffect, StatusChange
from progress.workflow.refusals import NotAllowed
from sakado_dx.imports.models import Import
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from tests.filled_forms import fields_of
from tests.progress.imports.conftest import TARGETS, text_of
from tests.records.reading import Written

RESULT = ["年度", "施策番号", "指標番号", "実績値"]


def state_of(*models) -> list:
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def terms(world) -> list[Term]:
    made = [
        Term.objects.create(plan=world.plan, term=term, reading="よみ", order=order)
        for order, term in enumerate(("AI", "RPA"))
    ]
    TermAlias.objects.create(term=made[0], alias="人工知能")
    return made


@pytest.fixture
def taken(wizard, into, terms) -> Import:
    """Both terms changed, one added, an alias more."""
    rows = [
        ["用語", "よみ", "別の表記"],
        ["AI", "エーアイ", "人工知能、ＡＩ"], ["RPA", "アールピーエー", ""], ["OCR", "おーしーあーる", ""],
    ]  # fmt: skip
    return wizard.take_in(into["terms"], rows)


def test_everything_is_as_it_was_before(wizard, into, terms):
    before = state_of(Term, TermAlias)
    rows = [["用語", "よみ", "別の表記"], ["AI", "エーアイ", "エイアイ"], ["OCR", "o", ""]]
    made = wizard.take_in(into["terms"], rows)
    assert state_of(Term, TermAlias) != before
    assert wizard.undo(made).status_code == 302
    assert state_of(Term, TermAlias) == before
    made.refresh_from_db()
    assert made.is_undone and made.undo_reason == "取り違え"


def test_record_groups_the_undo_apart_with_its_reason_and_door(wizard, taken, world):
    written = Written()
    wizard.undo(taken)
    records = written.records()
    assert {(each.import_key, each.reason, each.door) for each in records} == {
        (taken.undo_key, "取り違え", "page")
    }
    page = text_of(wizard.client.get(taken.get_absolute_url()))
    assert "取消済み" in page and "変更前：エーアイ → 変更後：よみ" in page


def test_page_names_the_consequences_before(wizard, taken):
    page = text_of(wizard.client.get(f"/imports/{taken.pk}/undo/"))
    assert "のすべての行を、取り込む前の内容に戻します" in page
    assert not Import.objects.get().is_undone and Term.objects.filter(term="OCR").exists()


def test_another_row_that_changed_since_is_no_hindrance(wizard, taken, world, terms):
    with acting(world.people["administrator"], Door.ADMIN):
        Term.objects.create(plan=world.plan, term="別の用語", order=9)
    assert wizard.undo(taken).status_code == 302
    assert list(Term.objects.order_by("pk").values_list("term", flat=True)) == [
        "AI",
        "RPA",
        "別の用語",
    ]


def test_the_same_row_that_changed_since_refuses_it_by_name(wizard, taken, world):
    with acting(world.people["administrator"], Door.ADMIN):
        Term.objects.filter(term="RPA").update(reading="あーるぴーえー")
    before = state_of(Term, TermAlias)
    answer = wizard.undo(taken)
    assert answer.status_code == 409
    assert "取り込んだ後に変わったもの：用語「RPA」。" in text_of(answer)
    assert state_of(Term, TermAlias) == before and not Import.objects.get().is_undone


def test_a_row_that_another_import_changed_is_named_and_the_newer_undone_first(wizard, taken, into):
    newer = wizard.take_in(into["terms"], [["用語", "よみ"], ["OCR", "オーシーアール"]])
    assert "用語「OCR」" in text_of(wizard.undo(taken))
    assert wizard.undo(newer).status_code == 302
    assert wizard.undo(taken).status_code == 302
    assert not Term.objects.filter(term="OCR").exists()


def test_an_added_row_that_something_rests_on_refuses_it_by_name(wizard, into, world, preparing):
    rows = [["番号", "施策名", "施策の方向性"], ["I-1-9", "新しい施策", "I-1"]]
    made = wizard.take_in(into["measures"], rows)
    measure = Measure.objects.get(code="I-1-9")
    with acting(world.people["secretariat"], Door.ADMIN):
        MeasureIndicator.objects.create(measure=measure, indicator=world.indicator)
    answer = wizard.undo(made)
    assert answer.status_code == 409 and "が使っています" in text_of(answer)
    assert Measure.objects.filter(code="I-1-9").exists()


def test_twice_is_once_and_the_second_click_gets_the_answer_of_the_first(wizard, taken):
    written = Written()
    assert [wizard.undo(taken).status_code for _ in range(2)] == [302, 302]
    assert len(written.records("imports_import")) == 1
    again = wizard.undo(taken, "別の理由")
    assert again.status_code == 409 and "既に取り消されています" in text_of(again)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("secretariat", True),
        ("second_secretariat", True),
        ("administrator", False),
        ("head", False),
    ],
)
def test_who_may(wizard_of, taken, name, may):
    answer = wizard_of(name).undo(taken)
    assert answer.status_code == (302 if may else 404)
    assert Import.objects.get().is_undone is may


def test_verb_refuses_others_too(taken, world):
    with pytest.raises(NotAllowed, match="取り込んだ人と事務局"):
        verbs.undo(taken, by=world.people["administrator"], reason="x")


def test_administrator_takes_back_his_own(wizard_of, into, world):
    own = wizard_of("administrator")
    made = own.take_in(into["terms"], [["用語"], ["OCR"]])
    assert own.undo(made).status_code == 302
    assert not Term.objects.exists()


def test_reason_is_needed(wizard, taken):
    answer = wizard.undo(taken, " ")
    assert answer.status_code == 200 and "取り消す理由を入力してください。" in text_of(answer)
    assert not Import.objects.get().is_undone


def test_fault_in_the_middle_leaves_the_import(wizard, taken, monkeypatch):
    before = state_of(Term, TermAlias)

    def breaks(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("progress.imports.effects.Watch.found", breaks)
    with pytest.raises(ZeroDivisionError):
        wizard.undo(taken)
    assert state_of(Term, TermAlias) == before and not Import.objects.get().is_undone


def test_results_go_back_through_the_draft_they_came_into(wizard, into, world):
    made = wizard.take_in(into["results"], [RESULT, ["R5", "I-1-1", "I-1-1", "12"]])
    assert wizard.undo(made).status_code == 302
    result = IndicatorResult.objects.get()
    assert (result.status, result.value) == ("not_reported", None)
    changes = StatusChange.objects.order_by("version").values_list("verb", "reason", "version")
    assert list(changes) == [("save", "年度の見直し", 1), ("save", "取り違え", 2)]


def test_result_that_was_typed_over_is_refused_by_name(wizard, into, world):
    made = wizard.take_in(into["results"], [RESULT, ["R5", "I-1-1", "I-1-1", "12"]])
    entry.save(world.fresh(), by=world.people["reporter"], version=1, results=world.entry("13"))
    answer = wizard.undo(made)
    assert answer.status_code == 409 and "実績" in text_of(answer)
    assert IndicatorResult.objects.get().value == 13


def test_text_typed_beside_an_imported_result_stays(wizard, into, world):
    made = wizard.take_in(into["results"], [RESULT, ["R5", "I-1-1", "I-1-1", "12"]])
    entry.save(world.fresh(), by=world.people["reporter"], version=1, fields={"done": "見直した。"})
    assert wizard.undo(made).status_code == 302
    assert IndicatorResult.objects.get().value is None and world.fresh().done == "見直した。"


def test_result_of_a_report_that_was_handed_in_since_is_refused_by_name(wizard, into, world):
    made = wizard.take_in(into["results"], [RESULT, ["R5", "I-1-1", "I-1-1", "12"]])
    entry.save(world.fresh(), by=world.people["reporter"], version=1, fields=world.complete)
    entry.submit(
        world.fresh(), by=world.people["head"], version=2, without_parts="電話で確かめた。"
    )
    answer = wizard.undo(made)
    assert answer.status_code == 409 and "施策I-1-1：" in text_of(answer)
    assert IndicatorResult.objects.get().value == 12


def test_undo_of_a_target_says_what_it_does_to_reports_and_keeps_it(wizard, into, preparing):
    world = preparing
    made = wizard.take_in(into["targets"], [TARGETS, ["I-1-1", "R5", "目標", "20"]])
    world.bring_to("submitted")
    asked = wizard.undo(made)
    assert asked.status_code == 409 and "判定などが変わる報告（2件）" in text_of(asked)
    assert not Import.objects.get(pk=made.pk).is_undone
    form = fields_of(asked.content.decode())
    assert wizard.client.post(f"/imports/{made.pk}/undo/", form).status_code == 302
    kept = ReportEffect.objects.filter(made=made)
    assert kept and all(each.is_undo and each.reason == "取り違え" for each in kept)
    assert IndicatorTarget.objects.get(indicator=world.indicator).value == 10
    assert Indicator.objects.get(pk=world.indicator.pk)


def filled_in(world) -> Import:
    """A division's workbook: a result and a text of the report, and a part that was blank."""
    from progress.entry import contribution_verbs
    from progress.sheets.verbs import KIND
    from sakado_dx.imports.recording import SourceFile, Target, importing

    head, co_owner = world.people["head"], world.people["co_owner"]
    part = Contribution.objects.select_related("report__year").get(report=world.report)
    into, file = Target(KIND, "課の記入用ブック"), SourceFile("課.xlsx", b"book")
    with importing(head, Door.IMPORT, "", into=into, file=file) as rows:
        texts = {"done": "見直した。", "progress": world.word("順調")}
        said = {"fields": texts, "results": world.entry(), "door": Door.IMPORT}
        entry.save(world.fresh(), by=head, version=world.fresh().version, **said)
        contribution_verbs.contribute(part, by=co_owner, version=part.version, text="記載")
        rows.changed = 2
    return rows.made


def test_workbook_goes_back_text_by_text_and_part_by_part(wizard_of, world):
    entry.save(world.fresh(), by=world.people["reporter"], version=0, fields={"done": "前の文。"})
    world.leave_parts_open()
    made = filled_in(world)
    assert world.fresh().done == "見直した。"
    with acting(world.people["reporter"], Door.PAGE):
        entry.save(world.fresh(), by=world.people["reporter"], version=2, fields={"issues": "課題"})
    assert wizard_of("secretariat").undo(made).status_code == 302
    report, part = world.fresh(), Contribution.objects.get(report=world.report)
    assert (report.done, report.progress, report.issues) == ("前の文。", None, "課題")
    assert IndicatorResult.objects.get().value is None
    assert (part.text, part.answered_by, part.version) == ("", None, 2)


def test_text_of_a_workbook_that_was_mended_since_is_named(wizard_of, world):
    world.leave_parts_open()
    made = filled_in(world)
    entry.save(world.fresh(), by=world.people["reporter"], version=1, fields={"done": "直した。"})
    answer = wizard_of("head").undo(made)
    assert answer.status_code == 409 and "の取り組んだこと" in text_of(answer)
    assert world.fresh().done == "直した。" and not Import.objects.get().is_undone


def test_people_that_came_in_go_again(wizard_of, world):
    own = wizard_of("administrator")
    rows = [["ログインID", "氏名"], ["new-person", "新人 太郎"]]
    made = own.take_in("organization.user:city", rows)
    assert User.objects.filter(username="new-person").exists()
    assert wizard_of("secretariat").undo(made).status_code in (404, 409)
    asked = own.undo(made)
    assert asked.status_code == 302, text_of(asked)
    assert not User.objects.filter(username="new-person").exists()


def test_loaded_plan_is_taken_back_whole(wizard, world, tmp_path):
    from measures.models import Plan
    from tests.progress.documents import TWO_LEVELS, as_bytes, raw

    path = tmp_path / "plan.json"
    path.write_bytes(as_bytes(raw(TWO_LEVELS)))
    call_command("load_plan", "--from", str(path), stdout=StringIO())
    made = Import.objects.get(kind="progress.plan_document")
    assert (made.by, made.by_name) == (None, "manage.py load_plan") and Plan.objects.count() == 2
    assert wizard.undo(made).status_code == 302
    assert Plan.objects.get() == world.plan


def test_years_that_were_taken_over_stay(wizard, world, tmp_path):
    from progress.models import ReviewYear

    ReviewYear.objects.filter(pk=world.year.pk).update(fiscal_year=2024)
    path = tmp_path / "history.csv"
    line = "年度,施策番号,進捗,取り組んだこと,今後の方針\r\nR5,I-1-1,順調,見直した。,継続\r\n"
    path.write_text(line, encoding="utf-8")
    call_command("load_history", str(path), by="secretariat", reason="移行", stdout=StringIO())
    made = Import.objects.get()
    assert (made.kind, made.added, made.file_name) == ("progress.history", 1, "history.csv")
    answer = wizard.undo(made)
    assert (
        answer.status_code == 409
        and "締めた年度として移行したものは、取り消せません" in text_of(answer)
    )
