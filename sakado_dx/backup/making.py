"""Making a backup: into a folder that takes its name when all of it is on the disk."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from sakado_dx.backup import databases, manifest
from sakado_dx.backup.manifest import FILES, HEADS, YEARS, Manifest
from sakado_dx.backup.refusals import BackupRefused, of_system
from sakado_dx.backup.storing import (
    Stored,
    copy_file,
    files_below,
    stored,
    sync_folder,
    sync_folders,
    write_file,
)
from sakado_dx.records.chain import current_head

UNFINISHED = ".unfinished-"
STAMP = "%Y%m%d-%H%M%S"
NAMED = re.compile(r"\d{8}-\d{6}")


@dataclass(frozen=True)
class Made:
    """The new backup, and the old ones that made room."""

    folder: Path
    manifest: Manifest
    removed: tuple[str, ...]


def make(folder: Path, keep: int) -> Made:
    """A new backup in a folder of backups, of which the newest `keep` stay. Raises BackupRefused,
    and leaves then what was there before."""
    files = Path(settings.MEDIA_ROOT).resolve()
    if folder.resolve().is_relative_to(files):
        raise BackupRefused(
            f"バックアップを FILES_DIR（{files}）の中には置けません。別の場所を指定してください。"
        )
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            made = _make(folder)
            content = manifest.read(made)
            return Made(made, content, _remove_old(folder, keep))
    except OSError as error:
        raise of_system(error, folder) from None
    finally:
        os.umask(before)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what one that was killed has left is removed."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"{folder} では、別のバックアップが動いています。") from None
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        yield


def _make(folder: Path) -> Path:
    now = timezone.localtime()
    own = folder / f"{UNFINISHED}{now:{STAMP}}"
    own.mkdir()
    try:
        _fill(own)
        sync_folders(own)
        target = folder / f"{now:{STAMP}}"
        if target.exists():
            raise BackupRefused(f"{target} は、いま作られたばかりです。")
        own.rename(target)
        sync_folder(folder)  # the new name too outlives a power cut
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    return target


def _fill(own: Path) -> None:
    """Heads before the database, which holds all of them then; files before it and after it, since
    rows name files that were there before, and no file ever changes."""
    made_at, files = timezone.localtime(), {}
    heads = Path(settings.AUDIT_HEADS_FILE)
    if heads.exists():
        files[HEADS] = copy_file(heads, own / HEADS)
    files |= _copy_files(own, {})
    with databases.frozen() as snapshot:
        (own / manifest.DATABASE).mkdir()
        databases.copy(own / manifest.DATABASE, snapshot)
        migrations, head = databases.applied_migrations(), current_head()
        files |= _write_years(own)
    files |= _copy_files(own, files)
    files |= _database_files(own)
    content = Manifest(made_at, databases.connection.vendor, migrations, str(head or ""), files)
    manifest.write(own, content)


def _copy_files(own: Path, known: dict[str, Stored]) -> dict[str, Stored]:
    """The private files that are not there yet; one that is deleted meanwhile is none."""
    source, copied = Path(settings.MEDIA_ROOT), {}
    for name in files_below(source):
        place = f"{FILES}/{name}"
        if place not in known:
            try:
                copied[place] = copy_file(source / name, own / place)
            except FileNotFoundError:
                continue
    return copied


def _database_files(own: Path) -> dict[str, Stored]:
    folder = own / manifest.DATABASE
    return {f"{manifest.DATABASE}/{name}": stored(folder / name) for name in files_below(folder)}


def _write_years(own: Path) -> dict[str, Stored]:
    """The CSV of each closed year: to read without the portal, and to compare with after the way
    back."""
    years = import_string(settings.BACKUP_YEARS)()
    return {f"{YEARS}/{name}": write_file(own / YEARS / name, csv) for name, csv in years.items()}


def _remove_old(folder: Path, keep: int) -> tuple[str, ...]:
    """All but the newest whole ones, by their names, which are times; another name is somebody's."""
    whole = sorted(each.parent for each in folder.glob(f"*/{manifest.NAME}"))
    whole = [each for each in whole if NAMED.fullmatch(each.name)]
    removed = []
    for each in whole[: max(0, len(whole) - keep)]:
        (each / manifest.NAME).unlink()  # from here on it is none, wherever the rest is stopped
        shutil.rmtree(each)
        removed.append(each.name)
    return tuple(removed)
