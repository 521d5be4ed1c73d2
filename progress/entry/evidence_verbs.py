"""Attaching evidence to a report, and taking it off again (README: 報告).

Like a save it is possible while the report is editable, to who may save. It changes no text,
so it leaves the report's version alone: nobody's open form grows old by it.
"""

from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from progress import attachments
from progress.models import EvidenceFile, ProgressReport, ReviewYear
from progress.workflow.record import closed_meanwhile, reason_on_behalf
from progress.workflow.refusals import NotAllowed
from progress.workflow.table import TRANSITIONS, Verb
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

FOLDER = "evidence"  # of the private storage
MOST_FILES = 20


def attach_evidence(
    report: ProgressReport,
    *,
    by: User | Standing,
    name: str,
    content: bytes,
    reason: str = "",
    door: str = Door.PAGE,
) -> EvidenceFile:
    """Keep a file with a report; who attaches is one of its authors from then on.

    The same bytes twice are one file. Raises NotAllowed, Incomplete (on behalf: no reason), or
    attachments.Refused for what is not what its name says.
    """
    standing = _writer(report, by)
    reason = reason_on_behalf(standing, report, reason)
    kind, digest = (
        attachments.check(name, content, attachments.EVIDENCE),
        sha256(content).hexdigest(),
    )
    row = EvidenceFile(
        report=report,
        name=attachments.clean_name(name),
        kind=kind,
        size=len(content),
        sha256=digest,
        by=standing.user,
        at=timezone.now(),
    )
    row.stored_as = attachments.keep(content, FOLDER)
    try:
        with closed_meanwhile(report.year), acting(standing.user, door, reason):
            kept = _kept(row)
    except BaseException:
        attachments.forget(row.stored_as)
        raise
    if kept is not row:
        attachments.forget(row.stored_as)
    return kept


def _kept(row: EvidenceFile) -> EvidenceFile:
    """The row, written; or the one of the same bytes that stands there already."""
    _hold_editable(row.report)
    present = list(EvidenceFile.objects.filter(report=row.report, removed_at=None))
    same = next((each for each in present if each.sha256 == row.sha256), None)
    if same is None:
        if len(present) >= MOST_FILES:
            raise NotAllowed(f"証拠資料は、一つの報告に{MOST_FILES}件までです。")
        row.save()
    return same or row


def remove_evidence(
    evidence: EvidenceFile, *, by: User | Standing, reason: str = "", door: str = Door.PAGE
) -> None:
    """Take a file off a report. Row and bytes stay: the record names them."""
    standing = _writer(evidence.report, by)
    reason = reason_on_behalf(standing, evidence.report, reason)
    with closed_meanwhile(evidence.report.year), acting(standing.user, door, reason):
        _hold_editable(evidence.report)
        EvidenceFile.objects.filter(pk=evidence.pk, removed_at=None).update(
            removed_at=timezone.now(), removed_by=standing.user
        )


def _writer(report: ProgressReport, by: User | Standing) -> Standing:
    standing = standing_of(by)
    row = TRANSITIONS[Verb.SAVE]
    if not row.who(standing, report):
        raise NotAllowed(f"証拠資料を変えられるのは、{row.who_words}です。")
    if not report.is_editable:
        raise _closed(report)
    return standing


def _hold_editable(report: ProgressReport) -> None:
    """Who submits meanwhile waits here, or is waited for; SQLite lets one write at a time."""
    editable = ProgressReport.objects.select_for_update().filter(
        Q(year__in=ReviewYear.objects.open()) | Q(is_unlocked=True),
        pk=report.pk,
        state__in=ProgressReport.EDITABLE_STATES,
    )
    if not editable:
        raise _closed(report)


def _closed(report: ProgressReport) -> NotAllowed:
    why = report.why_not_editable or "報告が提出されている"
    return NotAllowed(f"{why}ため、証拠資料は変えられません。")
