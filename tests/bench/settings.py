"""The portal's settings, with two bare addresses to compare with and a count of SQL statements."""

import os
from pathlib import Path

from sakado_dx.settings import *  # noqa: F403
from sakado_dx.settings import MIDDLEWARE, STORAGES

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.QueryCountMiddleware", *MIDDLEWARE]

if collected := os.environ.get("BENCH_STATIC"):
    # As in production: collected, under names that hold a hash. Compressing them would take a minute.
    STATIC_ROOT = Path(collected)
    WHITENOISE_USE_FINDERS = False
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "tests.bench.storage.FingerprintedFiles"}}
