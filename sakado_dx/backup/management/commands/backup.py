"""`manage.py backup [FOLDER]`: a whole copy of the portal, nightly from cron."""

import logging
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sakado_dx import event_log
from sakado_dx.backup.making import make
from sakado_dx.backup.refusals import BackupRefused


class Command(BaseCommand):
    help = (
        "データベース、FILES_DIR、控えのファイル、締めた年度のCSVの複写を、日時を名前にしたフォルダに作ります。"
        "AUDIT_KEY と SECRET_KEY は入りません。別の所に保管してください。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "folder", nargs="?", default="", help="複写を並べるフォルダ（省くと BACKUP_DIR）"
        )
        parser.add_argument(
            "--keep", type=int, default=settings.BACKUP_KEEP, help="残す数（省くと BACKUP_KEEP）"
        )

    def handle(self, *args, folder: str, keep: int, **options) -> None:
        place, began = folder or settings.BACKUP_DIR, perf_counter()
        if not place:
            raise CommandError("フォルダを指定するか、環境変数 BACKUP_DIR を設定してください。")
        if keep < 1:
            raise CommandError("--keep には、1以上の数を指定してください。")
        try:
            made = make(Path(place), keep)
        except (BackupRefused, DatabaseError) as error:
            event_log.record("backup_failed", level=logging.ERROR, fault=type(error).__name__)
            words = str(error) if isinstance(error, BackupRefused) else "データベースが答えません。"
            raise CommandError(f"バックアップはできていません。{words}") from None
        size = sum(each.bytes for each in made.manifest.files.values())
        took = perf_counter() - began
        event_log.record("backup_made", bytes=size, seconds=round(took, 1))
        self.stdout.write(
            f"{made.folder}: {len(made.manifest.files):,}ファイル、{size:,}バイト、{took:.1f}秒。"
            f"控え {made.manifest.head or 'なし'}"
        )
        if made.removed:
            self.stdout.write(f"古いものを消しました: {'、'.join(made.removed)}")
        self.stdout.write("AUDIT_KEY と SECRET_KEY は入っていません。別の所に保管してください。")
