"""`manage.py export_site FOLDER`: the public pages as files, for a web server of any kind."""

from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from progress.static_site.exporting import export_site
from progress.static_site.refusals import SiteRefused


class Command(BaseCommand):
    help = (
        "市民向けのページ、図、オープンデータを、サーバーのいらないファイルとして書き出します。"
        "書き出すのは、今日、市民に公表されている内容だけです。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", metavar="FOLDER", help="書き出すフォルダ")
        parser.add_argument(
            "--address",
            default="",
            help="公開先のアドレス（例 https://www.city.example.lg.jp/dx/）",
        )

    def handle(self, *args, folder: str, address: str, **options) -> None:
        path, began = Path(folder).resolve(), perf_counter()
        try:
            written, source = export_site(path, address)
        except SiteRefused as refusal:
            raise CommandError(str(refusal)) from None
        years = "、".join(f"{year.label}（{len(year.reports)}件）" for year in source.years)
        took = f"{perf_counter() - began:.1f}秒"
        size = f"{written.files:,}ファイル、{written.size:,}バイト"
        self.stdout.write(f"{path}: {years or '公表した年度はありません'}。{size}、{took}")
