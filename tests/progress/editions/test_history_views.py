"""過去の年度の移行 as a page: file, what it would make, yes; the same reader as the command."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from progress.models import ProgressReport, ReviewYear, StatusChange, YearChange
from tests.progress.editions.test_migrating import HEAD, LINES, city

__all__ = ["city"]

CHECK, LOAD = reverse("progress:history_check"), reverse("progress:history_load")


@pytest.fixture
def secretary(client, city):
    client.force_login(city.people["secretariat"])
    return client


def sheet(*lines: str, head: str = HEAD) -> SimpleUploadedFile:
    text = "\r\n".join([head, *lines]) + "\r\n"
    return SimpleUploadedFile("台帳.csv", text.encode("cp932"), "text/csv")


def preview(client, *lines: str):
    return client.post(CHECK, {"file": sheet(*lines)})


def confirm(client, page, reason: str = "台帳からの移行"):
    return client.post(LOAD, {"ticket": page.context["form"]["ticket"].value(), "reason": reason})


def test_the_preview_says_what_the_year_will_hold_and_makes_nothing(secretary, city):
    page = preview(secretary, LINES[0])
    (year,) = page.context["preview"].years
    assert (year.label, year.reports, list(year.words), year.results) == (
        "令和5年度（R5）", 1, [("順調", 1)], 1,
    )  # fmt: skip
    assert [each.code for each in year.without_report] == ["I-1-2"]
    assert "報告のない施策（1件）" in page.content.decode()
    assert ReviewYear.objects.count() == 1


def test_what_must_be_known_first_stands_in_the_preview(secretary, city):
    page = preview(secretary, *LINES, "※ 概数,,,,,,,,").content.decode()
    assert "移行する前に確かめるところ（1件）" in page
    assert "4行目「※ 概数」：合計や注記の行です。取り込みません。" in page


def test_the_yes_makes_the_closed_year_with_its_reason_and_door(secretary, city):
    answer = confirm(secretary, preview(secretary, *LINES))
    year = ReviewYear.objects.get(fiscal_year=2023)
    assert answer.url == reverse("progress:dashboard", args=[year.pk])
    assert not year.is_open and year.is_migrated
    assert ProgressReport.objects.filter(year=year, state="evaluated").count() == 2
    change = YearChange.objects.get(verb="load_history")
    assert (change.by, change.reason) == (city.people["secretariat"], "台帳からの移行")
    doors = StatusChange.objects.filter(report__year=year).values_list("door", flat=True)
    assert set(doors) == {"import"}


def test_the_yes_sent_twice_is_answered_as_the_first_and_makes_one_year(secretary, city):
    page = preview(secretary, *LINES)
    answers = [confirm(secretary, page) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert ReviewYear.objects.count() == 2


def test_every_fault_stands_with_its_place_and_nothing_waits(secretary, city):
    page = preview(secretary, "R5,X-9,順調,,した。,継続,,,", "R5,I-1-2,上々,,した。,継続,,,")
    text = page.content.decode()
    assert "誤りは2件です。" in text
    assert ">B2</th>" in text and ">C3</th>" in text
    assert "ticket" not in text


@pytest.mark.parametrize("year", ["R6", "R7", "R4"])
def test_a_year_that_cannot_be_taken_over_is_refused_before_the_yes(secretary, city, year):
    page = preview(secretary, f"{year},I-1-1,順調,,した。,継続,,,")
    assert page.context["preview"].refusal
    assert "移行できません。何も変更していません。" in page.content.decode()


def test_a_yes_without_reason_keeps_the_preview(secretary, city):
    page = confirm(secretary, preview(secretary, *LINES), reason=" ")
    assert "移行の理由を入力してください。" in page.content.decode()
    assert ReviewYear.objects.count() == 1
    assert confirm(secretary, page).status_code == 302


def test_a_year_that_another_made_meanwhile_is_told(client, secretary, city):
    page = preview(secretary, *LINES)
    client.force_login(city.people["second_secretariat"])
    confirm(client, preview(client, *LINES))
    client.force_login(city.people["secretariat"])
    answer = confirm(client, page)
    assert answer.status_code == 409
    assert "令和5年度（R5）は既に登録されています。" in answer.content.decode()
    assert ReviewYear.objects.count() == 2


def test_a_ticket_of_somebody_else_or_made_up_is_no_yes(client, secretary, city):
    page = preview(secretary, *LINES)
    client.force_login(city.people["second_secretariat"])
    for answer in (confirm(client, page), client.post(LOAD, {"ticket": "x", "reason": "理由"})):
        assert answer.status_code == 409
        assert "もう一度ファイルを選んでください。" in answer.content.decode()
    assert ReviewYear.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "ファイルを選んでください。"),
        (SimpleUploadedFile("台帳.csv", b""), "ファイルが空です。"),
        (SimpleUploadedFile("台帳.csv", b"a,b\r\n1,2\r\n"), "年度"),
        (SimpleUploadedFile("台帳.json", b"{}"), "JSONは、見出しと値の組"),
        (SimpleUploadedFile("台帳.json", b"[1,"), "ファイルはJSONとして読み取れません"),
        (SimpleUploadedFile("台帳.json", b"[" * 200_000), "ファイルの入れ子が深すぎます"),
        (SimpleUploadedFile("台帳.xlsx", b"PK\x03\x04"), "壊れています"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(secretary, city, file, said):
    page = secretary.post(CHECK, {"file": file} if file else {})
    assert page.status_code == 200
    assert said in page.content.decode()


def test_the_form_has_a_line_for_each_indicator_of_each_year_and_reads_back(secretary, city):
    content = secretary.get(reverse("progress:history_form")).content
    lines = list(load_workbook(BytesIO(content)).active.values)
    assert [line[:2] for line in lines[1:]] == [("R5", "I-1-1"), ("R5", "I-1-2")]
    file = SimpleUploadedFile("様式.xlsx", content)
    page = secretary.post(CHECK, {"file": file})
    problems = {fault.problem for fault in page.context["preview"].faults}
    assert "施策I-1-1の「進捗」が空欄です。" in problems
    assert all("空欄" in each for each in problems)
