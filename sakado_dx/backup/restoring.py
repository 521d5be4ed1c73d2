"""The way back from a backup, and the proof that what came back is what was copied."""

from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from sakado_dx.backup import databases, manifest
from sakado_dx.backup.manifest import FILES, HEADS, YEARS, Manifest
from sakado_dx.backup.putting_back import forget, put_back, take_back
from sakado_dx.backup.refusals import BackupRefused, of_system
from sakado_dx.backup.storing import copy_file, files_below, of_bytes, stored, sync_folder
from sakado_dx.records.chain import current_head


@dataclass
class Proof:
    """What was compared after the way back: in words, and what is not as it was."""

    held: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_taken_back: bool = False  # then what was there before is there again


def restore(folder: Path, *, over: bool = False) -> Proof:
    """Put back a backup into an empty database and an empty FILES_DIR; `over`: whatever is there.

    Nothing is touched before all of the backup has been checked, and what was there goes only when
    what came is proved. Raises BackupRefused.
    """
    content = manifest.read(folder)
    _refuse_what_does_not_fit(content)
    manifest.check(folder, content)
    if not over:
        _refuse_what_is_there()
    before = put_back(folder / manifest.DATABASE, over=over)
    heads = Path(settings.AUDIT_HEADS_FILE)
    heads_before = heads.read_bytes() if heads.exists() else b""
    try:
        _put_back_files(folder, content)
        aside = _put_back_heads(folder, content)
        proof = prove(content)
    except OSError as error:
        _undo(before, heads_before)
        raise of_system(error, settings.MEDIA_ROOT) from None
    except BaseException:
        _undo(before, heads_before)
        raise
    if proof.faults and before:
        _undo(before, heads_before)
        proof.is_taken_back = True
        return proof
    forget(before)
    proof.held += [aside] if aside else []
    return proof


def _undo(before: str, heads: bytes) -> None:
    """Database and heads as they were. Files that came stay: no row of before names others."""
    if not before:
        return
    take_back(before)
    place = Path(settings.AUDIT_HEADS_FILE)
    if heads:
        place.write_bytes(heads)
    else:
        place.unlink(missing_ok=True)


def _refuse_what_does_not_fit(content: Manifest) -> None:
    if content.vendor != connection.vendor:
        raise BackupRefused(
            f"このバックアップは {content.vendor} のもので、DATABASE_URL は {connection.vendor} です。"
            "同じ種類のデータベースに戻してください。"
        )
    known = set(databases.known_migrations())
    if unknown := sorted(set(content.migrations) - known):
        raise BackupRefused(
            f"このバックアップは、より新しい版のプログラムのものです（{unknown[0]} など）。"
            "作ったときの版で戻してください。"
        )
    if missing := sorted(known - set(content.migrations)):
        raise BackupRefused(
            f"このバックアップは、前の版のプログラムのものです（{missing[0]} などがありません）。"
            "作ったときの版で戻してから、新しい版に更新してください。"
        )


def _refuse_what_is_there() -> None:
    """Raises BackupRefused."""
    if not databases.is_empty():
        raise BackupRefused(
            "データベースが空ではありません。新しい空のデータベースを DATABASE_URL に指定してください。"
            "今あるものを消して戻すときは、--over-what-is-there を付けます。"
        )
    if next(files_below(Path(settings.MEDIA_ROOT)), None):
        raise BackupRefused(
            f"FILES_DIR（{settings.MEDIA_ROOT}）が空ではありません。空のフォルダを指定してください。"
            "今あるものに重ねて戻すときは、--over-what-is-there を付けます。"
        )


def _put_back_files(folder: Path, content: Manifest) -> None:
    """Each file whole or not at all; others that are there stay."""
    target = Path(settings.MEDIA_ROOT)
    for name in content.below(FILES):
        place = target / name
        beside = place.with_name(f".{place.name}.restored")
        beside.unlink(missing_ok=True)
        copy_file(folder / FILES / name, beside)
        beside.replace(place)
        sync_folder(place.parent)


def _put_back_heads(folder: Path, content: Manifest) -> str:
    """The heads of the backup. A file that knows later ones is not lost: it is set aside, and the
    sentence says so; blank where there is none to tell of."""
    place, kept = Path(settings.AUDIT_HEADS_FILE), folder / HEADS
    before = place.read_bytes() if place.exists() else b""
    wanted = kept.read_bytes() if HEADS in content.files else b""
    if before == wanted:
        return ""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f"{place.name}.{timezone.localtime():%Y%m%d-%H%M%S}")
    if before:
        place.rename(aside)
    if HEADS in content.files:
        copy_file(kept, place)
    if not before:
        return ""
    later = (
        "には、このバックアップより後の控えがあります"
        if before.startswith(wanted)
        else "を残しました"
    )
    return f"前の控えのファイル {aside} {later}。失われた操作の範囲を知るために、保管してください。"


def prove(content: Manifest) -> Proof:
    """Compare the database and the files that are there with what the backup says of them."""
    proof = Proof()
    _prove_head(content, proof)
    for command, words in (("check_triggers", "トリガー"), ("verify_audit", "操作の記録")):
        _prove_by(command, words, proof)
    _prove_years(content, proof)
    _prove_files(content, proof)
    return proof


def _prove_head(content: Manifest, proof: Proof) -> None:
    head = str(current_head() or "")
    if head == content.head:
        proof.held.append(f"控え {head or 'なし'} は、複写したときと同じです。")
    else:
        proof.faults.append(
            f"控えが {head or 'なし'} で、複写したときの {content.head} と違います。"
        )


def _prove_by(command: str, words: str, proof: Proof) -> None:
    told = StringIO()
    try:
        call_command(command, stdout=told)
    except (CommandError, Error) as error:
        proof.faults.append(f"{words}：{str(error) or type(error).__name__}")
    else:
        proof.held += told.getvalue().strip().splitlines()


def _prove_years(content: Manifest, proof: Proof) -> None:
    """The CSV of each closed year, to the byte."""
    kept = content.below(YEARS)
    made = {name: of_bytes(csv) for name, csv in import_string(settings.BACKUP_YEARS)().items()}
    wrong = sorted(name for name in kept.keys() | made.keys() if kept.get(name) != made.get(name))
    if wrong:
        proof.faults.append(f"締めた年度のCSVが、複写したときと違います（{'、'.join(wrong)}）。")
    else:
        proof.held.append(f"締めた{len(kept)}年度のCSVは、1バイトも違いません。")


def _prove_files(content: Manifest, proof: Proof) -> None:
    kept, target = content.below(FILES), Path(settings.MEDIA_ROOT)
    wrong = [name for name, each in kept.items() if stored(target / name) != each]
    if wrong:
        proof.faults.append(
            f"ファイルが{len(wrong)}件、複写したときと違います（{wrong[0]} など）。"
        )
    else:
        proof.held.append(f"ファイル{len(kept)}件は、複写したときと同じです。")
