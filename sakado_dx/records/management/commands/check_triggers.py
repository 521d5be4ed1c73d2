"""`manage.py check_triggers`: refuse a start whose changes would leave no record."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sakado_dx.records.triggers import making as triggers


class Command(BaseCommand):
    help = "操作の記録などのトリガーがすべて揃っているかを確かめます。欠けていれば終了コード1です。"

    def handle(self, *args, **options) -> None:
        faults = triggers.faults(connection)
        if faults:
            lines = "\n".join(f"  - {fault}" for fault in faults)
            raise CommandError(
                f"トリガーが揃っていません。manage.py migrate を実行してください。\n{lines}"
            )
        self.stdout.write("トリガーはすべて揃っています。")
