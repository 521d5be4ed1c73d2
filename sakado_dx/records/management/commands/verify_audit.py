"""`manage.py verify_audit`: is every sealed record as it was sealed?"""

from django.core.management.base import BaseCommand, CommandError

from sakado_dx.records.chain import Head, current_head, first_fault
from sakado_dx.records.heads import UnreadableHead, kept_heads
from sakado_dx.records.models import AuditRecord


class Command(BaseCommand):
    help = "操作の記録が封印したときのままかを確かめ、最初の誤りを示します（終了コード1）。"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            help="紙などに控えた値（連番-封印）。何度でも指定できます。",
        )

    def handle(self, *args, head: list[str], **options) -> None:
        heads = self._heads(head)
        if fault := first_fault(heads):
            raise CommandError(fault)
        newest = current_head()
        unsealed = AuditRecord.objects.unsealed().count()
        self.stdout.write(
            f"封印した記録 {newest.sequence if newest else 0}件は、封印したときのままです。"
            f"まだ封印していない記録は {unsealed}件です。"
        )
        if newest and not heads:
            self.stdout.write(
                "控えがないため、末尾の切取りと、鍵を使った作り直しは確かめていません。"
            )

    def _heads(self, texts: list[str]) -> list[Head]:
        try:
            return kept_heads() + [Head.read(text) for text in texts]
        except UnreadableHead as error:
            raise CommandError(str(error)) from None
        except ValueError as error:
            raise CommandError(
                f"控え「{error}」を読めません。seal_audit が表示した「連番-封印」を指定してください。"
            ) from None
