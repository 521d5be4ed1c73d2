"""`manage.py database_roles`: print, or run, what makes the portal's role of PostgreSQL."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from sakado_dx.records.roles import NotApart, statements


class Command(BaseCommand):
    help = (
        "PostgreSQL で、表の持ち主（移行だけに使う）と別に、ポータルを動かすロールを作る SQL を示します。"
        "表の持ち主で実行し、更新のたびにもう一度実行します。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--portal", default="dx_portal", help="ポータルを動かすロール（省くと dx_portal）。"
        )
        parser.add_argument("--run", action="store_true", help="示すだけでなく、実行します。")

    def handle(self, *args, portal: str, run: bool, **options) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("PostgreSQL のデータベースだけで使えます。")
        try:
            wanted = statements(connection, portal)
        except NotApart as error:
            raise CommandError(str(error)) from None
        if not run:
            self.stdout.write("".join(f"{each};\n" for each in wanted))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for each in wanted:
                cursor.execute(each)
        self.stdout.write(
            f"ロール {portal} の権限をそろえました。パスワードは psql の \\password {portal} で決め、"
            "ポータルの DATABASE_URL をこのロールにします。"
        )
