"""Bad and odd books, made by chance: each is read or refused in words, none in any other way."""

import os
import random
import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from sakado_dx.spreadsheets.faults import Refused, SheetNotChosen
from sakado_dx.spreadsheets.opening import open_book
from sakado_dx.spreadsheets.tables import table_of
from tests.sakado_dx.workbooks import saved

LONG = bool(os.environ.get("TEST_LONG"))
BOOKS = 200 if LONG else 40
ODD = [
    b"",
    b"\x00",
    b"-1",
    b"1E400",
    b"A1048577",
    b"XFE1",
    b"n",
    b"999999999",
    "①".encode(),
    b"&#0;",
]
TAKEN_APART = re.compile(rb'<[^>]*>|"[^"]*"|[^<>"]+')


def sound_book() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "施策"
    for row in [
        ["令和7年度実績"],
        ["番号", "割合", "日付"],
        ["1-1", 0.5, 46000],
        ["1-2", "=1/3", "R8.4.1"],
    ]:
        sheet.append(row)
    sheet["B3"].number_format, sheet["C3"].number_format = "0%", "yyyy/m/d"
    sheet["A4"].font = Font(strike=True)
    sheet.merge_cells("A1:C1")
    book.create_sheet("裏").append(["番号"])
    return saved(book)


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The book with some of its parts changed, left out, doubled, cut, or the file itself cut."""
    archive = zipfile.ZipFile(BytesIO(content))
    parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(parts))
        name, data = parts[at]
        how = chance.randrange(5)
        if how == 0:
            del parts[at]
        elif how == 1:
            parts[at] = (name, data[: chance.randrange(len(data) + 1)])
        elif how == 2:
            parts.append((f"{len(parts)}{name}", data))
        else:
            parts[at] = (name, rewritten(data, chance))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    made = buffer.getvalue()
    return made[: chance.randrange(len(made))] if chance.random() < 0.1 else made


def rewritten(data: bytes, chance: random.Random) -> bytes:
    """The part with a few of its tags, values and texts dropped, doubled, moved or made odd."""
    pieces = TAKEN_APART.findall(data)
    for _ in range(chance.randint(1, 6)):
        if not pieces:
            break
        at, how = chance.randrange(len(pieces)), chance.randrange(4)
        if how == 0:
            del pieces[at]
        elif how == 1:
            pieces.insert(chance.randrange(len(pieces)), pieces[at])
        elif how == 2:
            pieces[at] = b'"' + chance.choice(ODD) + b'"' if pieces[at][:1] == b'"' else pieces[at]
        else:
            pieces[at] = re.sub(
                rb'"[^"]*"|[0-9]+', lambda _: b'"' + chance.choice(ODD) + b'"', pieces[at]
            )
    return b"".join(pieces)


@pytest.mark.parametrize("seed", range(BOOKS))
def test_spoilt_book_is_read_or_refused_in_words(seed):
    chance = random.Random(seed)
    content = spoilt(sound_book(), chance)
    try:
        table = table_of(
            open_book("a.xlsx", content),
            title="施策",
            headings=["番号", "割合", "日付"],
            required=["番号"],
            figures=["割合", "日付"],
        )
    except SheetNotChosen as refused:
        assert refused.names and str(refused).endswith("。")
    except Refused as refused:
        assert str(refused).endswith("。")
    else:
        for fault in [*table.faults, *table.notices]:
            assert fault.problem.endswith("。") and fault.cure.endswith("。"), fault
