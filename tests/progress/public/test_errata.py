"""The public 正誤表 of a year: what measures share is told once, with the measures."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone

from progress.public.opinion_pages import errata_of, number_of_errata
from progress.publication import published as reading
from progress.reading.edition import Erratum
from tests.progress.public.test_views import YEAR, published, text_of
from tests.progress.publication.test_errata import correct

__all__ = ["published"]


def line(place: str, label: str, before: str = "誤り", after: str = "正しい") -> Erratum:
    return Erratum("correct", place, label, before, after, "書き誤りのため", date(2026, 10, 1))


POLICY = line("name-policy-1", "基本方針「I」の名称（この年度の施策に共通）")
DIVISION = line("name-division-0", "所管課の名称（この年度の施策に共通）")
OWN = line("done", "取り組んだこと")


@pytest.fixture
def year_of(published):
    """A published year whose reports have these lines, in their order."""
    (year,) = reading.published_years(timezone.localdate())

    def made(*lines: tuple[Erratum, ...]):
        (report,) = year.reports
        reports = [
            replace(
                report,
                content=replace(
                    report.content,
                    errata=own,
                    measure=replace(report.content.measure, code=f"I-1-{number}"),
                ),
            )
            for number, own in enumerate(lines, 1)
        ]
        return replace(year, reports=tuple(reports))

    return made


def told(year) -> list[tuple[list[str], list[str]]]:
    """The codes of the measures and the labels of their lines, section by section."""
    return [
        ([title.split()[0] for title, _ in each.measures], [own.label for own in each.lines])
        for each in errata_of(year)
    ]


def test_what_measures_share_is_told_once_before_what_is_their_own(year_of):
    year = year_of((POLICY, OWN), (), (DIVISION, POLICY), (OWN, DIVISION))
    assert told(year) == [
        (["I-1-1", "I-1-3"], [POLICY.label]),
        (["I-1-3", "I-1-4"], [DIVISION.label]),
        (["I-1-1"], [OWN.label]),
        (["I-1-4"], [OWN.label]),
    ]
    assert number_of_errata(year) == 4


def test_lines_of_the_same_measures_stand_together(year_of):
    year = year_of((POLICY, DIVISION), (POLICY, DIVISION))
    assert told(year) == [(["I-1-1", "I-1-2"], [POLICY.label, DIVISION.label])]


def test_a_shared_name_of_the_only_measure_is_told_under_it(year_of):
    assert told(year_of((OWN, POLICY), (OWN,))) == [
        (["I-1-1"], [OWN.label, POLICY.label]),
        (["I-1-2"], [OWN.label]),
    ]


def test_two_corrections_of_one_name_are_two_lines(year_of):
    again = replace(POLICY, before="正しい", after="より正しい")
    year = year_of((POLICY, again), (POLICY, again))
    assert number_of_errata(year) == 2


def test_page_names_the_measures_that_share_a_line(year_of):
    year = year_of((POLICY,), (POLICY,), (OWN,))
    context = {"shown": year, "corrected": errata_of(year)}
    page = render_to_string("progress/public/errata.html", context)
    assert page.count(POLICY.label) == 1
    assert "2件の個別施策に共通" in page
    for code in ("I-1-1", "I-1-2", "I-1-3"):
        assert page.count(f'href="{YEAR}measures/{code}/"') == 1


def test_year_counts_what_its_page_of_errata_tells(published, client):
    correct(published, "done", "様式を減らした。")
    caches["public"].clear()
    assert "公表した後に直したところ 1件" in text_of(client, YEAR)
    assert text_of(client, f"{YEAR}errata/").count("様式を減らした。") == 1
