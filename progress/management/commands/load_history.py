"""`manage.py load_history`: take over years from before the portal, closed as they come."""

from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from progress.editions import migrating
from progress.editions.sheet import read_history
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.imports.recording import SourceFile
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door
from sakado_dx.records.reasons import told_to_command
from sakado_dx.spreadsheets.faults import Fault, Refused


class Command(BaseCommand):
    help = (
        "ポータルより前の年度の報告と実績を、CSV・xlsx・JSON から移行します。"
        "年度は締めた年度、報告は評価済み（移行）として登録されます。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="移行するファイル（CSV、xlsx、JSON）")
        parser.add_argument("--by", required=True, help="事務局の職員のログインID")
        parser.add_argument("--reason", required=True, help="移行の理由（記録に残ります）")
        parser.add_argument("--sheet", default="", help="xlsx のシートの名前")
        parser.add_argument(
            "--accept",
            action="store_true",
            help="取り消し線、非表示の行など、確かめるところがあっても移行する",
        )

    def handle(self, *, file, by, reason, sheet, accept, **options):
        reason = told_to_command("--reason", reason)
        plan = Plan.objects.current()
        if plan is None:
            raise CommandError("計画がまだ読み込まれていません。")
        source = self._source(Path(file))
        read = self._read(plan, source, sheet)
        if read.table.notices and not accept:
            lines = _told(read.table.notices)
            raise CommandError(
                f"確かめるところがあります。何も変更していません。\n{lines}\n"
                "この扱いでよければ、--accept を付けて実行してください。"
            )
        try:
            years = migrating.load_file(
                plan,
                source,
                by=self._person(by),
                reason=reason,
                years=read.reports,
                door=Door.COMMAND,
                tell=lambda sentence: self.stderr.write(f"移行は済みましたが、{sentence}"),
            )
        except (NotAllowed, Incomplete) as refusal:
            raise CommandError(f"{refusal}何も変更していません。") from None
        for year in years:
            self.stdout.write(f"{year.label}：{year.reports.count()}件の報告を移行しました。")

    def _person(self, username: str) -> User:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"ログインID「{username}」の利用者はいません。")
        return person

    def _source(self, path: Path) -> SourceFile:
        try:
            return SourceFile(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} を開けません（{error.strerror}）。") from None

    def _read(self, plan: Plan, source: SourceFile, sheet: str):
        try:
            read = read_history(plan, source.name, source.content, sheet)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if read.faults:
            told = f"{source.name} は移行できません。何も変更していません。"
            raise CommandError(f"{told}\n{_told(read.faults)}")
        if not read.years:
            raise CommandError(f"{source.name} に移行する行がありません。")
        return read


def _told(faults: Sequence[Fault]) -> str:
    """A line each."""
    return "\n".join(
        f"  - {each.place or '全体'} {each.column}「{each.value}」 {each.problem}{each.cure}"
        for each in faults
    )
