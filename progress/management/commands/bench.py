"""`manage.py bench`: how fast the pages are, at the plan's size and far above it.

Makes its own data in a database of its own, serves it on this machine alone, and leaves
nothing behind: neither rows nor files nor processes.
"""

import signal
import sys

from django.core.management.base import BaseCommand, CommandError

from progress.bench.browser import UnexpectedAnswer
from progress.bench.measuring import PreparationFailed, measure_scale
from progress.bench.server import ServerFailed
from progress.bench.tables import markdown

LARGEST = 200


class Command(BaseCommand):
    help = "画面の速さを、計画の1倍・10倍・100倍のデータで測り、表（Markdown）で示します。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale", nargs="+", type=int, default=[1, 10, 100], help="計画の何倍か（複数可）"
        )
        parser.add_argument("--requests", type=int, default=30, help="画面ごとの要求の回数")
        parser.add_argument(
            "--database-url",
            default="",
            help="PostgreSQL で測るときの postgres://…。そのサーバーに一時のデータベースを作ります",
        )

    def handle(self, *, scale, requests, database_url, **options):
        if requests < 1 or not all(1 <= each <= LARGEST for each in scale):
            raise CommandError(f"--requests は1以上、--scale は1から{LARGEST}までの整数です。")
        if database_url and not database_url.startswith(("postgres://", "postgresql://")):
            raise CommandError("--database-url は postgres:// で始めてください。")
        # An end from outside passes through the blocks that end the child processes.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            scales = [
                measure_scale(each, requests, database_url, self.stderr.write) for each in scale
            ]
        except (PreparationFailed, ServerFailed, UnexpectedAnswer) as failure:
            raise CommandError(str(failure)) from failure
        finally:
            signal.signal(signal.SIGTERM, before)
        self.stdout.write(markdown(scales, requests))
