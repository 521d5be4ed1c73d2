"""The reports of a year as editions keep them, read from live rows."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from measures.models import PlanWord
from progress.judging.amounts import SPENT, certainty_of
from progress.judging.facts import ESTIMATE, UNSETTLED_WORDS
from progress.judging.marks import mark_of
from progress.models import Correction, Decision, ProgressReport, ReviewYear
from progress.models import report_fields as fields
from progress.reading.edition import DecisionPart, Edition, Erratum, Mark, ReportPart, Word
from progress.reading.live_indicators import IndicatorParts
from progress.reading.live_plan import PlanPart
from progress.reading.places import marked_value, shown_value

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
    with a glossary need. At most 9 queries, however many they are.
    """
    reports = list(read) or _read(year, report_ids)
    plan = PlanPart(year, reports, linked=linked)
    reports.sort(key=lambda each: plan.names.place(each.measure_id))
    indicators = IndicatorParts(year, {each.measure_id for each in reports}, plan.names)
    decisions, errata = _decisions(reports), _errata(reports)
    return {
        report.pk: Edition(
            fiscal_year=year.fiscal_year,
            is_migrated=year.is_migrated,
            frame=plan.frame,
            plan=plan.of(report),
            indicators=indicators.of(report.measure_id),
            report=reported(report),
            decisions=tuple(decisions.get(report.pk, ())),
            errata=tuple(errata.get(report.pk, ())),
            terms=plan.terms_in(
                report.measure.summary, *(getattr(report, name) for name in LINKED)
            ),
            contributors=plan.contributors(report),
        )
        for report in reports
    }


def _read(year: ReviewYear, report_ids: Collection[int] | None) -> list[ProgressReport]:
    reports = ProgressReport.objects.for_year(year).whole().in_plan_order()
    return list(reports if report_ids is None else reports.filter(pk__in=report_ids))


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


def _decisions(reports: list[ProgressReport]) -> dict[int, list[DecisionPart]]:
    rows = (
        Decision.objects.settled()
        .filter(report__in=reports)
        .select_related("meeting", "judgement", "outlook")
    )
    found: dict[int, list[DecisionPart]] = {}
    for each in rows.by_weight():
        found.setdefault(each.report_id, []).append(
            DecisionPart(
                id=each.pk,
                body=each.meeting.kind,
                rank=each.meeting.rank,
                held_on=each.meeting.held_on,
                manner=each.get_manner_display(),
                taken_from=each.taken_from,
                judgement=word(each.judgement),
                outlook=word(each.outlook),
                opinion=each.opinion,
                is_public=each.is_public,
            )
        )
    return found


def _errata(reports: list[ProgressReport]) -> dict[int, list[Erratum]]:
    rows = Correction.objects.made().filter(report__in=reports)
    found: dict[int, list[Erratum]] = {}
    for each in rows.order_by("confirmed_at", "pk"):
        found.setdefault(each.report_id, []).append(erratum(each))
    return found


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
