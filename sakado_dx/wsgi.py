"""WSGI entry point, for gunicorn."""

import gc
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakado_dx.settings")

# What pages load by its name, or when they first write a workbook.
USED_BY_PAGES = (
    "django.conf.locale.ja.formats",
    "django.db.models.sql.compiler",
    "xlsxwriter",
)

application = get_wsgi_application()


def load_what_pages_need() -> None:
    """Load all views and compile the portal's own templates, once: of what is there before gunicorn
    forks (`--preload`), the workers share what they do not touch, and else each would have its own."""
    from django.conf import settings
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template
    from django.urls import get_resolver

    for name in USED_BY_PAGES:
        import_module(name)
    _ = get_resolver().reverse_dict
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(Path(folder).rglob("*.html")):
            with suppress(TemplateSyntaxError):  # of the admin's, which a site for citizens lacks
                get_template(str(path.relative_to(folder)))


load_what_pages_need()

# A page makes ten thousands of objects and hardly a cycle among them: looking for cycles after
# every 700, through all that stays loaded for good, took an eighth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 5)
