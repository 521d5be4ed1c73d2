"""All settings, from environment variables (table in README.md).

A wrong value stops the start with one sentence that says what is accepted: a portal that
runs with a half-understood configuration is worse than one that does not run.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sakado_dx.api_settings import OPENAPI
from sakado_dx.environment import (
    allowed_hosts,
    audit_heads_file,
    audit_key,
    cache_from_url,
    choice,
    database_from_url,
    env,
    flag,
    mail_from,
    mail_from_url,
    networks,
    origins,
    own_cache,
    portal_url,
    secret_key,
    whole_number,
)
from sakado_dx.log_settings import logging_at
from sakado_dx.public_only import for_citizens

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
DEPLOYMENT = choice("DEPLOYMENT", "local", ("local", "production"))
PRODUCTION = DEPLOYMENT == "production"
PUBLIC_ONLY = flag("PUBLIC_ONLY", default=False)
DEBUG = flag("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("本番環境で DEBUG=on は使えません。DEBUG を外してください。")

SECRET_KEY = secret_key(VAR_DIR / "secret_key", production=PRODUCTION)
ALLOWED_HOSTS = allowed_hosts(production=PRODUCTION)
# Links in mail and on paper start with this, never with the request's Host.
PORTAL_URL = portal_url(production=PRODUCTION)
SERVICE_NAME = env.str("SERVICE_NAME", "DX推進計画 進捗管理ポータル")
PUBLIC_NAME = env.str("PUBLIC_NAME", "DX推進計画の進み具合")  # of /public/
PUBLIC_CONTACT = env.str("PUBLIC_CONTACT", "")

INSTALLED_APPS = [
    "sakado_dx.records",
    "sakado_dx.organization",
    "sakado_dx.jobs",
    "sakado_dx.imports",
    "sakado_dx.search",
    "sakado_dx.backup",
    "measures",
    "glossary",
    "systems_inventory",
    "progress",
    "sakado_dx.organization.admin_app.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
]

MIDDLEWARE = [
    "sakado_dx.middleware.CorrelationMiddleware",
    "sakado_dx.health.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sakado_dx.middleware.NoStoreMiddleware",
    "sakado_dx.organization.limits.QueryLimitMiddleware",
    "progress.revisions.middleware.TakingEffectMiddleware",
    "progress.public.middleware.PublicMiddleware",
    "sakado_dx.organization.limits.LoginBudgetMiddleware",
    "sakado_dx.organization.middleware.SessionMiddleware",
    "sakado_dx.organization.middleware.SessionLifetimeMiddleware",
    "sakado_dx.organization.limits.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sakado_dx.organization.middleware.StandingMiddleware",
    "progress.frame.MenuYearsMiddleware",
    "sakado_dx.organization.middleware.LoginWall",
    "sakado_dx.organization.middleware.KeptTextMiddleware",
    "sakado_dx.organization.limits.NumberLimitMiddleware",
    "progress.guards.middleware.ClosedYearMiddleware",
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
                "progress.frame.page_frame",
            ],
            "libraries": {
                "cells": "progress.dashboards.cell_pages",
                "frame": "progress.frame",
                "status": "sakado_dx.template_tags.status",
                "wareki": "sakado_dx.template_tags.wareki",
            },
            "builtins": ["sakado_dx.template_tags.links"],
        },
    },
]

DATABASES = {"default": database_from_url(VAR_DIR / "portal.sqlite3")}

# The audit record is sealed with a key that is not in the database; the chain's heads go into
# a file of their own, better on another machine (records/chain.py, records/heads.py).
AUDIT_KEY = "" if PUBLIC_ONLY else audit_key(DATABASES["default"], VAR_DIR, production=PRODUCTION)
AUDIT_HEADS_FILE = audit_heads_file(DATABASES["default"], VAR_DIR)
AUDIT_HEADS_ASKED = bool(env.str("AUDIT_HEADS_FILE", ""))  # named: then it must be there
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Charts are kept for good: their key is a hash of what they show.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if not env.str("CACHE_URL", "")
    else cache_from_url(),
    # Of each process by itself: how often an address has asked the read API, and public pages.
    "throttle": own_cache("throttle", 5_000),
    "public": own_cache("public", 500),
}

# --- Logins
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sakado_dx.organization.backends.RolesBackend",
]
LOGIN_URL = "organization:login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "sakado_dx.organization.views.csrf_failure"

# Long rather than mixed: a rule about kinds of characters makes people write it on the desk.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "reading", "email")},
    },
    {"NAME": "sakado_dx.organization.passwords.PatternValidator"},
    {"NAME": "sakado_dx.organization.passwords.NearbyWordsValidator"},
    {"NAME": "measures.passwords.PlanWordsValidator"},
]

# 30 minutes without use, 12 hours in all, and while the browser is open (organization/sessions.py)
SESSION_COOKIE_AGE = 30 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Counted together: who mistypes must lock out neither the building nor a colleague at home.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "sakado_dx.organization.backends.client_address"
# Failed logins are counted, not collected; the log has its own line for each.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = AXES_ENABLE_ADMIN = False

# Over all IDs from one address, in five minutes and for each worker (organization/login_budget.py).
LOGIN_FAILURES_AN_ADDRESS = whole_number("LOGIN_FAILURES_AN_ADDRESS", 10, least=0, most=1_000)

# A one-time link on paper holds as long as the internal mail takes.
PASSWORD_LINK_HOURS = whole_number("PASSWORD_LINK_HOURS", 72, least=1, most=336)

# --- Transport. TLS ends at a proxy in front of gunicorn; only where that proxy sets
# X-Forwarded-Proto and X-Forwarded-For itself may they be believed.
TLS_PROXY = flag("TLS_PROXY", default=False)
if TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", 31_536_000, 0, 63_072_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Browsers that know the host by a list of their own: for good, and for the city's whole domain. A
# portal in a closed network asks for it only where the city says so, and no check asks it to.
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# --- Mail: sent by `manage.py send_mail` alone (records/sending.py), never within a request.
MAIL_SERVER = mail_from_url()
MAIL_FROM = mail_from(is_needed=bool(MAIL_SERVER))
EMAIL_TIMEOUT = whole_number("MAIL_TIMEOUT_SECONDS", 20, least=1, most=300)

# --- What one request may send in all, refused unread (organization/limits.py); of it texts: 3 MB.
BODY_BYTES_WITHOUT_LOGIN = DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
BODY_BYTES_WITH_LOGIN = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # two a measure open a year, eight a report a table
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "sakado_dx" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sakado_dx.static_files.FingerprintedStorage"
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

# --- Long work (jobs/running.py): what makes each kind, and whether a process of its own does it.
JOB_KINDS = {"pack": "progress.pack.making.make"}
JOB_KINDS |= {f"import_{each}": f"progress.imports.working.{each}" for each in ("look", "write")}
JOBS_IN_CHILD = True

# --- Search: what is found, in the order of its page (search/sources.py).
SEARCH_SOURCES = (
    "measures.search.Measures", "progress.search.reports.Reports",
    "progress.search.decisions.Decisions", "progress.search.follow_ups.FollowUps",
    "progress.search.divisions.Divisions", "systems_inventory.search.Systems",
    "glossary.search.Terms", "measures.search.Events",
)  # fmt: skip

# --- Spreadsheets: rights by role (organization/rights.py), uploads in the private storage. The
# library's own defaults are open to everybody and use the machine's folder for temporary files.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_TMP_STORAGE_CLASS = "sakado_dx.spreadsheets.storage.PrivateStorage"
READ_IN_CHILD = True  # whether a process of its own reads each file (spreadsheets/reading.py)

# --- Open data: under which licence citizens may use them (progress/open_data/licence.py).
OPEN_DATA_LICENCE = choice("OPEN_DATA_LICENCE", "CC-BY-4.0", ("CC-BY-4.0", "CC0-1.0"))

# --- The read API (resources/, api.py). Without a login an address may ask so often (0: as it
# likes); pages of other sites may read it where they are named.
API_REQUESTS_A_MINUTE = whole_number("API_REQUESTS_A_MINUTE", 120, least=0, most=10_000)
API_ORIGINS = origins("API_ORIGINS")
SPECTACULAR_SETTINGS = OPENAPI

# --- Watching over it: who may ask /healthz and /readyz, and where the backups lie (health/).
HEALTH_ADDRESSES = networks("HEALTH_ADDRESSES", "127.0.0.0/8,::1/128")
BACKUP_DIR = env.str("BACKUP_DIR", "")
BACKUP_KEEP = whole_number("BACKUP_KEEP", 14, least=1, most=10_000)
BACKUP_YEARS = "progress.editions.proving.closed_years"  # what a backup keeps of closed years

# --- Log: one line of JSON an event, without texts (event_log.py)
LOG_LEVEL = choice("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING", ("INFO", "WARNING", "ERROR"))
LOGGING = logging_at(LOG_LEVEL)

if PUBLIC_ONLY:
    globals().update(for_citizens(globals()))
