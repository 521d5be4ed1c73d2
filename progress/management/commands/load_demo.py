"""`manage.py load_demo`: invented people and figures, to try the portal out."""

from unicodedata import east_asian_width

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError

from progress.demo.loading import NotLoadable, is_loaded, load_demo
from progress.demo.people import login_rows
from sakado_dx.database_faults import fault_in

AT_ONCE = (
    "同じデータベースに、ほかの処理が書き込んでいました（サンプルデータの作成を二つ同時に実行したときなど）。"
    "この実行では何も作っていません。ほかの処理が終わってから、もう一度実行してください。"
)
HEADINGS = ("ログインID", "パスワード", "役割")


class Command(BaseCommand):
    help = "サンプルの利用者と年度を作り、ログインIDを表示します。既にあれば何も変更しません。"

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("本番環境（DEPLOYMENT=production）にはサンプルデータを入れません。")
        if is_loaded():
            self.stdout.write("サンプルデータは既にあります。何も変更していません。")
        else:
            self._load()
            self.stdout.write("サンプルの利用者と年度を作りました。数値と文章は見本です。")
        for row in [HEADINGS, *login_rows()]:
            self.stdout.write(f"  {_wide(row[0], 14)}{_wide(row[1], 20)}{row[2]}")

    def make(self) -> None:
        load_demo()

    def _load(self) -> None:
        try:
            self.make()
        except NotLoadable as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            if not _is_of_another(error):
                raise
            raise CommandError(AT_ONCE) from error


def _is_of_another(error: DatabaseError) -> bool:
    """Whether another process holds the database, or has made the same rows meanwhile."""
    if isinstance(error, IntegrityError):
        return is_loaded()
    fault = fault_in(error)
    return fault is not None and fault.kind == "locked"


def _wide(text: str, columns: int) -> str:
    """The text filled up to a number of columns; a Japanese letter takes two."""
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, columns - taken)
