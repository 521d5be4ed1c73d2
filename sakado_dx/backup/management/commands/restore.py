"""`manage.py restore FOLDER`: the way back from a backup, with its proof."""

import logging
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sakado_dx import event_log
from sakado_dx.backup.refusals import BackupRefused
from sakado_dx.backup.restoring import restore

UNPROVED = "戻しましたが、複写したときと同じとは言えません。使い始めないでください。"
TAKEN_BACK = (
    "複写したときと同じとは言えないため、データベースと控えを、実行する前のものに直しました。"
    "ほかの複写を使うか、空のデータベースに戻してみてください。"
)


class Command(BaseCommand):
    help = (
        "manage.py backup が作ったフォルダから、空のデータベースと空の FILES_DIR に戻し、控え、トリガー、"
        "操作の記録、締めた年度のCSV、ファイルが、複写したときと同じかを確かめます。"
    )
    # The database is empty: its tables and what they should hold come from the backup.
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", help="複写のフォルダ（日時の名前のもの）")
        parser.add_argument(
            "--over-what-is-there",
            action="store_true",
            help="今あるデータベースの中身と入れ替え、FILES_DIR に重ねて戻す（同じと確かめられなければ元に直す）",
        )

    def handle(self, *args, folder: str, over_what_is_there: bool, **options) -> None:
        try:
            proof = restore(Path(folder), over=over_what_is_there)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise CommandError(
                f"データベースが答えません（{type(error).__name__}）。DATABASE_URL を確かめてください。"
            ) from None
        for line in proof.held:
            self.stdout.write(line)
        if proof.faults:
            event_log.record("restore_not_proved", level=logging.ERROR, faults=len(proof.faults))
            lines = "\n".join(f"  - {each}" for each in proof.faults)
            raise CommandError(f"{TAKEN_BACK if proof.is_taken_back else UNPROVED}\n{lines}")
        event_log.record("restored")
        self.stdout.write(
            "戻りました。続けて、PostgreSQL のロールに権限を付け直してから起動してください。"
        )
