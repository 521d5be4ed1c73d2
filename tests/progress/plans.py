"""Plans that are not in force, for tests of what may be done with one before it is."""

from django.db import connection

from measures.models import Plan
from sakado_dx.records.triggers.pieces import PREFIX
from tests.records.reading import run_sql

EDITIONS = "progress_planedition"


def lift_guards(table: str) -> None:
    """Let rows be moved that nobody may change."""
    if connection.vendor == "postgresql":
        run_sql(f"DROP TRIGGER {PREFIX}closed_{table} ON {table}")
        return
    for operation in ("update", "delete"):
        run_sql(f"DROP TRIGGER {PREFIX}closed_{operation}_{table}")


def put_out_of_force(plan: Plan) -> None:
    """A plan whose years were opened, and that has no edition: as one that is still prepared."""
    lift_guards(EDITIONS)
    plan.revisions.all().delete()
    plan.editions.all().delete()
