"""One scale: a database, a server, and each page asked for again and again."""

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import deadline
from tests.bench.browser import Answer, Browser, UnexpectedAnswer, form_fields
from tests.bench.crowd import Crowd, crowd
from tests.bench.databases import throwaway_database
from tests.bench.deadline import Deadline
from tests.bench.papers import Paper, papers
from tests.bench.server import Server, environment, running_server

THREADS = 2  # as README recommends for production
WARM_UP = 3
ROUND = 10
PREPARE_SECONDS = 900


@dataclass(frozen=True)
class Timing:
    """A page's times in ms, its SQL statements and the size of its answer in KB."""

    name: str
    median: float
    p95: float
    statements: str
    size: float


@dataclass(frozen=True)
class Scale:
    """What one run at one scale gave."""

    times: int
    measures: int
    years: int
    results: int
    database: str
    timings: tuple[Timing, ...]
    memory: float
    memory_at_most: float
    papers: tuple[Paper, ...] = ()
    citizens: Crowd | None = None


class PreparationFailed(Exception):
    """The data could not be made; says what the child process said last."""


def measure_scale(
    times: int, requests: int, database_url: str, say: Callable[[str], object]
) -> Scale:
    """Make the data of a plan `times` over, then measure; all of it gone afterwards."""
    with throwaway_database(database_url) as url:
        env = environment(url)
        say(f"{times}倍のデータを作っています。")
        data = _prepared(times, env)
        say(f"{data['measures']}施策で測っています。")
        with running_server(env, THREADS) as server:
            timings = _timings(server, data, requests)
            citizens = crowd(server, data["public"])
            memory, most = server.worker_memory()
        # Of the plan itself: a city has one, and a pack of a hundred would be no paper.
        made = papers(data["fiscal_year"], env) if times == 1 else ()
    return Scale(
        times=times,
        measures=data["measures"],
        years=data["years"],
        results=data["results"],
        database=data["database"],
        timings=timings,
        memory=memory,
        memory_at_most=most,
        papers=made,
        citizens=citizens,
    )


def _prepared(times: int, env: dict[str, str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.prepare", str(times)],
        env=env, capture_output=True, text=True, timeout=PREPARE_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise PreparationFailed(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


def measure_deadline(database_url: str, say: Callable[[str], object]) -> Deadline:
    """The last day for reports (deadline.py), on the server that README recommends."""
    with throwaway_database(database_url) as url:
        env = environment(url)
        say("期限の日のデータを作っています。")
        _prepared(deadline.TIMES, env)
        people = deadline.prepared(deadline.PEOPLE, env)
        say(f"{len(people)}人が{deadline.SECONDS}秒に保存します。")
        with running_server(env, THREADS, deadline.WORKERS) as server:
            return deadline.deadline(server.port, people)


def _timings(server: Server, data: dict, requests: int) -> tuple[Timing, ...]:
    """All pages in turn, a few requests each, so that a busy moment hits all of them alike."""
    browser = Browser(server.port)
    browser.sign_in(data["login_url"], data["login"], data["password"])
    asked = _questions(browser, data["urls"])
    for _ in range(WARM_UP):
        for ask in asked.values():
            ask()
    answers: dict[str, list[Answer]] = {name: [] for name in asked}
    for count in _rounds(requests):
        for name, ask in asked.items():
            answers[name] += [ask() for _ in range(count)]
    browser.close()
    return tuple(_timing(name, own) for name, own in answers.items())


def _rounds(requests: int) -> list[int]:
    """How many requests a page gets each time that its turn comes."""
    full, rest = divmod(requests, ROUND)
    return [ROUND] * full + [rest] * bool(rest)


def _questions(browser: Browser, urls: dict[str, str]) -> dict[str, Callable[[], Answer]]:
    """What is measured, by its name in the table."""
    saving = Saving(browser, urls["entry"])
    return {
        "何もしないビュー": lambda: browser.get("/bench/view/"),
        "47行の表だけ": lambda: browser.get("/bench/table/"),
        "事務局トップ": lambda: browser.get(urls["start"]),
        "ダッシュボード": lambda: browser.get(urls["dashboard"]),
        "方針と施策": lambda: browser.get(urls["policy_list"]),
        "施策": lambda: browser.get(urls["measure"]),
        "担当施策": lambda: browser.get(urls["my_measures"]),
        "進捗の入力": lambda: browser.get(urls["entry"]),
        "下書きの保存": saving.save,
        "報告の確認": lambda: browser.get(urls["review"]),
        "図（キャッシュ済み）": lambda: browser.get(urls["chart"]),
        "施策の一覧（API）": lambda: browser.get(urls["api_measures"]),
        "検索": lambda: browser.get(urls["search"]),
        "市民向けのトップ（保管済み）": lambda: browser.get("/public/"),
    }


class Saving:
    """Saves the same draft again and again, each time with another text and another figure."""

    def __init__(self, browser: Browser, url: str):
        self.browser, self.url = browser, url
        self.fields = form_fields(browser.get(url).body)
        self.value = next(name for name in self.fields if name.endswith("-value"))
        self.version = int(self.fields["version"])

    def save(self) -> Answer:
        changed = {
            "version": str(self.version),
            "done": f"【サンプル】{self.version}回目の保存です。",
            self.value: str(self.version % 90 + 1),
        }
        answer = self.browser.post(self.url, self.fields | changed)
        if answer.location.partition("#")[0] != self.url:
            raise UnexpectedAnswer(f"保存の後に {answer.location} へ移りました。")
        self.version += 1
        return answer


def _timing(name: str, answers: list[Answer]) -> Timing:
    times = sorted(answer.milliseconds for answer in answers)
    counts = sorted({answer.statements for answer in answers})
    return Timing(
        name=name,
        median=statistics.median(times),
        p95=times[math.ceil(0.95 * len(times)) - 1],
        statements="〜".join(str(count) for count in sorted({counts[0], counts[-1]})),
        size=len(answers[-1].body) / 1024,
    )
