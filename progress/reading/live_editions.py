"""The reports of a year as editions keep them, read from live rows."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils import timezone

from measures.models import PlanWord
from progress.judging.amounts import SPENT, certainty_of
from progress.judging.facts import ESTIMATE, UNSETTLED_WORDS
from progress.judging.marks import mark_of
from progress.models import Correction, Decision, ProgressReport, ReviewYear
from progress.models import report_fields as fields
from progress.reading.edition import DecisionPart, Edition, Erratum, Mark, ReportPart, Word
from progress.reading.live import link_rows, target_rows
from progress.reading.live_indicators import IndicatorParts
from progress.reading.live_plan import PlanPart, rows_around
from progress.reading.places import marked_value, shown_value
from sakado_dx.together import ask_ahead, at_once

TEXTS = fields.names(fields.TEXT, fields.LINE, fields.CHOICE)
AMOUNTS = fields.names(fields.AMOUNT)
LINKED = tuple(each.name for each in fields.FIELDS if each.is_linked)


def live_editions(
    year: ReviewYear,
    report_ids: Collection[int] | None = None,
    *,
    linked: bool = False,
    read: Iterable[ProgressReport] = (),
) -> dict[int, Edition]:
    """The year's reports by id, in the plan's order; all of them, or some, or those that were
    `read` already, `whole`.

    `linked`: with the glossary's terms in their texts, which only what is kept and what is printed
    with a glossary need. At most 8 queries, however many they are.
    """
    reports = list(read) or _read(year, report_ids)
    ids = tuple(each.measure_id for each in reports)
    ask_ahead(
        (rows_around, year.plan_id, ids, year.pk),
        (link_rows, year.pk, year.plan_id, True),
        (target_rows, year.pk),
    )
    plan = PlanPart(year, reports, linked=linked)
    reports.sort(key=lambda each: plan.names.place(each.measure_id))
    indicators = IndicatorParts(year, set(ids), plan.names)
    decisions, errata = map(_by_report, at_once(_settled(reports), _corrected(reports)))
    return {
        report.pk: Edition(
            fiscal_year=year.fiscal_year,
            is_migrated=year.is_migrated,
            frame=plan.frame,
            plan=plan.of(report),
            indicators=indicators.of(report.measure_id),
            report=reported(report),
            decisions=tuple(map(_decision, decisions.get(report.pk, ()))),
            errata=tuple(map(erratum, errata.get(report.pk, ()))),
            terms=plan.terms_in(
                report.measure.summary, *(getattr(report, name) for name in LINKED)
            ),
            contributors=plan.contributors(report),
        )
        for report in reports
    }


def _read(year: ReviewYear, report_ids: Collection[int] | None) -> list[ProgressReport]:
    """Without the year and its plan beside each, which are the same for all."""
    reports = ProgressReport.objects.for_year(year).whole().in_plan_order()
    reports = reports.select_related(None).select_related("measure__direction__policy").with_marks()
    found = list(reports if report_ids is None else reports.filter(pk__in=report_ids))
    for each in found:
        each.year = year
    return found


def reported(report: ProgressReport) -> ReportPart:
    """What stands in the row, `with_marks`."""
    return ReportPart(
        state=report.state,
        progress=word(report.progress),
        outlook=word(report.outlook),
        second_judgement=word(report.second_judgement),
        mark=mark(report),
        secretariat_note=report.secretariat_note,
        is_unchanged=report.is_unchanged,
        texts={name: getattr(report, name) for name in TEXTS},
        amounts={name: getattr(report, name) for name in AMOUNTS},
        certainty=certainty_of(report.year.accounts_on, timezone.localdate()),
    )


def mark(report: ProgressReport) -> Mark:
    """The mark that counts of a row."""
    taken = report.taken_decision
    decided = (word(taken.judgement), word(taken.outlook)) if taken else None
    return Mark(*mark_of(report.state, (word(report.progress), word(report.outlook)), decided))


def word(chosen: PlanWord | None) -> Word | None:
    """A word of the plan as editions keep it."""
    return Word(chosen.word, chosen.meaning, chosen.order) if chosen else None


def _settled(reports: list[ProgressReport]) -> QuerySet[Decision]:
    rows = Decision.objects.settled().filter(report__in=reports)
    return rows.select_related("meeting", "judgement", "outlook").by_weight()


def _corrected(reports: list[ProgressReport]) -> QuerySet[Correction]:
    rows = Correction.objects.made().filter(report__in=reports)
    return rows.order_by("confirmed_at", "pk")


def _by_report(rows: Iterable[Decision | Correction]) -> dict[int, list]:
    found: dict[int, list] = {}
    for each in rows:
        found.setdefault(each.report_id, []).append(each)
    return found


def _decision(row: Decision) -> DecisionPart:
    return DecisionPart(
        id=row.pk,
        body=row.meeting.kind,
        rank=row.meeting.rank,
        held_on=row.meeting.held_on,
        manner=row.get_manner_display(),
        taken_from=row.taken_from,
        judgement=word(row.judgement),
        outlook=word(row.outlook),
        opinion=row.opinion,
        is_public=row.is_public,
    )


def erratum(correction: Correction) -> Erratum:
    """The line of a confirmed correction."""
    before, after = sides_of(correction)
    return Erratum(
        kind=correction.kind,
        place=correction.place,
        label=correction.label,
        before=before,
        after=after,
        reason=correction.reason,
        on=timezone.localtime(correction.confirmed_at).date(),
        consented_on=correction.consented_on,
    )


def sides_of(correction: Correction) -> tuple[str, str]:
    """誤 and 正 in words; of a 決算 that is settled the 見込 that it was."""
    of_accounts = correction.place == SPENT and correction.kind == Correction.Kind.SETTLE
    mark = UNSETTLED_WORDS[ESTIMATE] if of_accounts else ""
    return marked_value(correction.before, mark), shown_value(correction.after)
