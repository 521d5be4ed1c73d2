"""A site for citizens alone as it runs: gunicorn, PostgreSQL, and a role that may read the views."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest
from django.db import connection

from progress.management.commands.public_role import statements_for
from progress.public.tables import run
from tests.databases import for_children
from tests.progress.public.test_tables import ADDRESSES, YEAR, publish
from tests.street import ROOT

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
    pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="starts a server: TEST_LONG=1"),
]
HOST, ROLE = "dx.city.example.lg.jp", "dx_site"
ELSEWHERE = ("/accounts/login/", "/admin/", "/api/v1/", "/reports/1/edit/", "/help/", "/jobs/1/")


@pytest.fixture
def role() -> Iterator[str]:
    """Its password. Of the database of install.sh, to which nobody else may connect."""
    password = secrets.token_hex(16)
    database = connection.settings_dict["NAME"]
    run(connection, [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        *statements_for(ROLE),
        f"ALTER ROLE {ROLE} PASSWORD '{password}'",
    ])  # fmt: skip
    yield password
    run(connection, [f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}"])


def environment(settings, password: str) -> dict[str, str]:
    found = for_children(settings)
    server = found["DATABASE_URL"].rpartition("@")[2]
    return {
        "PATH": os.environ["PATH"],
        "PUBLIC_ONLY": "on",
        "DEPLOYMENT": "local",  # else static files have to be collected into this folder first
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": f"https://{HOST}",
        "TLS_PROXY": "on",
        "DATABASE_URL": f"postgres://{ROLE}:{password}@{server}",
        "DJANGO_SETTINGS_MODULE": "sakado_dx.settings",
        "PYTHONWARNINGS": "ignore:No directory at",
    }


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """The port at which it answers, started as README says."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "sakado_dx.wsgi", "--workers", "2"]
        command += ["--threads", "2", "--worker-connections", "2", "--keep-alive", "0"]
        command += ["--no-control-socket", "--bind", f"fd://{listener.fileno()}"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[listener.fileno()])
    try:
        for _ in range(120):
            with suppress(OSError, http.client.HTTPException):
                if asked(port, "/healthz")[0] == 200:
                    break
            time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def asked(port: int, address: str, method: str = "GET") -> tuple[int, bytes, str]:
    """Status, body, and what a browser is given to keep."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        browser.request(method, address, headers=headers)
        answer = browser.getresponse()
        return answer.status, answer.read(), answer.getheader("Set-Cookie", "")


@pytest.mark.django_db(transaction=True)
def test_a_site_for_citizens_alone_is_served_by_a_role_that_reads_the_views(
    world, own_database, settings, role
):
    publish(world)
    env = environment(settings, role)
    manage = [sys.executable, "manage.py", "check_views"]
    done = subprocess.run(manage, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with served(env) as port:
        for address in ADDRESSES:
            status, _, cookies = asked(port, address)
            assert (status, cookies) == (200, ""), address
        assert world.measure.name in asked(port, YEAR)[1].decode()
        assert {asked(port, each)[0] for each in ELSEWHERE} == {404}
        assert asked(port, "/public/", "POST")[0] in (403, 404, 405)
        status, told, _ = asked(port, "/readyz")
        assert (status, json.loads(told)["ready"]) == (200, True), told
    refused = subprocess.run(
        ["psql", "-XAtc", "SELECT count(*) FROM organization_user", env["DATABASE_URL"]],
        capture_output=True, text=True,
    )  # fmt: skip
    assert "permission denied" in refused.stderr
