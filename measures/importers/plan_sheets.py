"""What the sheets of one plan share."""

from measures.models import Plan
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.lookup import Lookup
from sakado_dx.spreadsheets.resources import SheetResource


class PlanResource(SheetResource):
    """A sheet whose rows belong to one plan."""

    def __init__(self, plan: Plan, **kwargs):
        self.plan = plan
        super().__init__(**kwargs)

    def lock(self) -> None:
        """A second import into the same plan waits, and then meets the changed rows."""
        Plan.objects.select_for_update().get(pk=self.plan.pk)

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        orders = (getattr(each, "order", 0) for each in self.existing)
        self.last_order = max(orders, default=-1)

    def next_order(self) -> int:
        """The place of a new row: after all that are stored, in the file's order."""
        return self.last_order + self.number_of_new


def division_lookup() -> Lookup:
    """Divisions by name, those of today before those that have ended; 2 queries."""
    today = Division.objects.in_force()
    return Lookup("所管課", ((each.name, each) for each in [*today, *Division.objects.all()]))
