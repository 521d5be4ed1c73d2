"""The benchmark: what it prints, what it leaves behind, what it refuses."""

import os
import tempfile
from pathlib import Path

import pytest
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
from tests.bench.browser import Answer, form_fields
from tests.bench.copies import enlarge
from tests.bench.measuring import _rounds, _timing
from tests.bench.server import environment, running_server


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


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="plays whole years: half a minute")
def test_a_tiny_run_prints_all_pages_and_leaves_nothing_behind(temporary_folder, capsys):
    before = children()

    assert main(["--scale", "1", "--requests", "2", "--no-imports", "--no-deadline"]) == 0

    lines = capsys.readouterr().out.splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| 1倍")]
    pages, memory, citizens = rows[:-2], rows[-2], rows[-1]
    assert [row[1] for row in pages] == [
        "何もしないビュー",
        "47行の表だけ",
        "事務局トップ",
        "ダッシュボード",
        "方針と施策",
        "施策",
        "担当施策",
        "進捗の入力",
        "下書きの保存",
        "報告の確認",
        "図（キャッシュ済み）",
        "施策の一覧（API）",
        "検索",
        "市民向けのトップ（保管済み）",
    ]
    assert all(float(row[2]) > 0 and float(row[3]) >= float(row[2]) for row in pages)
    assert all(int(row[4]) <= (22 if row[1] == "報告の確認" else 16) for row in pages)
    assert memory[1:3] == ["47", "5"]
    assert citizens[1] == "14" and float(citizens[2]) > 20
    papers = [line.strip("| ").split(" | ") for line in lines[-3:]]
    assert [(row[0], row[1]) for row in papers] == [("PDF", "47"), ("Excel", "47"), ("Word", "47")]
    assert all(float(row[2]) < 60 and 50 < int(row[3]) < 400 for row in papers)
    assert list(temporary_folder.iterdir()) == []
    assert children() == before


def test_the_server_ends_when_the_measuring_breaks_off(tmp_path):
    env = environment(f"sqlite:///{tmp_path / 'bench.sqlite3'}")

    with pytest.raises(RuntimeError, match="away"), running_server(env, threads=1) as server:
        pids = [server.process.pid, *_workers(server.process.pid)]
        assert server.worker_memory()[0] > 10
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

    timing = _timing("画面", answers)

    assert (timing.median, timing.p95, timing.statements, timing.size) == (15.5, 29.0, "7", 2.0)


@pytest.mark.parametrize(
    ("requests", "rounds"), [(1, [1]), (10, [10]), (30, [10, 10, 10]), (32, [10, 10, 10, 2])]
)
def test_each_page_gets_exactly_the_requests_that_were_asked_for(requests, rounds):
    assert _rounds(requests) == rounds


def test_its_bare_addresses_are_no_part_of_the_portal():
    with pytest.raises(NoReverseMatch):
        reverse("bench_view")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scale", "0"], "1 to 200"),
        (["--requests", "0"], "1 or more"),
        (["--database-url", "mysql://x"], "postgres://"),
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
