"""`manage.py make_pack --year 2025 FILE.pdf`: the papers of a year or of a meeting as a file."""

from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from progress.models import Meeting, Pack, ReviewYear
from progress.pack import printing
from progress.pack.making import bytes_of, sealed_head
from progress.pack.orders import FORMATS, MARKINGS, OF_MEETING, Format, Order
from sakado_dx.fiscal import parse_fiscal_year
from sakado_dx.jobs.running import Unmakeable
from sakado_dx.readings import UnreadableValue


class Command(BaseCommand):
    help = "会議か年度の資料を、ファイルに書き出します。画面で作るものと同じ内容です。"

    def add_arguments(self, parser) -> None:
        formats = "、".join(f".{each}" for each in Format.values)
        parser.add_argument("file", metavar="FILE", help=f"書き出すファイル（{formats}）")
        parser.add_argument("--year", required=True, help="年度（例 2025、R7）")
        parser.add_argument("--plan", type=int, help="計画の番号。同じ年度が複数あるとき")
        parser.add_argument("--meeting", type=int, help="会議の番号。会議の資料を作るとき")
        parser.add_argument("--kind", choices=Pack.Kind.values, help="種類")
        parser.add_argument(
            "--marking", action="append", default=[], choices=MARKINGS, help="取扱い（何度でも）"
        )

    def handle(self, *args, file: str, **options) -> None:
        path, order = Path(file), self._order(file, **options)
        if order.format == Format.PDF and (refusal := printing.why_not()):
            raise CommandError(refusal)
        began = perf_counter()
        try:
            printed = bytes_of(order, timezone.now(), sealed_head())
        except Unmakeable as refusal:
            raise CommandError(str(refusal)) from None
        try:
            path.write_bytes(printed.content)
        except OSError as error:
            raise CommandError(f"{path} に書き込めません（{error.strerror}）。") from None
        pages = f"{printed.pages}ページ、" if printed.pages else ""
        took = f"{perf_counter() - began:.1f}秒"
        self.stdout.write(f"{path}: {pages}{len(printed.content):,}バイト、{took}")

    def _order(self, file: str, *, year, plan, meeting, kind, marking, **options) -> Order:
        found = self._year(year, plan)
        held = None if meeting is None else self._meeting(found, meeting)
        kind = kind or (Pack.Kind.MEETING if held else Pack.Kind.YEAR)
        form = Path(file).suffix.lower().removeprefix(".")
        if form not in FORMATS.get(kind, ()):
            allowed = "、".join(f".{each}" for each in FORMATS[kind])
            raise CommandError(f"{Pack.Kind(kind).label}のファイルは、{allowed} です: {file}")
        if (kind in OF_MEETING) != bool(held):
            needs = "--meeting が必要です" if kind in OF_MEETING else "--meeting は付けられません"
            raise CommandError(f"{Pack.Kind(kind).label}に、{needs}。")
        return Order(found, held, kind, form, tuple(marking))

    def _year(self, text: str, plan: int | None) -> ReviewYear:
        try:
            fiscal_year = parse_fiscal_year(text)
        except UnreadableValue as error:
            raise CommandError(str(error)) from None
        years = ReviewYear.objects.select_related("plan").filter(fiscal_year=fiscal_year)
        found = list(years.filter(plan=plan) if plan else years)
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"{text} の年度はありません。")
        plans = "、".join(f"{each.plan_id}（{each.plan}）" for each in found)
        raise CommandError(f"{text} の年度が複数あります。--plan で指定してください: {plans}")

    def _meeting(self, year: ReviewYear, pk: int) -> Meeting:
        found = year.meetings.filter(pk=pk).first()
        if found is None:
            own = "、".join(
                f"{each.pk}（{each.kind} {each.held_on}）" for each in year.meetings.all()
            )
            raise CommandError(
                f"{year.label}に、番号 {pk} の会議はありません。あるのは: {own or 'なし'}"
            )
        found.year = year
        return found
