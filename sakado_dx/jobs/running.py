"""How long work is asked for, done in a process of its own, told, and freed where that died.

No state is held but the row's: each step is one conditional UPDATE, so a process that was given
up, and lives on, notices at its next step and leaves nothing.
"""

import hashlib
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from sakado_dx import event_log
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.whole_files import NotStored, store

BEAT = 5  # seconds between two heartbeats
BROKEN = "途中で誤りが起きました。もう一度試しても同じときは、システム管理者に知らせてください。"
DIED = "処理が途中で止まりました。何も変わっていません。もう一度、やり直してください。"
State = Job.State
_children: list[subprocess.Popen] = []


class Freed(Exception):
    """The job was given up meanwhile: nothing that it made may stay."""


class Unmakeable(Exception):
    """What is asked for cannot be made; says why, and what to do."""


class Work:
    """What the function of a kind is handed: what was asked, and how to tell how far it is."""

    def __init__(self, job: Job):
        self.job = job
        self.arguments: Mapping[str, Any] = job.arguments
        self.by: User = job.by

    def at(self, per_cent: int, phase: str) -> None:
        """Tell how far it is (0–100); never less than before. Raises Freed."""
        told = Job.objects.filter(pk=self.job.pk, state=State.RUNNING)
        is_further = told.filter(per_cent__lte=per_cent)
        now = timezone.now()
        if is_further.update(per_cent=per_cent, phase=phase, heartbeat=now):
            return
        if not told.update(phase=phase, heartbeat=now):
            raise Freed

    def keep(self, name: str, content: bytes) -> str:
        """Store a file under a name, which the row knows before it is there; returns the name
        that it got. Gone with the job where that ends without a result. Raises Freed."""
        name = default_storage.get_available_name(name)
        if not self._row().update(leaves=name):
            raise Freed
        kept = store(name, content)
        if kept != name:
            self._row().update(leaves=kept)
        return kept

    def done(self, result: str) -> None:
        """Say where the result stands, in the transaction that writes it. Raises Freed."""
        ended = {"state": State.DONE, "per_cent": 100, "phase": "", "leaves": ""}
        if not self._row().update(result=result, ended_at=timezone.now(), **ended):
            raise Freed

    def _row(self):
        return Job.objects.filter(pk=self.job.pk, state=State.RUNNING)


def hash_of(*parts: Any) -> str:
    """One value for the same parts, whatever the order of their keys."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def ask(kind: str, *, title: str, arguments: dict[str, Any], data: str, by: User, back: str) -> Job:
    """The job that makes this: a new one, the one that is making it already, or the one that made
    it of the same `data` (any text that changes with it)."""
    free_stale()
    named = {"arguments_hash": hash_of(kind, arguments)}
    same = Job.objects.filter(**named)
    made = same.made().filter(data_hash=hash_of(data)).first()
    if job := same.going().first() or made:
        return job
    try:
        with acting(by, Door.PAGE):
            job = Job.objects.create(
                kind=kind,
                title=title,
                arguments=arguments,
                data_hash=hash_of(data),
                by=by,
                back=back,
                **named,
            )
    except IntegrityError:
        # Somebody else asked at this very moment; it may even be done by now.
        return same.order_by("-pk").first()
    start(job)
    return job


def start(job: Job) -> None:
    """Begin the work in a process of its own; where the settings say so, here and now."""
    if not settings.JOBS_IN_CHILD:
        run(job.pk)
        return
    _children[:] = [each for each in _children if each.poll() is None]
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", str(job.pk)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    _children.append(subprocess.Popen(command, start_new_session=True, **quiet))


def run(pk: int) -> bool:
    """Do a job that waits, from beginning to end; False where it does not wait (any more)."""
    waiting = Job.objects.filter(pk=pk, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, heartbeat=timezone.now()):
        return False
    job = Job.objects.select_related("by").get(pk=pk)
    make: Callable[[Work], None] = import_string(settings.JOB_KINDS[job.kind])
    try:
        make(Work(job))
    except Freed:
        _forget(Job.objects.get(pk=pk))
    except (Unmakeable, NotStored) as refusal:
        _fail(pk, str(refusal))
    except Exception as error:
        _fail(pk, BROKEN)
        event_log.record("job_failed", level=logging.ERROR, job=pk, fault=type(error).__name__)
        logging.getLogger(__name__).exception("A job broke")
    return True


@contextmanager
def beating(pk: int) -> Iterator[None]:
    """Tell every few seconds that the process lives, whatever takes so long in it."""
    ended = Event()

    def beat() -> None:
        while not ended.wait(BEAT):
            with suppress(DatabaseError):
                told = Job.objects.filter(pk=pk, state=State.RUNNING)
                told.update(heartbeat=timezone.now())
        connection.close()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def free_stale(now: datetime | None = None) -> int:
    """End the jobs whose process is gone, and remove what they were writing; how many."""
    stale = list(Job.objects.stale())
    return sum(_fail(each.pk, DIED) for each in stale)


def _fail(pk: int, refusal: str) -> bool:
    """End it without a result; False where it ended already."""
    going = Job.objects.going().filter(pk=pk)
    if not going.update(state=State.FAILED, ended_at=timezone.now(), refusal=refusal):
        return False
    _forget(Job.objects.get(pk=pk))
    return True


def _forget(job: Job) -> None:
    """Remove the file that no result names."""
    if job.leaves:
        default_storage.delete(job.leaves)
        Job.objects.filter(pk=job.pk).update(leaves="")
