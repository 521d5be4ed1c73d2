"""`manage.py public_role NAME`: what lets a PostgreSQL role read what is public, and nothing else."""

import re

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from progress.public import tables

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
ASKED = (
    "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s), rolsuper OR rolcreaterole"
    " FROM pg_roles WHERE rolname = current_user"
)


class Command(BaseCommand):
    help = "市民向けのページを動かす PostgreSQL のロールに、公表されている内容だけを読ませます。"

    def add_arguments(self, parser):
        parser.add_argument("name", help="ロールの名前（英小文字、数字、_）")
        parser.add_argument("--run", action="store_true", help="SQL を示すだけでなく、実行する")

    def handle(self, *args, name: str, run: bool = False, **options):
        if connection.vendor != "postgresql":
            raise CommandError("SQLite では要りません。PUBLIC_ONLY=on の間は、何も書き込めません。")
        if not NAME.fullmatch(name):
            raise CommandError(
                f"ロールの名前「{name}」は使えません。英小文字、数字、_ で付けてください。例：dx_public"
            )
        statements = statements_for(name)
        self.stdout.write("".join(f"{each};\n" for each in statements), ending="")
        if run:
            tables.run(connection, statements)
            self.stdout.write("実行しました。パスワードは、psql の \\password で決めてください。")


def statements_for(name: str) -> list[str]:
    """The statements, with that which makes the role where it is not there yet. Raises CommandError
    where it is not, and who asks may make none, as the owner of the tables after install.sh."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [name])
        is_there, may_make = cursor.fetchone()
    if not is_there and not may_make:
        raise CommandError(
            f"ロール「{name}」がなく、{connection.settings_dict['USER']} はロールを作れません。"
            f"先に runuser -u postgres -- createuser --pwprompt {name} を実行してください。"
        )
    statements = [] if is_there else [f'CREATE ROLE "{name}" LOGIN']
    statements += tables.role_sql(name)
    if may_make:  # the site itself asks for it too, at each connection
        statements.append(f'ALTER ROLE "{name}" SET default_transaction_read_only = on')
    return statements
