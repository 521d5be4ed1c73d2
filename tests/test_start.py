"""What a worker loads before anybody has asked it for anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

# Each takes tens of MB or tenths of a second, and serves few requests.
LATE = {
    "openpyxl",
    "pandas",
    "numpy",
    "matplotlib",
    "docx",
    "xlsxwriter",
    "weasyprint",
    "lxml",
    "PIL",
}
START = """
import sys, django
django.setup()
from django.urls import get_resolver
resolvers = [get_resolver(name) for name in sys.argv[1:]]
while resolvers:
    resolvers += [each for each in resolvers.pop().url_patterns if hasattr(each, "url_patterns")]
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.one_database
def test_a_worker_starts_without_the_libraries_that_few_requests_need():
    """The addresses of staff and of citizens are all resolved, so their views are there."""
    done = subprocess.run(
        [sys.executable, "-c", START, settings.ROOT_URLCONF, "sakado_dx.public_urls"],
        cwd=Path(__file__).parent.parent, env=os.environ, capture_output=True, text=True,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    loaded = set(done.stdout.split())
    assert {"progress", "import_export"} <= loaded
    assert loaded.isdisjoint(LATE), f"loaded at start: {sorted(loaded & LATE)}"
