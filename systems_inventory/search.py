"""What the search finds of the inventory."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from measures.search import of_current_plan
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched
from systems_inventory.models import InformationSystem


class Systems(Source):
    """Systems by name."""

    kind, label, model = "system", "情報システム", InformationSystem
    watched = (Watched(InformationSystem, ("name", "category")),)

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        for each in InformationSystem.objects.filter(pk__in=ids):
            yield ObjectText(each.pk, (each.name, each.category))

    def readable(self, standing: Standing) -> QuerySet:
        return of_current_plan(InformationSystem.objects.all())

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = InformationSystem.objects.filter(pk__in=ids).with_divisions()
        return {
            each.pk: Hit(
                each.name,
                f"{reverse('systems_inventory:system_list')}?{urlencode({'q': each.name})}",
                "　".join(filter(None, (each.category, each.division_names))),
            )
            for each in found
        }
