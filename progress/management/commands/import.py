"""`import`: shut. django-import-export's command of this name writes past verbs and checks."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "使いません。一覧の取込みは import_sheet で、計画の読込みは load_plan で行います。"

    def add_arguments(self, parser):
        parser.add_argument("anything", nargs="*", help="読みません。")

    def handle(self, *args, **options):
        raise CommandError(
            "この命令は使えません。状態の決まりや記載の検査を通さずに書き込むためです。"
            "一覧の取込みは manage.py import_sheet か画面（/imports/new/）で、計画の読込みは"
            " manage.py load_plan で行ってください。"
        )
