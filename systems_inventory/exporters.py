"""The inventory as a file: what the page lists, all rows of it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sakado_dx.spreadsheets import writing
from systems_inventory.models import InformationSystem

TITLE = "情報システム一覧"
HEADINGS = ("業務システム名", "課名等", "区分")


class FileKind(NamedTuple):
    content_type: str
    write: Callable[[list[tuple[str, ...]]], bytes]


KINDS = {
    "csv": FileKind("text/csv; charset=utf-8", lambda rows: writing.to_csv(HEADINGS, rows)),
    "xlsx": FileKind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda rows: writing.to_xlsx(TITLE, HEADINGS, rows),
    ),
}


def table(systems: Iterable[InformationSystem]) -> list[tuple[str, ...]]:
    """Name, divisions joined by ・, 区分; of systems that came `with_divisions`."""
    return [(system.name, system.division_names, system.category) for system in systems]
