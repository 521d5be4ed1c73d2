"""Settings from the environment: production is strict, and a wrong value stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sakado_dx.environment import database_from_url

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "kV9x2mQ7-tR4wZ8bN1cL6pJ3sF5hD0gY_aE7uI2oK9vM4qX1zT6r",
    "AUDIT_KEY": "qT8w3nV5-zX1cB7mK4jH9gF2dS6aP0oI_uY8tR3eW5qL7kJ2hG4f",
    "ALLOWED_HOSTS": "dx.city.example.lg.jp",
    "PORTAL_URL": "https://dx.city.example.lg.jp",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """`manage.py` with nothing in the environment but these variables."""
    return python("manage.py", *arguments, **environment)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def setting(*names: str, **environment: str) -> str:
    """As the settings read them: without the apps, which take a second to load."""
    values = ", ".join(f"settings.{name}" for name in names)
    code = f"from django.conf import settings; print(*map(repr, [{values}]))"
    module = {"DJANGO_SETTINGS_MODULE": "sakado_dx.settings"}
    result = python("-c", code, **module, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_production_is_clean_under_the_deployment_check(tmp_path):
    # Not the folder's own database, in which the sample people of `make run` may live.
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | own)
    assert result.returncode == 0, result.stderr
    assert "1 silenced" in result.stdout  # HSTS preload, which a closed network does not want


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DEPLOYMENT": "prod"}, "使える値: local、production"),
        ({"DEBUG": "on"}, "本番環境で DEBUG=on は使えません"),
        ({"DEBUG": "true"}, "使える値: on、off"),
        ({"HEALTH_ADDRESSES": "monitor"}, "HEALTH_ADDRESSES の値「monitor」は使えません"),
        ({"SECRET_KEY": ""}, "本番環境では環境変数 SECRET_KEY が必要です"),
        ({"SECRET_KEY": "short"}, "50文字以上の無作為な文字列"),
        ({"SECRET_KEY": "a" * 60}, "50文字以上の無作為な文字列"),
        ({"AUDIT_KEY": ""}, "本番環境では環境変数 AUDIT_KEY が必要です"),
        ({"AUDIT_KEY": "short"}, "48文字以上の無作為な文字列"),
        ({"AUDIT_KEY": "ab" * 30}, "48文字以上の無作為な文字列"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS にホスト名を指定してください"),
        ({"ALLOWED_HOSTS": "*"}, "* や http:// は使えません"),
        ({"ALLOWED_HOSTS": "https://a.example"}, "* や http:// は使えません"),
        ({"PORTAL_URL": ""}, "本番環境では環境変数 PORTAL_URL が必要です"),
        ({"PORTAL_URL": "http://dx.city.example.lg.jp"}, "httpsで始まるポータルのアドレス"),
        ({"PORTAL_URL": "https://dx.city.example.lg.jp/portal"}, "パスを付けずに"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "sqlite:///ファイルの場所 または postgres://"),
        ({"DATABASE_URL": "postgres://host"}, "データベースの名前がありません"),
        ({"CACHE_URL": "what://host"}, "CACHE_URL の値は使えません"),
        ({"HSTS_SECONDS": "-1"}, "0から63072000までの整数"),
        ({"HSTS_SECONDS": "１２"}, "0から63072000までの整数"),
        ({"PASSWORD_LINK_HOURS": "0"}, "1から336までの整数"),
        ({"MAIL_URL": "mail.example:25"}, "smtp://ホスト:25"),
        ({"MAIL_URL": "smtp://mail.example:99999"}, "smtp://ホスト:25"),
        ({"MAIL_URL": "smtp://:25"}, "smtp://ホスト:25"),
        ({"MAIL_URL": "smtp://mail.example:25"}, "MAIL_FROM の値「」は使えません"),
        ({"MAIL_FROM": "事務局"}, "MAIL_FROM の値「事務局」は使えません"),
        ({"MAIL_TIMEOUT_SECONDS": "0"}, "1から300までの整数"),
        ({"TLS_PROXY": "yes"}, "使える値: on、off"),
        ({"LOG_LEVEL": "debug"}, "使える値: INFO、WARNING、ERROR"),
    ],
)
def test_wrong_value_stops_the_start_with_one_sentence(changes, sentence):
    result = manage("check", **(PRODUCTION | changes))
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_password_in_a_refused_database_address_is_not_shown():
    result = manage("check", **(PRODUCTION | {"DATABASE_URL": "mysql://me:geheim@db/portal"}))
    assert "geheim" not in result.stderr + result.stdout


def test_password_in_a_refused_mail_address_is_not_shown():
    result = manage("check", **(PRODUCTION | {"MAIL_URL": "imap://me:geheim@mail:25"}))
    assert "smtp://ホスト:25" in result.stderr
    assert "geheim" not in result.stderr + result.stdout


def test_mail_server_is_read_from_its_address():
    mail = {"MAIL_URL": "smtp+tls://me:ge%40heim@mail.example", "MAIL_FROM": "dx@city.example"}
    assert setting("MAIL_SERVER['port']", "MAIL_SERVER['password']", **mail) == "587 'ge@heim'"
    assert setting("MAIL_SERVER['use_tls']", "MAIL_SERVER['use_ssl']", **mail) == "True False"


def test_cookies_and_transport_are_strict_in_production():
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS", "DEBUG",
    )  # fmt: skip
    assert setting(*names, **PRODUCTION) == "True True True True 31536000 False"


def test_browsers_keep_no_list_of_the_host_unless_the_city_says_so():
    assert setting("SECURE_HSTS_PRELOAD", **PRODUCTION) == "False"
    assert setting("SECURE_HSTS_PRELOAD", **PRODUCTION, HSTS_PRELOAD="on") == "True"


def test_forwarded_headers_are_believed_only_behind_a_named_proxy():
    name = "SECURE_PROXY_SSL_HEADER"
    assert setting(name, **PRODUCTION) == "None"
    assert setting(name, **PRODUCTION, TLS_PROXY="on") == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_local_portal_answers_this_machine_only():
    assert setting("ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"FILES_DIR": str(ROOT / "var/static/files")}, "organization.E001"),
        ({"PORTAL_URL": "https://other.example"}, "organization.W001"),
        ({"CACHE_URL": "locmemcache://"}, "organization.W002"),
    ],
)
def test_own_checks_name_what_django_does_not(changes, number):
    environment = PRODUCTION | changes
    result = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert result.returncode == 1
    assert number in result.stderr


def test_key_of_the_audit_record_is_made_beside_the_database_and_kept(tmp_path):
    url = f"sqlite:///{tmp_path}/portal.sqlite3"
    first = setting("AUDIT_KEY", DATABASE_URL=url)
    assert len(first) > 48
    assert setting("AUDIT_KEY", DATABASE_URL=url) == first
    assert (tmp_path / "audit_key").stat().st_mode & 0o777 == 0o600
    own = PRODUCTION["AUDIT_KEY"]
    assert setting("AUDIT_KEY", DATABASE_URL=url, AUDIT_KEY=own) == repr(own)
    assert setting("AUDIT_HEADS_FILE", DATABASE_URL=url) == repr(f"{tmp_path}/audit_heads.txt")


@pytest.mark.parametrize(("query", "seconds"), [("", 5), ("?connect_timeout=20", 20)])
def test_nobody_waits_for_a_server_that_is_gone(monkeypatch, query, seconds):
    monkeypatch.setenv("DATABASE_URL", f"postgres://a:b@10.0.0.1/portal{query}")
    found = database_from_url(Path("portal.sqlite3"))
    assert found["OPTIONS"] == {"connect_timeout": seconds}


def test_a_site_for_citizens_alone_is_clean_under_the_deployment_check(tmp_path):
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "PUBLIC_ONLY": "on"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | own)
    assert result.returncode == 0, result.stderr
