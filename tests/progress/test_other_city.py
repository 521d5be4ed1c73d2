"""Another city's plan on the same code: its levels, years, effects and words on every page."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from measures.models import Measure, Plan, PlanWord
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import ProgressReport
from progress.reading.inputs import inputs_of
from progress.year import verbs as year_verbs
from tests.conftest import load_document
from tests.progress.conftest import give_role, join, person

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


@pytest.fixture
def secretaries(db):
    people = [person("hisho", "事務局一"), person("fuku", "事務局二")]
    for each in people:
        give_role(each, "secretariat")
    return people


@pytest.fixture(params=["shionagi.json", "kirisato.json"])
def plan(request, db) -> Plan:
    return load_document(DOCUMENTS / request.param)


def confirmed_report(plan: Plan, secretaries, fiscal_year: int) -> ProgressReport:
    """A year opened, and its first measure's report brought through the verbs."""
    first, second = secretaries
    year = year_verbs.open_year(
        plan, by=first, fiscal_year=fiscal_year, report_due=date(2099, 5, 31)
    )
    report = ProgressReport.objects.for_year(year).with_measure().in_plan_order().first()
    words = PlanWord.objects.filter(plan=plan)
    fields = {
        "progress": words.filter(vocabulary="progress", meaning="on_track").first(),
        "outlook": words.filter(vocabulary="outlook").first(),
        "done": "受付の設計を終えた。",
    }
    results = {each.id: an_entry(each) for each in inputs_of(report).entered}
    entry.save(report, by=first, version=0, fields=fields, results=results, reason="代行")
    without = {"without_parts": "照会の前のため"}
    entry.submit(report, by=first, version=1, reason="代行", **without)
    return desk.confirm(report, by=second, version=2)


def an_entry(asked) -> ResultEntry:
    if asked.is_numeric:
        return ResultEntry(status="reported", value=Decimal(21))
    return ResultEntry(status="being_compiled")


def test_every_page_of_another_citys_plan_answers(client, plan, secretaries):
    report = confirmed_report(plan, secretaries, plan.first_fiscal_year)
    client.force_login(secretaries[0])
    addresses = [
        reverse("progress:dashboard", args=[report.year_id]),
        reverse("progress:queue", args=[report.year_id]),
        reverse("progress:policy_list"),
        reverse("progress:measure_list"),
        reverse("progress:report_review", args=[report.pk]),
        reverse("progress:report_check", args=[report.pk]),
        reverse("progress:my_measures"),
        reverse("progress:year_open"),
        reverse("progress:policy_chart", args=[report.year_id, "wide"]),
        reverse("measures:plan_overview"),
        reverse("measures:chronology_list"),
        reverse("measures:library"),
        reverse("glossary:term_list"),
        reverse("systems_inventory:system_list"),
        *(policy.get_absolute_url() for policy in plan.policies.all()),
        *(measure.get_absolute_url() for measure in plan.measures.all()),
    ]
    answers = {address: client.get(address) for address in addresses}
    assert {address: each.status_code for address, each in answers.items()} == dict.fromkeys(
        addresses, 200
    )
    for address, each in answers.items():
        assert "坂戸" not in each.content.decode(), address


def test_pages_speak_the_citys_own_words(client, invented_city, secretaries):
    report = confirmed_report(invented_city, secretaries, 2025)
    client.force_login(secretaries[0])
    policies = client.get(reverse("progress:policy_list")).content.decode()
    assert "柱と取組" in policies
    assert "予定どおり" in policies
    assert "基本方針" not in policies and "個別施策" not in policies
    board = client.get(reverse("progress:dashboard", args=[report.year_id])).content.decode()
    for page in (board, client.get(reverse("progress:measure_list")).content.decode()):
        assert "基本方針" not in page and "個別施策" not in page
    measure = client.get(report.get_absolute_url(), follow=True).content.decode()
    assert "来庁を減らす" in measure
    assert "令和7年度（R7）" in measure and "令和9年度（R9）" in measure
    assert "令和10年度" not in measure
    form = client.get(reverse("progress:report_edit", args=[other_report(report).pk]))
    assert [str(word) for _, word in form.context["form"].fields["progress"].choices] == [
        "これから",
        "予定どおり",
        "遅れあり",
        "できた",
        "見送り",
    ]


def other_report(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.filter(year=report.year).exclude(pk=report.pk).first()


def test_level_without_a_name_is_on_no_page(client, invented_city, secretaries):
    report = confirmed_report(invented_city, secretaries, 2025)
    client.force_login(secretaries[0])
    for address in (
        reverse("progress:policy_list"),
        report.get_absolute_url(),
        reverse("measures:plan_overview"),
    ):
        page = client.get(address).content.decode()
        assert "施策の方向性" not in page, address
        assert "①" not in page, address


def test_division_of_another_city_reports(client, invented_city, secretaries):
    measure = Measure.objects.get(plan=invented_city, code="A1")
    lead = measure.lead_division_on(date(2025, 6, 1))
    user = person("tantou", "担当")
    join(user, lead, "reporter")
    report = confirmed_report(invented_city, secretaries, 2025)
    client.force_login(user)
    tasks = client.get(reverse("progress:my_measures")).context["tasks"]
    assert str(report.measure) in [task.title for task in tasks.done]
