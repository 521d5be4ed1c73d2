"""`manage.py send_reminders`: write the reminders whose day it is, for cron once a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from progress.desk import reminders
from sakado_dx.records import mail


class Command(BaseCommand):
    help = (
        "期限の前後の決まった日に、残っている作業を一人一通のメールにまとめます（送るのは send_mail）。"
        "何度実行しても、同じことを二度は知らせません。"
    )

    def handle(self, *args, **options) -> None:
        if not mail.is_used():
            self.stdout.write(
                "MAIL_URL がないため、メールは作りません。一覧は画面とCSVにあります。"
            )
            return
        written = reminders.write_due(timezone.localdate())
        self.stdout.write(f"作ったメール: {written}通")
