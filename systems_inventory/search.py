"""What the search finds of the inventory."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from measures.search import of_current_plan
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched
from systems_inventory.models import InformationSystem


class Systems(Source):
    """Systems by name, 区分, vendor and the works that they carry."""

    kind, label, model = "system", "情報システム", InformationSystem
    watched = (Watched(InformationSystem, ("name", "category", "vendor", "standard_works")),)

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        rows = InformationSystem.objects.filter(pk__in=ids)
        for pk, *texts, works in rows.values_list(
            "pk", "name", "category", "vendor", "standard_works"
        ):
            yield ObjectText(pk, (*texts, "、".join(works)))

    def readable(self, standing: Standing) -> QuerySet:
        return of_current_plan(InformationSystem.objects.all())

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = InformationSystem.objects.filter(pk__in=ids).with_divisions()
        return {
            each.pk: Hit(
                each.name,
                each.get_absolute_url(),
                "　".join(filter(None, (each.category, each.division_names))),
            )
            for each in found
        }
