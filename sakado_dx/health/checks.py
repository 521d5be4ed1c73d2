"""What has to be in order for the portal to do its work, each check with a sentence.

The limits are those of the runbook in README.md, which says for each name what to do.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from sakado_dx.database_faults import READ_ONLY, fault_in
from sakado_dx.records.models import AuditRecord, OutgoingMail
from sakado_dx.records.triggers import making as triggers

LEAST_FREE = 1024**3  # bytes: a backup's worth of evidence, and time to make room
LONGEST_UNSENT = timedelta(hours=1)
LONGEST_UNSEALED = timedelta(minutes=30)  # six turns of the timer
LONGEST_WITHOUT_BACKUP = timedelta(hours=36)  # a night that failed is seen in the morning
LOOKED_AT_EVERY = 60  # seconds: comparing all triggers takes a tenth of a second
_seen: dict[tuple[str, str], tuple[float, int]] = {}


@dataclass(frozen=True)
class Result:
    """How one check ended. `detail` holds figures and places of the machine, no texts of people."""

    name: str
    is_fault: bool
    detail: str


def results(now: datetime | None = None) -> list[Result]:
    """All checks, in the order of the runbook; a database that does not answer fails alone, and what
    asks it is left out. 5 queries, 8 once a minute; of a site for citizens alone 1, 3 once a
    minute."""
    now = now or timezone.now()
    database = _database()
    found = [database, _disk()]
    if not database.is_fault:
        try:
            found += [_views()] if settings.PUBLIC_ONLY else [_triggers(), _mail(now), _seal(now)]
        except DatabaseError as error:
            found[0] = _unreachable(error)
    if not settings.PUBLIC_ONLY:
        found.append(_backup(now))
    return found


def _database() -> Result:
    was_open = connection.connection is not None
    try:
        may_write = _ask()
    except DatabaseError as error:
        if connection.in_atomic_block or not was_open:  # a new one has waited long enough
            return _unreachable(error)
        connection.close()  # it may be one to a server that has started anew since
        try:
            may_write = _ask()
        except DatabaseError as again:
            return _unreachable(again)
    if not may_write and not settings.PUBLIC_ONLY:
        return Result(
            "database", True, f"データベースは読むだけで、何も保存できません（{READ_ONLY}）。"
        )
    return Result("database", False, "データベースは応答しています。")


def _ask() -> bool:
    """Whether the database, which answers, would store something. Nothing is written to find out: a
    probe waits for no writer, and none for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a standby, or one that was told to be
            cursor.execute("SHOW transaction_read_only")
            return cursor.fetchone()[0] == "off"
        cursor.execute("PRAGMA query_only")
        (only_asked,) = cursor.fetchone()
    file = Path(str(connection.settings_dict["NAME"]))
    # Its journal lies beside it. One in memory has no file.
    places = [] if connection.is_in_memory_db() else [file, file.parent]
    return not only_asked and all(os.access(each, os.W_OK) for each in places)


def _unreachable(error: Exception) -> Result:
    fault = fault_in(error)
    named = f"（{fault.kind} {fault.code}）".replace(" ）", "）") if fault else ""
    return Result("database", True, f"データベースが応答しません{named}。")


def _disk() -> Result:
    """The free space where files and, on SQLite, the database lie."""
    folders = [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).parent)
    free = min(shutil.disk_usage(_standing(each)).free for each in folders)
    sentence = f"ディスクの空きは {free / 1024**3:.1f} GB です。"
    return Result("disk", free < LEAST_FREE, sentence)


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _triggers() -> Result:
    """Whether every trigger is as this program makes it."""
    found = _once_a_minute("triggers", lambda: len(triggers.faults(connection)))
    sentence = f"トリガーに {found} 件の誤りがあります。" if found else ""
    return Result("triggers", bool(sentence), sentence or "トリガーはすべて揃っています。")


def _views() -> Result:
    """Whether what a site for citizens alone reads is there, of this program, and may be read."""
    faults = import_string(settings.PUBLIC_VIEWS)
    found = _once_a_minute("views", lambda: len(faults(connection)))
    sentence = f"市民向けのページのビューに {found} 件の誤りがあります。" if found else ""
    return Result("views", bool(sentence), sentence or "ビューはすべて揃い、読めます。")


def _once_a_minute(name: str, count: Callable[[], int]) -> int:
    """How many faults there were when this process last looked, at most a minute ago."""
    key = name, str(connection.settings_dict["NAME"])
    seen_at, found = _seen.get(key, (float("-inf"), 0))
    if time.monotonic() - seen_at > LOOKED_AT_EVERY:
        found = count()
        _seen[key] = time.monotonic(), found
    return found


def _mail(now: datetime) -> Result:
    if not settings.MAIL_SERVER:
        return Result("mail", False, "メールは使わない設定です。")
    oldest = OutgoingMail.objects.due(now).values_list("not_before", flat=True).first()
    waits = now - oldest if oldest else timedelta(0)
    sentence = f"送信を待つメールがあり、最も古いものは {_age(waits)} 待っています。"
    return Result(
        "mail", waits > LONGEST_UNSENT, sentence if oldest else "待っているメールはありません。"
    )


def _seal(now: datetime) -> Result:
    """How long the oldest record has waited for its seal."""
    unsealed = AuditRecord.objects.unsealed().order_by("pk")
    oldest = unsealed.values_list("at", flat=True).first()
    waits = now - oldest if oldest else timedelta(0)
    sentence = f"封印されていない操作の記録があり、最も古いものは {_age(waits)} 前のものです。"
    return Result(
        "seal",
        waits > LONGEST_UNSEALED,
        sentence if oldest else "操作の記録はすべて封印されています。",
    )


def _backup(now: datetime) -> Result:
    """How old the newest backup is that was written to its end (manage.py backup)."""
    if not settings.BACKUP_DIR:
        return Result(
            "backup", False, "BACKUP_DIR の設定がないため、複写の日時は確かめていません。"
        )
    newest = max(_backups(Path(settings.BACKUP_DIR)), default=None)
    if newest is None:
        return Result("backup", True, "複写が一つもありません。")
    sentence = f"最も新しい複写は {_age(now - newest)} 前のものです。"
    return Result("backup", now - newest > LONGEST_WITHOUT_BACKUP, sentence)


def _backups(folder: Path) -> Iterator[datetime]:
    """When each whole backup of a folder was made; one without its list of files is none."""
    for each in folder.glob("[!.]*/manifest.json"):  # one that begins with a dot is being made
        with suppress(OSError, ValueError, KeyError):
            yield datetime.fromisoformat(json.loads(each.read_text("utf-8"))["made_at"])


def _age(span: timedelta) -> str:
    """``3時間`` or ``12分``."""
    minutes = max(0, int(span.total_seconds() // 60))
    return f"{minutes // 60}時間" if minutes >= 60 else f"{minutes}分"
