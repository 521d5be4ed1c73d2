"""The content of a year's reports as an edition keeps it, built from live rows.

Four parts: `frame` and `plan` (what the plan says), `indicators` (facts, figures, judgement),
`report` (what was reported), and what was decided and corrected. Exports, publications and
snapshots are all made of it, so that they agree.
"""

from collections.abc import Collection

from django.utils import timezone

from measures.models import PlanWord
from progress.editions.indicator_part import IndicatorPart
from progress.editions.plan_part import PlanPart
from progress.editions.writing import newest_content
from progress.models import (
    Contribution,
    Correction,
    Decision,
    ProgressReport,
    ReviewYear,
)
from progress.reading.codec import Json
from progress.reading.places import shown_value

VERSION = 1  # of the layout; a reader of old editions looks at it
TEXTS = (
    "actual_direction", "progress_reason", "done", "public_text", "effects", "issues",
    "next_work",
)  # fmt: skip
AMOUNTS = ("initial_budget", "revised_budget", "settled_amount", "carried_over", "funding")
LINKED = ("done", "effects", "issues", "next_work")


def contents_of(year: ReviewYear, report_ids: Collection[int] | None = None) -> dict[int, Json]:
    """The content of the year's reports by id, in the plan's order; of all, or of some.

    17 queries, however many they are.
    """
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    # An edition keeps all of it, what lists leave unread too.
    reports = reports.select_related("second_judgement").defer(None)
    if report_ids is not None:
        reports = reports.filter(pk__in=report_ids)
    reports = list(reports)
    plan, indicators = PlanPart(year, reports), IndicatorPart(year)
    decisions, errata = _decisions(reports), _errata(reports)
    named = _divisions_named(reports)
    return {
        report.pk: {
            "layout": VERSION,
            "fiscal_year": year.fiscal_year,
            "is_migrated": year.is_migrated,
            "frame": plan.frame,
            "plan": plan.of(report),
            "indicators": indicators.of(report.measure_id),
            "report": _reported(report),
            "decisions": decisions.get(report.pk, []),
            "errata": errata.get(report.pk, []),
            "terms": plan.terms_in(
                report.measure.summary, *(getattr(report, name) for name in LINKED)
            ),
            "unfinished": "",
            "named": named.get(report.pk, {}),
        }
        for report in reports
    }


def _reported(report: ProgressReport) -> Json:
    own = {name: getattr(report, name) for name in (*TEXTS, *AMOUNTS)}
    return own | {
        "state": report.state,
        "progress": word(report.progress),
        "outlook": word(report.outlook),
        "second_judgement": word(report.second_judgement),
        "secretariat_note": report.secretariat_note,
        "is_unchanged": report.is_unchanged,
    }


def word(chosen: PlanWord | None) -> Json | None:
    """A word of the plan with its fixed meaning."""
    return {"word": chosen.word, "meaning": chosen.meaning} if chosen else None


def _divisions_named(reports: list[ProgressReport]) -> dict[int, dict[str, str]]:
    """The contributing divisions' names by id: pages show their parts in a closed year, too."""
    rows = Contribution.objects.filter(report__in=reports).order_by("pk")
    found: dict[int, dict[str, str]] = {}
    for report_id, division_id, name in rows.values_list(
        "report_id", "division_id", "division__name"
    ):
        found.setdefault(report_id, {})[str(division_id)] = name
    return found


def _decisions(reports: list[ProgressReport]) -> dict[int, list[Json]]:
    rows = Decision.objects.filter(report__in=reports).select_related(
        "meeting", "judgement", "outlook"
    )
    found: dict[int, list[Json]] = {}
    for each in rows.order_by("meeting__held_on", "at", "pk"):
        found.setdefault(each.report_id, []).append(
            {
                "body": each.meeting.get_kind_display(),
                "held_on": each.meeting.held_on.isoformat(),
                "manner": each.get_manner_display(),
                "judgement": word(each.judgement),
                "outlook": word(each.outlook),
                "opinion": each.opinion,
                "is_public": each.is_public,
            }
        )
    return found


def _errata(reports: list[ProgressReport]) -> dict[int, list[Json]]:
    rows = Correction.objects.filter(report__in=reports, confirmed_at__isnull=False)
    found: dict[int, list[Json]] = {}
    for each in rows.order_by("confirmed_at", "pk"):
        found.setdefault(each.report_id, []).append(erratum(each))
    return found


def erratum(correction: Correction) -> Json:
    """A line of the 正誤表: place, 誤, 正, date, reason."""
    return {
        "kind": correction.kind,
        "place": correction.place,
        "label": correction.label,
        "before": shown_value(correction.before),
        "after": shown_value(correction.after),
        "reason": correction.reason,
        "on": timezone.localtime(correction.confirmed_at).date().isoformat(),
    }


def content_of(report: ProgressReport) -> Json:
    """What the report says, as last fixed where its year is closed; 1 or 16 queries."""
    fixed = None if report.year.is_open else newest_content(report)
    return fixed or contents_of(report.year, [report.pk])[report.pk]
