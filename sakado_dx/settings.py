"""All settings, from environment variables (table in README.md).

A wrong value stops the start with one sentence that says what is accepted: a portal that
runs with a half-understood configuration is worse than one that does not run.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sakado_dx.local_secret import read_or_make_secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
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


def required_in_production(name: str, example: str) -> str:
    value = env.str(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"本番環境では環境変数 {name} が必要です。例: {name}={example}")
    return value


def database_from_url() -> dict:
    """The DATABASES entry for DATABASE_URL (sqlite:///… or postgres://…)."""
    url = env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"環境変数 DATABASE_URL の値「{url.split('://')[0]}…」は使えません。"
            "sqlite:///ファイルの場所 または postgres://利用者:パスワード@ホスト:5432/名前 で指定してください。"
        )
    database = environ.Env.db_url_config(url)
    if url.startswith("sqlite"):
        # Writers queue for the lock at BEGIN: with Django's defaults a read that turns into
        # a write fails at once with "database is locked".
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return database
    return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DEPLOYMENT = choice("DEPLOYMENT", "local", ("local", "production"))
PRODUCTION = DEPLOYMENT == "production"
DEBUG = flag("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("本番環境で DEBUG=on は使えません。DEBUG を外してください。")

SECRET_KEY = required_in_production("SECRET_KEY", "50文字以上の無作為な文字列")
if not SECRET_KEY:
    SECRET_KEY = read_or_make_secret(VAR_DIR / "secret_key")
# Local: loopback only, so that a forgotten DEPLOYMENT never opens a portal to the network.
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "本番環境では環境変数 ALLOWED_HOSTS にホスト名を指定してください（* は使えません）。"
        "例: ALLOWED_HOSTS=dx.city.example.lg.jp"
    )
# Links in mail and on paper start with this, never with the request's Host.
PORTAL_URL = required_in_production("PORTAL_URL", "https://dx.city.example.lg.jp") or (
    "http://127.0.0.1:8000"
)

SERVICE_NAME = env.str("SERVICE_NAME", "DX推進計画 進捗管理ポータル")

INSTALLED_APPS = [
    "sakado_dx.organization",
    "measures",
    "glossary",
    "systems_inventory",
    "progress",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "rest_framework",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sakado_dx.organization.middleware.StandingMiddleware",
    "sakado_dx.organization.middleware.LoginWall",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sakado_dx.urls"
WSGI_APPLICATION = "sakado_dx.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sakado_dx.organization.context.service",
                "progress.context.page_frame",
            ],
            "libraries": {},
        },
    },
]

DATABASES = {"default": database_from_url()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Charts are kept for good: their key is a hash of what they show (design: charts).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if not env.str("CACHE_URL", "")
    else env.cache_url("CACHE_URL")
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sakado_dx.organization.backends.RolesBackend",
]
AUTH_USER_MODEL = "organization.User"
LOGIN_URL = "organization:login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "sakado_dx.organization.views.csrf_failure"

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "sakado_dx" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env.str("FILES_DIR", str(VAR_DIR / "files")))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# One person who mistypes must not lock out the building, nor one at home a colleague: the
# login ID and the address are counted together.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
