"""gunicorn on a free port of this machine, with one worker or some, ended with the block."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 180  # on a machine that is busy with other things
STOP_SECONDS = 10
# What the benchmark sets itself, and what would point elsewhere.
OTHER_SETTINGS = ("CACHE_URL", "ALLOWED_HOSTS", "PORTAL_URL", "TLS_PROXY", "DEBUG", "FILES_DIR")


class ServerFailed(Exception):
    """The server did not start, or ended by itself."""


class Server:
    """A running server: its port, and its workers."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in children.read_text().split()]

    def kill_worker(self) -> int:
        """Kill its one worker, which the server replaces; returns the process id."""
        worker = self._worker()
        os.kill(worker, signal.SIGKILL)
        return worker

    def own_memory(self) -> float:
        """Of its workers the most that one has: PSS in MB (1,048,576 bytes), where what several
        share is shared out among them."""
        return max(_pss(each) for each in self.workers()) / 1024

    def processor_ms(self) -> float:
        """The processor time in ms that its workers have taken so far, all threads together."""
        return sum(_on_processor(each) for each in self.workers()) / 1e6

    def _worker(self) -> int:
        workers = self.workers()
        if len(workers) != 1:
            raise ServerFailed(f"gunicorn のワーカーが1つではありません（{len(workers)}）。")
        return workers[0]


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _on_processor(pid: int) -> int:
    """Of all threads of a process, in ns: `stat` counts in steps of 10 ms."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def environment(database_url: str) -> dict[str, str]:
    """The environment of the child processes: local settings on the thrown-away database."""
    kept = {name: value for name, value in os.environ.items() if name not in OTHER_SETTINGS}
    return kept | {
        "DATABASE_URL": database_url,
        "DEPLOYMENT": "local",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "LOG_LEVEL": "ERROR",
        "MALLOC_ARENA_MAX": "1",  # as README says
        "PYTHONUTF8": "1",
        # Style sheets are not asked for, so that their folder may be missing.
        "PYTHONWARNINGS": "ignore:No directory at",
    }


@contextmanager
def running_server(
    env: dict[str, str], threads: int, workers: int = 1, keep_alive: int = 0
) -> Iterator[Server]:
    """A server that answers; ended, with its workers, whatever happens in the block. Several of them
    are forked from one process that has loaded the portal, as README says. With `keep_alive` seconds
    a reader stays with one of them, as long as he is not quiet for longer."""
    with socket.socket() as listener:
        # Bound here and handed over: no other process can take the port in between.
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        port = listener.getsockname()[1]
        command = [
            sys.executable, "-m", "gunicorn", "sakado_dx.wsgi", "--bind",
            f"fd://{listener.fileno()}", "--workers", str(workers), "--threads", str(threads),
            "--log-level", "warning", "--no-control-socket",
        ]  # fmt: skip
        if workers > 1:
            command += ["--preload", *_connections(threads, keep_alive)]
        process = subprocess.Popen(
            command, env=env, pass_fds=[listener.fileno()], start_new_session=True
        )
    try:
        _wait_until_it_answers(process, port)
        yield Server(process, port)
    finally:
        _end(process)


def _connections(threads: int, keep_alive: int) -> list[str]:
    """As README says, behind a proxy: no more than threads, each for one request."""
    limit = [] if keep_alive else ["--worker-connections", str(threads)]
    return [*limit, "--keep-alive", str(keep_alive)]


def _wait_until_it_answers(process: subprocess.Popen, port: int) -> None:
    """Asks what costs nothing: /readyz would leave in one worker what no page needs."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/bench/view/")
            if connection.getresponse().status == 200:
                return
        connection.close()
        time.sleep(0.1)
    raise ServerFailed(f"gunicorn が{START_SECONDS}秒以内に応答しませんでした。")


def _end(process: subprocess.Popen) -> None:
    """End the server by its own id; by its process group where that does not help."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)
