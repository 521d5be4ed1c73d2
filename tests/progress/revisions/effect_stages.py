"""A process that lets take effect what is due again and again, each time in a fork of its own that
dies at a given moment: `python -m tests.progress.revisions.effect_stages`.

A line in, a line out: the number of the statement right after which it dies (0: never); then
whether it was killed, and for one that was not the number of statements.
"""

import json
import os
import signal
import sys

import django


def main() -> None:
    django.setup()
    from progress.revisions import effect_verbs  # noqa: F401  loaded once, before the forks

    for line in sys.stdin:
        answer, told = os.pipe()
        if not (child := os.fork()):
            _apply(int(line), told)
            os._exit(0)
        os.close(told)
        _, status = os.waitpid(child, 0)
        with os.fdopen(answer) as took:
            found = json.loads(took.read() or "0")
        os.write(1, json.dumps([os.WIFSIGNALED(status), found]).encode() + b"\n")


def _apply(moment: int, told: int) -> None:
    from django.db import connection

    from progress.revisions.effect_verbs import apply_due

    statements = 0

    def count(execute, *args):
        nonlocal statements
        statements += 1
        answer = execute(*args)
        if statements == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    with connection.execute_wrapper(count):
        apply_due()
    os.write(told, json.dumps(statements).encode())


if __name__ == "__main__":
    main()
