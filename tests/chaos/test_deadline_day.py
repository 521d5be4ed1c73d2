"""The last day for reports, while workers are killed, the database restarts, the disk is full and
logins are lost: what was told as stored is stored, and what was told as not stored is not.

Long: with TEST_LONG 200 people in a minute, on SQLite and on PostgreSQL; else it is left out.
"""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.bench import deadline, measuring
from tests.bench.databases import throwaway_database
from tests.bench.server import Server, environment, running_server

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_LONG"), reason="plays the last day: two minutes for each database"
)
PEOPLE = int(os.environ.get("CHAOS_PEOPLE", deadline.PEOPLE))
SECONDS = 60
THREADS = 2
EVERY = 4  # seconds between two mishaps
SERVER = Path(__file__).parents[2] / ".ci" / "postgres.sh"


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a PostgreSQL that nobody else uses, since it is going to be restarted."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [str(SERVER), "sh", "-c", 'echo "$DATABASE_URL"; read -r end']
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=env, **pipes)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate("end\n", timeout=60)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def prepared(request) -> Iterator[tuple[dict, list[dict]]]:
    """A city in which nobody has handed in yet: the environment, and its people."""
    with ExitStack() as stack:
        server = stack.enter_context(own_server()) if request.param == "postgresql" else ""
        url = stack.enter_context(throwaway_database(server))
        env = environment(url) | {"LOG_LEVEL": "ERROR"}
        measuring.prepared(deadline.TIMES, env)
        yield env, deadline.prepared(PEOPLE, env)


def is_server(env: dict) -> bool:
    return env["DATABASE_URL"].startswith("postgres")


@contextmanager
def going_on(mishap: Callable[[], object]) -> Iterator[list]:
    """The mishap again and again, beside what the block does."""
    done, over = [], threading.Event()

    def repeat() -> None:
        while not over.wait(EVERY):
            done.append(mishap())

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def kill_a_worker(server: Server) -> int:
    """SIGKILL for one of them, whichever; gunicorn starts another one."""
    worker = random.choice(server.workers())
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
    return worker


def judged(env: dict, told: list[deadline.Told]) -> dict[str, int]:
    """What was lost, and what was told wrongly; what was told nothing may be either."""
    record, stands = deadline.kept_texts(env)
    stored = [text for each in told for text in each.stored]
    refused = [text for each in told for text in each.refused]
    last = {}
    for each in told:
        later = each.stored[-1:] + each.unknown
        last[each.report] = set(later)
    return {
        "lost": sum(text not in record for text in stored),
        "overwritten": sum(
            stands.get(each.report) not in last[each.report] for each in told if each.stored
        ),
        "told wrongly": sum(text in record for text in refused),
        "stored": len(stored),
        "refused": len(refused),
        "unknown": sum(len(each.unknown) for each in told),
    }


def play(env: dict, people: list[dict], mishap: Callable[[Server], object]) -> dict[str, int]:
    with (
        running_server(env, THREADS, deadline.WORKERS) as server,
        going_on(lambda: mishap(server)) as done,
    ):
        told = deadline.day(server.port, people, SECONDS)
    found = judged(env, told) | {"mishaps": len(done)}
    print(found)  # noqa: T201
    assert found["lost"] == found["overwritten"] == found["told wrongly"] == 0, found
    assert found["stored"] > len(people) / 2, found
    assert done
    return found


def test_killed_workers_lose_nothing_that_was_acknowledged(prepared):
    play(*prepared, kill_a_worker)


def test_a_database_that_restarts_loses_nothing_and_is_back_in_seconds(prepared):
    if not is_server(prepared[0]):
        pytest.skip("SQLite has no server")
    play(*prepared, lambda _: restart(prepared[0]["DATABASE_URL"]))


def restart(url: str) -> None:
    """As after a crash of the server: nobody is waited for."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    program = next(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    command = [str(program), "restart", f"--pgdata={folder}", "--mode=immediate", "--wait"]
    command += ["--silent", f"--log={folder.parent / 'server.log'}"]
    owner = [] if os.getuid() else ["runuser", "-u", folder.owner(), "--"]
    subprocess.run([*owner, *command], cwd=folder.parent, check=True, timeout=60)


def test_a_full_disk_of_the_server_is_told_and_what_was_stored_stays(prepared, tmp_path):
    """The tables lie on a small disk, which somebody fills for two seconds each time."""
    if not is_server(prepared[0]):
        pytest.skip("of a server")
    if os.getuid():
        pytest.skip("a disk of its own wants root")
    with small_disk(prepared[0]["DATABASE_URL"]) as folder:
        found = play(*prepared, lambda _: fill_up(folder))
    assert found["refused"], found


@contextmanager
def small_disk(url: str) -> Iterator[Path]:
    """Where the database lies meanwhile, with room for as much again as it needs."""
    import psycopg2

    server = urlsplit(url)
    name = server.path.removeprefix("/")
    with closing(psycopg2.connect(urlunsplit(server._replace(path="/postgres")))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(%s)", [name])
        size = 2 * cursor.fetchone()[0] + 64 * 1024**2
        folder = data.parent / "small"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        subprocess.run(mount, check=True)
        try:
            shutil.chown(folder, data.owner(), data.group())
            cursor.execute("CREATE TABLESPACE small LOCATION %s", [str(folder)])
            cursor.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
            yield folder
            cursor.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
            cursor.execute("DROP TABLESPACE small")
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(folder: Path) -> int:
    """Bytes that were free."""
    filler, written = folder / "filler", 0
    place = os.open(filler, os.O_WRONLY | os.O_CREAT)
    for block in (b"\0" * 1024**2, b"\0" * 4096):
        with suppress(OSError):
            while True:
                written += os.write(place, block)
    os.close(place)
    time.sleep(2)
    filler.unlink()
    return written


def test_a_full_disk_is_told_and_what_was_stored_stays(prepared):
    """The workers can make no file longer than the database is, for two seconds each time."""
    if is_server(prepared[0]):
        pytest.skip("the limit is set to the portal's own processes")
    file = prepared[0]["DATABASE_URL"].removeprefix("sqlite:///")

    def fill(server: Server) -> int:
        workers = server.workers()
        size = Path(f"{file}-wal").stat().st_size
        _limit(workers, size)
        time.sleep(2)
        _limit(workers, resource.RLIM_INFINITY)
        return size

    found = play(*prepared, fill)
    assert found["refused"] + found["unknown"], found


def _limit(workers: list[int], size: int) -> None:
    for each in workers:
        with suppress(ProcessLookupError):
            resource.prlimit(each, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_lost_logins_lose_no_acknowledged_save(prepared):
    env, people = prepared
    play(env, people, lambda _: forget_a_tenth(env["DATABASE_URL"]))


def forget_a_tenth(url: str) -> None:
    """Sessions end, as at a restore or by an administrator; each day anew for other people."""
    statement = "DELETE FROM django_session WHERE session_key LIKE '{}%'"
    statement = statement.format(random.choice("abcdefghijklmnopqrstuvwxyz0123456789"))
    if url.startswith("postgres"):
        import psycopg2

        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            connection.commit()
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)) as connection:
        connection.execute(statement)
        connection.commit()
