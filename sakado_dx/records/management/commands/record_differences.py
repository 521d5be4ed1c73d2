"""`manage.py record_differences`: record rows as they stand, where the record says something else."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sakado_dx.records.acting import Door, Words
from sakado_dx.records.reasons import told_to_command
from sakado_dx.records.stock import take_stock


class Command(BaseCommand):
    help = (
        "操作の記録と違うデータ（verify_audit が示すもの）を、理由とともに、今あるとおりに記録します。"
        "データは変えません。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--reason", required=True, help="だれが、なぜ変えたか。記録に残ります。"
        )

    def handle(self, *args, reason: str, **options) -> None:
        reason = told_to_command("--reason", reason)
        if not reason:
            raise CommandError("--reason に、だれが、なぜ変えたかを書いてください。")
        words = Words("", "manage.py record_differences", Door.COMMAND.value, reason)
        self.stdout.write(f"記録しました: {take_stock(connection, words)}件")
