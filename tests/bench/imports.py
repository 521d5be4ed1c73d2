"""Files of thousands of rows, previewed and written, beside django-import-export as it comes."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import throwaway_database
from tests.bench.server import environment

LISTS = {"results": "実績", "terms": "用語", "systems": "情報処理システム"}
STEPS = {"preview": "確かめる", "write": "取り込む"}
SECONDS = 1800


@dataclass(frozen=True)
class Taken:
    """A list's file in one step: seconds, seconds on the processor and MB of the portal, and of the
    library alone."""

    name: str
    step: str
    rows: int
    seconds: float
    cpu: float
    memory: float
    plain_seconds: float
    plain_cpu: float
    plain_memory: float


class ImportFailed(Exception):
    """A file could not be taken in; says what the child process said last."""


def imports(database_url: str, say: Callable[[str], object]) -> Iterator[Taken]:
    """Each file from its bytes on, in a process of its own, the database the same each time."""
    with throwaway_database(database_url) as url, tempfile.TemporaryDirectory() as folder:
        env = environment(url) | {"FILES_DIR": folder}
        say("取り込むファイルを作っています。")
        _run(env, "rows", folder)
        say("ファイルを取り込んで測っています。")
        for step in STEPS:
            for name in LISTS:
                found = _taken(env, folder, name, step)
                say(str(found))
                yield found


def _taken(env: dict[str, str], folder: str, name: str, step: str) -> Taken:
    found = {}
    for side in ("ours", "library"):
        file = Path(folder) / f"{name}.xlsx"
        found[side] = json.loads(_run(env, "taking", name, side, step, str(file)))
        if step != "preview":
            _run(env, "rows", folder, "reset")
    own, plain = found["ours"], found["library"]
    if own["rows"] != plain["rows"]:
        raise ImportFailed(f"{name}：{own['rows']}行と{plain['rows']}行です。")
    beside = {f"plain_{each}": plain[each] for each in ("seconds", "cpu", "memory")}
    return Taken(LISTS[name], STEPS[step], **own, **beside)


def _run(env: dict[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        raise ImportFailed(done.stderr.strip().splitlines()[-1])
    return done.stdout
