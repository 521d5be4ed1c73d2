"""`manage.py check_plan`: list what is inconsistent in the loaded plans."""

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from progress.plan_document.checks.checking import by_weight, check
from progress.plan_document.checks.findings import ERROR


class Command(BaseCommand):
    help = "読み込んだ計画の食い違いを重さごとに示します（誤りがあれば終了コード1）。"

    def handle(self, **options):
        plans = list(Plan.objects.all())
        if not plans:
            raise CommandError("計画が登録されていません。先に load_plan で読み込んでください。")
        errors = sum(self._tell(plan) for plan in plans)
        if errors:
            raise CommandError(f"誤りが{errors}件あります。")

    def _tell(self, plan: Plan) -> int:
        """Write a plan's findings; the number of errors among them."""
        groups = by_weight(check(plan))
        self.stdout.write(f"計画「{plan}」")
        if not groups:
            self.stdout.write("  食い違いはありません。")
        for weight, found in groups.items():
            self.stdout.write(f"{weight}（{len(found)}件）")
            for finding in found:
                self.stdout.write(f"  - {finding}")
        return len(groups.get(ERROR, []))
