"""The files that a machine is given: units and scripts (nginx: test_nginx.py)."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from django.core.management import get_commands

from tests.street import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "units").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
TIMERS = [path for path in UNITS if path.suffix == ".timer"]
# Built beside: its timer is placed where the release knows the command.
TO_COME = {"backup"}
HARDENED = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "UMask=0077", "User=dx-portal",
)  # fmt: skip


def is_here(program: str):
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


@is_here("systemd-analyze")
def test_units_are_valid(tmp_path):
    """With programs that exist: those of the portal lie on the city's machine."""
    for path in UNITS:
        text = re.sub(r"/opt/dx-portal/current/venv/bin/\w+", "/bin/true", path.read_text("utf-8"))
        (tmp_path / path.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True, text=True,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "dx-portal" in line]
    assert (said, done.returncode) == ([], 0)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_may_do_no_more_than_they_need(path):
    lines = path.read_text("utf-8").splitlines()
    assert [each for each in HARDENED if each not in lines] == []


def test_every_timer_starts_a_command_that_exists():
    names = {path.stem.removeprefix("dx-portal-") for path in TIMERS}
    assert names - TO_COME - set(get_commands()) == set()
    assert {"seal_audit", "send_mail", "send_reminders", "draw_charts", "backup"} <= names
    for path in TIMERS:
        name = path.stem.removeprefix("dx-portal-")
        assert f"Unit=dx-portal-job@{name}.service" in path.read_text("utf-8").splitlines()


def test_portal_is_loaded_once_and_looks_at_the_triggers_first():
    text = (DEPLOY / "units/dx-portal.service").read_text("utf-8")
    assert re.search(r"^ExecStartPre=.* manage\.py check_triggers$", text, re.M)
    start = re.search(r"^ExecStart=(.*)$", text, re.M)[1]
    assert " --preload --workers 3 --threads 2 --worker-connections 2 --keep-alive 0 " in start


def test_what_is_loaded_before_the_fork_holds_no_connection_and_no_thread():
    """`--preload`: two workers that shared a connection would read each other's answers."""
    program = (
        "import sakado_dx.wsgi, threading, django.db as d;"
        "print(threading.active_count(), [c.connection for c in d.connections.all()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.returncode) == ("1 [None]", 0), done.stderr


@pytest.mark.parametrize("name", ["lib.sh", "install.sh", "upgrade.sh"])
def test_scripts_can_be_read_by_bash(name):
    done = subprocess.run(["bash", "-n", DEPLOY / name], capture_output=True, text=True)
    assert (done.stderr, done.returncode) == ("", 0)


@is_here("shellcheck")
def test_scripts_have_no_usual_mistakes():
    scripts = [DEPLOY / name for name in ("install.sh", "upgrade.sh")]
    scripts.append(ROOT / "tests/deploy/inside.sh")
    done = subprocess.run(["shellcheck", "-x", *scripts], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)


def test_upgrade_copies_and_brings_back_by_the_portals_own_commands():
    """One rule of what a backup is, and one proof of what came back."""
    text = (DEPLOY / "upgrade.sh").read_text("utf-8")
    assert not re.search(r"pg_dump|pg_restore|heads\.txt", text)
    assert 'as_portal "$OLD" backup ' in text
    assert re.search(r'^ +in_back "\$old" restore .* --over-what-is-there \|\| return$', text, re.M)


def test_no_answer_of_a_script_hangs_on_who_is_first():
    """`set -o pipefail` with a `grep -q` that leaves early: the one before it fails, now and then."""
    scripts = [DEPLOY / "lib.sh", DEPLOY / "install.sh", DEPLOY / "upgrade.sh"]
    scripts.append(ROOT / "tests/deploy/inside.sh")
    early = re.compile(r"\| *(grep -\w*q|head)")
    assert [each.name for each in scripts if early.search(each.read_text("utf-8"))] == []


def test_rights_are_given_again_after_every_migration():
    library = (DEPLOY / "lib.sh").read_text("utf-8")
    body = re.search(r"^migrate\(\) \{\n(.*?)^\}", library, re.M | re.S)[1]
    assert body.index(" migrate ") < body.index("grant_rights")
    assert 'database_roles --portal "$DATABASE" --run' in library


@pytest.mark.parametrize("name", ["install.sh", "upgrade.sh"])
def test_scripts_outside_of_a_bundle_say_where_to_run_them(name, tmp_path):
    shutil.copy(DEPLOY / name, tmp_path)
    done = subprocess.run(["bash", tmp_path / name], capture_output=True, text=True)
    assert done.returncode == 1
    assert "展開した一式のフォルダの中の" in done.stderr


@pytest.mark.parametrize(
    ("broken", "said"),
    [(b"x", "一式のファイルが、作ったときと違います"), (b"", "のためのもので、この機械は")],
)
def test_install_refuses_what_does_not_fit_in_a_sentence(tmp_path, broken, said):
    """A file that was changed on its way, and a bundle for another processor."""
    (tmp_path / "source/deploy").mkdir(parents=True)
    for name in ("lib.sh", "install.sh"):
        shutil.copy(DEPLOY / name, tmp_path / "source/deploy")
    shutil.copy(DEPLOY / "install.sh", tmp_path)
    (tmp_path / "BUNDLE").write_text("VERSION=1\nPYTHON=3.11\nMACHINE=pdp11\n")
    sums = subprocess.run(["sha256sum", "BUNDLE"], cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / "SHA256SUMS").write_bytes(sums.stdout)
    with (tmp_path / "BUNDLE").open("ab") as file:
        file.write(broken)
    if not broken and os.getuid():
        said = "root で実行してください"
    done = subprocess.run(["bash", tmp_path / "install.sh"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "中止しました：" in done.stderr and said in done.stderr
