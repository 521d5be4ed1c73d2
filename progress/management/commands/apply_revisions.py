"""`manage.py apply_revisions`: let take effect what was decided and whose day has come, for cron."""

from django.core.management.base import BaseCommand, CommandError

from progress.revisions.effect_verbs import apply_due
from sakado_dx.fiscal import format_date


class Command(BaseCommand):
    help = (
        "施行日の来た計画の見直しを、計画に反映し、版を残します。何度実行しても、同じ施行日は一度だけです。"
        "施行日を過ぎたものも、順に反映します。反映できないものは、わけを示して1で終わります。"
    )

    def handle(self, *args, **options) -> None:
        applied = apply_due()
        for each in applied.editions:
            self.stdout.write(f"{each.name}（{format_date(each.effective_on)}）を施行しました。")
        if applied.left:
            told = [
                f"{each.revision}（{format_date(each.effective_on)}）：{each.why}"
                for each in applied.left
            ]
            raise CommandError("施行できないものがあります。\n" + "\n".join(told))
        if not applied.editions:
            self.stdout.write("施行日の来た計画の見直しはありません。")
