"""`manage.py export_plan`: write a plan's exchange document to standard output, or as a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from progress.models import PlanEdition
from progress.plan_document.exporting import document_of, export
from progress.plan_document.sheets.workbook import blank_workbook, to_workbook
from sakado_dx.fiscal import UnreadableDate, current_fiscal_year, format_date, parse_date


class Command(BaseCommand):
    help = (
        "計画の文書（JSON）を標準出力に、または計画のブックをファイルに書き出します"
        "（load_plan --from で読み戻せます）。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--plan", metavar="NUMBER", type=int, help="計画の登録番号（計画が複数あるとき）"
        )

        parser.add_argument(
            "--as-of", metavar="DAY", help="その日に施行していた版の文書（例：2026-08-01、R8.8.1）"
        )
        parser.add_argument("--xlsx", metavar="FILE", help="計画のブック（.xlsx）としてファイルに")
        parser.add_argument("--blank", metavar="FILE", help="記入用のひな形（.xlsx）をファイルに")

    def handle(self, *, plan=None, as_of=None, xlsx=None, blank=None, **options):
        if blank:
            self._write(blank, blank_workbook(current_fiscal_year()))
            return
        if as_of:
            edition = self._edition(self._chosen(plan), as_of)
            if xlsx:
                self._write(xlsx, to_workbook(edition.content()))
            else:
                self.stdout.write(edition.document, ending="")
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

    def _edition(self, plan: Plan, text: str) -> PlanEdition:
        try:
            day = parse_date(text)
        except UnreadableDate as error:
            raise CommandError(f"--as-of：{error}") from None
        if edition := plan.editions.as_of(day):
            return edition
        raise CommandError(f"{format_date(day)}に施行していた計画の版はありません。")

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
