"""A plan's workbook as a checked document, by the very parser of the exchange document."""

from typing import NamedTuple

from progress.plan_document.schema.faults import DocumentRefused, Fault
from progress.plan_document.schema.reading import read_object
from progress.plan_document.sheets.gathering import Gathering
from progress.plan_document.sheets.taking import Taken, is_plan_book, take
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.sheets import Book

NO_PLAN = (
    "は計画のブックではありません（シート「計画」と「施策」がありません）。"
    "ひな形か、登録済みの計画を書き出したブックに書き込んでください。"
)


class Taking(NamedTuple):
    """A document, and what of its file a person must know before it is loaded."""

    document: dict
    notices: list[Fault]


def read_workbook(name: str, content: bytes) -> Taking:
    """The document that a workbook's sheets tell, in normal form.

    Raises ``DocumentRefused`` with every fault, each named by sheet, cell and heading. Touches no
    database.
    """
    try:
        return read_sheets(read_book(name, content))
    except Refused as refusal:
        raise DocumentRefused.because(f"は読み込めません。{refusal}", f"「{name}」") from refusal


def read_sheets(book: Book) -> Taking:
    """The same of a workbook that is open. Raises `Refused` too, where a sheet cannot be read."""
    if not is_plan_book(book):
        raise DocumentRefused.because(NO_PLAN, "この表計算ファイル")
    taken = take(book)
    gathered = Gathering(taken)
    try:
        document = read_object(gathered.document)
    except DocumentRefused as error:
        raise DocumentRefused(taken.faults + _told(error.faults, gathered, taken)) from None
    if taken.faults:
        raise DocumentRefused(taken.faults)
    return Taking(document, taken.notices)


def _told(faults: list[Fault], gathered: Gathering, taken: Taken) -> list[Fault]:
    """The parser's faults in the workbook's words, without those of cells that were refused."""
    refused, origins = {place for _, place in taken.faulted}, gathered.origins
    own = [each for each in faults if not origins.is_an_echo(each, gathered.document)] or faults
    told = [origins.told(each, gathered.document) for each in own]
    return [each for each in told if each.place not in refused]
