"""廃棄 and 移管 of a closed year: one proposes, another decides and carries out (README: 保存年限)."""

from hashlib import sha256

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from progress import attachments
from progress.audit import subjects
from progress.guards.opening import opening_key
from progress.models import Correction, Disposal, FollowUp, ReviewYear
from progress.retention import contents, leftovers
from progress.retention.archive import archive_of
from progress.retention.pages import retention_of
from progress.workflow.record import secretary
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.disposing import dispose_contents
from sakado_dx.records.models import AuditRecord

WHOSE = "年度の廃棄・移管ができるのは、事務局です。"
LAPSED = "申出から14日を過ぎたため、確認できません。取りやめて、もう一度申し出てください。"
ENDED = "この申出は、既に確認されたか、取りやめられています。"
CHANGED = (
    "移管するファイルを作った後に、年度の内容が変わりました。取りやめて、もう一度申し出てください。"
)
# What tells of the disposal itself stays.
OWN_TABLES = ("progress_disposal", "progress_retention")


def why_not(year: ReviewYear) -> str:
    """Why a year cannot be disposed of today, and what is to be done; blank where it can."""
    retention = retention_of(year)
    if year.is_open:
        return f"{year.label}は、まだ締めていません。"
    if retention is None or retention.expires_on is None:
        return f"{year.label}には、満了日がありません。先に保存年限を定めてください。"
    if not retention.has_expired(timezone.localdate()):
        return f"{year.label}の満了日（{fiscal.format_date(retention.expires_on)}）が、まだ過ぎていません。"
    if year.reports.filter(is_unlocked=True).exists():
        return "締めを解除している報告があります。もう一度評価してから申し出てください。"
    if Correction.objects.waiting().filter(report__year=year).exists():
        return "確認を待つ確定・訂正の申出があります。確認するか取りやめてから申し出てください。"
    asked = FollowUp.objects.filter(decision__report__year=year)
    if asked.exclude(state=FollowUp.State.ACCEPTED).exists():
        return "完了していない指摘事項があります。完了にしてから申し出てください。"
    return ""


def records_of(year: ReviewYear) -> Q:
    """The records of the year, of its 経過メモ and of its imports, but for those of its disposal."""
    own = subjects.of_year(year)
    for rows in (contents.notes_of(year), leftovers.imports_of(year)):
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        own |= Q(table_name=rows.model._meta.db_table, row_key__in=keys)
    return own & ~Q(table_name__in=OWN_TABLES)


def _newest_record(year: ReviewYear) -> int:
    found = AuditRecord.objects.filter(records_of(year)).aggregate(newest=Max("pk"))
    return found["newest"] or 0


def propose_disposal(
    year: ReviewYear,
    *,
    by: User | Standing,
    kind: str,
    reason: str,
    with_publications: bool = False,
    door: str = Door.PAGE,
) -> Disposal:
    """Ask for a year to be disposed of; changes nothing of it. Where it is 移管, the archive that
    is handed over is made now. Raises NotAllowed."""
    standing = secretary(by, WHOSE)
    if refusal := why_not(year):
        raise NotAllowed(refusal)
    reason = needed(reason, "理由を入力してください。")
    row = Disposal(year=year, kind=kind, reason=reason, with_publications=with_publications)
    row.proposed_by, row.proposed_at = standing.user, timezone.now()
    row.newest_record = _newest_record(year)
    if kind == Disposal.Kind.TRANSFER:
        archive = archive_of(year, AuditRecord.objects.filter(records_of(year)).order_by("pk"))
        row.archive_sha256 = sha256(archive).hexdigest()
        row.archive = attachments.keep(archive, "disposals")
    try:
        with acting(standing.user, door, reason):
            row.save(force_insert=True)
    except BaseException as error:
        if row.archive:
            attachments.forget(row.archive)
        if isinstance(error, IntegrityError):
            sentence = Disposal._meta.constraints[0].get_violation_error_message()
            raise NotAllowed(sentence) from error
        raise
    return row


def drop_disposal(disposal: Disposal, *, by: User | Standing, door: str = Door.PAGE) -> Disposal:
    """Take a proposal back; its archive goes. Raises NotAllowed."""
    standing = secretary(by, WHOSE)
    waiting = Disposal.objects.filter(pk=disposal.pk, decided_at=None, dropped_at=None)
    with acting(standing.user, door):
        if not waiting.update(dropped_at=timezone.now()):
            raise NotAllowed(ENDED)
        _forget_at_commit([disposal.archive])
    disposal.refresh_from_db()
    return disposal


def dispose(
    disposal: Disposal,
    *,
    by: User | Standing,
    document_number: str,
    handed_over: bool = False,
    door: str = Door.PAGE,
) -> Disposal:
    """Decide as the second person, and carry it out: files, texts and letters of the year go, and
    what its records say; all in one transaction. `handed_over`: of 移管, that the archive is with
    whom it goes to. Raises NotAllowed."""
    standing = secretary(by, WHOSE)
    number = needed(document_number, "廃棄決裁の文書番号を入力してください。")
    if disposal.proposed_by_id == standing.user.pk:
        raise NotAllowed("申し出た人とは別の、事務局の職員が確認します。")
    if disposal.is_lapsed:
        raise NotAllowed(LAPSED)
    if disposal.kind == Disposal.Kind.TRANSFER and not handed_over:
        raise NotAllowed("移管するファイルをダウンロードし、移管先に渡したことを確かめてください。")
    year = disposal.year
    if refusal := why_not(year):
        raise NotAllowed(refusal)
    told = f"{disposal.get_kind_display()}（{number}）"
    with acting(standing.user, door, told):
        _open(disposal, standing.user, number)
        if disposal.archive and _newest_record(year) != disposal.newest_record:
            raise NotAllowed(CHANGED)
        _carry_out(disposal, year, number)
    disposal.refresh_from_db()
    return disposal


def _open(disposal: Disposal, by: User, number: str) -> None:
    """From here to the end of `_carry_out` the guards of the closed year let this year pass."""
    waiting = Disposal.objects.filter(pk=disposal.pk, decided_at=None, dropped_at=None)
    decided = {"decided_by": by, "decided_at": timezone.now(), "document_number": number}
    if not waiting.update(**decided, opened_with=opening_key()):
        raise NotAllowed(ENDED)


def _carry_out(disposal: Disposal, year: ReviewYear, number: str) -> None:
    records, files = records_of(year), [*contents.files_of(year), disposal.archive]
    leftovers.remove(year)
    contents.notes_of(year).delete()
    contents.remove_from_json(year)
    for part in contents.parts_of(disposal.with_publications):
        contents.remove(part, year)
    Disposal.objects.filter(pk=disposal.pk).update(done_at=timezone.now(), opened_with="")
    dispose_contents(AuditRecord.objects.filter(records), number)
    leftovers.search_anew(year)
    _forget_at_commit(files)


def _forget_at_commit(files: list[str]) -> None:
    for name in filter(None, files):
        transaction.on_commit(lambda name=name: default_storage.delete(name))
