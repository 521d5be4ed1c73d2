"""What the admin may change of a plan while a year is open: with a reason, and not unsaid."""

import pytest
from django.contrib import admin
from django.db.models import DateField
from django.urls import reverse

from measures.models import IndicatorTarget, Measure, MeasureDivision, MeetingKind, PlanWord
from progress.admin.consequences import PlanDataAdmin
from progress.admin.read_only import ReadOnlyMixin
from progress.imports.judged import judged_reports
from progress.models import ReviewYear
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_reasons import NEEDED, WithReason
from sakado_dx.organization.admin_rows import Rows
from tests.filled_forms import fields_of
from tests.progress.conftest import make_indicator
from tests.records.reading import Written

# What a plan in force refuses: tests/progress/plan_editions/test_doors.py.
pytestmark = pytest.mark.usefixtures("preparing")

# What each page of the admin lets its people do. A new one is named here.
READ_ONLY = {
    "progress.IndicatorResult", "progress.ProgressReport", "progress.ReviewYear",
    "progress.StatusChange",
}  # fmt: skip
# While a year of the plan is open a reason is needed, and what it does to reports is asked.
OF_THE_PLAN = {
    "measures.Plan", "measures.Policy", "measures.Direction", "measures.Measure",
    "measures.Indicator", "measures.PlanWord", "measures.EffectKind", "measures.MeetingKind",
}  # fmt: skip
WITH_REASON = {"organization.Division", "organization.User"}
# No report rests on them.
FREE = {
    "glossary.Term", "measures.ChronologyEvent", "systems_inventory.InformationSystem",
    "systems_inventory.InventoryNote",
}  # fmt: skip


def kind_of(page: admin.ModelAdmin) -> set[str]:
    if isinstance(page, ReadOnlyMixin):
        return READ_ONLY
    if isinstance(page, PlanDataAdmin):
        return OF_THE_PLAN
    return WITH_REASON if isinstance(page, WithReason) else FREE


def pages() -> dict[str, admin.ModelAdmin]:
    return {model._meta.label: page for model, page in admin.site._registry.items()}


def test_every_page_of_the_admin_is_read_only_asks_why_or_is_named_as_free():
    assert set(pages()) == READ_ONLY | OF_THE_PLAN | WITH_REASON | FREE
    assert [label for label, page in pages().items() if label not in kind_of(page)] == []


def test_every_date_of_the_admin_is_shown_with_its_era_and_every_row_is_named():
    dated = [
        page
        for page in pages().values()
        if any(isinstance(each, DateField) for each in page.model._meta.concrete_fields)
    ]
    assert dated and [page for page in dated if not isinstance(page, EraDates)] == []
    rows = [inline for page in pages().values() for inline in page.inlines]
    assert rows and [each for each in rows if not issubclass(each, Rows)] == []


def test_boxes_of_rows_have_a_name_each(secretary, world):
    address = reverse("admin:measures_indicator_change", args=[world.indicator.pk])
    page = secretary.get(address).content.decode()
    for name in ("targets-0-value", "targets-0-decided_on", "targets-0-DELETE"):
        box = next(each for each in page.split("<input ") if f'name="{name}"' in each)
        assert "aria-label=" in box.split(">")[0]


@pytest.fixture
def secretary(world, client):
    client.force_login(world.people["secretariat"])
    return client


def page_of(client, row) -> tuple[str, dict]:
    """The address of a row's page, and its fields as they stand."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return address, fields_of(client.get(address).content.decode())


def with_target(fields: dict, value: str) -> dict:
    return fields | {"targets-0-value": value}


def target(world) -> str:
    return str(IndicatorTarget.objects.get(indicator=world.indicator).value.normalize())


def test_target_of_an_open_year_is_not_changed_without_a_reason(world, secretary):
    address, fields = page_of(secretary, world.indicator)
    written = Written()
    answer = secretary.post(address, with_target(fields, "20"))
    assert answer.status_code == 200 and NEEDED in answer.content.decode()
    assert target(world) == "1E+1" and written.records() == []


def test_change_that_no_report_feels_is_stored_with_its_reason(world, secretary):
    address, fields = page_of(secretary, world.indicator)
    written = Written()
    answer = secretary.post(address, fields | {"note": "注記", "change_reason": "誤記の訂正"})
    assert answer.status_code == 302
    assert {(each.table_name, each.reason) for each in written.records()} == {
        ("measures_indicator", "誤記の訂正")
    }


def test_change_of_a_submitted_report_s_judgement_is_named_and_asked_before_it_stands(
    world, secretary
):
    world.bring_to("submitted")
    address, fields = page_of(secretary, world.indicator)
    written = Written()
    why = {"change_reason": "計画の見直し"}
    asked = secretary.post(address, with_target(fields, "20") | why)
    page = asked.content.decode()
    assert asked.status_code == 409 and target(world) == "1E+1" and written.records() == []
    assert "I-1-1 施策I-1-1　R5" in page and "提出済み" in page
    assert "<td>指標I-1-1の判定</td><td>達成</td><td>未達成</td>" in page
    answer = secretary.post(address, fields_of(page))
    assert answer.status_code == 302 and target(world) == "2E+1"
    assert {(each.table_name, each.reason) for each in written.records()} == {
        ("measures_indicatortarget", "計画の見直し")
    }


def test_what_was_shown_must_be_what_would_change(world, secretary):
    address, fields = page_of(secretary, world.indicator)
    why = {"change_reason": "計画の見直し"}
    page = secretary.post(address, with_target(fields, "20") | why).content.decode()
    answer = secretary.post(address, fields_of(page) | {"targets-0-value": "30"})
    assert answer.status_code == 409 and target(world) == "1E+1"


def test_who_goes_back_to_mend_has_all_that_was_typed(world, secretary):
    address, fields = page_of(secretary, world.indicator)
    why = {"change_reason": "計画の見直し"}
    page = secretary.post(address, with_target(fields, "20") | why).content.decode()
    answer = secretary.post(address, fields_of(page) | {"change_mend": "1"})
    form = answer.content.decode()
    assert answer.status_code == 200 and "まだ保存していません。内容を直して" in form
    assert fields_of(form)["targets-0-value"] == ["20"]
    assert fields_of(form)["change_reason"] == ["計画の見直し"]
    assert target(world) == "1E+1"


def test_form_read_before_another_changed_the_row_is_not_saved_unseen(world, secretary):
    address, fields = page_of(secretary, world.indicator)
    why = {"change_reason": "誤記の訂正"}
    IndicatorTarget.objects.filter(indicator=world.indicator).update(value=20)
    answer = secretary.post(address, fields | why | {"note": "注記"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "画面を開いた後に、この内容が変わりました" in page
    assert target(world) == "2E+1" and fields_of(page)["note"] == ["注記"]
    again = secretary.post(address, fields_of(page) | {"targets-0-value": "20"})
    world.indicator.refresh_from_db()
    assert again.status_code == 302 and world.indicator.note == "注記"
    assert target(world) == "2E+1"


def test_another_lead_division_is_asked_about(world, secretary):
    address, fields = page_of(secretary, world.measure)
    other = world.divisions["other"].pk
    why = {"change_reason": "所管替え"}
    asked = secretary.post(address, fields | {"measure_divisions-0-division": other} | why)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "<td>主管課</td><td>情報課</td><td>道路課</td>" in page
    assert MeasureDivision.objects.filter(measure=world.measure, division=other).count() == 0


def test_division_that_stands_twice_in_a_measure_is_told_by_its_name(world, secretary):
    address, fields = page_of(secretary, world.measure)
    number = int(fields["measure_divisions-TOTAL_FORMS"][0])
    fields |= {"measure_divisions-TOTAL_FORMS": number + 2, "change_reason": "所管の追加"}
    row = {"division": world.divisions["other"].pk, "order": 5, "in_detail": "on"}
    for each in (number, number + 1):
        fields |= {f"measure_divisions-{each}-{name}": value for name, value in row.items()}
    answer = secretary.post(address, fields)
    assert answer.status_code == 200
    assert "「道路課」の行が、開始日が空欄のまま二つあります" in answer.content.decode()
    assert world.measure.measure_divisions.filter(division=row["division"]).count() == 0


def test_administrator_is_told_that_a_draft_changes_and_not_what_it_says(world, client):
    world.bring_to("draft")
    client.force_login(world.people["administrator"])
    address, fields = page_of(client, world.word("順調"))
    why = {"change_reason": "言葉の見直し"}
    asked = client.post(address, fields | {"word": "予定どおり"} | why)
    page = asked.content.decode()
    assert asked.status_code == 409 and "報告の内容は事務局が読めます" in page
    assert "意味：順調" not in page.split("変わること")[1]
    assert client.post(address, fields_of(page)).status_code == 302
    assert PlanWord.objects.filter(word="予定どおり").exists()


def rows_asked(client, row, **typed) -> list[str]:
    """What the page names of a change that is tried: nothing is stored."""
    address, fields = page_of(client, row)
    asked = client.post(address, fields | {"change_reason": "見直し"} | typed)
    page = asked.content.decode()
    return page.split("<tbody>")[1].split("</tbody>")[0].splitlines() if "<tbody>" in page else []


def test_administrator_cannot_find_out_by_trying_what_word_a_draft_holds(world, client):
    world.bring_to("draft")
    client.force_login(world.people["administrator"])
    asked = rows_asked(client, world.word("順調"), word="予定どおり")
    assert asked and asked == rows_asked(client, world.word("遅れ"), word="予定どおり")


def test_administrator_cannot_find_out_by_trying_how_high_a_figure_is(world, client):
    world.bring_to("submitted")  # with 12
    client.force_login(world.people["administrator"])
    tried = [rows_asked(client, world.indicator, **{"targets-0-value": n}) for n in ("11", "13")]
    judged = [[line for line in rows if "判定" in line] for rows in tried]
    assert judged[0] and judged[0] == judged[1]


def test_what_reports_say_is_read_in_as_many_queries_for_one_as_for_many(
    world, django_assert_num_queries
):
    with django_assert_num_queries(6):
        assert len(judged_reports(reads_content=True)) == 2
    measures = [
        Measure(plan=world.plan, direction=world.measure.direction, key=code, code=code, name=code)
        for code in ("I-1-3", "I-1-4", "I-1-5")
    ]
    for measure in Measure.objects.bulk_create(measures):
        make_indicator(world.plan, measure.code, measure)
        world.year.reports.create(measure=measure)
    with django_assert_num_queries(6):
        assert len(judged_reports(reads_content=True)) == 5
    with django_assert_num_queries(7):
        assert len(judged_reports(reads_content=False)) == 5


def test_nothing_of_the_plan_is_deleted_while_a_year_is_open(world, secretary):
    kind = MeetingKind.objects.first()
    address = reverse("admin:measures_meetingkind_delete", args=[kind.pk])
    assert secretary.post(address, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [kind.pk], "post": "yes"}
    secretary.post(reverse("admin:measures_meetingkind_changelist"), chosen)
    assert MeetingKind.objects.filter(pk=kind.pk).exists()
    ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    assert secretary.post(address, {"post": "yes"}).status_code == 302
    assert not MeetingKind.objects.filter(pk=kind.pk).exists()


def test_without_an_open_year_no_reason_is_needed(world, secretary):
    ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    address, fields = page_of(secretary, world.indicator)
    assert secretary.post(address, with_target(fields, "20")).status_code == 302
    assert target(world) == "2E+1"


def test_year_is_only_shown_and_leads_to_the_pages_that_change_it(world, secretary):
    address = reverse("admin:progress_reviewyear_change", args=[world.year.pk])
    page = secretary.get(address).content.decode()
    for name in ("year_change", "year_parts", "publish_bulk"):
        assert f'href="{reverse(f"progress:{name}", args=[world.year.pk])}"' in page
    assert "令和81年5月31日" in page and "2099" not in page
    assert secretary.post(address, {"report_due": "R90.1.1"}).status_code == 403
