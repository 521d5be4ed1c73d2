"""Whichever door a change comes in by, its record names who, by which door and why."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from glossary.models import Term
from progress.demo.loading import load_demo
from sakado_dx.organization.models import Division, User
from sakado_dx.organization.workflow import issue_link
from tests.progress.documents import TWO_LEVELS, as_bytes, raw
from tests.records.reading import Written, row
from tests.sakado_dx.workbooks import workbook

PASSWORD = "shikina-no-yoru-9"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def written(world) -> Written:
    """What is written after the small city has been made."""
    return Written()


def told(written: Written) -> set[tuple[str, str, str]]:
    """(actor, door, reason) of all that was written."""
    return {(each.actor_name, each.door, each.reason) for each in written.records()}


def ticket_in(response) -> str:
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode())[1]


def test_the_entry_page(client, world, written):
    client.force_login(world.people["reporter"])
    data = {"version": "0", "done": "様式を見直した。", f"result-{world.indicator.pk}-value": "7"}
    address = reverse("progress:report_edit", args=[world.report.pk])
    assert client.post(address, data).status_code == 302
    assert {each.table_name for each in written.records()} == {
        "progress_progressreport", "progress_statuschange", "progress_indicatorresult",
    }  # fmt: skip
    assert told(written) == {("reporter", "page", "")}
    (record,) = written.records("progress_progressreport")
    assert (row(record.before)["done"], row(record.after)["done"]) == ("", "様式を見直した。")


def test_a_verb_with_a_reason(client, world, written):
    report = world.bring_to("submitted")
    written = Written()
    client.force_login(world.people["second_secretariat"])
    address = reverse("progress:report_send_back", args=[report.pk])
    client.post(address, {"version": 2, "send_back-reason": "根拠を書いてください。"})
    assert told(written) == {("second_secretariat", "page", "根拠を書いてください。")}


def test_the_opening_of_a_year(client, world, written):
    client.force_login(world.people["secretariat"])
    data = {"fiscal_year": "2024", "opened_on": "R7.4.1", "report_due": "R7.5.31"}
    client.post(reverse("progress:year_open"), data)
    assert {each.table_name for each in written.records()} >= {
        "progress_reviewyear", "progress_progressreport",
    }  # fmt: skip
    assert told(written) == {("secretariat", "page", "")}


def test_the_admin(client, world, written):
    client.force_login(world.people["administrator"])
    address = reverse("admin:glossary_term_add")
    fields = {"plan": world.plan.pk, "term": "AI", "reading": "えーあい", "order": "0"}
    fields |= {f"aliases-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(address, fields).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [Term.objects.get().pk]}
    client.post(reverse("admin:glossary_term_changelist"), chosen | {"post": "yes"})
    assert [each.operation for each in written.records("glossary_term")] == ["insert", "delete"]
    assert told(written) == {("administrator", "admin", "")}


def test_the_admin_s_delete_page_and_own_actions(client, world):
    client.force_login(world.people["administrator"])
    term = Term.objects.create(plan=world.plan, term="AI", order=0)
    written = Written()
    people = reverse("admin:organization_user_changelist")
    chosen = {"action": "disable", "_selected_action": [world.people["nobody"].pk]}
    client.post(people, chosen | {"change_reason": "退職"})
    client.post(reverse("admin:glossary_term_delete", args=[term.pk]), {"post": "yes"})
    assert [(each.table_name, each.operation) for each in written.records()] == [
        ("organization_user", "update"),
        ("glossary_term", "delete"),
    ]
    assert told(written) == {("administrator", "admin", "退職"), ("administrator", "admin", "")}


def test_the_import_of_a_sheet(client, world, written):
    client.force_login(world.people["secretariat"])
    sheet = workbook([["用語", "よみ", "説明"], ["AI", "えーあい", ""]])
    upload = {"into": f"glossary.term:{world.plan.pk}"}
    upload["file"] = SimpleUploadedFile("用語.xlsx", sheet)
    response = client.post("/imports/new/", upload)
    assert written.records() == []
    answer = {"ticket": response.context["ticket"], "reason": "表記の統一"}
    client.post("/imports/confirm/", answer)
    assert len(written.records("glossary_term")) == 1
    assert told(written) == {("secretariat", "import", "表記の統一")}


def test_the_loading_of_a_plan(client, world, written):
    client.force_login(world.people["administrator"])
    document = SimpleUploadedFile("計画.json", as_bytes(raw(TWO_LEVELS)))
    response = client.post(reverse("admin:measures_plan_upload"), {"document": document})
    assert written.records() == []
    client.post(reverse("admin:measures_plan_load"), {"ticket": response.context["ticket"]})
    assert len(written.records("measures_plan")) == 1
    assert told(written) == {("administrator", "load", "文書「計画.json」の読込")}


def test_commands(db, tmp_path):
    written = Written()
    document = tmp_path / "plan.json"
    document.write_bytes(as_bytes(raw(TWO_LEVELS)))
    call_command("load_plan", source=str(document), verbosity=0)
    assert told(written) == {("manage.py load_plan", "command", "")}
    written = Written()
    call_command("make_administrator", "kanri", "管理 太郎", verbosity=0)
    assert {each.table_name for each in written.records()} == {
        "organization_user", "organization_cityrole", "organization_passwordlink",
        "organization_powernotice",
    }  # fmt: skip
    assert told(written) == {("manage.py make_administrator", "command", "")}


def test_the_demonstration(invented_city):
    written = Written()
    load_demo()
    records = written.records()
    assert {each.door for each in records} == {"command"}
    assert {each.actor_name for each in records if each.table_name == "organization_user"} == {
        "manage.py load_demo"
    }
    assert "直接SQL" not in {each.actor_name for each in records}


def test_links_and_passwords(client, world, written):
    reporter, administrator = world.people["reporter"], world.people["administrator"]
    client.force_login(administrator)
    client.post(reverse("admin:organization_user_password_link", args=[reporter.pk]))
    assert told(written) == {("administrator", "admin", "")}
    _, code = issue_link(reporter, by=administrator)
    written = Written()
    new = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    client.logout()
    client.post(reverse("organization:link_use", args=[code]), new)
    assert {each.table_name for each in written.records()} == {
        "organization_passwordlink", "organization_powernotice", "organization_user",
    }  # fmt: skip
    assert {each[:2] for each in told(written)} == {("reporter", "page")}


def test_the_change_of_one_s_own_password(client, world, written):
    reporter = world.people["reporter"]
    reporter.set_password(PASSWORD)
    reporter.save()
    client.force_login(reporter)
    written = Written()
    new = dict.fromkeys(("new_password1", "new_password2"), "umi-no-mieru-eki-3")
    address = reverse("organization:password_change")
    assert client.post(address, {"old_password": PASSWORD} | new).status_code == 302
    assert told(written) == {("reporter", "page", "本人によるパスワードの変更")}


def test_the_renewal_of_an_outdated_hash(client, world, settings):
    reporter = world.people["reporter"]
    reporter.set_password(PASSWORD)
    reporter.save()
    written = Written()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    login = {"username": "reporter", "password": PASSWORD}
    assert client.post(reverse("organization:login"), login).status_code == 302
    assert User.objects.get(pk=reporter.pk).password.startswith("pbkdf2_sha1")
    assert [each[:2] for each in told(written)] == [("reporter", "page")]


def test_a_login_and_reading_leave_no_record(client, world, written):
    client.force_login(world.people["secretariat"])
    for name in ("progress:home", "progress:policy_list", "glossary:term_list"):
        client.get(reverse(name), follow=True)
    assert written.records() == []


def test_a_refused_form_of_the_admin_leaves_no_record(client, world, written):
    client.force_login(world.people["administrator"])
    assert client.post(reverse("admin:organization_division_add"), {}).status_code == 200
    assert written.records() == []
    Division.objects.create(name="課")
    assert told(written) == {("直接SQL", "sql", "")}
