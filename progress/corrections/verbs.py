"""Settling and correcting: proposed by one, confirmed by another, in a closed year too."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from progress.corrections.checking import (
    check_consent,
    check_name,
    check_time,
    check_value,
    fault_of_amounts,
    word_chosen,
)
from progress.corrections.pages import (
    Place,
    entry_from,
    holders_of,
    kept_figure,
    later_editions,
    places_of,
)
from progress.editions.amending import (
    with_decision,
    with_erratum,
    with_figure,
    with_settled_accounts,
    with_value,
)
from progress.editions.verbs import shown_elsewhere
from progress.editions.writing import write_editions
from progress.judging.amounts import SPENT
from progress.models import Correction, Decision, IndicatorResult, ProgressReport, ReportSnapshot
from progress.publication.republishing import republish, republish_name
from progress.reading import stored
from progress.reading.codec import word_of
from progress.reading.edition import Edition
from progress.reading.live_editions import erratum
from progress.reading.places import decided_part, indicator_of, shown_value
from progress.reading.plan_names import is_name, is_shared, with_name
from progress.rights import lookups
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

Kind = Correction.Kind
CAUSES = {
    Kind.SETTLE: ReportSnapshot.Cause.SETTLEMENT,
    Kind.CORRECT: ReportSnapshot.Cause.CORRECTION,
    Kind.SLIP: ReportSnapshot.Cause.CORRECTION,
}
LAPSED = "申出から14日を過ぎたため、確認できません。取りやめて、もう一度申し出てください。"
CHANGED_SINCE = "申出の後に値が変わりました。この申出を取りやめ、もう一度申し出てください。"


def propose_correction(
    report: ProgressReport,
    *,
    by: User | Standing,
    kind: str,
    place: str,
    after: Any,
    reason: str,
    consented_on: date | None = None,
    door: str = Door.PAGE,
) -> Correction:
    """Ask for a place to be settled (`settle`) or corrected (`correct`), or for a decision's slip
    of the pen to be mended (`slip`), to which the chair has agreed; changes nothing yet.

    `after` is a text, a number, a word {id, word, meaning} or a result as
    `pages.result_value` gives it. Raises NotAllowed, Incomplete or ValidationError.
    """
    standing = secretary(by, "確定と訂正を申し出られるのは事務局です。")
    found = places_of(report).get(place)
    if found is None:
        raise ValidationError("この報告にない箇所です。")
    check_time(report, kind, place)
    check_value(report, found, kind, after)
    if found.decision is not None:
        check_consent(found.decision, consented_on)
    reason = needed(reason, "理由を入力してください。")
    with closed_meanwhile(report.year), acting(standing.user, door, reason):
        # Of two proposals at once one waits here, and finds the other.
        ProgressReport.objects.held().get(pk=report.pk)
        if _waiting(report, found).exists():
            raise NotAllowed("この箇所には、確認を待っている申出が既にあります。")
        return Correction.objects.create(
            report=report,
            kind=kind,
            place=place,
            label=found.label[:200],
            before=found.value,
            after=after,
            reason=reason,
            consented_on=consented_on if kind == Kind.SLIP else None,
            proposed_by=standing.user,
            proposed_at=timezone.now(),
        )


def _waiting(report: ProgressReport, place: Place) -> QuerySet[Correction]:
    """What is asked already of the place; of what the year's reports share under any of them."""
    if not is_shared(place.name):
        return report.corrections.waiting().filter(place=place.name)
    kind, _, _ = place.name.rpartition("-")
    asked = Correction.objects.waiting().filter(report__year=report.year_id)
    return asked.filter(place__startswith=kind, before=place.value)


def confirm_correction(
    correction: Correction, *, by: User | Standing, reason: str = "", door: str = Door.PAGE
) -> Correction:
    """Confirm as the second person: the value changes, with new editions and its line of the
    正誤表, all in one transaction. `reason` is why there is no second person, where who proposed
    it is the only secretary (二人目なし). Raises NotAllowed or Incomplete."""
    standing = secretary(by, "確定と訂正を確認できるのは事務局です。")
    if not lookups.may_confirm_correction(standing, correction):
        raise NotAllowed("申し出た人とは別の人が確認します。")
    if correction.is_lapsed:
        raise NotAllowed(LAPSED)
    check_time(correction.report, correction.kind, correction.place)
    alone = _alone_reason(standing, correction, reason)
    told = "\n二人目なし：".join(filter(None, (correction.reason, alone)))
    made = {"confirmed_by": standing.user, "confirmed_at": timezone.now(), "alone_reason": alone}
    with closed_meanwhile(correction.report.year), acting(standing.user, door, told):
        if not Correction.objects.waiting().filter(pk=correction.pk).update(**made):
            raise NotAllowed("この申出は、既に確認されたか、取りやめられています。")
        for name, value in made.items():
            setattr(correction, name, value)
        _apply(correction)
        if is_name(correction.place):
            _mend_name(correction, standing.user)
        else:
            _write_editions(correction, correction.confirmed_at)
            republish(correction, later_editions(correction.report.year), standing.user)
    return correction


def _alone_reason(standing: Standing, correction: Correction, reason: str) -> str:
    if standing.user.pk != correction.proposed_by_id:
        return ""
    return needed(reason, "二人目がいないまま確認する理由を入力してください。")


def _apply(correction: Correction) -> None:
    """Change the live row, if it still is as it was when the correction was proposed."""
    report, place = correction.report, correction.place
    current = places_of(report).get(place)
    if current is None or current.value != correction.before:
        raise NotAllowed(CHANGED_SINCE)
    indicator_id = indicator_of(place)
    if indicator_id is not None:
        _apply_result(correction, indicator_id)
        return
    if current.is_name:
        check_name(report, current, correction.after)
        return  # the plan itself was mended by its revision
    vocabulary = current.vocabulary
    value = word_chosen(report, vocabulary, correction.after) if vocabulary else correction.after
    if current.decision is not None:
        _, part = decided_part(place)
        Decision.objects.filter(pk=current.decision.pk).update(**{part: value})
        return
    if fault := fault_of_amounts(report, place, value):
        raise NotAllowed(fault)
    rows = ProgressReport.objects.filter(pk=report.pk, state__in=ProgressReport.COUNTED_STATES)
    if not rows.update(**{place: value}):
        raise NotAllowed(CHANGED_SINCE)
    setattr(report, place, value)


def _apply_result(correction: Correction, indicator_id: int) -> None:
    report, year = correction.report, correction.report.year.fiscal_year
    results = IndicatorResult.objects.filter(
        indicator=indicator_id, fiscal_year=year, report=report
    )
    values = vars(entry_from(correction.after, "")).copy()
    values.pop("note")
    if results.update(**values):
        return
    try:
        IndicatorResult.objects.create(
            indicator_id=indicator_id, fiscal_year=year, report=report, **values
        )
    except IntegrityError as error:
        raise NotAllowed(CHANGED_SINCE) from error


def _mend_name(correction: Correction, by: User) -> None:
    """A newer edition of each report that has the text of the plan, and of what is published of it:
    all at once, so that a closed year never has two names for one thing."""
    # Who mends another name of the year meanwhile waits, and finds these editions.
    reports = ProgressReport.objects.held().filter(year=correction.report.year_id)
    list(reports.order_by("pk").values_list("pk"))
    line = erratum(correction)
    place, before, after = correction.place, correction.before, correction.after
    holders = holders_of(correction.report, place, before)
    mended = {
        pk: with_erratum(with_name(each, place, before, after), line)
        for pk, each in holders.items()
    }
    write_editions(mended, cause=CAUSES[correction.kind], at=correction.confirmed_at)
    republish_name(correction, mended, by)


def _write_editions(correction: Correction, now: datetime) -> None:
    """A newer edition of the closed year's report, and of those that show the same figure."""
    report, cause = correction.report, CAUSES[correction.kind]
    indicator_id = indicator_of(correction.place)
    figure = kept_figure(correction) if indicator_id is not None else None
    edition = None if report.year.is_open else stored.newest([report.pk]).get(report.pk)
    if edition is not None:
        changed = _amended(edition, correction)
        if correction.place == SPENT and correction.kind == Kind.SETTLE:
            changed = with_settled_accounts(changed)
        amended = with_erratum(changed, erratum(correction))
        write_editions({report.pk: amended}, cause=cause, at=now)
    if figure is not None:
        elsewhere = shown_elsewhere(report, indicator_id, figure)
        write_editions(elsewhere, cause=cause, at=now)


def _amended(edition: Edition, correction: Correction) -> Edition:
    """The edition with what is corrected, as it keeps it: of a word its word alone."""
    report, place, after = correction.report, correction.place, correction.after
    if (indicator_id := indicator_of(place)) is not None:
        figure = kept_figure(correction)
        return with_figure(edition, indicator_id, report.year.fiscal_year, figure)
    value = word_of(after) if isinstance(after, dict) else after
    if decided := decided_part(place):
        counts = report.taken_decision_id == decided[0]
        return with_decision(edition, *decided, value, counts=counts)
    return with_value(edition, place, value)


def drop_correction(
    correction: Correction, *, by: User | Standing, door: str = Door.PAGE
) -> Correction:
    """Take a proposal back before it is confirmed; it stays on record."""
    standing = secretary(by, "申出を取りやめられるのは事務局です。")
    now = timezone.now()
    with acting(standing.user, door, f"取りやめ：{shown_value(correction.after)}"):
        if not Correction.objects.waiting().filter(pk=correction.pk).update(dropped_at=now):
            raise NotAllowed("この申出は、既に確認されたか、取りやめられています。")
    correction.dropped_at = now
    return correction
