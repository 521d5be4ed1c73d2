"""Backup and restore killed at moments of their own: a whole one, or none; all of the new, or the old."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sakado_dx.backup import making
from sakado_dx.backup.putting_back import ASIDE
from sakado_dx.records.heads import seal_and_keep
from tests.backup.test_commands import made, sealed  # noqa: F401
from tests.databases import for_children
from tests.street import ROOT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TEST_LONG"), reason="starts and kills a process a dozen times"
    ),
]
TIMES = 6


def killed(settings, *command: str, begun, after: float) -> int:
    """`manage.py` killed so many seconds after it has begun; what it ended with."""
    env = os.environ | for_children(settings) | {"DJANGO_SETTINGS_MODULE": "sakado_dx.settings"}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", *command], cwd=ROOT, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while process.poll() is None and not begun(process.pid):
        time.sleep(0.002)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def test_a_backup_that_is_killed_is_none(sealed, settings, tmp_path):  # noqa: F811
    folder, ends = tmp_path / "backups", []

    def halves(*_) -> list[Path]:
        return list(folder.glob(f"{making.UNFINISHED}*"))

    for number in range(TIMES):
        ends.append(killed(settings, "backup", str(folder), begun=halves, after=number * 0.08))
        for half in halves():
            with pytest.raises(CommandError, match="バックアップではありません"):
                call_command("restore", str(half), over_what_is_there=True)
            shutil.rmtree(half)
        for whole in folder.glob("2*"):
            call_command("restore", str(whole), over_what_is_there=True)
    assert -signal.SIGKILL in ends


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(sealed, settings, tmp_path):  # noqa: F811
    folder, plans, ends = made(tmp_path / "backups"), type(sealed.plan).objects, []
    title = plans.get().title
    for number in range(TIMES):
        plans.update(title="後の変更")
        seal_and_keep()
        connection.close()
        command = ("restore", str(folder), "--over-what-is-there")
        ends.append(killed(settings, *command, begun=replacing, after=number * 0.15))
        assert plans.get().title in ("後の変更", title)
        call_command("check_triggers")
    assert -signal.SIGKILL in ends
    connection.close()
    call_command("restore", str(folder), over_what_is_there=True)
    assert plans.get().title == title


def replacing(process: int) -> bool:
    """Whether a restore has come to the database: its programs run, or the old file is kept."""
    if connection.vendor == "postgresql":
        return bool(Path(f"/proc/{process}/task/{process}/children").read_text().split())
    place = Path(connection.settings_dict["NAME"])
    return any(place.parent.glob(f"{place.name}.{ASIDE}*"))
