"""Attaching evidence to a report, and taking it off again (README: 報告).

Like a save it is possible while the report is editable, to who may save. To attach changes
nothing that stands, so it leaves the report's version alone: nobody's open form grows old by
it. To take off and to bring back are verbs like others, with their record.
"""

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from progress import attachments
from progress.models import EvidenceFile, ProgressReport, ReviewYear
from progress.workflow.record import allowed, closed_meanwhile, reason_on_behalf, write
from progress.workflow.refusals import Conflict, NotAllowed
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


def detach(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    evidence: EvidenceFile,
    reason: str = "",
    door: str = Door.PAGE,
) -> ProgressReport:
    """Take a file off a report. Row and bytes stay: the record names them, and `attach_again`
    brings them back. Raises NotAllowed, Conflict, or Incomplete (on behalf: no reason)."""
    off = {"removed_at": timezone.now(), "removed_by": standing_of(by).user}
    put = partial(_put, evidence, "この資料は、既に外されています。", removed_at=None)
    return _change(report, Verb.DETACH, by, version, reason, door, partial(put, off))


def attach_again(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    evidence: EvidenceFile,
    reason: str = "",
    door: str = Door.PAGE,
) -> ProgressReport:
    """Bring back a file that was taken off. Raises as `detach` does, NotAllowed also where the
    same bytes were attached again meanwhile, or there are as many files as there may be."""
    on = {"removed_at": None, "removed_by": None}

    def put() -> None:
        _check_room(report, evidence)
        _put(evidence, "この資料は、外されていません。", on, removed_at__isnull=False)

    return _change(report, Verb.ATTACH_AGAIN, by, version, reason, door, put)


def change_files(
    report: ProgressReport,
    *,
    by: User | Standing,
    chosen: Iterable[UploadedFile] = (),
    off: EvidenceFile | None = None,
    again: EvidenceFile | None = None,
    reason: str = "",
) -> list[str]:
    """What the entry form says of files: those chosen are attached, one is taken off or brought
    back. Each by itself: returns a sentence on each that is refused. Raises Incomplete (on
    behalf: no reason) before any of it is done."""
    acts = [partial(_attach_upload, report, by, each, reason) for each in chosen]
    for verb, each in ((detach, off), (attach_again, again)):
        if each is not None:
            told = {"version": report.version, "evidence": each, "reason": reason}
            acts.append(partial(verb, report, by=by, **told))
    refusals = []
    for act in acts:
        try:
            act()
        except (attachments.Refused, NotAllowed, Conflict) as refusal:
            refusals.append(str(refusal))
    return refusals


def _attach_upload(
    report: ProgressReport, by: User | Standing, upload: UploadedFile, reason: str
) -> None:
    attachments.check_size(upload.size)
    attach_evidence(report, by=by, name=upload.name, content=upload.read(), reason=reason)


def _change(
    report: ProgressReport,
    verb: str,
    by: User | Standing,
    version: int,
    reason: str,
    door: str,
    put: Callable[[], None],
) -> ProgressReport:
    standing = allowed(report, verb, by=by, version=version)
    reason = reason_on_behalf(standing, report, reason)
    return write(report, verb, standing, reason=reason, door=door, changes={}, also=put)


def _put(evidence: EvidenceFile, otherwise: str, values: dict, **as_read) -> None:
    rows = EvidenceFile.objects.filter(pk=evidence.pk, report=evidence.report_id, **as_read)
    if not rows.update(**values):
        raise NotAllowed(otherwise)


def _check_room(report: ProgressReport, evidence: EvidenceFile) -> None:
    present = EvidenceFile.objects.filter(report=report, removed_at=None)
    if evidence.sha256 and present.filter(sha256=evidence.sha256).exists():
        raise NotAllowed("同じ内容の資料が、既に添付されています。")
    if present.count() >= MOST_FILES:
        raise NotAllowed(f"証拠資料は、一つの報告に{MOST_FILES}件までです。")


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
    editable = ProgressReport.objects.held().filter(
        Q(year__in=ReviewYear.objects.open()) | Q(is_unlocked=True),
        pk=report.pk,
        state__in=ProgressReport.EDITABLE_STATES,
    )
    if not editable:
        raise _closed(report)


def _closed(report: ProgressReport) -> NotAllowed:
    why = report.why_not_editable or "報告が提出されている"
    return NotAllowed(f"{why}ため、証拠資料は変えられません。")
