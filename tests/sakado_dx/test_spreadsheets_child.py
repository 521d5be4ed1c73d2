"""Files are read in a process apart: same answers, bounds of its own, one sentence for its end."""

import os
import re
import signal
import subprocess
import sys
from threading import Timer

import pytest
from openpyxl import Workbook

from sakado_dx.spreadsheets import child as reader
from sakado_dx.spreadsheets import reading
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.opening import open_book
from sakado_dx.spreadsheets.reading import ROOT, TOO_BUSY, TOO_MUCH, read_book
from sakado_dx.spreadsheets.tables import table_of
from tests.sakado_dx.workbooks import formatted, repacked, saved, workbook


@pytest.fixture(autouse=True)
def _in_a_child(settings):
    settings.READ_IN_CHILD = True


def odd_book() -> bytes:
    """Two sheets, one hidden, with what the reader notes: formats, merges, formulas, blanks."""
    book = Workbook()
    sheet = book.active
    sheet.title = "施策"
    for row in [["番号", "割合", "計"], ["I-1-1", 0.573, "=1+1"], [], ["𠮷😀", -5, None]]:
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("裏").sheet_state = "hidden"
    return saved(book)


def test_book_from_the_child_is_the_one_read_here():
    for name, content in [("a.xlsx", odd_book()), ("a.csv", "番号,名\r\n1,あ".encode("cp932"))]:
        here, there = open_book(name, content), read_book(name, content)
        facts = ("names", "hidden", "encoding", "is_1904")
        assert [getattr(there, each) for each in facts] == [getattr(here, each) for each in facts]
        for sheet in here.names:
            assert there.read(sheet) == here.read(sheet)
            assert there.head(sheet) == here.head(sheet)


def test_refusal_of_the_child_is_its_sentence():
    no_book = repacked(workbook([["番号"]]), replace={"[Content_Types].xml": lambda part: b"<x/>"})
    with pytest.raises(Refused, match="Excelブックではありません"):
        read_book("a.xlsx", no_book)
    broken = repacked(
        workbook([["番号"]]), replace={"xl/worksheets/sheet1.xml": lambda part: part[:200]}
    )
    with pytest.raises(Refused, match="壊れています"):
        read_book("a.xlsx", broken).read("施策")


def test_child_that_dies_is_one_sentence():
    child, content = reading._Child(), odd_book()  # two of them may differ by a second
    child.ask({"name": "a.xlsx", "size": len(content)}, content)
    os.kill(child.process.pid, signal.SIGKILL)
    with pytest.raises(Refused) as refused:
        child.ask({"sheet": "施策", "head": False})
    assert str(refused.value) == TOO_MUCH


def test_child_that_uses_up_its_processor_seconds_is_the_same_sentence():
    child, content = reading._Child(), odd_book()  # two of them may differ by a second
    child.ask({"name": "a.xlsx", "size": len(content)}, content)
    os.kill(child.process.pid, signal.SIGXCPU)  # as RLIMIT_CPU does
    with pytest.raises(Refused) as refused:
        child.ask({"sheet": "施策", "head": False})
    assert str(refused.value) == TOO_MUCH
    assert child.process.returncode == -signal.SIGXCPU


def test_child_whose_turn_does_not_come_is_ended_without_blaming_the_file(monkeypatch):
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.05)
    child = reading._Child()
    with pytest.raises(Refused) as refused:
        child.ask({"name": "a.xlsx", "size": 10}, b"short")  # waits for the rest
    assert str(refused.value) == TOO_BUSY
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="waits half a minute")
def test_sound_file_is_read_however_long_its_reader_waits_for_the_processor():
    child, content = reading._Child(), odd_book()  # two of them may differ by a second
    child.ask({"name": "a.xlsx", "size": len(content)}, content)
    os.kill(child.process.pid, signal.SIGSTOP)
    Timer(30, os.kill, (child.process.pid, signal.SIGCONT)).start()
    assert child.ask({"sheet": "施策", "head": False})["name"] == "施策"


def test_clock_leaves_a_busy_machine_time_and_ends_before_the_front_server_does():
    """The processor's seconds decide on a file, the clock's only that somebody is told."""
    front = (ROOT / "deploy/nginx/proxy.conf").read_text()
    [waits] = re.findall(r"proxy_read_timeout (\d+)s;", front)
    assert 5 * reader.MOST_SECONDS < reading.MOST_SECONDS < int(waits) - 15
    assert reader.LIFE > 2 * reading.MOST_SECONDS


def test_child_ends_with_its_book():
    book = read_book("a.xlsx", odd_book())
    process = book.read.__closure__[0].cell_contents.__self__.process
    assert process.poll() is None
    del book
    assert process.poll() == -signal.SIGKILL


def test_child_is_bounded_and_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not to be handed on")
    told = """
import os, resource
from sakado_dx.spreadsheets import child
before = os.nice(0)
child.bound()
limits = [resource.getrlimit(each)[0] for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]
try:
    bytearray(limits[0])
except MemoryError:
    print(limits == [child.MOST_MEMORY, child.MOST_SECONDS], os.nice(0) >= min(19, before + child.NICER))
"""
    run = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.split() == ["True", "True"], run.stderr
    book = read_book("a.xlsx", odd_book())
    pid = book.read.__closure__[0].cell_contents.__self__.process.pid
    with open(f"/proc/{pid}/environ", "rb") as environ:
        assert b"SECRET_KEY" not in environ.read()


def test_only_the_chosen_sheet_is_read_whole():
    book = open_book("a.xlsx", workbook([["番号"], ["1"]], 裏面=[["注"]] * 900))
    read, wholes = book.read, []
    book.read = lambda name: wholes.append(name) or read(name)
    table_of(book, title="ほか", headings=["番号"], required=["番号"])
    assert wholes == ["施策"]
    assert len(book.head("裏面").rows) == 20


def test_book_whose_sheets_do_not_tell_their_size_opens_without_reading_them():
    def unmeasured_and_broken(part: bytes) -> bytes:
        return re.sub(rb"<dimension[^>]*/>", b"", part).replace(b"</sheetData>", b"<no xml")

    broken = {"xl/worksheets/sheet1.xml": unmeasured_and_broken}
    book = open_book("a.xlsx", repacked(formatted([(1, "0")]), replace=broken))
    assert book.names == ["値"]
    with pytest.raises(Refused, match="壊れています"):
        book.read("値")


def test_program_starts_without_what_only_some_pages_need():
    """openpyxl comes with django-import-export's own admin; the larger ones come when wanted."""
    code = (
        "import sys, django; django.setup(); import sakado_dx.urls;"
        "print({'pandas', 'matplotlib', 'weasyprint'} & set(sys.modules))"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "sakado_dx.settings"}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
