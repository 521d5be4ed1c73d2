"""Through every workbook and back: no difference; and a year filled in there is the year that is
typed into the forms. With TEST_LONG=1 that of the whole plan, and through LibreOffice."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from measures.models import MeasureIndicator, Plan, PlanWord
from progress.judging.fractions import takes_fraction
from progress.models import Contribution, IndicatorResult, ProgressReport, ReviewYear
from progress.models import report_fields as fields
from progress.sheets.columns import (
    CERTAINTY,
    FRACTION,
    NOTE,
    PARTS,
    REPORTS,
    RESULT,
    Readers,
    label_of,
)
from progress.sheets.gathering import books_of
from progress.sheets.lines import DivisionBook, Line
from progress.sheets.pages import preview_of
from progress.sheets.workbook import to_xlsx
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import User
from tests.conftest import load_document
from tests.filled_forms import fields_of
from tests.progress.conftest import World, give_role, make_indicator, person
from tests.progress.sheets.books import (
    HEAD,
    confirmed,
    given_back,
    made,
    opened,
    saved,
    write,
)
from tests.street import ROOT

pytestmark = pytest.mark.one_database  # what a file means is decided in Python
IN_FULL = bool(os.environ.get("TEST_LONG"))
REASON = "課からの依頼による。"


def changes(world: World, content: bytes) -> list:
    standing = standing_of(world.people["reporter"])
    found = preview_of(standing, world.year, world.divisions["lead"], "x.xlsx", content, {})
    return [*found.groups, *found.faults, *found.notices]


def filled_report(world: World) -> None:
    """Values of every kind in the report of the leading division."""
    world.bring_to("draft")
    texts = {
        name: f"{name}の\n「記載」　= 1,000 " for name in fields.names(fields.TEXT, fields.LINE)
    }
    amounts = dict.fromkeys(fields.names(fields.AMOUNT), 1234567)
    world.year.reports.filter(pk=world.report.pk).update(**texts, **amounts, budget_scope="内数")
    IndicatorResult.objects.update(value="1234.5678", certainty="estimate", note="=見込")


def test_saved_by_another_program_without_a_change_it_says_nothing(world):
    filled_report(world)
    content = made(world)
    assert changes(world, content) == []
    assert changes(world, saved(opened(content))) == []


@pytest.mark.skipif(not (IN_FULL and shutil.which("soffice")), reason="asks LibreOffice itself")
def test_saved_by_libreoffice_it_says_nothing(world, tmp_path):
    filled_report(world)
    book, after = tmp_path / "記入.xlsx", tmp_path / "after"
    book.write_bytes(made(world))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", after, book]
    subprocess.run(order, check=True, capture_output=True, timeout=180)
    assert changes(world, (after / book.name).read_bytes()) == []


@pytest.fixture
def small_year(world) -> ReviewYear:
    """The small city, with a milestone, words and a share under its first measure."""
    kinds = ("milestone", "qualitative", "number")
    for order, kind in enumerate(kinds, 1):
        indicator = make_indicator(world.plan, f"I-1-1-{kind}")
        indicator.kind, indicator.name = kind, f"指標{kind}"
        if kind == "number":
            indicator.unit, indicator.measured_as = "%", "rate"
        indicator.save()
        MeasureIndicator.objects.create(measure=world.measure, indicator=indicator, order=order)
    world.leave_parts_open()
    return world.year


@pytest.fixture
def whole_year(db) -> ReviewYear:
    plan = load_document(ROOT / "fixtures" / "sakado.json")
    secretary = person("secretariat", "事務局")
    give_role(secretary, "secretariat")
    return year_verbs.open_year(
        plan, by=secretary, fiscal_year=plan.first_fiscal_year, report_due=date(2099, 5, 31)
    )


def test_year_through_the_workbooks_is_the_year_typed_into_the_forms(client, small_year):
    check_both_ways(client, small_year)


@pytest.mark.skipif(not IN_FULL, reason="a year of the whole plan")
def test_whole_year_through_the_workbooks_is_the_year_typed_into_the_forms(client, whole_year):
    check_both_ways(client, whole_year)


def check_both_ways(client, year: ReviewYear) -> None:
    client.force_login(User.objects.get(username="secretariat"))
    with put_back():
        type_into_forms(client, year)
        typed = stored(year)
    with put_back():
        fill_in_workbooks(client, year)
        assert stored(year) == typed
    assert (
        len(typed) == year.reports.count() + Contribution.objects.filter(report__year=year).count()
    )


@contextmanager
def put_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored(year: ReviewYear) -> dict:
    """All that stands in the year's reports, results and parts."""
    found = {}
    for report in year.reports.select_related("measure"):
        said = {
            name: getattr(report, name)
            for name in (*ProgressReport.CONTENT_FIELDS, "state", "version")
        }
        results = report.results.order_by("indicator").values_list(
            "indicator__key", *IndicatorResult.ENTERED
        )
        found[report.measure.key] = (said, list(results))
        for part in report.contributions.all():
            found[part.division_id, report.measure.key] = (part.text, part.share, part.has_nothing)
    return found


# What is filled in, whichever way


def words_of(plan: Plan, vocabulary: str) -> list[PlanWord]:
    return list(PlanWord.objects.filter(plan=plan, vocabulary=vocabulary).order_by("order"))


def of_report(line: Line, at: int) -> dict[str, object]:
    """By the names of the cells; every third report leaves what is optional blank."""
    plan = line.report.year.plan
    progress, outlook = (words_of(plan, each) for each in ("progress", "outlook"))
    said: dict[str, object] = {
        "done": f"施策{at}で、様式を見直した。\n件数は{at}件だった。",
        "progress": progress[at % len(progress)],
        "outlook": outlook[at % len(outlook)],
    }
    if at % 3:
        texts = fields.names(fields.TEXT, fields.LINE)
        said |= {name: f"{name}について書いた（{at}）。" for name in texts if name not in said}
        said |= dict.fromkeys(fields.names(fields.AMOUNT), 1000 + at) | {"budget_scope": "全額"}
    return said


def of_result(line: Line, at: int) -> dict[str, object]:
    """A figure, or a word of the missing; 0 among them."""
    facts = line.indicator.facts
    if at % 4 == 1:
        return {RESULT: "集計中", NOTE: "翌月に公表される。"}
    if facts.kind == "milestone":
        return {RESULT: "R5.9.1" if at % 2 else "未達成"}
    if facts.kind == "qualitative":
        return {RESULT: f"待ち時間が{at}分になった。"}
    if takes_fraction(facts):
        return {FRACTION[0]: 196 + at, FRACTION[1]: 724}
    return {RESULT: at * 3, CERTAINTY: "見込" if at % 2 else ""}


def lines_of(year: ReviewYear) -> list[tuple[DivisionBook, list[tuple[Line, int]]]]:
    """Each division's lines, with a number that says what is filled in."""
    at, found = 0, []
    for book in books_of(year, None, timezone.localdate()):
        numbered = []
        for line in book.all_lines:
            at += 1
            numbered.append((line, at))
        found.append((book, numbered))
    return found


# By the forms


def type_into_forms(client, year: ReviewYear) -> None:
    by_report: dict[int, list[tuple[Line, int]]] = {}
    for book, lines in lines_of(year):
        parts = [(line, at) for line, at in lines if line.part]
        if parts:
            answer_in_form(client, book, parts)
        for line, at in lines:
            if not line.part:
                by_report.setdefault(line.report.pk, []).append((line, at))
    for pk, lines in by_report.items():
        address = reverse("progress:report_edit", args=[pk])
        data = fields_of(client.get(address).content.decode()) | {"reason": REASON}
        said = of_report(*lines[0])
        data |= {name: getattr(value, "pk", value) for name, value in said.items()}
        for line, at in lines:
            if line.indicator:
                data |= result_in_form(line, of_result(line, at))
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.content.decode()


def result_in_form(line: Line, said: dict[str, object]) -> dict[str, object]:
    """The form has a field for each kind of result, and one for the word of a missing one."""
    main, kind = said.get(RESULT, ""), line.indicator.facts.kind
    held: dict[str, object] = {name: said.get(name, "") for name in (*FRACTION, NOTE)}
    held["certainty"] = "estimate" if said.get(CERTAINTY) else ""
    if main == "集計中":
        held["status"] = "being_compiled"
    elif kind == "milestone":
        held |= {"done": "no"} if main == "未達成" else {"done": "yes", "done_on": main}
    else:
        held["words" if kind == "qualitative" else "value"] = main
    return {f"result-{line.indicator.id}-{name}": value for name, value in held.items()}


def answer_in_form(client, book: DivisionBook, parts: list[tuple[Line, int]]) -> None:
    data: dict[str, object] = {"reason": REASON}
    for line, at in parts:
        data |= {f"version-{line.part.pk}": 0, f"part-{line.part.pk}-text": f"{at}回知らせた。"}
    address = reverse("progress:part_sheet", args=[book.year.pk, book.division.pk])
    assert client.post(address, data).status_code == 302


# By the workbooks


def fill_in_workbooks(client, year: ReviewYear) -> None:
    for book, lines in lines_of(year):
        content = to_xlsx(book, Readers(year.plan), timezone.now())
        file, numbers = opened(content), {REPORTS: 0, PARTS: 0}
        headings = {sheet: _places(file, sheet) for sheet in (REPORTS, PARTS) if sheet in file}
        for line, at in lines:
            numbers[line.sheet] += 1
            said = {"text": f"{at}回知らせた。"} if line.part else {}
            if line.indicator:
                said |= of_result(line, at)
            if "done" in line.values:
                said |= of_report(line, at)
            page = file[line.sheet]
            for name, value in said.items():
                column = headings[line.sheet][label_of(name, line.sheet)]
                shown = getattr(value, "word", value)
                write(page.cell(HEAD + numbers[line.sheet], column), shown)
        world = _City(year, {"own": book.division})
        page = given_back(client, world, saved(file), "own")
        assert "form" in page.context and "ticket" in page.context["form"].fields, (
            page.content.decode()
        )
        assert confirmed(client, world, page, "own", reason=REASON).status_code == 302


def _places(file, sheet: str) -> dict[str, int]:
    return {cell.value: cell.column for cell in file[sheet][HEAD]}


class _City:
    """As much of a `World` as an upload asks for."""

    def __init__(self, year: ReviewYear, divisions: dict):
        self.year, self.divisions = year, divisions
