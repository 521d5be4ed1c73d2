"""Closing a year, and the edition that ends the unlocking of one of its reports (README: 締め、版、正誤)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from progress.editions.amending import evaluated_again, with_figure
from progress.editions.writing import write_editions
from progress.judging.completeness import Missing
from progress.models import ProgressReport, ReportSnapshot, ReviewYear, YearChange
from progress.reading import stored
from progress.reading.edition import Edition, KeptFigure
from progress.reading.live_editions import live_editions
from progress.reading.live_indicators import figures_entered
from progress.workflow.record import secretary
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.heads import seal_at_commit

Cause = ReportSnapshot.Cause


def close_year(
    year: ReviewYear,
    *,
    by: User | Standing,
    reasons: Mapping[int, str] | None = None,
    reason: str = "",
    door: str = Door.PAGE,
    tell: Callable[[str], object] | None = None,
) -> ReviewYear:
    """Fix a year: from now on it is read from the editions written here.

    `reasons` gives, by report's id, why one that is not evaluated stays behind. Raises
    Incomplete where one is missing, NotAllowed for others than the secretariat, before the last
    提出期限 has passed, while a meeting's decisions are drafts, and for a year that is closed
    already, also by somebody else at this moment. All or nothing.

    Then the record is sealed; `tell` hears a sentence where that fails, and the year is closed.
    """
    standing = secretary(by, "年度を締められるのは事務局です。")
    now = timezone.now()
    with acting(standing.user, door, reason):
        # The first statement takes the year's row: of two closings one finds it closed.
        open_one = ReviewYear.objects.filter(pk=year.pk, closed_at__isnull=True)
        if not open_one.update(closed_at=now):
            raise NotAllowed(f"{year.label}は既に締められています。")
        # As it stands under the lock: who changes a 提出期限 meanwhile waits, or was waited for.
        if refusal := why_not_yet(ReviewYear.objects.get(pk=year.pk)):
            raise NotAllowed(refusal)
        fix_year(year, reasons or {}, cause=Cause.CLOSE, at=now)
        YearChange.objects.create(
            year=year,
            verb=YearChange.Verb.CLOSE,
            by=standing.user,
            reason=reason.strip(),
            at=now,
        )
        seal_at_commit(tell)
    year.closed_at = now
    return year


def why_not_yet(year: ReviewYear) -> str:
    """Why a year cannot be closed yet, and how that is changed; blank where it can."""
    return too_early(year) or _with_drafts(year)


def _with_drafts(year: ReviewYear) -> str:
    """What a meeting decides is no draft for ever: after the closing nobody could settle it."""
    held = year.meetings.with_drafts().order_by("held_on", "pk")
    names = "、".join(f"{each.kind}（{format_date(each.held_on)}）" for each in held)
    if not names:
        return ""
    return (
        f"結果を確定していない、決定のある会議があります：{names}。"
        "会議のページで会議結果を確定するか、決定（案）を取り下げてから締めてください。"
    )


def too_early(year: ReviewYear) -> str:
    """Why a year cannot be closed yet, and how that is changed: its last 提出期限, extensions
    counted, must have passed."""
    last = year.last_due
    if last < timezone.localdate():
        return ""
    whose = "延長した課の提出期限" if last > year.report_due else "提出期限"
    return (
        f"{year.label}の最後の{whose}（{format_date(last)}）が、まだ過ぎていません。翌日から締められます。"
        "先に締めるときは、提出期限（延長を含む）を早めてください。"
    )


def fix_year(year: ReviewYear, reasons: Mapping[int, str], *, cause: str, at: datetime) -> None:
    """Write the first edition of each report, inside a transaction that closes the year."""
    missing = [
        Missing(
            f"reason-{report.pk}", f"「{report.measure}」を評価しないまま締める理由が必要です。"
        )
        for report in unfinished_reports(year)
        if not reasons.get(report.pk, "").strip()
    ]
    if missing:
        raise Incomplete(missing)
    editions = live_editions(year, linked=True)
    for pk, reason in reasons.items():
        if pk in editions and editions[pk].report.state != ProgressReport.State.EVALUATED:
            editions[pk] = replace(editions[pk], unfinished=reason.strip())
    write_editions(editions, cause=cause, at=at)


def unfinished_reports(year: ReviewYear) -> list[ProgressReport]:
    """The year's reports that are not evaluated, with measure and divisions; 2 queries."""
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    return list(reports.exclude(state=ProgressReport.State.EVALUATED))


def fix_again(report: ProgressReport) -> None:
    """Write the edition of an unlocked report that has just been evaluated, and lock it.

    Called inside the verb's transaction. Other measures that show one of its figures, in this
    and later closed years, get an edition too.
    """
    at = report.changes.order_by("-version").values_list("at", flat=True)[0]
    new = live_editions(report.year, [report.pk], linked=True)[report.pk]
    old = stored.newest([report.pk]).get(report.pk, new)
    edition = evaluated_again(old, new, figures_entered(report))
    write_editions({report.pk: edition}, cause=Cause.REEVALUATION, at=at)
    for each in edition.indicators:
        if each.is_entered_here:
            figure = each.figures.get(edition.fiscal_year)
            changed = shown_elsewhere(report, each.id, figure)
            write_editions(changed, cause=Cause.REEVALUATION, at=at)
    ProgressReport.objects.filter(pk=report.pk).update(is_unlocked=False)
    report.is_unlocked = False


def shown_elsewhere(
    report: ProgressReport, indicator_id: int, figure: KeptFigure | None
) -> dict[int, Edition]:
    """The editions of other reports, in closed years, that a changed figure would change."""
    year = report.year.fiscal_year
    closed = ReviewYear.objects.filter(
        plan=report.year.plan_id, fiscal_year__gte=year, closed_at__isnull=False
    )
    changed: dict[int, Edition] = {}
    for each in closed.order_by("fiscal_year"):
        for pk, edition in stored.of_year(each.pk).items():
            amended = with_figure(edition, indicator_id, year, figure)
            if pk != report.pk and amended is not edition:
                changed[pk] = amended
    return changed
