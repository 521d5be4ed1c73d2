"""Databases of one size, measured one after the other: a server, and all that is asked of it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from tests.bench import deadline
from tests.bench.asking import Timing, signed_in, timings
from tests.bench.crowd import Crowd, crowd
from tests.bench.databases import throwaway_database
from tests.bench.deadline import Deadline
from tests.bench.papers import Paper, papers
from tests.bench.server import Server, environment, running_server
from tests.bench.weights import Weight, weigh

THREADS, WORKERS = 2, 3  # as README recommends for production
PREPARE_SECONDS = 1800
CLOSED = 3  # years, and one in progress
PAGES, WEIGHTS, CROWDS, PAPERS = "pages", "weights", "crowds", "papers"
WEIGHED = ("ダッシュボード（報告中の年度）", "方針と施策", "施策", "担当施策", "市民向けの施策")
CROWDED = ("ダッシュボード（報告中の年度）", "方針と施策")
Say = Callable[[str], object]


@dataclass(frozen=True)
class Size:
    """How large a plan is measured, on which database: `times` what it has, `closed` years."""

    server: str  # the URL of a PostgreSQL server, or blank for SQLite
    times: int = 1
    closed: int = CLOSED

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    @property
    def name(self) -> str:
        return f"{self.kind} {self.times}倍 締めた{self.closed}年度"


@dataclass
class Measured:
    """What one size gave; memory in MB of the worker that has most, of all `WORKERS`."""

    size: Size
    database: str
    measures: int
    results: int
    timings: list[Timing] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()

    @property
    def medians(self) -> dict[str, float]:
        return {each.name: each.median for each in self.timings}


class PreparationFailed(Exception):
    """The data could not be made; says what the child process said last."""


def measure(
    sizes: Sequence[Size], parts: Collection[str], requests: int, static: str, say: Say
) -> Iterator[Measured]:
    """The data of all these sizes made at the same time, then each measured by itself."""
    with ExitStack() as stack:
        envs = [
            environment(stack.enter_context(throwaway_database(each.server)))
            | {"BENCH_STATIC": static}
            for each in sizes
        ]
        say(f"{'、'.join(each.name for each in sizes)}のデータを作っています。")
        with ThreadPoolExecutor(len(sizes)) as pool:
            made = pool.map(lambda size, env: prepared(size.times, env, size.closed), sizes, envs)
            described = list(made)
        for size, env, data in zip(sizes, envs, described, strict=True):
            yield _measured(size, env, data, parts, requests, say)


def _measured(
    size: Size, env: dict[str, str], data: dict, parts: Collection[str], requests: int, say: Say
) -> Measured:
    found = Measured(size, data["database"], data["measures"], data["results"])
    if {PAGES, WEIGHTS} & {*parts}:
        _look(env, data, parts, requests, found, say)
    if CROWDS in parts:
        with running_server(env, THREADS, WORKERS) as server:
            found.crowds = _crowds(server, data)
            found.memory["大勢が見た後"] = server.own_memory()
    if PAPERS in parts:
        found.papers = papers(data["fiscal_year"], env)
    for each in (*found.weights, *found.crowds, found.memory, *found.papers):
        say(f"{size.name} {each}")
    return found


def _look(
    env: dict, data: dict, parts: Collection[str], requests: int, found: Measured, say: Say
) -> None:
    """Few people, each of them with one worker, so that what a process keeps is there."""
    with running_server(env, THREADS, WORKERS, keep_alive=120) as server:
        found.memory["起動した後"] = server.own_memory()
        if PAGES in parts:
            for each in timings(server, data, requests, found.memory):
                found.timings.append(each)
                say(f"{found.size.name} {_row(each)}")
        if WEIGHTS in parts:
            found.weights = _weights(server, data)


def _row(timing: Timing) -> str:
    """One page in a line, as it comes: a run that is cut off has said what it found."""
    return (
        f"{timing.name}：中央値{timing.median:.1f} 95%{timing.p95:.1f} "
        f"CPU{timing.processor:.1f} SQL{timing.statements} {timing.size:,.1f}KB"
    )


def _weights(server: Server, data: dict) -> list[Weight]:
    people = signed_in(server, data)
    pages = [(name, login, url) for name, login, url in data["pages"] if name in WEIGHED]
    return [weigh(people[login], name, url) for name, login, url in pages]


def _crowds(server: Server, data: dict) -> list[Crowd]:
    """Readers with a login, all under one; then citizens."""
    reader = signed_in(server, data)["council1"]
    pages = [(name, [url]) for name, _, url in data["pages"] if name in CROWDED]
    found = [crowd(server, name, urls, lambda: reader.cookies) for name, urls in pages]
    return [*found, crowd(server, "市民向けのページと図", data["public"])]


def prepared(times: int, env: dict[str, str], closed: int = CLOSED) -> dict:
    """The data of a plan `times` over, in the database of `env`; what is asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.prepare", str(times), str(closed)],
        env=env, capture_output=True, text=True, timeout=PREPARE_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise PreparationFailed(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


@contextmanager
def static_files() -> Iterator[str]:
    """A folder with the styles, scripts and pictures as a server in production gives them out."""
    with tempfile.TemporaryDirectory(prefix="bench-static-") as folder:
        env = environment("sqlite:///:memory:") | {"BENCH_STATIC": folder}
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        pipes = {"capture_output": True, "text": True, "timeout": PREPARE_SECONDS}
        done = subprocess.run([*command, "--ignore", "drf_spectacular_sidecar"], env=env, **pipes)
        if done.returncode:
            raise PreparationFailed(done.stderr.strip().splitlines()[-1])
        yield folder


def measure_deadline(server_url: str, say: Say) -> Deadline:
    """The last day for reports (deadline.py), on the server that README recommends."""
    with throwaway_database(server_url) as url:
        env = environment(url)
        say("期限の日のデータを作っています。")
        prepared(deadline.TIMES, env)
        people = deadline.prepared(deadline.PEOPLE, env)
        say(f"{len(people)}人が{deadline.SECONDS}秒に保存します。")
        with running_server(env, THREADS, deadline.WORKERS) as server:
            return deadline.deadline(server.port, people)
