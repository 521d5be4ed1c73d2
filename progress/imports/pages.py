"""What the wizard shows of a file: its differences, its faults, what it does to reports."""

from dataclasses import dataclass

from django.http import HttpRequest

from progress.imports import verbs
from progress.imports.effects import Effects
from progress.imports.lists import SheetList, lists_for
from sakado_dx import text_changes
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile
from sakado_dx.organization.models import User
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.outcomes import Change, Outcome, RowOutcome
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.resources import SheetResource
from sakado_dx.spreadsheets.sheets import Book
from sakado_dx.spreadsheets.storage import PrivateStorage
from sakado_dx.spreadsheets.tables import Table, known_headings

GONE = (
    "取り込むファイルが見つかりません。既に取り込まれたか、確認の画面を開いてから1日を過ぎています。"
    "もう一度ファイルを選んでください。"
)
LONG = 30  # letters from which on a change is marked within the text
MOST_ROWS = 300  # shown of each kind; all are counted, and all are taken


@dataclass(frozen=True)
class Aim:
    """Into which list of which plan or year; `scope_words` is that in words."""

    list: SheetList
    scope: str
    scope_words: str

    @property
    def name(self) -> str:
        """As the form names it."""
        return f"{self.list.kind}:{self.scope}"

    @property
    def title(self) -> str:
        return f"{self.list.title}（{self.scope_words}）"


@dataclass(frozen=True)
class Looked:
    """A file as it was looked at; `other`: the aim that its headings fit better."""

    aim: Aim
    source: SourceFile
    table: Table
    outcome: Outcome
    effects: Effects
    other: Aim | None = None

    @property
    def is_ready(self) -> bool:
        return self.outcome.is_sound and self.outcome.changes_something

    @property
    def seen(self) -> verbs.Seen:
        return verbs.Seen(self.outcome.digest, self.effects.mark)

    @property
    def leavable(self) -> list[int]:
        """The rows with faults, where leaving them out would leave none of the faults."""
        rows = {each.number for each in self.table.rows}
        faulty = {each.row for each in self.outcome.faults}
        return sorted(faulty) if faulty <= rows and len(faulty) < len(rows) else []

    @property
    def parts(self) -> list[tuple[str, int, list["ShownRow"]]]:
        """What is changed and what is added: (heading, how many, the first of them)."""
        found = (("変更するもの", self.outcome.changed), ("追加するもの", self.outcome.added))
        return [
            (title, len(rows), list(map(ShownRow, rows[:MOST_ROWS])))
            for title, rows in found
            if rows
        ]


class ShownRow:
    """A row with its changed cells, in long texts what is new and what has gone marked."""

    def __init__(self, row: RowOutcome):
        self.row = row
        self.cells = [(each, _pieces(each)) for each in row.changes]


def _pieces(change: Change) -> text_changes.TextChange | None:
    if min(len(change.before), len(change.after)) < LONG:
        return None
    found = text_changes.change_of(change.before, change.after)
    return None if found.is_rewritten else found


def aims(request: HttpRequest) -> list[Aim]:
    """All lists that this person may take in, each with all that it can belong to."""
    return [
        Aim(each, scope, words)
        for each in lists_for(request)
        for scope, words in each.scopes(request)
    ]


def choices(found: list[Aim]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The aims for a select, by list."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        groups.setdefault(each.list.title, []).append((each.name, each.title))
    return list(groups.items())


def aim_of(found: list[Aim], name: str) -> Aim | None:
    """The aim of this name, where this person has it."""
    return next((each for each in found if each.name == name), None)


def source_of(facts: dict) -> SourceFile:
    """The waiting file, whose name in the storage is the key of the import that it becomes;
    raises Refused where it is gone."""
    try:
        content = PrivateStorage(facts["file"]).read()
    except FileNotFoundError as error:
        raise Refused(GONE) from error
    return SourceFile(facts["name"], content, facts["file"])


@dataclass(frozen=True)
class ReadFile:
    """A file whose rows were read, and not yet checked."""

    aim: Aim
    source: SourceFile
    book: Book
    resource: SheetResource
    table: Table


def read(facts: dict, found: list[Aim]) -> ReadFile:
    """The sheet's rows, but those that are left out on purpose; raises SheetNotChosen, or Refused
    where it is no table at all."""
    if (aim := aim_of(found, facts["into"])) is None:
        raise Refused(GONE)
    source = source_of(facts)
    book, resource = read_book(source.name, source.content), aim.list.make(aim.scope)
    table = resource.table_in(book, facts["sheet"])
    table.leave_out(facts["left_out"])
    return ReadFile(aim, source, book, resource, table)


def look(
    file: ReadFile, found: list[Aim], by: User, tell: verbs.Tell = verbs.nobody_hears
) -> Looked:
    """What the file would do."""
    outcome, effects = verbs.look(file.resource, file.table, by, tell)
    other = better_aim(file.book, file.aim, found) if outcome.faults else None
    return Looked(file.aim, file.source, file.table, outcome, effects, other)


def better_aim(book: Book, aim: Aim, found: list[Aim]) -> Aim | None:
    """The list whose headings the file has more of; None where the chosen one fits as well."""
    best, most = None, _fit(book, aim)
    for each in {other.list.kind: other for other in reversed(found)}.values():
        if each.list.kind != aim.list.kind and (number := _fit(book, each)) > most:
            best, most = each, number
    return best


def _fit(book: Book, aim: Aim) -> int:
    resource = aim.list.make(aim.scope)
    return known_headings(book, resource.headings, resource.needed_headings)


def fitting_aim(facts: dict, found: list[Aim]) -> Aim | None:
    """The list that a file without a sheet of the chosen one is of."""
    source = source_of(facts)
    return better_aim(read_book(source.name, source.content), aim_of(found, facts["into"]), found)


def meanwhile(newest: int) -> str:
    """Whose imports came first, where what was shown is no longer so: ``…さんが…を取り込み、``."""
    made = Import.objects.made_after(newest)
    return "".join(f"{each.by_name}さんが「{each.file_name}」を取り込み、" for each in made)
