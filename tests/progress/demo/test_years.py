"""Three finished sample years and one in progress, played by the portal's own verbs."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from progress.judging.council import CAUSES, STOPPED
from progress.models import (
    Approval,
    ContentCheck,
    Correction,
    Decision,
    FollowUp,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
    StatusChange,
)
from progress.publication.content import content_of
from progress.reading.attention import attention_in
from progress.reading.before import years_before
from progress.reading.years import read_year
from tests.progress.documents import TWO_LEVELS, loaded, measures, raw

ENDED = {"done", "cancelled", "merged"}


@pytest.mark.one_database  # the browser tests play them on PostgreSQL
def test_years_go_their_whole_way_and_the_next_stands_open(played_years):
    years = {year.fiscal_year: year for year in ReviewYear.objects.all()}
    assert {number: year.is_open for number, year in years.items()} == {
        2023: False,
        2024: False,
        2025: False,
        2026: True,
    }
    assert all(year.is_sample for year in years.values())
    for number in (2023, 2024, 2025):
        reports = ProgressReport.objects.for_year(years[number])
        assert Counter(reports.values_list("state", flat=True)) == {"evaluated": 47}
        of_year = {"report__year": years[number]}
        approval = Approval.objects.get(year=years[number])
        assert approval.reports.in_force().count() == 47
        assert ContentCheck.objects.current().filter(**of_year).count() == 10
        assert (approval.manner == "delegated") is (number == 2024)
        assert Publication.objects.filter(**of_year, edition=1).count() == 47
        assert ReportSnapshot.objects.filter(**of_year, edition=1).count() == 47
        assert Decision.objects.filter(**of_year).count() == 47
        assert StatusChange.objects.filter(**of_year, verb="send_back").exists()
    assert set(
        Counter(ProgressReport.objects.for_year(years[2026]).values_list("state", flat=True))
    ) == {
        "not_started",
        "draft",
        "returned",
        "submitted",
        "confirmed",
    }
    correction = Correction.objects.get()
    assert (correction.report.year.fiscal_year, correction.confirmed_by is None) == (2023, False)
    assert ReportSnapshot.objects.filter(report=correction.report).count() == 2
    public = Publication.objects.public().get(report=correction.report)
    assert public.edition == 2 and len(content_of(public).errata) == 1
    assert {each.state for each in FollowUp.objects.all()} >= {"open", "accepted"}
    must_show_what_councils_look_for(years.values())
    before = StatusChange.objects.count()
    call_command("demo_years", verbosity=0)
    assert StatusChange.objects.count() == before


def must_show_what_councils_look_for(years) -> None:
    """Each cause occurs (新規 in no year: Sakado's plan begins with all), 順調 beside a missed
    target several times; nothing is late or goes on after an end without a decision."""
    causes = Counter()
    told: dict[str, dict[int, str]] = {}
    for year in years:
        rows = read_year(year).rows
        for each in attention_in(rows, years_before(year)):
            causes.update({cause.code for cause in each.causes})
        for row in rows:
            told.setdefault(row.code, {})[year.fiscal_year] = row.meaning
    assert set(CAUSES) - set(causes) == {"new"}
    assert causes["contradiction"] >= 3
    after = {
        (was, told[code].get(number + 1))
        for code in told
        for number, was in told[code].items()
        if was in ENDED
    }
    assert not {pair for pair in after if pair[1] in {"slightly_late", "late", "not_started"}}
    resumed = [
        (code, number + 1)
        for code, own in told.items()
        for number, was in own.items()
        if was in STOPPED and own.get(number + 1, was) not in {"", was}
    ]
    decided = {
        (each.report.measure.code, each.report.year.fiscal_year)
        for each in Decision.objects.filter(manner=Decision.Manner.EACH).select_related(
            "report__measure", "report__year"
        )
    }
    assert resumed and [each for each in resumed if each not in decided] == []


def test_measure_that_came_later_is_shown_as_new_in_its_first_year(db):
    """Sakado's plan has none that came after its first day, so another city's shows it."""
    document = raw(TWO_LEVELS)
    measures(document)["B2"]["first_day"] = "2026-04-01"
    loaded(document)
    call_command("demo_years", verbosity=0)
    told = {
        year.fiscal_year: [
            each.row.code
            for each in attention_in(read_year(year).rows, years_before(year))
            if "new" in {cause.code for cause in each.causes}
        ]
        for year in ReviewYear.objects.all()
    }
    assert told == {2025: [], 2026: ["B2"], 2027: []}


def test_years_are_refused_in_production(sakado_plan):
    with override_settings(PRODUCTION=True), pytest.raises(CommandError):
        call_command("demo_years", verbosity=0)
    assert not ReviewYear.objects.exists()
