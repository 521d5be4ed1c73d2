"""`manage.py send_mail`: send what waits, for cron every few minutes."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sakado_dx.records import mail, sending
from sakado_dx.records.mail import OutgoingMail


class Command(BaseCommand):
    help = "送信待ちのメールを送ります。送れたか分からないメールは送り直さず、一覧にします。"

    def handle(self, *args, **options) -> None:
        if not mail.is_used():
            self.stdout.write("MAIL_URL がないため、メールは送りません。")
            return
        now = timezone.now()
        if old := mail.give_up_old(now):
            self.stdout.write(
                f"送れないまま{mail.LONGEST_WAIT.days}日を過ぎたもの: {old}通（断念）"
            )
        try:
            self._tell(sending.send_due())
        except sending.Unreachable as error:
            raise CommandError(
                f"メールサーバーにつながりません（{error}）。メールは残っています。次の回に送ります。"
            ) from None
        finally:
            self._list_stranded(now)

    def _tell(self, outcome: sending.Outcome) -> None:
        self.stdout.write(
            f"送信: {outcome.sent}通　断られたもの: {outcome.refused}通（後でもう一度送ります）"
            f"　送れたか不明: {outcome.uncertain}通"
        )

    def _list_stranded(self, now) -> None:
        for each in OutgoingMail.objects.stranded(now).select_related("recipient"):
            self.stdout.write(
                f"送れたか不明（送り直しません）: {each.pk} {each.recipient} 「{each.subject}」"
            )
