"""`manage.py load_plan`: load the plans of fixtures/, or one document from a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from progress.plan_document.loading.loading import InForce, LoadedMeanwhile, load_file
from progress.plan_document.loading.opening import open_document
from progress.plan_document.loading.sources import FIXTURES, fixture_paths
from progress.plan_document.loading.telling import Teller
from progress.plan_document.rows.adopting import find_plan
from progress.plan_document.schema.faults import DocumentRefused
from progress.revisions.drafting import draft_from_document
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.imports.recording import SourceFile
from sakado_dx.records.acting import Door


class Command(BaseCommand):
    help = "計画の文書（fixtures の *.json か、--from で指定した .json・.xlsx）を読み込みます。"

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="source", metavar="FILE", help="読み込む文書")
        parser.add_argument(
            "--only-new",
            action="store_true",
            help="まだ登録されていない計画だけを読み込みます（画面での修正を上書きしません）。",
        )
        parser.add_argument(
            "--accept",
            action="store_true",
            help="取り消し線、非表示の行など、確かめるところがあっても読み込みます。",
        )

    def handle(self, *, source=None, only_new=False, accept=False, **options):
        paths = [Path(source)] if source else fixture_paths()
        if not paths:
            raise CommandError(f"{FIXTURES} に計画の文書（*.json）がありません。")
        documents = [(path, *self._read(path, accept=accept)) for path in paths]
        for path, file, document in documents:
            if only_new and self._stands(document):
                self.stdout.write(f"{path.name}: 登録済みのため、読み込みません。")
            else:
                self._load(path, file, document)

    def _read(self, path: Path, *, accept: bool) -> tuple[SourceFile, dict]:
        try:
            file = SourceFile(path.name, path.read_bytes())
            document, notices = open_document(path.name, file.content)
        except OSError as error:
            raise CommandError(f"{path} を開けません（{error.strerror}）。") from None
        except DocumentRefused as error:
            raise CommandError(self._refusal(path, error)) from None
        if notices and not accept:
            lines = "\n".join(f"  - {notice}" for notice in notices)
            raise CommandError(
                f"{path.name} に確かめるところがあります。何も変更していません。\n{lines}\n"
                "この扱いでよければ、--accept を付けて実行してください。"
            )
        return file, document

    def _stands(self, document: dict) -> bool:
        return find_plan(document["plan"]) is not None

    def _load(self, path: Path, file: SourceFile, document: dict) -> None:
        try:
            loaded = load_file(document, file)
        except DocumentRefused as error:
            raise CommandError(self._refusal(path, error)) from None
        except LoadedMeanwhile as error:
            raise CommandError(str(error)) from None
        except InForce as error:
            self._draft(path, document, error)
            return
        self.stdout.write(f"{path.name}: 計画「{loaded.plan}」を読み込みました。")
        for line in Teller(loaded.comparison).summary_lines():
            self.stdout.write(f"  {line}")

    def _draft(self, path: Path, document: dict, in_force: InForce) -> None:
        """A plan in force is not overwritten: what differs becomes the draft of a revision."""
        said = {"by": "manage.py load_plan", "door": Door.COMMAND}
        try:
            made = draft_from_document(in_force.plan, document, title=path.name[:100], **said)
        except (NotAllowed, Incomplete) as refusal:
            raise CommandError(f"{in_force}{refusal}何も変更していません。") from None
        self.stdout.write(
            f"{path.name}: 計画「{in_force.plan}」は施行中のため、何も上書きせず、違い"
            f"{made.changes.count()}件を、見直しの案「{made}」にしました。"
        )

    def _refusal(self, path: Path, error: DocumentRefused) -> str:
        faults = "\n".join(f"  - {fault}" for fault in error.faults)
        return f"{path.name} は読み込めません。何も変更していません。\n{faults}"
