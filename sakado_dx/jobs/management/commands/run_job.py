"""`manage.py run_job ID`: do a job that waits; the view that makes one calls it."""

import os

from django.core.management.base import BaseCommand, CommandError

from sakado_dx.jobs.running import beating, run

NICER = 10  # who waits for a page goes first


class Command(BaseCommand):
    help = "時間のかかる処理を1件、最後まで行います。画面から自動で呼ばれます。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("job", type=int, metavar="番号", help="処理の番号")

    def handle(self, *args, **options) -> None:
        os.nice(NICER)
        with beating(options["job"]):
            if not run(options["job"]):
                raise CommandError("この番号の処理は、開始を待っていません。")
