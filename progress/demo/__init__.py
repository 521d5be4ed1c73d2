"""Invented people and figures that show what the portal does, on any plan.

Only `manage.py load_demo` and `demo_years` make them, and never in production. All of it goes through the verbs
of the workflow, by the invented people, so nothing stands here that a city could not enter.
"""
