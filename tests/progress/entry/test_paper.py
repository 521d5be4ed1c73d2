"""A report on paper: what the division filed, on A4 and as a Word file, with last year beside."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from measures.models import Indicator, Measure
from progress.editions import verbs as editions
from progress.entry import paper_pages
from progress.models import ProgressReport
from progress.models import report_fields as fields
from progress.year import verbs as year_verbs
from tests.progress.conftest import World

pytestmark = pytest.mark.one_database  # what pages say is decided in Python


def sheet_of(world: World) -> paper_pages.Sheet:
    report = world.fresh()
    return paper_pages.sheets_of(report.year, [report])[0]


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
    shown = lines(sheet_of(world))

    for each in fields.FIELDS:
        expected = texts.get(each.name, "1,200" if each.name in amounts else None)
        assert expected is None or shown[each.label] == ("", expected), each.name


def test_contributing_divisions_and_files_stand_on_the_paper(world):
    world.leave_parts_open()
    world.report.contributions.create(division=world.divisions["other"], text="研修した。")
    sheet = sheet_of(world)

    assert [(each.division, each.text) for each in sheet.parts] == [
        ("市民課", "（記載なし）"),
        ("道路課", "研修した。"),
    ]


@pytest.mark.parametrize("name", ["report_paper", "division_paper"])
def test_word_file_says_what_the_page_says(client, world, name):
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
        assert (text in told) == (text in page), text
    assert "窓口の様式を見直した。" in told
    assert any("状態：提出済み　第2版" in each for each in told)


def test_papers_of_many_reports_cost_no_more_queries(world, django_assert_max_num_queries):
    reports = list(ProgressReport.objects.for_year(world.year).with_measure())
    assert len(reports) > 1
    with django_assert_max_num_queries(20):
        paper_pages.sheets_of(world.year, reports)


def test_last_years_text_and_figure_stand_beside(world):
    world.bring_to("confirmed")
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2025, 4, 1),
        report_due=date(2025, 5, 30),
    )
    report = year.reports.with_measure().get(measure=world.measure)
    sheet = paper_pages.sheets_of(year, [report])[0]

    assert lines(sheet)["取り組んだこと"] == ("窓口の様式を見直した。", "")
    assert [(each.before, each.now) for each in sheet.results] == [("12件", "未報告")]


def test_paper_of_a_closed_year_says_what_was_closed(world):
    world.bring_to("evaluated")
    left = dict.fromkeys(
        world.year.reports.exclude(pk=world.report.pk).values_list("pk", flat=True), "災害対応"
    )
    editions.close_year(world.year, by=world.people["secretariat"], reasons=left)
    Measure.objects.filter(pk=world.measure.pk).update(name="新しい名")
    Indicator.objects.filter(pk=world.indicator.pk).update(name="新しい指標")
    sheet = sheet_of(world)

    assert "新しい" not in sheet.title + sheet.results[0].name
    assert lines(sheet)["取り組んだこと"] == ("", "窓口の様式を見直した。")
    assert [each.now for each in sheet.results] == ["12件"]
    assert [each.pk for each in paper_pages.reports_on(world.fresh().year, world.divisions["lead"])]
