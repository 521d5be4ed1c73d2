"""What an import does to reports is named before, asked about, and stands on them afterwards."""

from datetime import date

import pytest

from measures.models import IndicatorTarget
from progress.entry import verbs as entry
from progress.models import ReportEffect, ReviewYear
from progress.rights import lookups
from sakado_dx.imports.models import Import
from tests.progress.imports.conftest import TARGETS, text_of

pytestmark = pytest.mark.usefixtures("preparing")
SHEET = [TARGETS, ["I-1-1", "R5", "目標", "20"]]
WHY = "計画の第1次改定による"


def target(world) -> int:
    return IndicatorTarget.objects.get(indicator=world.indicator).value


def test_open_reports_are_named_with_their_state_and_what_changes(wizard, into, world):
    world.bring_to("submitted")
    page = text_of(wizard.upload(into["targets"], SHEET))
    assert "判定などが変わる報告（2件）" in page
    line = f"{world.measure} R5 提出済み 指標I-1-1の判定 達成 未達成".replace(" ", "")
    assert line in page.replace(" ", "").replace("　", "")
    assert target(world) == 10 and not ReportEffect.objects.exists()


def test_published_report_is_named_as_published(wizard, into, world):
    world.bring_to("evaluated")
    world.make_public(date(2024, 8, 1))
    ReviewYear.objects.update(publish_on=date(2024, 8, 1))
    assert "公表済み" in text_of(wizard.upload(into["targets"], SHEET))


def test_before_the_confirmation_one_reason_is_enough_and_stands_on_the_report(wizard, into, world):
    report = world.bring_to("submitted")
    page = wizard.upload(into["targets"], SHEET)
    assert "確認済みの報告の判定などが変わる理由" not in text_of(page)
    made = wizard.take_in(into["targets"], SHEET)
    kept = ReportEffect.objects.filter(report=report, made=made)
    assert {each.reason for each in kept} == {"年度の見直し"}
    assert ("指標I-1-1の判定", "達成", "未達成") in kept.values_list("what", "before", "after")


@pytest.mark.parametrize("state", ["confirmed", "evaluated"])
def test_what_is_confirmed_against_needs_a_reason_of_its_own(wizard, into, world, state):
    report = world.bring_to(state)
    page = wizard.upload(into["targets"], SHEET)
    assert "確認済みの報告の判定などが変わる理由" in text_of(page)
    for nothing in ({"why": ""}, {}):
        answer = wizard.confirm(page, **nothing)
        assert answer.status_code in (200, 409)
        assert "確認済みの報告の判定などが変わる理由を入力してください。" in text_of(answer)
        assert target(world) == 10 and not Import.objects.exists()
    assert wizard.confirm(page, why=WHY).status_code == 302
    assert target(world) == 20
    assert {each.reason for each in report.effects_on_it.all()} == {WHY}


def test_it_stands_in_the_thread_and_in_the_history_of_the_measure(wizard, wizard_of, into, world):
    report = world.bring_to("confirmed")
    wizard.take_in(into["targets"], SHEET, why=WHY)
    for person, address in (
        ("secretariat", f"/reports/{report.pk}/review/"),
        ("reporter", f"/measures/{world.measure.pk}/"),
    ):
        page = text_of(wizard_of(person).client.get(address))
        assert "計画の変更で変わったこと" in page and f"理由：{WHY}" in page
        assert "指標I-1-1の判定：達成 → 未達成" in page


def test_effects_that_changed_after_the_page_are_shown_anew(wizard, into, world):
    page = wizard.upload(into["targets"], SHEET)
    world.bring_to("submitted")
    answer = wizard.confirm(page)
    assert answer.status_code == 409 and "登録内容が変わりました" in text_of(answer)
    assert target(world) == 10


def test_lists_that_no_report_rests_on_ask_nothing_of_reports(wizard, into, world):
    world.bring_to("confirmed")
    assert "判定などが変わる報告" not in text_of(wizard.upload(into["terms"], [["用語"], ["AI"]]))


def test_who_took_a_sheet_in_confirms_what_the_division_handed_in_itself(wizard, into, world):
    """Cycle: taking a sheet in makes no author, where a member of the division submits after."""
    rows = [["年度", "施策番号", "指標番号", "実績値"], ["R5", "I-1-1", "I-1-1", "12"]]
    wizard.take_in(into["results"], rows)
    secretary = world.people["secretariat"]
    assert secretary.pk in lookups.author_ids(world.fresh())
    entry.save(world.fresh(), by=world.people["reporter"], version=1, fields=world.complete)
    entry.submit(
        world.fresh(), by=world.people["head"], version=2, without_parts="電話で確かめた。"
    )
    assert secretary.pk not in lookups.author_ids(world.fresh())


def test_who_submits_on_behalf_what_he_took_in_stays_its_author(wizard, into, world):
    rows = [["年度", "施策番号", "指標番号", "実績値"], ["R5", "I-1-1", "I-1-1", "12"]]
    wizard.take_in(into["results"], rows)
    secretary, said = world.people["secretariat"], {"reason": "代行"}
    entry.save(world.fresh(), by=secretary, version=1, fields=world.complete, **said)
    word = "電話で確かめた。"
    entry.submit(world.fresh(), by=secretary, version=2, without_parts=word, **said)
    assert secretary.pk in lookups.author_ids(world.fresh())
