"""`manage.py rebuild_search`: what the search looks into, made anew."""

from django.core.management.base import BaseCommand

from sakado_dx.search.writing import rebuild


class Command(BaseCommand):
    help = "検索する文章を、すべて作り直します。データベースを戻した後や、直接SQLで変えた後に実行します。"

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"検索する文章を作り直しました（{rebuild():,}件）。")
