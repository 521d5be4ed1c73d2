"""The bundle where no Debian tree can be had: a folder of its own, and a pip without its index.

What needs a machine of its own (accounts, PostgreSQL's roles, units, nginx) is tried in
test_closed_network.py; here that the bundle is enough to install, serve, and come back.
"""

import http.client
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from deploy import bundle
from tests.chaos.test_killed_worker import flags
from tests.deploy.test_closed_network import FAILS, as_next_version, unpack

HOST = "dx.city.example.lg.jp"
# lib.sh's own way to place a release, under another folder; only root may give files away.
PLACE = """
BUNDLE=$1
. "$BUNDLE/source/deploy/lib.sh"
HOME_DIR=$2
chown() { :; }
read_bundle
make_release >&2
echo "$RELEASE"
"""


@pytest.fixture
def portal(tmp_path) -> dict[str, str]:
    """The environment, of which nothing is this machine's but where programs lie."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    (tmp_path / "bin").mkdir()
    (tmp_path / f"bin/python{python}").symlink_to(Path(sys.executable).resolve())
    return {
        "PATH": f"{tmp_path}/bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PIP_INDEX_URL": "http://127.0.0.1:9",  # nobody answers there
        "DEPLOYMENT": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "AUDIT_KEY": secrets.token_urlsafe(64),
        "AUDIT_HEADS_FILE": f"{tmp_path}/heads.txt",
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": f"https://{HOST}",
        "TLS_PROXY": "on",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "FILES_DIR": f"{tmp_path}/files",
    }


def without_network() -> list[str]:
    """What starts a program where there is no route, if this machine lets us."""
    command = ["unshare", "--net", *([] if os.getuid() == 0 else ["--map-root-user"])]
    is_possible = shutil.which("unshare") and not subprocess.run([*command, "true"]).returncode
    return command if is_possible else []


def placed(folder: Path, prefix: Path, env: dict[str, str]) -> Path:
    """The release of a bundle, installed below a prefix."""
    command = [*without_network(), "bash", "-c", PLACE, "bash", str(folder), str(prefix)]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def manage(release: Path, env: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(release / "venv/bin/python"), "manage.py", *command],
        cwd=release / "source", env=env, capture_output=True, text=True,
    )  # fmt: skip


def managed(release: Path, env: dict[str, str], *commands: str) -> None:
    for each in commands:
        done = manage(release, env, *each.split())
        assert done.returncode == 0, f"{each}: {done.stdout}\n{done.stderr}"


def status_of(release: Path, env: dict[str, str], address: str) -> int:
    """What the release, started as its unit says, answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        port = listener.getsockname()[1]
        command = [str(release / "venv/bin/gunicorn"), "sakado_dx.wsgi", *flags()]
        command += ["--bind", f"fd://{listener.fileno()}"]
        process = subprocess.Popen(
            command, cwd=release / "source", env=env, pass_fds=[listener.fileno()]
        )
    try:
        for _ in range(240):
            with suppress(OSError, http.client.HTTPException):
                if asked(port, "/healthz") == 200:
                    break
            time.sleep(0.5)
        return asked(port, address)
    finally:
        process.terminate()
        process.wait(90)


def asked(port: int, address: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        browser.request("GET", address, headers=headers)
        answer = browser.getresponse()
        answer.read()
        return answer.status


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="takes minutes: TEST_LONG=1")
def test_bundle_is_enough_to_install_serve_and_come_back(tmp_path, portal):
    python = re.search(r"python(\S+)$", next((tmp_path / "bin").iterdir()).name)[1]
    first = unpack(bundle.make(python, os.uname().machine, tmp_path / "out"), tmp_path)
    broken = as_next_version(first, "broken", FAILS)
    old = placed(first, tmp_path / "prefix", portal)
    managed(old, portal, "migrate --verbosity 0", "createcachetable", "load_plan", "rebuild_search")
    managed(old, portal, "check --deploy --fail-level WARNING", "check_triggers", "seal_audit")
    assert status_of(old, portal, "/accounts/login/") == 200
    managed(old, portal, f"backup {tmp_path}/backups")
    new = placed(broken, tmp_path / "prefix", portal)
    assert manage(new, portal, "migrate").returncode != 0
    assert left_half_way(tmp_path) == 1
    (backup,) = (tmp_path / "backups").glob("2*")
    managed(old, portal, f"restore {backup} --over-what-is-there", "verify_audit")
    assert left_half_way(tmp_path) == 0
    assert status_of(old, portal, "/accounts/login/") == 200


def left_half_way(folder: Path) -> int:
    """How many tables the migration that failed has left."""
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        asked = "SELECT count(*) FROM sqlite_master WHERE name = 'left_half_way'"
        return database.execute(asked).fetchone()[0]
