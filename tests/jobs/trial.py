"""Kinds of work for the tests; each keeps what it saw on the way."""

from django.core.files.storage import default_storage

from sakado_dx.jobs.models import Job
from sakado_dx.jobs.running import Unmakeable, Work, free_stale

STEPS = (0, 40, 30, 80)  # 30: a step that thinks itself less far than the one before
seen: list[int] = []
kept: list[str] = []


def make(work: Work) -> None:
    """Four steps, a file and an end."""
    seen.clear()
    for per_cent in STEPS:
        work.at(per_cent, f"段階{per_cent}")
        seen.append(Job.objects.get(pk=work.job.pk).per_cent)
    kept.append(work.keep("private/trial/file", b"whole"))
    work.done("/library/")


def refuse(work: Work) -> None:
    raise Unmakeable("Pango がありません。")


def breaks(work: Work) -> None:
    work.keep("private/trial/half", b"half")
    raise ValueError("secret text")


def killed(work: Work) -> None:
    """What a kill leaves: nothing is told, and the file lies there."""
    work.at(40, "書いています")
    kept.append(work.keep("private/trial/half", b"half"))
    raise SystemExit


def given_up(work: Work) -> None:
    """A process that slept so long that it was given up, and wakes."""
    Job.objects.filter(pk=work.job.pk).update(heartbeat="2020-01-01T00:00:00Z")
    free_stale()
    kept.append("woke up")
    name = work.keep("private/trial/late", b"late")
    kept.append(name if default_storage.exists(name) else "")
