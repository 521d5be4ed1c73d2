"""The texts of the search follow every write: each verb's pages are walked in
workflow/test_doors.py, here are what is no verb of a report, and the plan's side."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from glossary.importers import TermResource
from glossary.models import Term
from measures.models import ChronologyEvent, Indicator, Measure, MeasureIndicator
from progress.corrections import verbs as corrections
from progress.entry.contribution_verbs import contribute
from progress.models import Contribution, Decision, ReportSnapshot
from progress.plan_document.exporting import document_of
from progress.year import back_verbs as year_back
from sakado_dx.records.acting import Door, acting
from sakado_dx.search.models import SearchText
from sakado_dx.search.writing import rebuild
from systems_inventory.models import InformationSystem
from tests.progress.closing import close_year
from tests.sakado_dx.workbooks import taken_in
from tests.searching import compared_at_each_commit, differences, stored

TYPED = "窓口の混雑を減らした。"


@pytest.fixture
def followed(world):
    """The world, of which no transaction may leave a text other than a rebuild makes it."""
    with compared_at_each_commit() as wrong:
        yield world
    assert wrong == []


def texts(kind: str) -> dict[int, str]:
    return dict(SearchText.objects.filter(kind=kind).values_list("object_id", "text"))


def test_report_is_there_with_its_first_save_and_gone_with_its_year(followed):
    assert texts("report") == {}
    report = followed.bring_to("draft")
    assert texts("report") == {report.pk: "窓口の様式を見直した。"}
    with acting("試験", Door.COMMAND):
        type(report).objects.filter(pk=report.pk).update(done="", version=report.version + 1)
    assert texts("report") == {}


def test_part_of_another_division_is_found_with_the_report(followed):
    part = Contribution.objects.get(report=followed.report, division=followed.divisions["second"])
    people, told = followed.people, {"text": TYPED, "share": None, "has_nothing": False}
    contribute(part, by=people["co_owner"], version=part.version, **told)
    assert texts("report") == {followed.report.pk: TYPED}


def test_closed_year_is_searched_as_it_was_closed_and_as_it_was_corrected(followed):
    report = followed.bring_to("evaluated")
    left = followed.year.reports.exclude(pk=report.pk).get()
    reasons, people = {left.pk: "災害対応のため"}, followed.people
    close_year(followed.year, by=people["secretariat"], reasons=reasons)
    assert texts("report") == {report.pk: "窓口の様式を見直した。"}
    proposed = corrections.propose_correction(
        followed.fresh(), by=people["secretariat"], kind="correct", place="done", after=TYPED,
        reason="誤記",
    )  # fmt: skip
    corrections.confirm_correction(proposed, by=people["second_secretariat"])
    assert texts("report") == {report.pk: TYPED}
    assert ReportSnapshot.objects.filter(report=report).count() == 2


def test_taken_out_report_and_dropped_year_leave_nothing(followed):
    with acting("試験", Door.COMMAND):
        type(followed.report).objects.filter(pk=followed.report.pk).update(issues=TYPED)
    assert texts("report") == {followed.report.pk: TYPED}
    followed.leave_parts_open()
    year_back.undo_open(followed.year, by=followed.people["secretariat"], reason="誤り")
    assert texts("report") == {}


def test_opinion_of_a_decision_is_found(followed):
    report = followed.bring_to("confirmed")
    with acting("試験", Door.COMMAND):
        decision = followed.decide(report, opinion=TYPED)
    assert texts("decision") == {decision.pk: TYPED}
    with acting("試験", Door.COMMAND):
        Decision.objects.all().delete()
    assert texts("decision") == {}


def test_measure_is_found_under_its_indicators_as_they_are_named(followed):
    measure, indicator = followed.measure, followed.indicator
    assert texts("measure")[measure.pk] == "I-1-1 施策I-1-1\n処理件数"
    with acting("試験", Door.COMMAND):
        Measure.objects.filter(pk=measure.pk).update(
            name="書かない窓口", summary="様式を\r\n減らす"
        )
        Indicator.objects.filter(pk=indicator.pk).update(definition="月ごとの件数")
    whole = "I-1-1 書かない窓口\n様式を 減らす\n処理件数 月ごとの件数"
    assert texts("measure")[measure.pk] == whole
    with acting("試験", Door.COMMAND):
        MeasureIndicator.objects.filter(measure=measure).delete()
    assert texts("measure")[measure.pk] == "I-1-1 書かない窓口\n様式を 減らす"


def test_rows_of_the_reference_half_are_followed(followed):
    plan = followed.plan
    with acting("試験", Door.COMMAND):
        term = Term.objects.create(plan=plan, term="ＲＰＡ", reading="あーるぴーえー")
        term.aliases.create(alias="ロボット")
        system = InformationSystem.objects.create(
            plan=plan, name="住民記録システム", vendor="見本電算", standard_works=["住民基本台帳"]
        )
        event = ChronologyEvent.objects.create(plan=plan, year=2021, month=9, event="⼾籍法")
    assert texts("term") == {term.pk: "ＲＰＡ\nあーるぴーえー\nロボット"}
    assert texts("system") == {system.pk: "住民記録システム\n見本電算\n住民基本台帳"}
    assert SearchText.objects.get(kind="event").key == "戸籍法"
    with acting("試験", Door.COMMAND):
        term.aliases.all().delete()
        event.delete()
    assert (texts("term"), texts("event")) == ({term.pk: "ＲＰＡ\nあーるぴーえー"}, {})


def test_import_of_a_sheet_is_followed(followed):
    sheet = [["用語", "よみ", "説明"], ["住基", "じゅうき", "住民基本台帳の略"]]
    with acting("試験", Door.IMPORT):
        assert taken_in(TermResource(plan=followed.plan), sheet).is_sound
    assert list(texts("term").values()) == ["住基\nじゅうき\n住民基本台帳の略"]


def test_loaded_plan_is_followed(followed, preparing, tmp_path):
    document = document_of(followed.plan)
    document["policies"][0]["directions"][0]["measures"][0]["name"] = "改定した施策"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    call_command("load_plan", "--from", str(path), stdout=StringIO())
    assert "改定した施策" in texts("measure")[followed.measure.pk]


def test_page_of_the_admin_is_followed(followed, client):
    client.force_login(followed.people["administrator"])
    fields = {"plan": followed.plan.pk, "term": "職員用語", "explanation": TYPED, "order": "1"}
    fields |= {f"aliases-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = client.post("/admin/glossary/term/add/", fields | {"change_reason": "追加"})
    assert answer.status_code == 302
    assert list(texts("term").values()) == [f"職員用語\n{TYPED}"]


def test_what_passes_the_portal_by_is_found_after_a_rebuild(world, capsys):
    Term.objects.create(plan=world.plan, term="直接の用語")
    SearchText.objects.create(kind="measure", object_id=9_999_999, key="古い", text="古い")
    SearchText.objects.create(kind="gone", object_id=1, key="古い", text="古い")
    assert differences() != []
    call_command("rebuild_search")
    assert differences() == []
    assert {kind for kind, *_ in stored()} == {"division", "measure", "term"}
    assert "検索する文章を作り直しました（8件）" in capsys.readouterr().out


def test_what_changes_no_text_writes_none(world):
    world.bring_to("submitted")
    rebuild()
    before = list(SearchText.objects.order_by("pk").values())
    with acting("試験", Door.COMMAND):
        type(world.report).objects.update(secretariat_note="所見", version=9)
    assert list(SearchText.objects.order_by("pk").values()) == before
    assert "所見" not in "".join(text for *_, text in stored())


def test_failed_write_leaves_the_texts_as_they_were(world):
    rebuild()
    before = stored()
    with pytest.raises(ZeroDivisionError), acting("試験", Door.COMMAND):
        Term.objects.create(plan=world.plan, term="消える用語")
        raise ZeroDivisionError
    assert stored() == before
