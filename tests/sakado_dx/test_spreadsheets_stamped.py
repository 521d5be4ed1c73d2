"""A workbook that is made once is, as of any moment, the one that is made then."""

import zipfile
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sakado_dx.spreadsheets import writing
from sakado_dx.spreadsheets.stamped import Stamped

STAMPS = {
    "令和8年12月1日 08:42": datetime(2026, 11, 30, 23, 42, 5, tzinfo=UTC),
    "令和8年12月1日 23:59": datetime(2026, 12, 1, 14, 59, 59, tzinfo=UTC),
}
LETTERS = 20
TYPED = ("1980-01-01T00:00:00Z", "<si><t>&", "", 12)  # stays what it is


def make(stamp: str, moment: datetime, more: tuple[str, ...] = ()) -> bytes:
    rows = [(each, stamp) for each in (*TYPED, *more)]
    above = ("一覧", f"計画　{stamp}")
    return writing.to_xlsx("一覧", ("記載", "作成時点"), rows, above=above, made_at=moment)


def parts_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book)) as parts:
        assert parts.testzip() is None
        assert parts.namelist()[0] == "[Content_Types].xml"
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.fixture
def stamped() -> Stamped:
    return Stamped(make, LETTERS)


@pytest.mark.parametrize("stamp", STAMPS)
def test_each_part_is_that_of_a_workbook_made_then(stamped, stamp):
    for _ in range(2):
        assert parts_of(stamped.at(stamp, STAMPS[stamp])) == parts_of(make(stamp, STAMPS[stamp]))


def test_it_is_read_as_one_with_the_moment_in_its_cells():
    stamp, other = STAMPS
    stamped = Stamped(partial(make, more=(other,)), LETTERS)
    stamped.at(other, STAMPS[other])
    sheet = load_workbook(BytesIO(stamped.at(stamp, STAMPS[stamp]))).active
    assert sheet["A2"].value == f"計画　{stamp}"
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == [
        each if each != "" else None for each in (*TYPED, other)
    ]
    assert {row[1].value for row in sheet.iter_rows(min_row=4)} == {stamp}


def test_a_stamp_has_the_letters_that_it_is_made_for():
    assert {writing.letters_of(stamp) for stamp in STAMPS} == {LETTERS}
    assert writing.letters_of("ab\nあいう") == 6
    assert writing.letters_of("") == 0
    assert writing.width_of(None) == 2
