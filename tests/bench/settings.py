"""The portal's settings, with two bare addresses to compare with and a count of SQL statements."""

from sakado_dx.settings import *  # noqa: F403
from sakado_dx.settings import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.QueryCountMiddleware", *MIDDLEWARE]
