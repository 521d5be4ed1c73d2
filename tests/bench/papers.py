"""The papers of a year, each made in a process of its own: how long, and how much memory."""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FORMATS = {"PDF": "pdf", "Excel": "xlsx", "Word": "docx"}
SECONDS = re.compile(r"([0-9.]+)秒")


@dataclass(frozen=True)
class Paper:
    """A file's form, the seconds in which it was made (without the start of the program), and the
    most memory of its process in MB."""

    name: str
    seconds: float
    memory: float


class PaperFailed(Exception):
    """A file could not be made; says why."""


def papers(fiscal_year: int, env: dict[str, str]) -> tuple[Paper, ...]:
    """Each form once, the pictures drawn for the first time in the first."""
    return tuple(_made(name, suffix, fiscal_year, env) for name, suffix in FORMATS.items())


def _made(name: str, suffix: str, fiscal_year: int, env: dict[str, str]) -> Paper:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"papers.{suffix}"
        command = ["manage.py", "make_pack", "--year", str(fiscal_year), str(file)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([sys.executable, *command], env=env, **pipes)
        said, fault = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        process.stderr.close()
    if process.returncode:
        raise PaperFailed(f"{name}を作れませんでした。{fault.strip().splitlines()[-1]}")
    return Paper(name, float(SECONDS.search(said)[1]), used.ru_maxrss / 1024)
