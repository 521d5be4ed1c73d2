"""`manage.py import_sheet FILE`: what the wizard does with a sheet, from the shell."""

from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from progress.form_fields import MOST_OF_REASON
from progress.imports import verbs
from progress.imports.effects import Effects
from progress.imports.lists import SheetList, all_lists, permission_of
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.imports.recording import SourceFile
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door
from sakado_dx.records.reasons import told_to_command
from sakado_dx.spreadsheets.faults import Fault, Refused
from sakado_dx.spreadsheets.outcomes import Outcome
from sakado_dx.spreadsheets.reading import read_book

NOTHING = "何も変更していません。"


class Command(BaseCommand):
    help = "一覧のファイル（CSV、xlsx）を取り込みます。誤りがあれば、すべて挙げて、何も変えません。"

    def add_arguments(self, parser):
        parser.add_argument("file", help="取り込むファイル（CSV、xlsx）")
        parser.add_argument("--list", required=True, dest="wanted", help="一覧の名前（例：用語）")
        parser.add_argument("--scope", default="", help="計画か年度（省くと、いまのもの）")
        parser.add_argument("--by", required=True, help="取り込む職員のログインID")
        parser.add_argument("--reason", default="", help="取り込む理由（記録に残ります）")
        parser.add_argument("--why", default="", help="確認済みの報告の判定などが変わる理由")
        parser.add_argument("--sheet", default="", help="xlsx のシートの名前")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで、取り込まない")
        parser.add_argument(
            "--accept", action="store_true", help="確かめるところや報告への影響があっても取り込む"
        )

    def handle(self, *, file, wanted, scope, by, reason, why, sheet, dry_run, accept, **options):
        reason = told_to_command("--reason", reason)
        why = told_to_command("--why", why, MOST_OF_REASON)
        person, found = self._person(by), self._list(wanted)
        if not person.has_perm(permission_of(found.kind)):
            raise CommandError(f"「{by}」は、「{found.title}」を取り込めません。{NOTHING}")
        scope, scope_words = self._scope(found, scope)
        source = self._source(Path(file))
        resource = found.make(scope)
        try:
            table = resource.table_in(read_book(source.name, source.content), sheet)
            outcome, effects = verbs.look(resource, table, person)
        except Refused as refusal:
            raise CommandError(f"{refusal}{NOTHING}") from None
        self._tell(source, outcome, effects)
        if dry_run or not outcome.changes_something:
            return
        cautions = any(each.cautions for each in outcome.follows)
        if (outcome.table.notices or effects.consequences or cautions) and not accept:
            raise CommandError(
                f"確かめるところがあります。{NOTHING}よければ --accept を付けてください。"
            )
        resource = found.make(scope)
        said = {"by": person, "reason": reason, "why": why, "door": Door.COMMAND}
        seen = verbs.Seen(outcome.digest, effects.mark)
        try:
            made = verbs.take_in(resource, table, file=source, scope=scope_words, seen=seen, **said)
        except (NotAllowed, Incomplete) as refusal:
            raise CommandError(f"{refusal}{NOTHING}") from None
        self.stdout.write(f"取り込みました（取込の番号 {made.pk}）。")

    def _person(self, username: str) -> User:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"ログインID「{username}」の利用者はいません。")
        return person

    def _list(self, wanted: str) -> SheetList:
        for each in all_lists():
            if wanted in (each.kind, each.title):
                return each
        names = "、".join(each.title for each in all_lists())
        raise CommandError(f"「{wanted}」という一覧はありません。選べるもの：{names}")

    def _scope(self, found: SheetList, wanted: str) -> tuple[str, str]:
        scopes = found.scopes(None)
        for scope, words in scopes:
            if not wanted or wanted in (scope, words) or words.startswith(wanted):
                return scope, words
        names = "、".join(words for _, words in scopes) or "（まだありません）"
        raise CommandError(f"「{wanted}」はありません。選べるもの：{names}")

    def _source(self, path: Path) -> SourceFile:
        try:
            return SourceFile(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} を開けません（{error.strerror}）。") from None

    def _tell(self, source: SourceFile, outcome: Outcome, effects: Effects) -> None:
        """All that the wizard shows; CommandError, and so an exit with 1, for faults."""
        if outcome.faults:
            lines = _lines(outcome.faults)
            raise CommandError(
                f"{source.name} には誤りが{len(outcome.faults)}件あります。{NOTHING}\n{lines}"
            )
        numbers = [len(each) for each in (outcome.added, outcome.changed, outcome.unchanged)]
        self.stdout.write("追加 {}件、変更 {}件、変更なし {}件".format(*numbers))
        if outcome.table.notices:
            self.stdout.write(f"確かめるところ：\n{_lines(outcome.table.notices)}")
        if outcome.table.absent:
            absent = "、".join(outcome.table.absent)
            self.stdout.write(f"ファイルにない列：{absent}（今の値のままにします）")
        if outcome.missing:
            self.stdout.write(f"ファイルにないもの：{len(outcome.missing)}件（そのまま残します）")
        for each in outcome.follows:
            told = [*each.lines, *(f"確かめてください：{caution}" for caution in each.cautions)]
            self.stdout.write("\n".join([each.title, *(f"  - {line}" for line in told)]))
        for each in effects.consequences:
            change = f"{each.what}：{each.before} → {each.after}"
            self.stdout.write(f"  - {each.report}（{each.state}） {change}")
        for each in effects.authored:
            self.stdout.write(f"  - {each} の入力者になり、事務局確認ができなくなります。")


def _lines(faults: Sequence[Fault]) -> str:
    """A line each."""
    return "\n".join(
        f"  - {each.place or '全体'} {each.column}「{each.value}」 {each.problem}{each.cure}"
        for each in faults
    )
