"""`manage.py verify_audit`: is every sealed record as it was sealed, every row as recorded?"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sakado_dx.records.chain import Head, current_head, first_fault
from sakado_dx.records.comparing import differences
from sakado_dx.records.heads import UnreadableHead, kept_heads
from sakado_dx.records.models import AuditRecord


class Command(BaseCommand):
    help = (
        "操作の記録が封印したときのままか、データが最後の記録のとおりかを確かめ、"
        "封印の最初の誤りか、記録と違う行を示します（終了コード1）。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            help="紙などに控えた値（連番-封印）。何度でも指定できます。",
        )
        parser.add_argument(
            "--since", help="鍵を変えたとき：古い鍵の最後の控え。その後だけを、今の鍵で確かめます。"
        )
        parser.add_argument(
            "--until", help="鍵を変えたとき：古い鍵の最後の控え。そこまでだけを確かめます。"
        )

    def handle(self, *args, head: list[str], since: str | None, until: str | None, **options):
        start, end = (self._heads([text])[0] if text else None for text in (since, until))
        heads = self._heads(head) + self._kept()
        if fault := first_fault(heads, since=start, until=end):
            raise CommandError(fault)
        sealed = self._sealed(start, end)
        unsealed = AuditRecord.objects.unsealed().count()
        disposed = AuditRecord.objects.exclude(disposal="").count()
        self.stdout.write(
            f"封印した記録 {sealed}件は、封印したときのままです。"
            f"{f'うち {disposed}件は廃棄済みです。' if disposed else ''}"
            f"まだ封印していない記録は {unsealed}件です。"
        )
        if sealed and not (heads or start or end):
            self.stdout.write(
                "控えがないため、末尾の切取りと、鍵を使った作り直しは確かめていません。"
            )
        self._compare()

    def _compare(self) -> None:
        count = 0
        for each in differences(connection):
            self.stderr.write(str(each))
            count += 1
        if count:
            raise CommandError(f"操作の記録と違うデータが {count}件あります。")
        self.stdout.write("データは、どの行も、最後の記録のとおりです。")

    def _sealed(self, start: Head | None, end: Head | None) -> int:
        """How many records were looked at."""
        newest = end or current_head()
        return (newest.sequence if newest else 0) - (start.sequence if start else 0)

    def _kept(self) -> list[Head]:
        try:
            return kept_heads()
        except UnreadableHead as error:
            raise CommandError(str(error)) from None

    def _heads(self, texts: list[str]) -> list[Head]:
        try:
            return [Head.read(text) for text in texts]
        except ValueError as error:
            raise CommandError(
                f"控え「{error}」を読めません。seal_audit が表示した「連番-封印」を指定してください。"
            ) from None
