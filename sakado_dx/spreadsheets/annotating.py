"""A copy of somebody's workbook with its faults marked: a note and a colour in each cell that is
wrong, and a sheet that lists them all.

The file is a stranger's: openpyxl opens it in a process of its own, bounded as the reader's
(`python -m sakado_dx.spreadsheets.annotating`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import astuple
from io import BytesIO

from django.conf import settings

from sakado_dx.spreadsheets import child
from sakado_dx.spreadsheets.faults import Fault, Refused
from sakado_dx.spreadsheets.reading import HANDED_ON, MOST_SECONDS, ROOT

CHILD = "sakado_dx.spreadsheets.annotating"
LIST, AUTHOR = "取込の誤り", "取込"
HEADINGS = ("シート", "場所", "列", "値", "誤り", "直し方")
FILL = "FFE380"
WIDTHS = (16, 10, 20, 24, 44, 60)
TOO_MUCH = "誤りに印を付けた写しを作れません（ブックが大きいか、複雑すぎます）。画面の一覧を見て直してください。"


def annotated(content: bytes, faults: Iterable[tuple[str, Fault]]) -> bytes:
    """The workbook with these faults marked, each told with its sheet. Raises `Refused` where that
    takes too much, or cannot be done."""
    told = [(sheet, *astuple(each)) for sheet, each in faults]
    if not settings.READ_IN_CHILD:
        return _marked(content, told)
    request = json.dumps(told).encode() + b"\n" + content
    command = [sys.executable, "-m", CHILD]
    try:
        done = subprocess.run(
            command,
            input=request,
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
            timeout=MOST_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Refused(TOO_MUCH) from error
    return done.stdout


def _marked(content: bytes, told: Iterable[tuple]) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book, faults = load_workbook(BytesIO(content)), [(each[0], Fault(*each[1:])) for each in told]
    fill = PatternFill("solid", start_color=FILL)
    by_cell: dict[tuple[str, str], list[str]] = {}
    for sheet, each in faults:
        if each.letter and each.row and sheet in book.sheetnames:
            by_cell.setdefault((sheet, each.place), []).append(f"{each.problem}\n{each.cure}")
    for (sheet, place), words in by_cell.items():
        cell = book[sheet][place]
        if not hasattr(cell, "comment") or type(cell).__name__ == "MergedCell":
            continue
        cell.fill = fill
        cell.comment = Comment("\n".join(words), AUTHOR, height=120, width=320)
    _list_all(book, faults)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _list_all(book, faults: Iterable[tuple[str, Fault]]) -> None:
    """A further sheet with all faults, those without a cell of their own too."""
    if LIST in book.sheetnames:  # of a copy that was marked before
        del book[LIST]
    listed = book.create_sheet(LIST)
    rows = [(sheet, f.place or "全体", f.column, f.value, f.problem, f.cure) for sheet, f in faults]
    for number, row in enumerate([HEADINGS, *rows], 1):
        for column, text in enumerate(row, 1):
            cell = listed.cell(number, column, text)
            cell.data_type = "s"  # never a formula, whatever it begins with
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        listed.column_dimensions[letter].width = width
    listed.freeze_panes = "A2"


def main() -> None:
    child.bound()
    told = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(_marked(sys.stdin.buffer.read(), told))


if __name__ == "__main__":
    main()
