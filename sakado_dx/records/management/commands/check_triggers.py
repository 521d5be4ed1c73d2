"""`manage.py check_triggers`: refuse a start whose changes would leave no record."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sakado_dx.records.triggers import making as triggers


class Command(BaseCommand):
    help = (
        "操作の記録などのトリガーがすべて揃い、ほかのトリガーやルールがないかを確かめます。"
        "違えば終了コード1です。"
    )

    def handle(self, *args, **options) -> None:
        faults = triggers.faults(connection)
        if faults:
            lines = "\n".join(f"  - {fault}" for fault in faults)
            raise CommandError(
                "トリガーが揃っていないか、ほかのものがあります。欠けたものは manage.py migrate が"
                f"作り直します。\n{lines}"
            )
        self.stdout.write("トリガーはすべて揃っています。")
