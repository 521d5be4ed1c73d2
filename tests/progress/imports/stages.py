"""A process that takes one file in again and again, each time in a fork of its own, which dies at
a given moment: `python -m tests.progress.imports.stages FILE USERNAME`.

A line in, a line out: `STAGE MOMENT KEY`, with MOMENT a number of seconds (`0.25s`), or of
statements (`17`), after the stage began, or `never`; then whether it was killed, and for one that
was not the seconds and statements that the stage took. Starting Python anew for each would take
longer than all the rest.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import django

READING, PREVIEW, WRITE = "reading", "preview", "write"


def main(path: str, username: str) -> None:
    django.setup()
    from django.conf import settings

    content = Path(path).read_bytes()
    settings.READ_IN_CHILD = False
    _import(content, username, "", READING, "never", say=lambda took: None)  # all modules loaded
    settings.READ_IN_CHILD = True
    for line in sys.stdin:
        stage, moment, key = line.split()
        answer, told = os.pipe()
        if not (child := os.fork()):
            _import(content, username, key, stage, moment, partial(_tell, told))
            os._exit(0)
        os.close(told)
        _, status = os.waitpid(child, 0)
        with os.fdopen(answer) as took:
            found = json.loads(took.read() or "[]")
        _tell(sys.stdout.fileno(), [os.WIFSIGNALED(status), *found])


def _tell(pipe: int, found: list) -> None:
    os.write(pipe, json.dumps(found).encode() + b"\n")


def _import(content: bytes, username: str, key: str, stage: str, moment: str, say: Callable):
    """What the wizard does: each stage in turn, up to the one that is asked for."""
    from django.conf import settings

    from glossary.importers import TermResource
    from measures.models import Plan
    from progress.imports import verbs
    from sakado_dx.imports.recording import SourceFile
    from sakado_dx.organization.models import User
    from sakado_dx.spreadsheets.reading import read_book

    source = SourceFile("terms.csv", content, key)
    settings.READ_IN_CHILD = settings.READ_IN_CHILD and stage == READING
    with _dying(stage == READING, moment, say):
        table = TermResource(plan=None).table_in(read_book(source.name, source.content))
    if stage == READING:
        return
    by, plan = User.objects.get(username=username), Plan.objects.get()
    with _dying(stage == PREVIEW, moment, say):
        outcome, effects = verbs.look(TermResource(plan=plan), table, by)
    if stage == PREVIEW:
        return
    seen = verbs.Seen(outcome.digest, effects.mark)
    with _dying(stage == WRITE, moment, say):
        said = {"reason": "辞書の一括登録", "file": source, "scope": str(plan), "seen": seen}
        verbs.take_in(TermResource(plan=plan), table, by=by, **said)


@contextmanager
def _dying(is_meant: bool, moment: str, say: Callable):
    """Die at the moment, without a word to anybody; else say how long it took."""
    if not is_meant:
        yield
        return
    from django.db import connection

    statements, began = 0, time.monotonic()

    def count(execute, *args):
        nonlocal statements
        statements += 1
        answer = execute(*args)
        if str(statements) == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    if moment.endswith("s"):
        signal.setitimer(signal.ITIMER_REAL, float(moment[:-1]))  # its signal ends the process
    with connection.execute_wrapper(count):
        yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    say([time.monotonic() - began, statements])


if __name__ == "__main__":
    main(*sys.argv[1:])
