"""What a worker that is killed takes with it: what its threads were at, and nothing that waited."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.street import ROOT

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_LONG"), reason="kills workers for some seconds"
)
APPLICATION = """
import time

def application(environ, start):
    time.sleep(0.05)
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
PEOPLE, EACH, THREADS = 60, 10, 2


def flags() -> list[str]:
    """Of the portal's own unit, but for its address and how often a worker is replaced."""
    unit = (ROOT / "deploy/units/dx-portal.service").read_text("utf-8")
    said = re.search(r"^ExecStart=\S+gunicorn \S+ (.*)$", unit, re.M)[1]
    said = re.sub(r"--(bind|max-requests|max-requests-jitter) \S+", "", said)
    return said.split()


@contextmanager
def served(folder: Path):
    (folder / "slow.py").write_text(APPLICATION)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        command = [sys.executable, "-m", "gunicorn", "slow:application", "--chdir", str(folder)]
        command += ["--bind", f"fd://{listener.fileno()}", *flags()]
        process = subprocess.Popen(command, pass_fds=[listener.fileno()])
        try:
            yield process.pid, listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait(60)


def posted(port: int) -> int:
    """How many of a person's requests nobody answered."""
    unanswered = 0
    for _ in range(EACH):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("POST", "/", b"text")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            unanswered += 1
        connection.close()
    return unanswered


def test_a_killed_worker_leaves_unanswered_only_what_its_threads_were_at(tmp_path):
    kills = 0
    with served(tmp_path) as (master, port), ThreadPoolExecutor(PEOPLE) as pool:
        asked = [pool.submit(posted, port) for _ in range(PEOPLE)]
        while not all(each.done() for each in asked):
            time.sleep(1)
            workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            with suppress(ProcessLookupError):
                os.kill(int(workers[0]), signal.SIGKILL)
                kills += 1
    assert kills
    assert sum(each.result() for each in asked) <= kills * THREADS
