"""WSGI entry point, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakado_dx.settings")

application = get_wsgi_application()

# A page makes ten thousands of objects and hardly a cycle among them: looking for cycles after
# every 700, through all that stays loaded for good, took an eighth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
