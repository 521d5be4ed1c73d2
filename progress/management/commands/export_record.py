"""`manage.py export_record CODE`: a measure's or a year's whole record, to be given out (情報公開)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.models import Measure
from progress.audit import exporting, subjects
from progress.models import ReviewYear
from sakado_dx.fiscal import parse_fiscal_year
from sakado_dx.readings import UnreadableValue
from sakado_dx.records.models import AuditRecord
from sakado_dx.spreadsheets.keys import match_key


class Command(BaseCommand):
    help = (
        "施策1つか年度1つの操作の記録をすべて、CSV（読むため）と JSON（封印とともに）に"
        "書き出します。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", nargs="?", default="", help="施策の番号（例 I-1-2）")
        parser.add_argument("--year", default="", help="施策の代わりに、年度（例 R7）")
        parser.add_argument("--plan", type=int, help="計画の番号。同じ番号の施策が複数あるとき")
        parser.add_argument("--to", default=".", metavar="FOLDER", help="書き出すフォルダ")

    def handle(self, *args, code: str, year: str, plan: int | None, to: str, **options) -> None:
        if bool(code) == bool(year):
            raise CommandError("施策の番号か --year の、どちらか一つを指定してください。")
        subject = self._measure(code, plan) if code else self._year(year, plan)
        records = list(AuditRecord.objects.filter(subjects.of(subject)).order_by("pk"))
        for name, content in exporting.files_of(subject, records).items():
            path = Path(to) / name
            try:
                path.write_bytes(content)
            except OSError as error:
                raise CommandError(f"{path} に書き込めません（{error.strerror}）。") from None
            self.stdout.write(f"{path}: {len(records)}件")

    def _year(self, text: str, plan: int | None) -> ReviewYear:
        try:
            fiscal_year = parse_fiscal_year(text)
        except UnreadableValue as error:
            raise CommandError(str(error)) from None
        years = ReviewYear.objects.select_related("plan").filter(fiscal_year=fiscal_year)
        found = list(years.filter(plan=plan) if plan else years)
        return self._only(found, f"{text} の年度")

    def _measure(self, code: str, plan: int | None) -> Measure:
        measures = Measure.objects.select_related("plan")
        of_plan = list(measures.filter(plan=plan) if plan else measures)
        found = [each for each in of_plan if each.code == code]
        found = found or [each for each in of_plan if match_key(each.code) == match_key(code)]
        return self._only(found, f"番号 {code} の施策")

    @staticmethod
    def _only(found: list, what: str):
        """The one that was found; which plans there are to choose from, where several were."""
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"{what}はありません。")
        plans = "、".join(f"{each.plan_id}（{each.plan}）" for each in found)
        raise CommandError(f"{what}が複数あります。--plan で指定してください: {plans}")
