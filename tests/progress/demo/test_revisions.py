"""The demonstration's plan changes: decided in the running year, in force from the next one on."""

from datetime import date

import pytest

from measures.models import IndicatorTarget, Measure, MeasureIndicator
from progress.editions.exporting import year_file
from progress.models import MeasureReview, PlanChange, PlanEdition, PlanRevision, ReviewYear
from progress.plan_document.exporting import document_of, dump
from progress.revisions.effect_verbs import apply_due
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from progress.revisions.summary import summary_of

pytestmark = pytest.mark.one_database  # the browser tests play them on PostgreSQL
FIRST_DAY = date(2027, 4, 1)


def closed_files() -> dict[tuple[int, str], bytes]:
    """Every closed year's CSV and JSON."""
    years = ReviewYear.objects.filter(closed_at__isnull=False).order_by("fiscal_year")
    return {
        (year.fiscal_year, kind): year_file(year, kind)[1]
        for year in years
        for kind in ("csv", "json")
    }


def test_review_becomes_a_revision_that_takes_effect_and_leaves_closed_years(played_years):
    slip, revision = PlanRevision.objects.order_by("pk")
    assert (slip.kind, slip.state) == ("slip", "applied")
    assert_slip_is_printed_and_repeated(slip)
    assert (revision.kind, revision.state) == ("revision", "decided")
    assert revision.effective_on == revision.published_on == FIRST_DAY
    papers = MeasureReview.objects.filter(pk__in=revision.changes.values("measure_review"))
    assert papers.count() == 7
    line = summary_of(reading_of(revision).teller).line
    assert line == "新規1件・拡充0件・終了3件・目標変更2件"
    before, files = dump(document_of(played_years)), closed_files()
    assert before == PlanEdition.objects.get(number=1).document
    assert apply_due(date(2027, 3, 31)).editions == []
    assert dump(document_of(played_years)) == before
    (edition,) = apply_due(FIRST_DAY).editions
    played_years.refresh_from_db()
    assert dump(document_of(played_years)) == edition.document != before
    assert closed_files() == files
    assert_changed_as_told()


def assert_slip_is_printed_and_repeated(slip: PlanRevision):
    """So that the public 正誤表 has a line, and what each closed year keeps can be corrected from it."""
    assert len(slip.public_table["rows"]) == 1
    found = slips_in_editions(slip, reading_of(slip))
    labels = [[each.label for each in own.proposals] for own in found]
    cell = "R5年度の計画の方向性"
    assert labels[0][:2] == [cell, "取り組んだこと"]
    assert labels[1:] == [[cell], [cell]]


def assert_changed_as_told():
    """An abandoned measure, a merged pair, a new measure, a withdrawn target, a new definition."""
    endings = Measure.objects.exclude(ending="").values_list("ending", flat=True)
    assert sorted(endings) == ["abandoned", "finished", "merged"]
    assert Measure.objects.get(ending="merged").successors.count() == 1
    assert Measure.objects.get(first_day=FIRST_DAY).name.endswith("書かない窓口の拡大")
    withdrawn = IndicatorTarget.objects.get(withdrawn=True)
    assert (withdrawn.applies_from, withdrawn.reason) == (2027, "国の目標変更")
    new = MeasureIndicator.objects.get(first_fiscal_year=2027)
    old = MeasureIndicator.objects.get(last_fiscal_year=2026)
    assert new.indicator.predecessor == old.indicator
    assert not PlanChange.objects.exclude(state="applied").exists()
