"""The small city, for the tests of its backup."""

from tests.progress.conftest import world  # noqa: F401
