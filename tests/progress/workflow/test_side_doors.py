"""Every cell of state x verb x role, through the admin, the import and the commands.

Of the table's verbs the admin has none, the import has `save` alone, and no command has one:
`load_history` makes years that were not there. See test_doors.py for the pages.
"""

import json
import re
from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command, get_commands
from django.db import transaction

from measures.models import Measure
from progress.entry.sheet import ResultResource
from progress.models import PlanChange, ReviewYear
from progress.plan_document.exporting import document_of
from progress.sheets.pages import preview_of
from progress.sheets.verbs import take_in, target_of
from sakado_dx.imports.recording import SourceFile
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import World
from tests.progress.doors import Mark, bring_to, clients_of, furnish, put_back, walkers
from tests.progress.sheets.books import filled, made
from tests.progress.state_table import ROLES, STATES, cell
from tests.sakado_dx.workbooks import taken_in, workbook

pytestmark = pytest.mark.one_database  # who may is decided in Python

SHOWN = ("progressreport", "indicatorresult", "statuschange")
WHO_SEES = {"secretariat"}
SHEET = [["年度", "施策番号", "指標番号", "実績値"], ["R5", "I-1-1", "I-1-1", "99"]]
CONFIRM = "/imports/confirm/"
ACTION = {"action": "delete_selected", "post": "yes"}


@pytest.fixture
def city(world: World) -> World:
    return furnish(world)


# The admin


def posts_of(world: World, name: str) -> list[tuple[str, dict]]:
    """What the admin would take for a model, if it let anybody: change, add, delete, many."""
    model = apps.get_model("progress", name)
    own = {"pk": world.report.pk} if name == "progressreport" else {"report": world.report}
    key = model.objects.filter(**own).values_list("pk", flat=True).first() or 0
    base, fields = f"/admin/progress/{name}/", {"state": "confirmed", "value": "99", "reason": "x"}
    return [
        (f"{base}{key}/change/", fields | {"_save": "1"}),
        (f"{base}add/", fields | {"report": world.report.pk, "measure": world.measure.pk}),
        (f"{base}{key}/delete/", {"post": "yes"}),
        (base, ACTION | {"_selected_action": [key]}),
        (f"{base}export/", {"scope": world.year.pk, "list": "0", "format": "0"}),
    ]


@pytest.mark.parametrize("state", STATES)
def test_nobody_changes_a_report_through_the_admin(city, state):
    bring_to(city, state)
    mark, wrong = Mark(city), []
    roles = walkers({"secretariat", "administrator"}, STATES.index(state), near=())
    for role, client in clients_of(city, *roles).items():
        for name in SHOWN:
            for url, data in posts_of(city, name):
                with put_back():
                    status = client.post(url, data).status_code
                    done = mark.done()
                seen = status not in (302, 403, 404)
                if done or (seen and role not in WHO_SEES) or status >= 500:
                    wrong.append((role, url, status, done))
    assert wrong == []


def test_admin_has_no_page_for_anything_else_of_a_report(city):
    registered = {each._meta.model_name for each in admin.site._registry}
    models = {each._meta.model_name for each in apps.get_app_config("progress").get_models()}
    assert models & registered == {*SHOWN, "reviewyear"}


@pytest.mark.parametrize("role", [each for each in walkers(set(), 8) if each not in WHO_SEES])
def test_others_than_the_secretariat_do_not_even_see_reports_in_the_admin(city, role):
    bring_to(city, "confirmed")
    client = clients_of(city, role)[role]
    assert "progressreport" not in client.get("/admin/").content.decode()
    for name in SHOWN:
        for url in (f"/admin/progress/{name}/", posts_of(city, name)[0][0]):
            assert client.get(url).status_code in (302, 403, 404), url
            assert "施策I-1-1" not in client.get(url, follow=True).content.decode(), url


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_deleting_what_a_report_hangs_on_takes_no_report_along(city, role):
    bring_to(city, "evaluated")
    client, rows = clients_of(city, role)[role], Mark.rows_now()
    for model in admin.site._registry:
        base = f"/admin/{model._meta.label_lower.replace('.', '/')}/"
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True)[:4])
        with put_back():
            for key in keys:
                client.post(f"{base}{key}/delete/", {"post": "yes"})
            client.post(base, ACTION | {"_selected_action": keys})
            assert Mark.rows_now() == rows, base


# The import


@pytest.mark.parametrize("state", STATES)
def test_only_a_report_that_may_be_saved_takes_rows_of_a_sheet(city, state):
    bring_to(city, state)
    mark, wrong = Mark(city), []
    to_state, who = cell(state, "save")
    for role in ROLES:
        with put_back():
            people = {"by": city.people[role], "reason": "照会の回答"}
            outcome = taken_in(ResultResource(year=city.year), SHEET, **people)
            done = mark.done() or {}
        expected = mark.of_verb("save", to_state, role, "import")
        if role not in who and (done or outcome.is_sound):
            wrong.append((role, done))
        if role in who and (done != expected or not outcome.is_sound):
            wrong.append((role, done, outcome.faults))
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_only_a_report_that_may_be_saved_takes_rows_of_a_workbook(city, state):
    """What the page asks besides, is tests/access_table.py: here all get as far as the rows."""
    content = filled(made(city), {"実績": 99})
    bring_to(city, state)
    mark, wrong = Mark(city), []
    to_state, who = cell(state, "save")
    lead, choices = city.divisions["lead"], {"choice-report-1-result": "mine"}
    for role in ROLES:
        with put_back():
            by, file = standing_of(city.people[role]), SourceFile("記入.xlsx", content)
            preview = preview_of(by, city.year, lead, file.name, content, choices)
            if preview.is_ready:
                take_in(preview, target_of(city.year, lead), file, by=by, reason="照会の回答")
            done = mark.done() or {}
        if done != (mark.of_verb("save", to_state, role, "import") if role in who else {}):
            wrong.append((role, done, preview.faults))
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_the_import_is_the_secretariats_and_asks_the_state_again(city, state):
    """The ticket of a sheet that was looked at while the report took it still."""
    roles = walkers({"secretariat"}, STATES.index(state))
    clients = clients_of(city, *roles)
    file = SimpleUploadedFile("実績.xlsx", workbook(SHEET))
    data = {"into": f"progress.indicatorresult:{city.year.pk}", "file": file}
    page = clients["secretariat"].post("/imports/new/", data).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    bring_to(city, state)
    mark = Mark(city)
    for role in roles[1:]:
        answer = clients[role].post(CONFIRM, {"ticket": ticket, "reason": "照会の回答"})
        assert (answer.status_code in (302, 403, 404, 409), mark.done()) == (True, None), role
    clients["secretariat"].post(CONFIRM, {"ticket": ticket, "reason": "照会の回答"})
    # What was looked at has changed since, in all states but the first: it is shown again.
    is_same = state == "not_started"
    expected = mark.of_verb("save", "draft", "secretariat", "import") if is_same else None
    assert mark.done() == expected


# The commands


HISTORY = "年度,施策番号,進捗,取り組んだこと,今後の方針,指標番号,実績値\r\nR5,I-1-1,順調,移行,継続,I-1-1,7\r\n"


def commanded(name: str, *arguments, **options) -> bool:
    """Whether the command did what it was asked; False where it refused in words."""
    try:
        with transaction.atomic():
            call_command(name, *arguments, stdout=StringIO(), stderr=StringIO(), **options)
    except CommandError:
        return False
    return True


@pytest.mark.parametrize("state", STATES)
def test_history_never_touches_a_year_that_stands(city, state, tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(HISTORY, encoding="utf-8")
    bring_to(city, state)
    mark = Mark(city)
    for role in ROLES:
        taken = commanded("load_history", str(path), by=role, reason="移行")
        assert (taken, mark.done()) == (False, None), role


@pytest.mark.parametrize("state", STATES)
def test_history_before_it_leaves_a_report_alone_and_is_the_secretariats(world, state, tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(HISTORY, encoding="utf-8")
    ReviewYear.objects.update(fiscal_year=2024)
    bring_to(world, state)
    reports, own = Mark(world).reports, len(Mark.rows_now()["StatusChange"])
    for role in ROLES:
        with put_back():
            taken = commanded("load_history", str(path), by=role, reason="移行")
            now = Mark(world).reports
            changes = Mark.rows_now()["StatusChange"][own:]
        told = [(each["verb"], each["door"]) for each in changes]
        assert taken is (role == "secretariat") is bool(told), role
        assert (now[: len(reports)], told) == (reports, [("evaluate", "command")] * taken), role


@pytest.mark.parametrize("state", STATES)
def test_plan_loaded_again_and_otherwise_changes_no_report(city, state, tmp_path):
    bring_to(city, state)
    rows, document = Mark.rows_now(), document_of(city.plan)
    measure = document["policies"][0]["directions"][0]["measures"][0]
    measure["name"] = "改定した施策"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert commanded("load_plan", "--from", str(path))
    assert Measure.objects.filter(name="改定した施策").count() == 0  # a draft says so
    assert PlanChange.objects.get(after="改定した施策").revision.is_draft
    own = {"PlanRevision": [], "PlanChange": []}
    assert Mark.rows_now() | own == rows | own


# What the other commands are called with, and whether they are content: samples go into no city
# with a year of its own, and of this plan and a record without a kept head there is to tell.
COMMANDS = {
    "apply_revisions": ([], True),
    "check_plan": ([], False),
    "check_triggers": ([], True),
    "clear_unsent": ([], True),
    "demo_years": ([], False),
    "draw_charts": ([], True),
    "export_plan": ([], True),
    "export_record": (["I-1-1"], True),
    "import": (["progress.ProgressReport", "rows.csv"], False),
    "import_sheet": (["rows.csv", "--list", "実績値", "--by", "secretariat"], False),
    "load_demo": ([], False),
    "make_administrator": (["keeper", "管理 花子"], True),
    "rebuild_search": ([], True),
    "seal_audit": ([], True),
    "send_mail": ([], True),
    "send_reminders": ([], True),
    "verify_audit": ([], False),
}
# Tested above.
OWN_APPS = {"measures", "glossary", "systems_inventory", "progress", "sakado_dx"}
ELSEWHERE = {"load_history", "load_plan"}
ELSEWHERE |= {"make_pack", "run_job"}  # pack/test_command, jobs/test_running: they read
ELSEWHERE |= {"database_roles"}  # records/test_roles: changes no row
ELSEWHERE |= {"record_differences"}  # records/test_comparing: writes the record alone
ELSEWHERE |= {"backup", "restore"}  # backup/test_commands: the whole database
ELSEWHERE |= {
    "check_views",
    "export_site",
    "public_role",
}  # static_site/, public/test_tables: what is public


@pytest.mark.parametrize("state", STATES)
def test_no_other_command_changes_a_report(city, state, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bring_to(city, state)
    rows, did = Mark.rows_now(), {}
    for name, (arguments, _) in COMMANDS.items():
        with put_back():
            did[name] = commanded(name, *arguments)
            assert Mark.rows_now() == rows, name
    assert did == {name: does for name, (_, does) in COMMANDS.items()}


def test_every_command_of_the_portal_is_walked():
    own = {name for name, app in get_commands().items() if app.split(".")[0] in OWN_APPS}
    assert own == {*COMMANDS, *ELSEWHERE}
