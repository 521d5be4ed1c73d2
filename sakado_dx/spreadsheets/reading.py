"""The door by which files come in: guarded and read in a process of its own, into sheets of text.

Whatever a file does to its reader, it does it there: memory and seconds of the processor are bounded,
the other requests go first, and all that comes back is texts, or one sentence. No number of a
workbook is worth a worker.
"""

import json
import os
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from time import monotonic

from django.conf import settings

from sakado_dx import event_log
from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.opening import open_book
from sakado_dx.spreadsheets.passing import book_of
from sakado_dx.spreadsheets.sheets import Book

# Seconds for one answer, by the clock. What a file may take is bounded in the child, by the processor:
# on a busy machine, where all others go first, a sound file may wait long for its few seconds. Less
# than a front server waits (deploy/nginx), so that the sentence arrives.
MOST_SECONDS = 100
TOO_MUCH = (
    "ファイルの読み取りに時間かメモリがかかりすぎるため、止めました。使っていないシート・行・列・書式を削除し、"
    "必要な表だけを新しいブックに貼り付けて、保存し直してください。"
)
TOO_BUSY = (
    "サーバーが混み合っているため、ファイルを読み終わりませんでした（ファイルの誤りではありません）。何も取り込んでいません。"
    "しばらくしてから、もう一度ファイルを選んでください。"
)
CHILD = "sakado_dx.spreadsheets.child"
# Of this process's surroundings what programs need to run, and no secret.
HANDED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "LANG", "TZ")
ROOT = Path(__file__).resolve().parents[2]


def read_book(name: str, content: bytes) -> Book:
    """The file's sheets, each read when it is asked for. Raises `Refused`, now or then, with a
    sentence for whoever chose the file."""
    guard.check_name(name)
    guard.check_size(len(content))
    if not settings.READ_IN_CHILD:
        return open_book(name, content)
    child = _Child()
    facts = child.ask({"name": name, "size": len(content)}, content)
    return book_of(facts, child.ask)


class _Child:
    """The reading process. It ends with the book that asks it, or on its own limits."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", CHILD],
            cwd=ROOT,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.end = weakref.finalize(self, _end, self.process)

    def ask(self, request: dict, content: bytes = b"") -> dict:
        """The child's answer; `Refused` where it refuses, dies (on its limits, too) or does not come
        to its turn."""
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n" + content)
            self.process.stdin.flush()
            answer = json.loads(self._line())
        except (OSError, ValueError, TimeoutError) as error:
            self.end()
            event_log.record(
                "workbook_unread", reason=type(error).__name__, code=self.process.returncode
            )
            raise Refused(TOO_BUSY if isinstance(error, TimeoutError) else TOO_MUCH) from error
        if refused := answer.get("refused"):
            self.end()
            raise Refused(refused)
        return answer

    def _line(self) -> bytes:
        """One answer; `TimeoutError` where it does not come, `ValueError` where it breaks off."""
        until, parts, out = monotonic() + MOST_SECONDS, [], self.process.stdout
        with DefaultSelector() as selector:
            selector.register(out, EVENT_READ)
            while not (parts and parts[-1].endswith(b"\n")):
                if not selector.select(until - monotonic()):
                    raise TimeoutError
                parts.append(out.read1(1 << 20))
                if not parts[-1]:
                    raise ValueError("broken off")
        return b"".join(parts)


def _end(process: subprocess.Popen) -> None:
    process.kill()
    # What a dead child left unread is flushed once more on closing.
    with suppress(BrokenPipeError):
        process.stdin.close()
    process.stdout.close()
    process.wait()
