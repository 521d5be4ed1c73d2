"""What other divisions add to a report, and notes to a measure (README: 報告)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from measures.models import Measure
from progress.judging.completeness import Missing
from progress.letters.notices import tell_named
from progress.models import Contribution, ProgressNote, ProgressReport
from progress.models.contributions import MOST_LETTERS_OF_PART, SHEET
from progress.rights import predicates
from progress.workflow.record import closed_meanwhile
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from progress.year.contributors import named_of
from progress.year.verbs import contributions_of
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import Division, User
from sakado_dx.organization.unsent_verbs import hand_on
from sakado_dx.records.acting import Door, acting


def contribute(
    contribution: Contribution,
    *,
    by: User | Standing,
    version: int,
    text: str = "",
    share: Decimal | None = None,
    has_nothing: bool = False,
    reason: str = "",
    door: str = Door.PAGE,
) -> Contribution:
    """Keep a division's part: a text, its share of a number, or 該当なし.

    The secretariat may do it on behalf, with a reason. It closes with the report. Raises
    NotAllowed, Incomplete, or Conflict where another member of the division was faster.
    """
    standing = standing_of(by)
    _check_may(standing, contribution)
    said = {"text": checked(text, share, has_nothing), "share": share, "has_nothing": has_nothing}
    said |= {"answered_by": standing.user, "answered_at": timezone.now()}
    return _write(contribution, standing, version, said, reason=reason, door=door)


def take_back(
    contribution: Contribution,
    *,
    by: User | Standing,
    version: int,
    before: Contribution,
    reason: str = "",
    door: str = Door.PAGE,
) -> Contribution:
    """Let a part say again what it said `before`, or nothing where it was not answered; raises as
    `contribute`."""
    standing = standing_of(by)
    _check_may(standing, contribution)
    names = ("text", "share", "has_nothing", "answered_by_id", "answered_at")
    said = {name: getattr(before, name) for name in names}
    return _write(contribution, standing, version, said, reason=reason, door=door)


def _check_may(standing: Standing, contribution: Contribution) -> None:
    if not predicates.may_contribute(standing, contribution):
        raise NotAllowed("この記載を入力できるのは、その課の職員と事務局です。")
    if not contribution.report.is_editable:
        raise NotAllowed(closed_words(contribution.report))


def _write(
    contribution: Contribution,
    standing: Standing,
    version: int,
    said: Mapping[str, Any],
    *,
    reason: str,
    door: str,
) -> Contribution:
    """Store what a part says, if it still is as it was read."""
    report = contribution.report
    on_behalf = predicates.contributes_on_behalf(standing, contribution)
    reason = needed(reason, "代行して入力する理由を入力してください。") if on_behalf else ""
    # Conditions on the row itself: PostgreSQL does not ask a joined row once more.
    editable = ProgressReport.objects.filter(state__in=ProgressReport.EDITABLE_STATES)
    as_read = Contribution.objects.filter(pk=contribution.pk, version=version, report__in=editable)
    with closed_meanwhile(report.year), acting(standing.user, door, reason):
        # Who submits meanwhile waits here, or is waited for; SQLite lets one write at a time.
        ProgressReport.objects.held().get(pk=report.pk)
        if not as_read.update(version=F("version") + 1, **said):
            raise _why_not(contribution)
    contribution.refresh_from_db()
    return contribution


def _why_not(contribution: Contribution) -> NotAllowed | Conflict:
    """What stood in the way at the moment of writing: the lead's submission, or a colleague."""
    current = Contribution.objects.select_related("report__year").get(pk=contribution.pk)
    return (
        NotAllowed(closed_words(current.report))
        if not current.report.is_editable
        else Conflict(current)
    )


def closed_words(report: ProgressReport) -> str:
    return f"{report.why_not_editable}ため、関係課の記載は変えられません。"


def checked(text: str, share: Decimal | None, has_nothing: bool) -> str:
    """The text as it is stored; Incomplete where the part says nothing, two things or too much."""
    text = text.strip().replace("\r\n", "\n")
    if has_nothing and (text or share is not None):
        raise Incomplete([Missing("has_nothing", "該当なしのときは、記載を空欄にしてください。")])
    if not (has_nothing or text or share is not None):
        raise Incomplete([Missing("text", "記載するか、「該当なし」を選んでください。")])
    if len(text) > MOST_LETTERS_OF_PART:
        limit = f"記載は{MOST_LETTERS_OF_PART}文字以内にしてください"
        raise Incomplete([Missing("text", f"{limit}（今は{len(text)}文字です）。")])
    return text


def name_contributors(
    report: ProgressReport,
    *,
    by: User | Standing,
    divisions: Collection[Division],
    door: str = Door.PAGE,
) -> int:
    """Set whom the secretariat asks for a part; returns how many rows that makes, whose
    divisions are told. Who has answered stays, co-owners too.

    A report that is handed in asks nobody: its parts are closed.
    """
    standing = standing_of(by)
    if not standing.is_secretariat:
        raise NotAllowed("関係課を決められるのは事務局です。")
    if not report.is_editable:
        raise NotAllowed(f"{report.why_not_editable}ため、関係課は変えられません。")
    with closed_meanwhile(report.year), acting(standing.user, door):
        # Of two who name at once one waits, and finds named what the other named. Who submits
        # meanwhile waits, too, or is waited for.
        fresh = ProgressReport.objects.held().get(pk=report.pk)
        if not fresh.is_editable:
            raise NotAllowed(f"{fresh.why_not_editable}ため、関係課は変えられません。")
        wanted = {each.pk for each in named_of(report, divisions, standing.day)}
        stored = set(report.contributions.values_list("division_id", flat=True))
        unanswered = report.contributions.filter(is_named=True, answered_at__isnull=True)
        gone = unanswered.exclude(division__in=wanted)
        hand_on(SHEET, gone.sheets_afterwards())
        gone.delete()
        rows = Contribution.objects.bulk_create(
            Contribution(report=report, division_id=pk, is_named=True)
            for pk in sorted(wanted - stored)
        )
        tell_named(report, rows, by=standing.user)
    return len(rows)


def ask_co_owners(report: ProgressReport, *, by: User) -> list[Contribution]:
    """Ask the divisions that own the measure beside its lead, and are not asked yet, for their
    parts, in the caller's transaction; they are told. A report that is handed in asks nobody."""
    if not report.is_editable:
        return []
    asked = set(report.contributions.values_list("division_id", flat=True))
    wanted = contributions_of([report], report.year, {})
    rows = Contribution.objects.bulk_create(
        each for each in wanted if each.division_id not in asked
    )
    tell_named(report, rows, by=by)
    return rows


def release_former(report: ProgressReport) -> list[Division]:
    """Ask those no more, in the caller's transaction, that were asked as owners of the measure, own
    it no longer and have not answered; which these are. What the secretariat named stays."""
    if not report.is_editable:
        return []
    owners = [each.division_id for each in contributions_of([report], report.year, {})]
    asked = report.contributions.filter(is_named=False, answered_at__isnull=True)
    gone = asked.exclude(division__in=owners)
    released = [each.division for each in gone.select_related("division")]
    if released:
        hand_on(SHEET, gone.sheets_afterwards())
        gone.delete()
    return released


def ask_no_more(parts: Iterable[int]) -> None:
    """Take these parts back, in the caller's transaction; NotAllowed where one is answered."""
    own = Contribution.objects.filter(pk__in=list(parts))
    answered = own.filter(answered_at__isnull=False)
    if first := answered.select_related("division", "report__measure", "report__year").first():
        raise NotAllowed(
            f"施行の後に{first.division}が「{first.report}」の関係課回答票に回答したため、取り消せません。"
        )
    for report_id in set(own.values_list("report_id", flat=True)):
        gone = own.filter(report=report_id)
        hand_on(SHEET, gone.sheets_afterwards())
        gone.delete()


def add_note(
    measure: Measure,
    report: ProgressReport,
    *,
    by: User | Standing,
    text: str,
    noted_on: date | None = None,
    door: str = Door.PAGE,
) -> ProgressNote:
    """Write a 経過メモ to a measure, at any time of the year, by who may enter its report.

    The same words of the same person for the same day are one note: somebody clicked twice.
    """
    standing = standing_of(by)
    if not predicates.may_note(standing, report):
        raise NotAllowed("経過メモを書けるのは、この施策の所管課と事務局です。")
    text = needed(text, "メモを入力してください。", "text")
    note = {"noted_on": noted_on or standing.day, "text": text, "by": standing.user}
    with acting(standing.user, door):
        Measure.objects.select_for_update().get(pk=measure.pk)
        return measure.notes.get_or_create(**note, defaults={"at": timezone.now()})[0]
