"""`manage.py seal_audit`: chain the new records, nightly; print and keep the chain's head."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sakado_dx.records.heads import UnreadableHead, seal_and_keep


class Command(BaseCommand):
    help = (
        "まだ封印していない操作の記録を封印し、控え（鎖の先頭の値）を表示してファイルに加えます。"
    )

    def handle(self, *args, **options) -> None:
        try:
            head = seal_and_keep()
        except UnreadableHead as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"控えのファイル {settings.AUDIT_HEADS_FILE} に書き込めません（{error.strerror}）。"
            ) from None
        self.stdout.write(str(head) if head else "操作の記録はまだありません。")
