"""One guard: what it refuses of which table, and how a writer waits for a closing."""

from dataclasses import dataclass

from django.db.models import Model

from progress.workflow.refusals import OF_CLOSED_YEAR

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"


@dataclass(frozen=True)
class Guard:
    """Refuses an operation on a table where the condition holds.

    `report` names the row's column that leads to its report, `year` the one to its year: on
    PostgreSQL a writer shares the year's row through it, so that a closing waits for him.
    """

    model: type[Model]
    operation: str
    condition: str
    report: str = ""
    year: str = ""
    refusal: str = OF_CLOSED_YEAR

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def row(self) -> str:
        return "OLD" if self.operation == DELETE else "NEW"
