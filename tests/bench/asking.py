"""The pages of one server asked for again and again, in turn, so that a busy moment hits all alike."""

import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.bench.browser import Answer, Browser, UnexpectedAnswer, form_fields
from tests.bench.server import Server

WARM_UP = 3
ROUND = 10
FEWEST = 3  # requests of a page, however slow it is
# A page that takes longer than this in all is asked for less often.
WARM_UP_SECONDS, SECONDS = 1.0, 2.5
BARE_VIEW, BARE_TABLE = "何もしないビュー", "47行の表だけ"
ENTRY = "進捗の入力"
Ask = Callable[[], Answer]


@dataclass(frozen=True)
class Timing:
    """A page's times in ms, its processor time in ms, its SQL statements and the size of its answer
    in KB (1,024 bytes)."""

    name: str
    median: float
    p95: float
    statements: str
    size: float
    processor: float = 0.0


@dataclass
class Asked:
    """What came of one page's requests so far."""

    ask: Ask
    answers: list[Answer] = field(default_factory=list)
    processor: float = 0.0
    seconds: float = 0.0

    @property
    def goes_on(self) -> bool:
        return len(self.answers) < FEWEST or self.seconds < SECONDS


def timings(
    server: Server, data: dict, requests: int, memory: dict[str, float]
) -> Iterator[Timing]:
    """All pages in turn, a few requests each; then the pictures, each of them drawn once. Into
    `memory` goes what the worker with most has after each of these."""
    people = signed_in(server, data)
    asked = {name: Asked(ask) for name, ask in questions(people, data).items()}
    for each in asked.values():
        _warm_up(each.ask)
    for count in rounds(requests):
        for each in asked.values():
            for _ in range(count) if each.goes_on else ():
                _ask_once(server, each)
    yield from (timing(name, each) for name, each in asked.items())
    memory["画面の後"] = server.own_memory()
    drawn = pictures(people["secretariat1"], data["charts"])
    for name, each in drawn.items():
        for _ in range(min(requests, len(data["charts"]) - WARM_UP)):
            if each.goes_on:
                _ask_once(server, each)
        yield timing(name, each)
    memory["図を描いた後"] = server.own_memory()
    for browser in people.values():
        browser.close()


def signed_in(server: Server, data: dict) -> dict[str, Browser]:
    """A browser of each person, and of one without a login."""
    people = {"": Browser(server.port)}
    for login in data["people"]:
        people[login] = Browser(server.port)
        people[login].sign_in(data["login_url"], login, data["password"])
    return people


def questions(people: dict[str, Browser], data: dict) -> dict[str, Ask]:
    """What is measured, by its name in the tables."""
    secretary = people["secretariat1"]
    asked: dict[str, Ask] = {
        BARE_VIEW: lambda: secretary.get("/bench/view/"),
        BARE_TABLE: lambda: secretary.get("/bench/table/"),
    }
    for name, login, url in data["pages"]:
        browser = people[login]
        asked[name] = lambda browser=browser, url=url: browser.get(url)
        if name == ENTRY:
            saving = Saving(browser, url)
            asked |= {
                "下書きの保存": saving.save,
                "下書きの保存（ほかの人と重なる）": saving.save_too_late,
            }
    return asked


def pictures(browser: Browser, addresses: list[str]) -> dict[str, Asked]:
    """The same one again, which the portal keeps; then others, which it draws."""
    others = iter(addresses[1:])
    for _ in range(WARM_UP):
        browser.get(addresses[0])
    browser.get(next(others))
    return {
        "図（キャッシュ済み）": Asked(lambda: browser.get(addresses[0])),
        "図（はじめて描く）": Asked(lambda: browser.get(next(others))),
    }


def _warm_up(ask: Ask) -> None:
    began = time.perf_counter()
    for _ in range(WARM_UP):
        ask()
        if time.perf_counter() - began > WARM_UP_SECONDS:
            return


def _ask_once(server: Server, asked: Asked) -> None:
    before = server.processor_ms()
    asked.answers.append(answer := asked.ask())
    asked.processor += server.processor_ms() - before
    asked.seconds += answer.milliseconds / 1000


def rounds(requests: int) -> list[int]:
    """How many requests a page gets each time that its turn comes."""
    full, rest = divmod(requests, ROUND)
    return [ROUND] * full + [rest] * bool(rest)


class Saving:
    """Saves the same draft again and again, each time with another text and another figure."""

    def __init__(self, browser: Browser, url: str):
        self.browser, self.url = browser, url
        self.fields = form_fields(browser.get(url).body)
        self.value = next(name for name in self.fields if name.endswith("-value"))
        self.version = self.first = int(self.fields["version"])

    def save(self) -> Answer:
        answer = self.browser.post(self.url, self._changed(self.version))
        if answer.location.partition("#")[0] != self.url:
            raise UnexpectedAnswer(f"保存の後に {answer.location} へ移りました。")
        self.version += 1
        return answer

    def save_too_late(self) -> Answer:
        """As one does who has read the form before all these: both texts are shown, none is lost."""
        changed = self._changed(self.first) | {"done": "【サンプル】古い画面からの保存です。"}
        return self.browser.post(self.url, changed, expect=409)

    def _changed(self, version: int) -> dict[str, str]:
        return self.fields | {
            "version": str(version),
            "done": f"【サンプル】{self.version}回目の保存です。",
            self.value: str(self.version % 90 + 1),
        }


def timing(name: str, asked: Asked) -> Timing:
    """What the requests of a page gave."""
    times = sorted(answer.milliseconds for answer in asked.answers)
    counts = sorted({answer.statements for answer in asked.answers})
    return Timing(
        name=name,
        median=statistics.median(times),
        p95=times[math.ceil(0.95 * len(times)) - 1],
        statements="〜".join(str(count) for count in sorted({counts[0], counts[-1]})),
        size=len(asked.answers[-1].body) / 1024,
        processor=asked.processor / len(times),
    )
