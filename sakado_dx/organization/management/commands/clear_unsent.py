"""Take away 未送信の入力 that nobody may need any more; run by night."""

from django.core.management.base import BaseCommand

from sakado_dx.organization.unsent_verbs import clear


class Command(BaseCommand):
    help = (
        "最後の入力から30日たった未送信の入力と、所属や役割が終わった人の未送信の入力を消します。"
    )

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"未送信の入力を{clear()}件消しました。")
