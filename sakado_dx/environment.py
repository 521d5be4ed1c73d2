"""Reading the environment: a value that cannot be used stops the start with one sentence."""

from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from sakado_dx.local_secret import read_or_make_secret

env = environ.Env()


def choice(name: str, default: str, accepted: tuple[str, ...]) -> str:
    """The variable's value, or a refusal that lists what is accepted."""
    value = env.str(name, default)
    if value not in accepted:
        raise ImproperlyConfigured(
            f"環境変数 {name} の値「{value}」は使えません。使える値: {'、'.join(accepted)}"
        )
    return value


def flag(name: str, default: bool) -> bool:
    return choice(name, "on" if default else "off", ("on", "off")) == "on"


def whole_number(name: str, default: int, least: int, most: int) -> int:
    text = env.str(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ImproperlyConfigured(
            f"環境変数 {name} の値「{text}」は使えません。{least}から{most}までの整数で指定してください。"
        )
    return int(text)


def needed(name: str, example: str, *, production: bool) -> str:
    """The variable's value; empty where there is none, which production does not allow."""
    value = env.str(name, "")
    if production and not value:
        raise ImproperlyConfigured(f"本番環境では環境変数 {name} が必要です。例: {name}={example}")
    return value


def secret_key(kept_in: Path, *, production: bool) -> str:
    """The key from the environment; on one's own machine one that is made and kept."""
    key = needed("SECRET_KEY", "50文字以上の無作為な文字列", production=production)
    if key and (len(key) < 50 or len(set(key)) < 10):
        raise ImproperlyConfigured(
            "環境変数 SECRET_KEY が短いか単純すぎます。50文字以上の無作為な文字列を指定してください。"
            "作り方: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key or read_or_make_secret(kept_in)


def audit_key(database: dict, otherwise: Path, *, production: bool) -> str:
    """The key that seals the audit record; never in the database.

    On one's own machine it is made at the first start and kept beside the SQLite file (in
    the folder `otherwise` for another database).
    """
    example = "48文字以上の無作為な文字列（SECRET_KEY とは別のもの）"
    key = needed("AUDIT_KEY", example, production=production)
    if key and (len(key) < 48 or len(set(key)) < 10):
        raise ImproperlyConfigured(
            "環境変数 AUDIT_KEY が短いか単純すぎます。48文字以上の無作為な文字列を指定してください。"
            "作り方: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key or read_or_make_secret(_beside(database, otherwise) / "audit_key")


def audit_heads_file(database: dict, otherwise: Path) -> str:
    """Where the chain's heads are kept: each database has its own chain, so on one's own
    machine beside the SQLite file."""
    return env.str("AUDIT_HEADS_FILE", "") or str(_beside(database, otherwise) / "audit_heads.txt")


def _beside(database: dict, otherwise: Path) -> Path:
    """The folder of the SQLite file; `otherwise` where the database is none."""
    name = database["NAME"]
    is_file = database["ENGINE"].endswith("sqlite3") and name != ":memory:"
    return Path(name).parent if is_file else otherwise


def allowed_hosts(*, production: bool) -> list[str]:
    """Host names that are answered. Local: loopback only, so that a forgotten DEPLOYMENT
    never opens a portal to the network."""
    hosts = env.list("ALLOWED_HOSTS", default=[])
    if not production:
        return hosts or ["127.0.0.1", "localhost", "[::1]"]
    if not hosts or any("*" in host or "/" in host for host in hosts):
        raise ImproperlyConfigured(
            "本番環境では環境変数 ALLOWED_HOSTS にホスト名を指定してください（* や http:// は使えません）。"
            "例: ALLOWED_HOSTS=dx.city.example.lg.jp"
        )
    return hosts


def origins(name: str) -> list[str]:
    """Sites whose pages may read the read API, as browsers name them (`Origin`); none where the
    variable is not set."""
    found = [each for each in env.list(name, default=[]) if each]
    for each in found:
        parts = urlsplit(each)
        if each != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https"):
            raise ImproperlyConfigured(
                f"環境変数 {name} の値「{each}」は使えません。https://www.example.jp のように、"
                "パスも末尾の / も付けずに、コンマ区切りで指定してください。"
            )
    return found


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks, separated by commas: ``192.168.10.5,10.0.0.0/8``."""
    try:
        return [ip_network(each.strip()) for each in env.str(name, default).split(",") if each]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"環境変数 {name} の値「{env.str(name)}」は使えません。192.168.10.5 か 192.168.10.0/24 のような"
            "アドレスを、コンマ区切りで指定してください。"
        ) from error


def portal_url(*, production: bool) -> str:
    """The address that links in mail and on paper start with, without a slash at its end."""
    example = "https://dx.city.example.lg.jp"
    url = needed("PORTAL_URL", example, production=production) or "http://127.0.0.1:8000"
    parts = urlsplit(url)
    schemes = ("https",) if production else ("https", "http")
    if parts.scheme not in schemes or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"環境変数 PORTAL_URL の値「{url}」は使えません。"
            f"{'か'.join(schemes)}で始まるポータルのアドレスを、パスを付けずに指定してください。例: {example}"
        )
    return url.rstrip("/")


# scheme: (TLS from the first byte, STARTTLS, usual port)
CONNECT_SECONDS = 5  # for a connection to PostgreSQL; gunicorn ends a worker after 30
MAIL_SCHEMES = {
    "smtp": (False, False, 25),
    "smtp+tls": (False, True, 587),
    "smtps": (True, False, 465),
}


def mail_from_url() -> dict:
    """Django's mail settings for MAIL_URL; empty where the city sends no mail."""
    url = env.str("MAIL_URL", "")
    if not url:
        return {}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    is_whole = parts.hostname and port != 0 and not parts.path.strip("/") and not parts.query
    if parts.scheme not in MAIL_SCHEMES or not is_whole:
        raise ImproperlyConfigured(
            f"環境変数 MAIL_URL の値「{parts.scheme}…」は使えません。smtp://ホスト:25、"
            "smtp+tls://利用者:パスワード@ホスト:587、smtps://利用者:パスワード@ホスト:465 の"
            "どれかの形で指定するか、外してください（メールを送りません）。"
        )
    use_ssl, use_tls, usual_port = MAIL_SCHEMES[parts.scheme]
    return {
        "host": parts.hostname,
        "port": port or usual_port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": use_ssl,
        "use_tls": use_tls,
    }


def mail_from(*, is_needed: bool) -> str:
    """The sender of mail: an address, or 名前 <address>."""
    text = env.str("MAIL_FROM", "")
    if not text and not is_needed:
        return ""
    _, address = parseaddr(text)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"環境変数 MAIL_FROM の値「{text}」は使えません。MAIL_URL を使うときは、差出人のアドレスを"
            "指定してください。例: MAIL_FROM=dx@city.example.lg.jp"
        ) from error
    return text


def database_from_url(default_file: Path) -> dict:
    """The DATABASES entry for DATABASE_URL (sqlite:///… or postgres://…)."""
    url = env.str("DATABASE_URL", "") or f"sqlite:///{default_file}"
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"環境変数 DATABASE_URL の値「{url.split('://')[0]}…」は使えません。"
            "sqlite:///ファイルの場所 または postgres://利用者:パスワード@ホスト:5432/名前 で指定してください。"
        )
    database = environ.Env.db_url_config(url)
    if not database["NAME"]:
        raise ImproperlyConfigured(
            "環境変数 DATABASE_URL にデータベースの名前がありません。"
            "例: postgres://利用者:パスワード@ホスト:5432/名前"
        )
    if url.startswith("sqlite"):
        # FULL: what is told as saved outlives a power cut; with NORMAL the last commits may not.
        # Writers queue for the lock at BEGIN: with Django's defaults a read that turns into
        # a write fails at once with "database is locked".
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            # Else REPLACE takes a row away without a word to the audit record's trigger.
            "PRAGMA recursive_triggers=ON;",
        }
        # Opening the file anew costs each request some two milliseconds.
        return database | {"CONN_MAX_AGE": 60}
    # A server whose machine is gone answers nothing: without a limit of its own each worker would
    # wait for minutes, and be killed. DATABASE_URL may say otherwise (?connect_timeout=20).
    options = {"connect_timeout": CONNECT_SECONDS} | database.get("OPTIONS", {})
    return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def cache_from_url() -> dict:
    """The CACHES entry for CACHE_URL: any cache that all workers share."""
    try:
        return env.cache_url("CACHE_URL")
    except (ValueError, ImproperlyConfigured, KeyError) as error:
        raise ImproperlyConfigured(
            "環境変数 CACHE_URL の値は使えません。rediscache://ホスト:6379/1 や "
            "pymemcache://ホスト:11211 のように指定するか、外してください（データベースを使います）。"
        ) from error


def own_cache(name: str, entries: int) -> dict:
    """The CACHES entry of what each process keeps for itself."""
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }
