"""The plan's data in the Django admin. Who may do what there says organization/rights.py.

`Plan` itself and the indicators are in progress/admin: loading a plan and drawing a chart need
more than this app knows.
"""

from measures.admin import frame, measures

__all__ = ["frame", "measures"]
