"""What stands before the portal: limits, headers, and pages of its own in Japanese."""

import http.client
import http.server
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.street import ROOT

FILES = ROOT / "deploy/nginx"
HOST = "portal.example"
has_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Portal(http.server.BaseHTTPRequestHandler):
    """Answers each request at once, as a portal that has nothing to do."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_) -> None:
        pass


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """The folder of one."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={HOST}", "-keyout", folder / "portal.key", "-out", folder / "portal.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def configured(folder: Path, certificate: Path, portal: int) -> tuple[list[str], int]:
    """The command of an nginx with the portal's own file, and the port of its TLS."""
    port = free_port()
    proxy = (FILES / "proxy.conf").read_text("utf-8").replace(":8000", f":{portal}")
    (folder / "proxy.conf").write_text(proxy, "utf-8")
    site = (FILES / "dx-portal.conf").read_text("utf-8")
    for its, own in (
        ("/etc/dx-portal/tls", str(certificate)),
        ("/etc/dx-portal", str(folder)),
        ("/opt/dx-portal/current/source/deploy/nginx", str(FILES)),
        ("@HOST@", HOST),
        ("443 ssl", f"127.0.0.1:{port} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
    ):
        site = site.replace(its, own)
    site = "\n".join(line for line in site.splitlines() if "[::]" not in line)
    (folder / "site.conf").write_text(site, "utf-8")
    places = " ".join(f"{each}_temp_path {folder}/{each};" for each in TEMPORARY)
    who = "user root;" if (folder.stat().st_uid == 0) else ""
    (folder / "nginx.conf").write_text(
        f"{who} pid {folder}/pid; error_log {folder}/error.log; events {{}}"
        f" http {{ access_log off; {places} include {folder}/site.conf; }}"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port


@pytest.fixture
def served(tmp_path, certificate) -> Iterator[tuple[int, http.server.HTTPServer]]:
    """The port at which nginx answers, and the portal behind it."""
    portal = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    command, port = configured(tmp_path, certificate, portal.server_port)
    process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.02)
        yield port, portal
    finally:
        process.terminate()
        process.wait(20)
        portal.shutdown()
        portal.server_close()


@contextmanager
def browser(port: int) -> Iterator[http.client.HTTPSConnection]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with closing(http.client.HTTPSConnection("127.0.0.1", port, context=context)) as made:
        yield made


def asked(
    using: http.client.HTTPSConnection, address: str, method: str = "GET", **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    using.request(method, address, headers={"Host": HOST} | headers)
    answer = using.getresponse()
    return answer.status, answer.read().decode(), answer.headers


@has_nginx
def test_who_asks_too_often_is_told_so_in_japanese(served):
    """The login: 20 at once and then 5 a second; other pages go on."""
    port, _ = served
    with browser(port) as using:
        answers = [asked(using, "/accounts/login/", "POST") for _ in range(60)]
        statuses = [status for status, *_ in answers]
        assert set(statuses[:20]) == {200}
        status, page, headers = next(each for each in answers if each[0] != 200)
        assert status == 429
        assert '<html lang="ja">' in page and "何も保存していません" in page
        assert (headers["Content-Type"], headers["Cache-Control"]) == ("text/html", "no-store")
        assert asked(using, "/")[0] == 200


@has_nginx
def test_what_is_too_large_or_finds_nobody_is_told_in_japanese_too(served):
    port, portal = served
    with browser(port) as using:  # refused by its own word, before any of it is read
        status, page, _ = asked(using, "/", "POST", **{"Content-Length": str(14 * 1024**2)})
        assert (status, "送られたものが大きすぎます" in page) == (413, True)
    portal.shutdown()
    portal.server_close()
    with browser(port) as using:
        status, page, _ = asked(using, "/")
        assert (status, "ただいま休止しています" in page) == (503, True)


@has_nginx
def test_nginx_takes_its_file(tmp_path, certificate):
    command, _ = configured(tmp_path, certificate, 8000)
    done = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nginx_replaces_what_browsers_say_of_themselves_and_lets_a_little_more_through():
    proxy = (FILES / "proxy.conf").read_text("utf-8")
    assert "X-Forwarded-For $remote_addr;" in proxy
    assert "X-Forwarded-Proto $scheme;" in proxy
    site = (FILES / "dx-portal.conf").read_text("utf-8")
    assert re.findall(r"client_max_body_size (\w+);", site) == ["13m", "4m", "4m"]
    assert "preload" not in site
