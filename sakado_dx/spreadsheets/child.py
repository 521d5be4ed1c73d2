"""The process that reads a file, and does nothing else: `python -m sakado_dx.spreadsheets.child`.

A line of JSON a request, a line a reply: first the file (its name and size, then its bytes), then
the sheets that are asked for. It knows no setting, no database and no secret, has little memory
and time, and lets everybody else go first.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial

from sakado_dx.spreadsheets import passing
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.guard import BROKEN
from sakado_dx.spreadsheets.opening import open_book

MOST_MEMORY = 400 * 1024 * 1024
MOST_SECONDS = 15  # of the processor: what the file costs, however busy the machine is
# Seconds by the clock, for one that nobody asks any more: longer than any answer may take.
LIFE = 600
NICER = 10


def main() -> None:
    bound()
    first = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(first["size"])
    if not (book := _told(partial(open_book, first["name"], content), passing.facts_of)):
        return
    for line in sys.stdin.buffer:
        _told(partial(passing.answer_to, book, json.loads(line)))


def _told(act: Callable, show: Callable = lambda found: found):
    """What was found, once it has been told; None where a refusal was."""
    found = None
    try:
        found = act()
        reply = show(found)
    except Refused as error:
        found, reply = None, {"refused": str(error)}
    except MemoryError:
        raise  # whoever asked sees the end, and has its own words for it
    except Exception:
        # The parsers are others'; a file can bring them to any exception there is.
        found, reply = None, {"refused": BROKEN}
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    return found


def bound() -> None:
    """Little memory and time for this process, and all others before it."""
    # openpyxl would load numpy, which takes longer than reading a file, only to know its types.
    sys.modules["numpy"] = None
    os.nice(NICER)
    signal.alarm(LIFE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
