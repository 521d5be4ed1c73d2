"""`manage.py export_plan`: write a plan's exchange document to standard output, or as a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from progress.plan_document.exporting import document_of, export
from progress.plan_document.sheets.workbook import blank_workbook, to_workbook
from sakado_dx.fiscal import current_fiscal_year


class Command(BaseCommand):
    help = (
        "計画の文書（JSON）を標準出力に、または計画のブックをファイルに書き出します"
        "（load_plan --from で読み戻せます）。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--plan", metavar="NUMBER", type=int, help="計画の登録番号（計画が複数あるとき）"
        )

        parser.add_argument("--xlsx", metavar="FILE", help="計画のブック（.xlsx）としてファイルに")
        parser.add_argument("--blank", metavar="FILE", help="記入用のひな形（.xlsx）をファイルに")

    def handle(self, *, plan=None, xlsx=None, blank=None, **options):
        if blank:
            self._write(blank, blank_workbook(current_fiscal_year()))
            return
        if xlsx:
            self._write(xlsx, to_workbook(document_of(self._chosen(plan))))
            return
        text, warnings = export(self._chosen(plan))
        self.stdout.write(text, ending="")
        for warning in warnings:
            self.stderr.write(f"注意: {warning}")

    def _write(self, file: str, content: bytes) -> None:
        try:
            Path(file).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{file} に書けません（{error.strerror}）。") from None
        self.stdout.write(f"{file} に書き出しました。")

    def _chosen(self, number: int | None) -> Plan:
        plans = {plan.pk: plan for plan in Plan.objects.all()}
        if number is None and len(plans) == 1:
            return next(iter(plans.values()))
        if number in plans:
            return plans[number]
        if not plans:
            raise CommandError("計画が登録されていません。先に load_plan で読み込んでください。")
        choices = "\n".join(f"  --plan {pk}  {plan}（{plan.city}）" for pk, plan in plans.items())
        raise CommandError(f"書き出す計画を選んでください。\n{choices}")
