"""`/healthz` and `/readyz`: who may ask, and what each check says."""

import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from model_bakery import baker

from sakado_dx.health import checks
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.chain import seal_unsealed
from sakado_dx.records.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _looked_at_anew(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HEALTH_ADDRESSES = [ip_network("127.0.0.0/8")]
    checks._seen.clear()
    yield
    checks._seen.clear()


def out_of_order(client) -> dict[str, str]:
    """The failing checks of `/readyz`, with their sentences."""
    answer = client.get("/readyz")
    told = answer.json()
    failing = {name: each["detail"] for name, each in told["checks"].items() if not each["ok"]}
    assert answer.status_code == (503 if failing else 200)
    assert told["ready"] is not failing
    return failing


def test_a_portal_in_order_is_alive_and_ready_without_a_cookie(client, settings):
    settings.ALLOWED_HOSTS = ["dx.city.example.lg.jp"]
    settings.SECURE_SSL_REDIRECT = True
    seal_unsealed()
    for address in ("/healthz", "/readyz"):
        answer = client.get(address, headers={"host": "10.0.0.5"})
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert not answer.cookies
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert client.head(address, headers={"host": "10.0.0.5"}).content == b""


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_an_address_that_is_not_named_learns_of_no_such_page(client, settings, address):
    assert client.get(address, REMOTE_ADDR="192.168.1.9").status_code == 404
    settings.TLS_PROXY = True
    behind = {"x-forwarded-for": "127.0.0.1, 192.168.1.9"}
    assert client.get(address, headers=behind).status_code == 404
    settings.HEALTH_ADDRESSES = [ip_network("192.168.1.0/24")]
    assert client.get(address, headers=behind).status_code in (200, 503)


def test_an_address_is_the_same_however_it_is_written(client):
    assert client.get("/healthz", REMOTE_ADDR="::ffff:127.0.0.1").status_code == 200
    assert client.get("/healthz", REMOTE_ADDR="::ffff:192.168.1.9").status_code == 404


def test_an_answer_that_is_meant_is_no_unhandled_error_in_the_log(
    client, settings, tmp_path, caplog
):
    """Else each probe of a portal without a backup would look like a fault of the program."""
    settings.BACKUP_DIR = str(tmp_path)
    assert client.get("/readyz").status_code == 503
    told = [(each.name, each.msg) for each in caplog.records]
    assert told == [("portal", "not_ready"), ("portal", "request")]


def test_nothing_can_be_sent_to_them(client):
    assert client.post("/healthz").status_code in (403, 404)


def test_a_process_is_alive_though_its_database_is_not(client):
    def gone(*_):
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(gone):
        assert client.get("/healthz").status_code == 200
        failing = out_of_order(client)
    assert failing.keys() == {"database"}
    assert failing["database"].startswith("データベースが応答しません（unreachable")


@pytest.mark.parametrize(("was_open", "asked"), [(None, 1), (object(), 2)])
def test_a_server_that_is_gone_is_asked_once_and_an_old_connection_twice(
    monkeypatch, was_open, asked
):
    """A probe that waited twice for the time of a connection would have gone before the answer."""
    tried = []

    class Gone:
        connection, in_atomic_block, vendor = was_open, False, "postgresql"

        def cursor(self):
            tried.append(1)
            raise OperationalError("timeout expired")

        def close(self):
            pass

    monkeypatch.setattr(checks, "connection", Gone())
    assert checks._database().is_fault
    assert len(tried) == asked


def test_a_trigger_that_is_gone_is_said(client, monkeypatch):
    seal_unsealed()
    with connection.cursor() as cursor:
        table = "measures_plan"
        name = next(name for at, name in checks.triggers.read_stored(connection) if at == table)
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    failing = out_of_order(client)
    assert failing == {"triggers": "トリガーに 1 件の誤りがあります。"}


def test_mail_that_waits_too_long_is_said(client, settings):
    settings.MAIL_SERVER = {"host": "mail"}
    since = timezone.now() - timedelta(hours=2, minutes=5)
    mail = baker.make(OutgoingMail, not_before=since, claimed_at=None, sent_at=None, failed_at=None)
    seal_unsealed()
    assert out_of_order(client) == {
        "mail": "送信を待つメールがあり、最も古いものは 2時間 待っています。"
    }
    OutgoingMail.objects.filter(pk=mail.pk).update(not_before=timezone.now())
    seal_unsealed()
    assert out_of_order(client) == {}


def test_a_record_that_nobody_seals_is_said(plan):
    seal_unsealed()
    with acting("試験", Door.COMMAND):
        plan.title += "改"
        plan.save()
    now = timezone.now()
    assert not any(each.is_fault for each in checks.results(now))
    (fault,) = [each for each in checks.results(now + timedelta(minutes=31)) if each.is_fault]
    assert (fault.name, "31分 前" in fault.detail) == ("seal", True)


def test_a_backup_that_is_old_half_made_or_missing_is_said(client, settings, tmp_path):
    seal_unsealed()
    settings.BACKUP_DIR = str(tmp_path)
    assert out_of_order(client) == {"backup": "複写が一つもありません。"}
    for name, hours in (("old", 40), ("new", 3)):
        (tmp_path / name).mkdir()
        made_at = (timezone.now() - timedelta(hours=hours)).isoformat()
        (tmp_path / name / "manifest.json").write_text(json.dumps({"made_at": made_at}))
        failing = out_of_order(client)
        assert failing == (
            {"backup": "最も新しい複写は 40時間 前のものです。"} if name == "old" else {}
        )
    (tmp_path / "new" / "manifest.json").write_text('{"made_at"')
    assert out_of_order(client).keys() == {"backup"}


def test_a_disk_that_is_nearly_full_is_said(client, monkeypatch):
    seal_unsealed()
    monkeypatch.setattr(checks, "LEAST_FREE", 1024**5)
    assert out_of_order(client).keys() == {"disk"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_a_database_that_stores_nothing_is_said(client):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
        try:
            assert "読むだけで" in out_of_order(client)["database"]
        finally:
            cursor.execute("PRAGMA query_only=OFF")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_a_file_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    """As on a disk that the system has made read-only after a fault; root is let through else."""
    place = str(tmp_path / "portal.sqlite3")
    monkeypatch.setitem(connection.settings_dict, "NAME", place)
    monkeypatch.setattr(connection, "is_in_memory_db", lambda: False)
    for refused in (place, str(tmp_path)):
        monkeypatch.setattr(checks.os, "access", lambda at, _, no=refused: str(at) != no)
        assert "read_only" in checks._database().detail
    monkeypatch.setattr(checks.os, "access", lambda *_: True)
    assert not checks._database().is_fault


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_server_that_stores_nothing_is_said(client):
    with connection.cursor() as cursor:  # as on a standby
        cursor.execute("SET TRANSACTION READ ONLY")
    assert (
        checks._database().detail == "データベースは読むだけで、何も保存できません（read_only）。"
    )


def test_a_site_for_citizens_alone_looks_at_its_views_and_may_only_read(client, settings):
    settings.PUBLIC_ONLY, settings.PUBLIC_VIEWS = True, "progress.public.tables.faults"
    assert [each.name for each in checks.results()] == ["database", "disk", "views"]
    assert out_of_order(client) == {}
    with connection.cursor() as cursor:
        cursor.execute("DROP VIEW public_glossary_termalias")
    assert out_of_order(client) == {}  # for a minute
    checks._seen.clear()
    assert out_of_order(client) == {"views": "市民向けのページのビューに 1 件の誤りがあります。"}


def test_it_asks_the_database_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        checks.results()
    with django_assert_max_num_queries(5):
        checks.results()
