"""A look at what a file would do holds nobody up, and sees what storing would do."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from measures.models import Measure, Plan
from progress.editions import history_pages
from progress.imports import lists, verbs
from progress.imports.effects import Watch
from progress.models import ProgressReport
from progress.plan_document.loading.comparing import compare
from progress.sheets import pages as workbooks
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Division, User
from sakado_dx.records.acting import Door, acting
from sakado_dx.spreadsheets.opening import open_book
from sakado_dx.spreadsheets.writing import to_xlsx
from tests.progress import documents
from tests.progress.conftest import World, make_world
from tests.progress.sheets import books

MANY = 5000 if os.environ.get("TEST_LONG") else 300
LONGEST = 1000  # milliseconds that a colleague's save may wait
# Each list: rows that add and change something, and rows that are wrong in many ways.
SHEETS = {
    "glossary.term": (
        [["用語", "よみ", "別の表記"], ["AI", "エーアイ", "人工知能、ＡＩ"], ["新語", "しんご", ""]],
        [["新語", "", ""], ["", "よみ", ""], ["長" * 300, "", ""]],
    ),
    "systems_inventory.informationsystem": (
        [["業務システム名", "課名等", "並び順"], ["文書管理", "情報課", "1"], ["税", "市民課、道路課", ""]],
        [["新しいもの", "ない課", ""], ["別のもの", "", "-1"]],
    ),
    "measures.measure": (
        [
            ["番号", "施策の方向性", "施策名", "所管課", "終了日", "令和5年度の方向性", "令和6年度の方向性"],
            ["I-1-1", "I-1", "改めた名", "道路課、情報課", "R6.3.31", "", "検討"],
            ["I-1-9", "I-1", "加えた施策", "市民課", "", "", "運用"],
        ],
        [["I-1-8", "I-1", "前の年度なし", "", "", "", "⇒"], ["I-1-2", "II-7", "", "ない課", "", "", ""]],
    ),
    "measures.indicator": (
        [
            ["指標番号", "施策番号", "呼び名", "指標名", "種類"],
            ["I-1-1", "I-1-2", "", "処理した件数", "達成時期"],
            ["I-1-9", "I-1-1、I-1-2", "成果", "満足度", "言葉による目標"],
        ],
        [["I-1-8", "", "", "", "ない種類"]],
    ),
    "measures.indicatortarget": (
        [["指標番号", "年度", "区分", "値"], ["I-1-1", "R5", "目標", "20"], ["I-1-1", "R7", "目標", "30"]],
        [["I-1-1", "R5", "目標", "40"], ["I-1-9", "R5", "目標", "1"], ["I-1-1", "R1", "目標", "1"]],
    ),
    "progress.indicatorresult": (
        [["年度", "施策番号", "指標番号", "実績値"], ["R5", "I-1-1", "I-1-1", "2000"]],
        [["R6", "I-1-1", "I-1-1", "1"], ["R5", "I-1-2", "I-1-1", "1"]],
    ),
    "organization.user": (
        [["ログインID", "氏名", "状態"], ["new-person", "新人 太郎", ""], ["head", "課長", "無効"]],
        [["administrator", "自分", "無効"], ["名 前", "", ""]],
    ),
    "organization.membership": (
        [["ログインID", "所属", "役割", "開始日", "終了日"], ["nobody", "情報課", "所属長", "R72.4.1", ""],
         ["nobody", "市民課", "所属長", "R72.4.1", "R73.3.31"]],
        [["nobody", "情報課", "所属長", "R73.4.1", ""], ["ghost", "ない課", "所属長", "R72.4.1", ""]],
    ),
    "organization.cityrole": (
        [["ログインID", "全庁の役割", "開始日"], ["nobody", "事務局", "R72.4.1"]],
        [["nobody", "市長", "R72.4.1"], ["administrator", "事務局", "R72.4.1"]],
    ),
    "organization.division": (
        [["名称", "部", "設置日", "電話"], ["窓口課", "総務部", "R72.4.1", "1"], ["支援係", "窓口課", "R72.4.1", ""]],
        [["窓口課", "総務部", "R72.4.1", ""], ["", "ない部", "", ""]],
    ),
}  # fmt: skip
TRIED = [kind for kind in SHEETS if kind.startswith(("measures.", "organization."))]


@pytest.fixture
def city(own_database) -> World:
    """A city in a database that a second connection writes to."""
    world = make_world()
    world.bring_to("submitted")
    return world


def taking(world: World, kind: str, rows: list):
    """A resource with the table of these rows, and who takes them in."""
    own = next(each for each in lists.all_lists() if each.kind == kind)
    resource = own.make(own.scopes(None)[0][0])
    content = to_xlsx(resource.title, rows[0], rows[1:])
    name = "administrator" if kind.startswith("organization") else "second_secretariat"
    return resource, resource.table_in(open_book("a.xlsx", content)), world.people[name]


def rows_of(kind: str, is_sound: bool) -> list:
    sound, wrong = SHEETS[kind]
    return sound if is_sound else [*sound, *wrong]


def colleagues_save(world: World) -> None:
    """Another connection writes to what imports are about, and waits for a second at most."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        on_sqlite = connection.vendor == "sqlite"
        cursor.execute(f"{'PRAGMA busy_timeout' if on_sqlite else 'SET lock_timeout'} = {LONGEST}")
    with acting(world.people["reporter"], Door.PAGE):
        ProgressReport.objects.update(issues="課題", version=F("version") + 1)
        Plan.objects.update(title="改めた計画")
        Measure.objects.update(name="改めた施策")
        Division.objects.update(telephone="049-000-0000")
        User.objects.update(email="")


@contextmanager
def colleague() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as one:
        yield one
        one.submit(lambda: connection.close()).result()


def test_colleague_saves_while_rows_are_tried(city):
    tried = []

    @contextmanager
    def meanwhile() -> Iterator[None]:
        yield
        one.submit(colleagues_save, city).result()
        tried.append(kind)

    with colleague() as one:
        for kind in TRIED:
            resource, table, by = taking(city, kind, rows_of(kind, is_sound=True))
            outcome = resource.take_in(table, dry_run=True, around=meanwhile, by=by, reason="確認")
            assert outcome.faults == []
    assert tried == TRIED
    assert city.fresh().issues == "課題"


def test_colleague_saves_all_the_time_of_a_large_look(city):
    rows = [["ログインID", "氏名"], *([f"new-{number}", "新人"] for number in range(MANY))]
    resource, table, by = taking(city, "organization.user", rows)
    saves = 0
    with colleague() as one:
        look = one.submit(verbs.look, resource, table, by)
        while not look.done():
            colleagues_save(city)
            saves += 1
        outcome, _ = look.result()
    assert (len(outcome.added), outcome.faults) == (MANY, []) and saves > 1


@pytest.mark.parametrize("kind", SHEETS)
def test_look_tells_what_storing_does(preparing, kind):
    world = preparing
    world.bring_to("draft")
    for is_sound in (False, True):
        rows = rows_of(kind, is_sound)
        resource, table, by = taking(world, kind, rows)
        with CaptureQueriesContext(connection) as asked:
            looked, effects = verbs.look(resource, table, by)
        assert written_in(asked) <= {each._meta.db_table for each in resource.tried_in}
        resource, table, by = taking(world, kind, rows)
        watch = Watch(kind, standing_of(by))
        with acting(by, Door.IMPORT, "試験"):
            stored = resource.take_in(table, dry_run=False, by=by, reason="試験")
        assert looked.faults == stored.faults
        assert bool(looked.faults) is not is_sound
        assert looked.digest == stored.digest and looked.changes_something
        assert looked.table.notices == stored.table.notices
        if is_sound:
            assert list(effects.consequences) == watch.found()


WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:temp\.)?"(\w+)"')


def written_in(asked: CaptureQueriesContext) -> set[str]:
    """The tables that statements write to."""
    found = (WRITES.match(each["sql"]) for each in asked)
    return {match[1] for match in found if match}


def test_other_looks_write_nothing(world):
    """Of earlier years, of a division's workbook, of a plan's document."""
    line = "年度,施策番号,進捗,取り組んだこと,今後の方針\r\nR6,I-1-1,順調,見直した。,継続\r\n"
    book = books.filled(books.made(world), {"取り組んだこと": "見直した。"})
    document = documents.checked(documents.raw(documents.TWO_LEVELS))
    standing, lead = standing_of(world.people["reporter"]), world.divisions["lead"]
    with CaptureQueriesContext(connection) as asked:
        history_pages.preview_of(world.plan, "a.csv", line.encode(), "")
        found = workbooks.preview_of(standing, world.year, lead, "a.xlsx", book, {})
        compare(document)
    assert found.is_ready
    # EXECUTE: a question that was put together before.
    assert asked and {each["sql"].split()[0] for each in asked} <= {"SELECT", "EXECUTE"}
