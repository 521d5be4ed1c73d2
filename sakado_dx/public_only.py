"""The settings of a site for citizens alone (PUBLIC_ONLY): nothing but /public/ and static files.

No sessions, logins, messages or counting of attempts; a database that is only read, through the
views of what is public (progress/public/tables.py).
"""

from typing import Any

from sakado_dx.environment import env, own_cache

LEFT_OUT = {
    "sakado_dx.organization.admin_app.PortalAdminConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "rest_framework",
    "import_export",
}
MIDDLEWARE = [
    "sakado_dx.middleware.CorrelationMiddleware",
    "sakado_dx.health.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sakado_dx.middleware.NoStoreMiddleware",
    "sakado_dx.organization.limits.QueryLimitMiddleware",
    "progress.public.middleware.PublicMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "sakado_dx.organization.context.service",
]
# Of `check --deploy`: no form is sent here, and each process draws for itself.
MEANT = ("security.W003", "organization.W002")
# Pictures and files, drawn once by each process.
MOST_PICTURES = 2_000


def for_citizens(own: dict[str, Any]) -> dict[str, Any]:
    """What differs from the portal's settings."""
    engine = own["TEMPLATES"][0]
    options = engine["OPTIONS"] | {"context_processors": PROCESSORS}
    caches = own["CACHES"]
    if not env.str("CACHE_URL", ""):
        caches = caches | {"default": own_cache("pictures", MOST_PICTURES) | {"TIMEOUT": None}}
    return {
        "INSTALLED_APPS": [
            each
            for each in own["INSTALLED_APPS"]
            if each not in LEFT_OUT and not each.startswith("drf_")
        ],
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": "sakado_dx.public_urls",
        "TEMPLATES": [engine | {"OPTIONS": options}],
        "AUTHENTICATION_BACKENDS": [],
        "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",  # no form is ever sent here
        "CACHES": caches,
        "SILENCED_SYSTEM_CHECKS": [*own["SILENCED_SYSTEM_CHECKS"], *MEANT],
        "PUBLIC_VIEWS": "progress.public.tables.faults",  # /readyz asks it
        "DATABASES": {"default": _only_read(own["DATABASES"]["default"])},
    }


def _only_read(database: dict[str, Any]) -> dict[str, Any]:
    """The same database for a process that must not write."""
    if database["ENGINE"].endswith("sqlite3"):
        return database | {"OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON"}}
    options = database.get("OPTIONS", {}) | {"options": "-c default_transaction_read_only=on"}
    return database | {"OPTIONS": options}
