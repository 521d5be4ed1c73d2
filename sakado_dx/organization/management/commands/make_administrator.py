"""The first administrator of a new portal, and a way back in when none is left."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import CityRole, PasswordLink, User
from sakado_dx.organization.powers.verbs import tell_of_role
from sakado_dx.organization.workflow import issue_link
from sakado_dx.records.acting import Door, acting


class Command(BaseCommand):
    help = "システム管理者を1人登録し、パスワードを決めるための1回限りのリンクを表示します。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("username", help="ログインID")
        parser.add_argument("name", help="氏名")

    def handle(self, *args, username: str, name: str, **options) -> None:
        with acting("manage.py make_administrator", Door.COMMAND):
            user = self._user(username, name)
            roles = CityRole.objects.filter(user=user, role=CityRole.Role.ADMINISTRATOR)
            if not roles.in_force().exists():
                role = CityRole.objects.create(user=user, role=CityRole.Role.ADMINISTRATOR)
                tell_of_role(role, by="manage.py make_administrator")
                event_log.record("rights_changed", user=user.pk, by=None)
            link, code = issue_link(user, by=None)
        until = timezone.localtime(link.expires_at)
        self.stdout.write(
            f"{user}さんをシステム管理者に登録しました。次のアドレスでパスワードを決めてください。"
        )
        self.stdout.write(PasswordLink.address_of(code))
        self.stdout.write(
            f"有効期限: {format_date(until.date())} {until:%H時%M分}まで（1回だけ使えます）"
        )

    def _user(self, username: str, name: str) -> User:
        """The active user with this login ID, made where there is none."""
        user = User.objects.filter(username=username).first()
        if user and not user.is_active:
            raise CommandError(
                f"利用者 {username} は無効になっています。別のログインIDにしてください。"
            )
        if user:
            return user
        user = User(username=username, name=name)
        user.set_unusable_password()
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        return user
