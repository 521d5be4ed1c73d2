"""How fast the pages are, at the plan's size and far above it.

    python -m tests.bench [--scale 1 10 100] [--requests 30] [--database-url postgres://…] [--no-imports]
        [--no-deadline]

Makes its own data in a database of its own, serves it on this machine alone, and leaves
nothing behind: neither rows nor files nor processes. Prints a table in Markdown.
"""

import argparse
import signal
import sys

from tests.bench.browser import UnexpectedAnswer
from tests.bench.imports import ImportFailed, imports
from tests.bench.measuring import PreparationFailed, measure_deadline, measure_scale
from tests.bench.papers import PaperFailed
from tests.bench.server import ServerFailed
from tests.bench.tables import markdown

LARGEST = 200


def main(arguments: list[str]) -> int:
    given = _read(arguments)
    # An end from outside passes through the blocks that end the child processes.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        scales = [
            measure_scale(each, given.requests, given.database_url, _say) for each in given.scale
        ]
        last_day = measure_deadline(given.database_url, _say) if given.deadline else None
        taken = imports(given.database_url, _say) if given.imports else ()
    except (
        ImportFailed,
        PaperFailed,
        PreparationFailed,
        ServerFailed,
        UnexpectedAnswer,
    ) as failure:
        _say(str(failure))
        return 1
    finally:
        signal.signal(signal.SIGTERM, before)
    sys.stdout.write(markdown(scales, given.requests, taken, last_day))
    return 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--scale", nargs="+", type=int, default=[1, 10, 100])
    parser.add_argument(
        "--no-imports", action="store_false", dest="imports", help="leave out the files of rows"
    )
    parser.add_argument(
        "--no-deadline", action="store_false", dest="deadline", help="leave out the last day"
    )
    parser.add_argument("--requests", type=int, default=30, help="of each page")
    parser.add_argument(
        "--database-url", default="", help="postgres://…: makes a database there, for this run"
    )
    given = parser.parse_args(arguments)
    if given.requests < 1 or not all(1 <= each <= LARGEST for each in given.scale):
        parser.error(f"--requests: 1 or more; --scale: 1 to {LARGEST}")
    if given.database_url and not given.database_url.startswith(("postgres://", "postgresql://")):
        parser.error("--database-url begins with postgres://")
    return given


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
