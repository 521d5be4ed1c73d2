"""The benchmark: what it prints, what it leaves behind, what it refuses."""

import os
import re
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from glossary.models import Term
from measures.models import (
    ChronologyEvent,
    Indicator,
    Measure,
    MeasureDivision,
    YearlyDirection,
)
from systems_inventory.models import InformationSystem, SystemDivision, SystemMeasure
from tests.bench.__main__ import main
from tests.bench.asking import BARE_TABLE, BARE_VIEW, Asked, Timing, timing
from tests.bench.asking import rounds as rounds_of
from tests.bench.book import MarkMissing, marked, write_into
from tests.bench.browser import Answer, form_fields
from tests.bench.copies import begin_earlier, enlarge
from tests.bench.crowd import Crowd
from tests.bench.deadline import Deadline
from tests.bench.imports import Taken
from tests.bench.measuring import Measured, Size
from tests.bench.papers import Paper
from tests.bench.server import environment, running_server
from tests.bench.tables import Found, blocks
from tests.bench.weights import View, Weight, parts_of, weigh


def children() -> set[str]:
    return {
        child
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    }


@pytest.fixture
def temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="plays whole years: a minute")
def test_a_tiny_run_prints_all_pages_and_leaves_nothing_behind(temporary_folder, capsys):
    before = children()
    small = [
        "--only",
        "pages",
        "weights",
        "crowds",
        "papers",
        "--database",
        "sqlite",
        "--scale",
        "1",
        "--requests",
        "2",
    ]

    assert main(small) == 0

    tables = dict(re.findall(r"<!-- bench:(\S+) -->\n(.+?)\n<!--", capsys.readouterr().out, re.S))
    rows = {
        name: [row.strip("| ").split(" | ") for row in lines_of(tables[name])] for name in tables
    }
    measured = {"pages-sqlite", "weights", "crowds", "memory", "papers"}
    assert set(rows) == {"machine", *measured}
    pages = {name: cells for name, *cells in rows["pages-sqlite"]}
    assert len(pages) == 32
    assert all(float(one[1]) >= float(one[0]) > 0 and float(one[2]) > 0 for one in pages.values())
    assert pages["47行の表だけ"][-1] == "1.0倍"
    assert [row[:2] for row in rows["papers"]] == [["PDF", "47"], ["Excel", "47"], ["Word", "47"]]
    assert list(temporary_folder.iterdir()) == []
    assert children() == before


def lines_of(table: str) -> list[str]:
    """The rows of a table without its head."""
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def test_the_server_ends_when_the_measuring_breaks_off(tmp_path):
    env = environment(f"sqlite:///{tmp_path / 'bench.sqlite3'}")

    with pytest.raises(RuntimeError, match="away"), running_server(env, threads=1) as server:
        pids = [server.process.pid, *_workers(server.process.pid)]
        assert server.own_memory() > 10
        assert server.processor_ms() > 10
        raise RuntimeError("away")

    assert len(pids) == 2
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def _workers(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_larger_plan_has_copies_of_everything_under_codes_of_their_own(sakado_plan):
    system, links = InformationSystem.objects.first(), SystemMeasure.objects.count()
    system.amounts.create(fiscal_year=2025, budget=1_200)
    enlarge(sakado_plan, 3)

    measures = Measure.objects.of_plan(sakado_plan)
    assert measures.count() == 141
    assert measures.values("code").distinct().count() == 141
    assert measures.values("order").distinct().count() == 141
    assert Indicator.objects.filter(plan=sakado_plan).count() == 138
    assert MeasureDivision.objects.count() == 3 * 86
    assert YearlyDirection.objects.count() == 3 * 235
    assert InformationSystem.objects.count() == 3 * 89
    assert SystemDivision.objects.count() == 3 * 91
    assert SystemMeasure.objects.count() == 3 * links > 0
    twin = InformationSystem.objects.get(name=f"{system.name}~2")
    assert [each.budget for each in twin.amounts.all()] == [1_200]
    for link in SystemMeasure.objects.filter(system__name__endswith="~2"):
        assert link.measure.code.endswith("~2")
    assert Term.objects.count() == 3 * 37
    assert ChronologyEvent.objects.count() == 3 * 36
    shared = Measure.objects.get(code="II-1-4~2").indicators.get()
    assert shared.key == "II-1-1~2"
    assert list(shared.measures.values_list("code", flat=True)) == ["II-1-1~2", "II-1-4~2"]
    assert [str(target.value) for target in shared.targets.all()] == ["90800.0000", "99920.0000"]


def test_a_plan_that_begins_earlier_schedules_the_same_before(sakado_plan):
    begin_earlier(sakado_plan, 2)

    sakado_plan.refresh_from_db()
    assert sakado_plan.fiscal_years[:3] == [2021, 2022, 2023]
    years = YearlyDirection.objects.filter(measure__code="I-1-1").order_by("fiscal_year")
    assert [each.fiscal_year for each in years] == list(range(2021, 2028))
    assert len({each.resolved for each in years[:3]}) == 1


def test_a_form_is_read_as_a_browser_would_send_it():
    page = """<form><input name="version" value="3"><input type="submit" name="check">
    <input type="radio" name="word" value="1"><input type="radio" name="word" value="2" checked>
    <input type="checkbox" name="off" value="on"><textarea name="done">
一行目
二行目 &amp; 三行目</textarea><select name="status"><option value="">なし</option>
    <option value="b" selected>乙</option><option value="c">丙</option></select></form>"""

    assert form_fields(page.encode()) == {
        "version": "3",
        "word": "2",
        "done": "一行目\n二行目 & 三行目",
        "status": "b",
    }


def test_the_95th_percentile_is_a_time_that_was_measured():
    answers = [Answer(200, b"x" * 2048, float(each), 7, "") for each in range(30, 0, -1)]
    asked = Asked(lambda: answers[0], answers, processor=60.0)

    assert timing("画面", asked) == Timing("画面", 15.5, 29.0, "7", 2.0, 2.0)


def test_a_slow_page_is_asked_for_less_often():
    slow = Answer(200, b"", 2_000.0, 7, "")

    assert Asked(lambda: slow, [slow], seconds=2.0).goes_on
    assert Asked(lambda: slow, [slow] * 2, seconds=4.0).goes_on
    assert not Asked(lambda: slow, [slow] * 3, seconds=6.0).goes_on


def test_a_page_has_the_parts_that_a_browser_asks_for():
    html = (
        b'<link rel="stylesheet" href="/static/a.css"><link rel="next" href="/2/">'
        b'<script type="module" src="/static/a.js"></script><picture><source srcset="/narrow.svg">'
        b'<img src="/wide.svg#now"></picture><img src="https://elsewhere.example/x.png">'
    )
    page = Answer(200, html, 1.0, 0, "", {"Content-Type": "text/html; charset=utf-8"})
    style = Answer(200, b"a{b:url(../x.woff2)}", 1.0, 0, "", {"Content-Type": "text/css"})
    script = Answer(
        200, b'import {a} from "./b.js"', 1.0, 0, "", {"Content-Type": "text/javascript"}
    )

    assert parts_of("/years/1/", page) == ["/static/a.css", "/static/a.js", "/wide.svg"]
    assert parts_of("/static/css/a.css", style) == ["/static/x.woff2"]
    assert parts_of("/static/a.js", script) == ["/static/b.js"]


class Shelf:
    """Answers as a server would, and keeps what it was asked for."""

    def __init__(self, heads: dict[str, str]):
        self.heads, self.asked = heads, []

    def get(self, url, expect=200, headers=()):
        self.asked.append(dict(headers))
        status = 304 if "If-None-Match" in headers else 200
        return Answer(status, b"x" * 1024 * (status == 200), 1.0, 0, "", self.heads)


@pytest.mark.parametrize(
    ("heads", "again"),
    [
        ({"Cache-Control": "max-age=31536000, immutable"}, (0, 0.0)),
        ({"Cache-Control": "no-cache", "ETag": '"a"'}, (1, 0.0)),
        ({"Cache-Control": "no-store", "ETag": '"a"'}, (1, 1.0)),
    ],
)
def test_a_second_view_asks_for_what_a_browser_may_not_keep(heads, again):
    weight = weigh(Shelf(heads), "画面", "/")

    assert (weight.first.requests, weight.first.size) == (1, 1.0)
    assert (weight.again.requests, weight.again.size) == again


def test_only_what_was_measured_is_written_into_the_book(tmp_path):
    book, odd = tmp_path / "README.md", r"| \1 |"
    book.write_text(f"前\n{marked('a', '古い')}\n{marked('b', '同じ')}\n", "utf-8")

    write_into(book, {"a": odd})
    assert book.read_text("utf-8") == f"前\n{marked('a', odd)}\n{marked('b', '同じ')}\n"
    with pytest.raises(MarkMissing, match="bench:c"):
        write_into(book, {"a": "新しい", "c": "ない"})
    assert "新しい" not in book.read_text("utf-8")


def test_each_size_is_measured_with_what_is_asked_of_it(monkeypatch, capsys):
    asked = []

    def measured(sizes, parts, requests, static, say):
        asked.extend((each.name, sorted(parts), requests) for each in sizes)
        return iter(())

    monkeypatch.setattr("tests.bench.__main__.measure", measured)
    monkeypatch.setattr("tests.bench.__main__.static_files", lambda: nullcontext(""))
    servers = ["--database-url", "postgres://x", "--database", "postgresql", "sqlite"]
    only = ["--only", "pages", "crowds", "papers", "years"]

    assert main([*servers, *only, "--scale", "10", "1", "--years", "20"]) == 0

    assert asked == [
        ("PostgreSQL 1倍 締めた3年度", ["crowds", "pages", "papers"], 30),
        ("SQLite 1倍 締めた3年度", ["crowds", "pages", "papers"], 30),
        ("PostgreSQL 1倍 締めた20年度", ["pages"], 10),
        ("SQLite 1倍 締めた20年度", ["pages"], 10),
        ("PostgreSQL 10倍 締めた3年度", ["crowds", "pages"], 10),
        ("SQLite 10倍 締めた3年度", ["crowds", "pages"], 10),
    ]
    assert "bench:machine" in capsys.readouterr().out


def test_the_book_has_a_place_for_every_table():
    one = Measured(Size("postgres://x"), "PostgreSQL 15", 47, 173, memory={"a": 1, "b": 2})
    one.timings = [Timing(name, 1.0, 1.0, "2", 0.1) for name in (BARE_VIEW, BARE_TABLE)]
    view = View(1, 1.0, 1.0)
    one.weights, one.crowds = [Weight("画面", view, view)], [Crowd("画面", 1, 1.0, 1.0)]
    one.papers = (Paper("PDF", 1.0, 1.0),)
    same = [replace(one, size=Size(url, *size)) for url in ("", "postgres://x")
            for size in ((1,), (10,), (1, 20))]  # fmt: skip
    found = Found(
        30,
        same,
        [("SQLite", Deadline(1, 1, 1.0))],
        [("SQLite", Taken("用語", "読む", 1, *[1.0] * 6))],
    )
    tables = blocks(found, load=0.0)

    assert len(tables) == 13
    text = (Path(settings.BASE_DIR) / "README.md").read_text("utf-8")
    assert [name for name in tables if text.count(marked(name, "").partition("\n")[0]) != 1] == []


@pytest.mark.parametrize(
    ("requests", "rounds"), [(1, [1]), (10, [10]), (30, [10, 10, 10]), (32, [10, 10, 10, 2])]
)
def test_each_page_gets_exactly_the_requests_that_were_asked_for(requests, rounds):
    assert rounds_of(requests) == rounds


def test_its_bare_addresses_are_no_part_of_the_portal():
    with pytest.raises(NoReverseMatch):
        reverse("bench_view")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scale", "0"], "1 to 300"),
        (["--requests", "0"], "1 or more"),
        (["--years", "0"], "1 to 40"),
        (["--database", "postgresql", "--database-url", "mysql://x"], "postgres://"),
    ],
)
def test_what_cannot_be_measured_is_refused(options, words, capsys):
    with pytest.raises(SystemExit):
        main(options)
    assert words in capsys.readouterr().err


def test_it_never_works_on_the_database_of_the_portal():
    env = environment("sqlite:////tmp/elsewhere.sqlite3")

    assert env["DATABASE_URL"] == "sqlite:////tmp/elsewhere.sqlite3"
    assert env["DEPLOYMENT"] == "local"
    assert env["SECRET_KEY"] != os.environ.get("SECRET_KEY")
