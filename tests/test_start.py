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
    "weasyprint",
    "lxml",
    "PIL",
    "drf_spectacular.generators",
    "django.test",
    "unittest",
}
START = """
import sys
import sakado_dx.wsgi
from django.template import engines
from django.urls import get_resolver
print(get_resolver()._populated)
print(*engines["django"].engine.template_loaders[0].get_template_cache)
resolvers = [get_resolver(name) for name in sys.argv[1:]]
while resolvers:
    resolvers += [each for each in resolvers.pop().url_patterns if hasattr(each, "url_patterns")]
print(*sys.modules)
"""


@pytest.mark.one_database
def test_what_workers_share_holds_all_views_and_templates_and_no_library_that_few_requests_need():
    """`--preload`: what each worker loaded by itself would be there three times. The addresses of
    citizens are resolved too."""
    done = subprocess.run(
        [sys.executable, "-c", START, settings.ROOT_URLCONF, "sakado_dx.public_urls"],
        cwd=Path(__file__).parent.parent, env=os.environ, capture_output=True, text=True,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    is_resolved, templates, modules = done.stdout.splitlines()
    own = Path(settings.BASE_DIR, "templates")
    assert is_resolved == "True"
    assert {str(each.relative_to(own)) for each in own.rglob("*.html")} <= set(templates.split())
    loaded = set(modules.split())
    assert {"progress", "import_export", "xlsxwriter", "django.db.models.sql.compiler"} <= loaded
    assert loaded.isdisjoint(LATE), f"loaded at start: {sorted(loaded & LATE)}"
