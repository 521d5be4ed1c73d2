"""`manage.py demo_years`: three finished sample years and one in progress."""

from progress.demo.years import load_years
from progress.management.commands.load_demo import Command as LoadDemo


class Command(LoadDemo):
    help = (
        "サンプルの利用者と、締めまで終えた3年度、進行中の1年度を作ります。"
        "既にあれば何も変更しません。"
    )

    def make(self) -> None:
        load_years()
