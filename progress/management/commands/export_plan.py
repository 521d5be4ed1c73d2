"""`manage.py export_plan`: write a plan's exchange document to standard output."""

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from progress.plan_document.exporting import export


class Command(BaseCommand):
    help = "計画の文書を標準出力に書き出します（load_plan --from で読み戻せます）。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--plan", metavar="NUMBER", type=int, help="計画の登録番号（計画が複数あるとき）"
        )

    def handle(self, *, plan=None, **options):
        text, warnings = export(self._chosen(plan))
        self.stdout.write(text, ending="")
        for warning in warnings:
            self.stderr.write(f"注意: {warning}")

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
