"""`manage.py check_views`: refuse a start of a site for citizens that would read the views of an older
program, or may not read them."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from progress.public import tables


class Command(BaseCommand):
    help = (
        "市民向けのページが読むビューが、このプログラムのもので、この利用者に読めるかを確かめます。"
        "そうでなければ終了コード1です。"
    )

    def handle(self, *args, **options) -> None:
        if names := tables.out_of_date(connection):
            raise CommandError(
                "市民向けのページのビューが、このプログラムのものではありません。"
                f"ポータルの機械で manage.py migrate を実行してください。\n{_listed(names)}"
            )
        if names := tables.refused(connection):
            user = connection.settings_dict["USER"]
            raise CommandError(
                f"市民向けのページのビューを、ロール「{user}」は読めません。"
                f"ポータルの機械で manage.py public_role {user} --run を実行してください。\n"
                f"{_listed(names)}"
            )
        self.stdout.write("市民向けのページのビューはすべて揃い、読めます。")


def _listed(names: list[str]) -> str:
    return "\n".join(f"  - {name}" for name in names)
