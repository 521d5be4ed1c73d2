"""Invented people and figures that show what the portal does, on any plan.

Only `manage.py load_demo` and `demo_years` make them, and never in production. All of it goes through the verbs
of the workflow, by the invented people, so nothing stands here that a city could not enter.
"""

from progress.demo.loading import NotLoadable, is_loaded, load_demo
from progress.demo.people import PASSWORD, login_rows
from progress.demo.years import load_years

__all__ = ["PASSWORD", "NotLoadable", "is_loaded", "load_demo", "load_years", "login_rows"]
