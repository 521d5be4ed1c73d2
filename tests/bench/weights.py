"""What a page weighs with its pictures, styles and scripts: on a first view, and on the next one,
when a browser has kept what it may keep.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.bench.browser import Answer, Browser

KEPT = re.compile(r"max-age=(\d+)")
# Of a picture that has a narrow form a wide screen takes the `img`.
PARTS = {"img": "src", "script": "src", "link": "href"}
LOADED = ("stylesheet", "icon", "modulepreload")
IN_STYLE = re.compile(rb"url\(['\"]?([^'\")]+)['\"]?\)")
IN_SCRIPT = re.compile(rb"(?:from|import)\s*\(?['\"](\.[^'\"]+)['\"]")


@dataclass(frozen=True)
class View:
    """How many requests, how many KB of answers without their heads, and how many ms, one by one."""

    requests: int
    size: float
    milliseconds: float


@dataclass(frozen=True)
class Weight:
    name: str
    first: View
    again: View


class Visitor:
    """A browser with a cache: an answer that is still fresh is not asked for again, one that has an
    ETag or a date is asked for with it."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.kept: dict[str, Answer] = {}

    def view(self, url: str) -> View:
        """The page and all that it shows, each once."""
        asked: list[Answer] = []
        page = self._get(url, asked)
        waiting, seen = parts_of(url, page), set()
        while waiting:
            part = waiting.pop()
            if part not in seen:
                seen.add(part)
                waiting += parts_of(part, self._get(part, asked))
        size = sum(len(each.body) for each in asked) / 1024
        return View(len(asked), size, sum(each.milliseconds for each in asked))

    def _get(self, url: str, asked: list[Answer]) -> Answer:
        kept = self.kept.get(url)
        if kept and _is_fresh(kept):
            return kept
        answer = self.browser.get(url, expect=0, headers=_conditions(kept))
        asked.append(answer)
        if answer.status == 304 and kept:
            return kept
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            self.kept[url] = answer
        return answer


def _is_fresh(kept: Answer) -> bool:
    """Whether it may be shown for at least this visit without a question."""
    control = kept.headers.get("Cache-Control", "")
    found = KEPT.search(control)
    return "no-cache" not in control and found is not None and int(found[1]) > 60


def _conditions(kept: Answer | None) -> dict[str, str]:
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    heads = kept.headers if kept else {}
    return {ask: heads[told] for ask, told in pairs if told in heads}


def weigh(browser: Browser, name: str, url: str) -> Weight:
    visitor = Visitor(browser)
    return Weight(name, visitor.view(url), visitor.view(url))


def parts_of(url: str, answer: Answer) -> list[str]:
    """The addresses on this server that an answer makes a browser ask for."""
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        found = _of_page(answer.body)
    elif kind.startswith("text/css"):
        found = [each.decode() for each in IN_STYLE.findall(answer.body)]
    elif "javascript" in kind:
        found = [each.decode() for each in IN_SCRIPT.findall(answer.body)]
    else:
        found = []
    whole = [urljoin(url, each) for each in found if not each.startswith("data:")]
    return [each.partition("#")[0] for each in whole if not urlsplit(each).netloc]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        address = given.get(PARTS.get(tag, ""))
        if address and (tag != "link" or given.get("rel") in LOADED):
            self.parts.append(address)


def _of_page(body: bytes) -> list[str]:
    page = _Page()
    page.feed(body.decode())
    return page.parts
