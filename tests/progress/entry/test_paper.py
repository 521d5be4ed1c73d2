"""A report on paper: what the division filed, on A4 and as a Word file, with last year beside."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from measures.models import Indicator, Measure, MeasureDivision
from progress.decisions import evaluating
from progress.entry import paper_pages
from progress.entry.evidence_verbs import attach_evidence
from progress.models import EvidenceFile, ProgressReport
from progress.models import report_fields as fields
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from tests.progress.attached_files import PDF
from tests.progress.closing import close_year
from tests.progress.conftest import World, make_indicator, make_measure

pytestmark = pytest.mark.one_database  # what pages say is decided in Python


def sheet_of(
    world: World, report: ProgressReport | None = None, role: str = "head"
) -> paper_pages.Sheet:
    report = world.fresh(report)
    return paper_pages.sheets_of(standing_of(world.people[role]), report.year, [report])[0]


def open_next_year(world: World) -> ProgressReport:
    """The measure's report of R6."""
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2025, 4, 1),
        report_due=date(2025, 5, 30),
    )
    return year.reports.with_measure().get(measure=world.measure)


def attach(world: World, name: str, content: bytes = PDF) -> EvidenceFile:
    return attach_evidence(world.fresh(), by=world.people["head"], name=name, content=content)


def _more_measures(world: World, count: int) -> None:
    """Measures of the lead division that reported last year, each with an indicator."""
    for number in range(count):
        code = f"I-9-{number}"
        owners = [world.divisions["lead"], world.divisions["second"]]
        measure = make_measure(world.plan, world.measure.direction, code, number + 5, owners)
        make_indicator(world.plan, code, measure)
        row = ProgressReport.objects.create(year=world.year, measure=measure)
        row.contributions.create(division=world.divisions["second"])
        ProgressReport.objects.filter(pk=row.pk).update(**world.complete, state="draft", version=1)


def lines(sheet: paper_pages.Sheet) -> dict[str, tuple[str, str]]:
    return {each.label: (each.before, each.now) for each in sheet.lines}


def test_paper_of_a_draft_shows_its_texts_and_its_figure(world):
    world.bring_to("draft")
    sheet = sheet_of(world)

    assert lines(sheet)["取り組んだこと"] == ("", "窓口の様式を見直した。")
    assert [(each.now, each.before) for each in sheet.results] == [("12件", "")]
    assert "状態：下書き　第1版" in sheet.head[3]


def test_paper_names_every_field_that_was_filled_in(world):
    world.bring_to("draft")
    texts = {name: f"{name}の文" for name in fields.names(fields.TEXT, fields.LINE)}
    amounts = dict.fromkeys(fields.names(fields.AMOUNT), 1200)
    ProgressReport.objects.filter(pk=world.report.pk).update(**texts, **amounts)
    amounts = dict.fromkeys(amounts, "1,200") | {"settled_amount": "1,200（見込）"}
    shown = lines(sheet_of(world))

    for each in fields.FIELDS:
        expected = texts.get(each.name, amounts.get(each.name))
        assert expected is None or shown[each.label] == ("", expected), each.name


def test_contributing_divisions_and_files_stand_on_the_paper(world):
    world.leave_parts_open()
    world.report.contributions.create(division=world.divisions["other"], text="研修した。")
    attach(world, "集計.pdf")
    off = attach(world, "古い集計.pdf", PDF + b"%")
    EvidenceFile.objects.filter(pk=off.pk).update(removed_at=timezone.now())
    sheet = sheet_of(world)

    assert [(each.division, each.text) for each in sheet.parts] == [
        ("市民課", "（記載なし）"),
        ("道路課", "研修した。"),
    ]
    assert sheet.files == ("集計.pdf",)


@pytest.mark.parametrize("name", ["report_paper", "division_paper"])
def test_word_file_says_what_the_page_says(client, world, name):
    attach(world, "集計.pdf")
    world.bring_to("submitted")
    args = [world.report.pk]
    if name == "division_paper":
        args = [world.year.pk, world.divisions["lead"].pk]
    client.force_login(world.people["head"])
    page = client.get(reverse(f"progress:{name}", args=args)).content.decode()
    word = client.get(reverse(f"progress:{name}_word", args=args))
    read = Document(BytesIO(word.content))
    told = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    told += [each.text for each in read.paragraphs]

    assert "filename*=utf-8''R5" in word["Content-Disposition"]
    for text in ("窓口の様式を見直した。", "12件", "取り組んだこと", "証拠資料"):
        assert text in told, text
        assert text in page, text
    assert "・集計.pdf" in told
    assert "<li>集計.pdf</li>" in page
    assert any("状態：提出済み　第2版" in each for each in told)
    (picture,) = read.inline_shapes  # of a single report: the chart of its indicator
    assert picture._inline.docPr.get("descr").startswith("処理件数：目標10件に対し実績12件")


def test_papers_of_many_reports_cost_no_more_queries_than_one(world):
    """Read by one who has no part in them: of each it is asked whether others' parts make him
    a reader."""
    world.bring_to("confirmed")
    _more_measures(world, 9)
    report = open_next_year(world)
    ProgressReport.objects.filter(year=report.year).update(
        **world.complete, state="confirmed", version=3
    )
    reports = list(report.year.reports.with_measure().in_plan_order())
    counts = {}
    for some in (reports[:1], reports):
        with CaptureQueriesContext(connection) as queries:
            standing = standing_of(world.people["other"])
            assert len(paper_pages.sheets_of(standing, report.year, some)) == len(some)
        counts[len(some)] = len(queries)
    assert (list(counts), len(set(counts.values()))) == ([1, 11], 1), counts


def test_last_years_text_and_figure_stand_beside(world):
    world.bring_to("confirmed")
    sheet = sheet_of(world, open_next_year(world))

    assert lines(sheet)["取り組んだこと"] == ("窓口の様式を見直した。", "")
    assert [(each.before, each.now) for each in sheet.results] == [("12件", "未報告")]


def test_form_check_and_paper_say_the_same_of_last_year(client, world):
    """The mark that counted, with the division's own beside it; 決算 with its 見込."""
    report = world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=report.pk).update(
        budget_name="庁内ネットワーク管理費", budget_scope="全額", settled_amount=1164
    )
    world.decide(report, judgement=world.word("遅れ"), outlook=world.word("見直し", "outlook"))
    evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    now = open_next_year(world)
    expected = {
        "progress": "遅れ（会議の確認結果。自己評価は順調）",
        "outlook": "見直し（会議の確認結果。自己評価は継続）",
        "settled_amount": "1,164（見込）",
        "done": "窓口の様式を見直した。",
    }

    on_paper = lines(sheet_of(world, now))
    assert {name: on_paper[fields.field(name).label][0] for name in expected} == expected
    client.force_login(world.people["head"])
    check = client.get(reverse("progress:report_check", args=[now.pk])).context["answers"]
    told = {each.answer.anchor: each.last_year.before for _, own in check for each in own}
    assert {name: told[f"id_{name}"] for name in expected} == expected
    page = client.get(reverse("progress:report_edit", args=[now.pk]))
    sections = [*page.context["asked"], *page.context["others"].sections]
    beside = {each.field.name: each for section in sections for each in section.fields}
    assert {name: beside[name].last_year for name in expected} == expected
    copied = '<span id="id_settled_amount_last_copy" hidden>1,164</span>'
    assert copied in page.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "confirmed"])
def test_last_year_stands_beside_for_those_alone_who_may_read_it(world, state):
    world.bring_to(state)
    report = open_next_year(world)
    confirmed = world.complete | {"state": "confirmed", "version": 3, "done": "今年の取組。"}
    ProgressReport.objects.filter(pk=report.pk).update(**confirmed)
    last = "" if state != "confirmed" else "窓口の様式を見直した。"
    figure = "" if state != "confirmed" else "12件"

    for role, before in (("other", last), ("head", "窓口の様式を見直した。")):
        sheet = sheet_of(world, report, role)
        assert lines(sheet)["取り組んだこと"] == (before, "今年の取組。"), role
    assert [each.before for each in sheet_of(world, report, "other").results] == [figure]


def test_division_that_led_at_the_closing_prints_what_it_may_read_today(world):
    world.bring_to("draft")
    left = dict.fromkeys(world.year.reports.values_list("pk", flat=True), "災害対応")
    close_year(world.year, by=world.people["secretariat"], reasons=left)
    today = timezone.localdate()
    lead, year = world.divisions["lead"], world.fresh().year
    MeasureDivision.objects.filter(measure=world.measure, division=lead).update(last_day=today)
    led = {
        day: paper_pages.reports_on(standing_of(world.people["head"], day), year, lead)
        for day in (today, today + timedelta(1))
    }
    assert led == {today: [world.report], today + timedelta(1): []}


def test_paper_of_a_closed_year_says_what_was_closed(world):
    world.bring_to("evaluated")
    left = dict.fromkeys(
        world.year.reports.exclude(pk=world.report.pk).values_list("pk", flat=True), "災害対応"
    )
    close_year(world.year, by=world.people["secretariat"], reasons=left)
    Measure.objects.filter(pk=world.measure.pk).update(name="新しい名")
    Indicator.objects.filter(pk=world.indicator.pk).update(name="新しい指標")
    sheet = sheet_of(world)

    assert "新しい" not in sheet.title + sheet.results[0].name
    assert lines(sheet)["取り組んだこと"] == ("", "窓口の様式を見直した。")
    assert [each.now for each in sheet.results] == ["12件"]
    standing, year = standing_of(world.people["head"]), world.fresh().year
    assert paper_pages.reports_on(standing, year, world.divisions["lead"]) == [world.report]
