"""How fast the pages are, at the plan's size and far above it, on both databases.

    python -m tests.bench [--only pages weights crowds papers years deadline imports]
        [--database sqlite postgresql] [--database-url postgres://…]
        [--scale 1 10 100] [--years 5 20] [--requests 30] [--into README.md]

Makes its own data in databases of its own, serves them on this machine alone, and leaves nothing
behind: neither rows nor files nor processes. What it finds it says at once, and prints it as
Markdown at the end, also where it is ended before; `--into` puts a whole run into a book.
"""

import argparse
import os
import signal
import sys
from functools import partial
from pathlib import Path

from tests.bench.book import MarkMissing, marked, write_into
from tests.bench.browser import UnexpectedAnswer
from tests.bench.imports import ImportFailed, imports
from tests.bench.measuring import (
    CROWDS,
    PAGES,
    PAPERS,
    WEIGHTS,
    PreparationFailed,
    Size,
    measure,
    measure_deadline,
    static_files,
)
from tests.bench.papers import PaperFailed
from tests.bench.server import ServerFailed
from tests.bench.tables import Found, blocks

LARGEST, MOST_YEARS = 300, 40
FEW = 10  # requests of a page
ON_SERVERS = (PAGES, WEIGHTS, CROWDS, PAPERS)
PARTS = (*ON_SERVERS, "years", "deadline", "imports")
SQLITE, POSTGRESQL = "sqlite", "postgresql"
FAILURES = (
    ImportFailed, PaperFailed, PreparationFailed, ServerFailed, UnexpectedAnswer, MarkMissing,
)  # fmt: skip


def main(arguments: list[str]) -> int:
    given, load = _read(arguments), os.getloadavg()[0]
    # An end from outside passes through the blocks that end the child processes.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found = Found(given.requests)
    try:
        _run(given, found)
        if given.into:
            write_into(given.into, blocks(found, load))
    except FAILURES as failure:
        _say(str(failure))
        return 1
    finally:
        signal.signal(signal.SIGTERM, before)
        tables = (marked(name, block) for name, block in blocks(found, load).items())
        sys.stdout.write("\n\n".join(tables) + "\n")
    return 0


def _run(given: argparse.Namespace, found: Found) -> None:
    """What is asked for, what takes longest last. Papers and weights are those of the plan itself: a
    city has one, and a pack of a hundred would be no paper."""
    asked = {*given.only}
    usual, large = [each for each in given.scale if each == 1], sorted({*given.scale} - {1})
    with static_files() as static:
        measure_these = partial(_measure, given, found, static)
        for times in usual:
            measure_these([Size(each, times) for each in given.servers], asked & {*ON_SERVERS})
        if "years" in asked:
            years = [Size(each, 1, closed) for closed in given.years for each in given.servers]
            measure_these(years, {PAGES})
        for server in given.servers if "deadline" in asked else ():
            found.last_days.append((Size(server).kind, measure_deadline(server, _say)))
        for each in imports(given.servers[-1], _say) if "imports" in asked else ():
            found.taken.append((Size(given.servers[-1]).kind, each))
        for times in large:
            measure_these([Size(each, times) for each in given.servers], asked & {PAGES, CROWDS})


def _measure(
    given: argparse.Namespace, found: Found, static: str, sizes: list[Size], parts: set[str]
) -> None:
    """These sizes, their data made at the same time. Papers and weights are the same on each database;
    of another size than the usual one a few requests tell as much."""
    requests = min(given.requests, FEW) if sizes[0] != Size(given.servers[0]) else given.requests
    for each in measure(sizes, parts, requests, static, _say) if parts else ():
        found.measured.append(each)
        parts -= {PAPERS, WEIGHTS}  # in place: for the sizes to come


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--database", nargs="+", choices=(SQLITE, POSTGRESQL), default=None)
    parser.add_argument("--scale", nargs="+", type=int, default=[1, 10, 100])
    parser.add_argument("--years", nargs="+", type=int, default=[5, 20], help="closed ones")
    parser.add_argument("--requests", type=int, default=30, help="of each page, at most")
    parser.add_argument("--into", type=Path, help="a book with the tables' marks")
    parser.add_argument(
        "--database-url", default=os.environ.get("DATABASE_URL", ""),
        help="postgres://…: makes databases there, for this run",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if given.requests < 1 or not all(1 <= each <= LARGEST for each in given.scale):
        parser.error(f"--requests: 1 or more; --scale: 1 to {LARGEST}")
    if not all(1 <= each <= MOST_YEARS for each in given.years):
        parser.error(f"--years: 1 to {MOST_YEARS}")
    given.servers = _servers(parser, given)
    return given


def _servers(parser: argparse.ArgumentParser, given: argparse.Namespace) -> list[str]:
    """The URL of the PostgreSQL server, and a blank one for SQLite; as asked for, else those that
    there are."""
    is_server = given.database_url.startswith(("postgres://", "postgresql://"))
    wanted = given.database or ([POSTGRESQL, SQLITE] if is_server else [SQLITE])
    if POSTGRESQL in wanted and not is_server:
        parser.error("postgresql: DATABASE_URL or --database-url begins with postgres://")
    return [given.database_url if each == POSTGRESQL else "" for each in wanted]


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
