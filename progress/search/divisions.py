"""What the search finds of the organization: divisions by name, which lead to what they promised."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse

from progress.models import ReviewYear
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched


class Divisions(Source):
    """A division that is or was: not one that is prepared for a day to come."""

    kind, label, model = "division", "所管課", Division
    watched = (Watched(Division, ("name",)),)

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        for pk, name in Division.objects.filter(pk__in=ids).values_list("pk", "name"):
            yield ObjectText(pk, (name,))

    def readable(self, standing: Standing) -> QuerySet:
        """All staff, of what has begun; none before there is a year to lead to."""
        begun = Q(first_day__isnull=True) | Q(first_day__lte=standing.day)
        return Division.objects.filter(begun, Exists(ReviewYear.objects.order_by()))

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        year = ReviewYear.objects.newest()
        return {
            each.pk: Hit(
                each.name,
                reverse("progress:division_year", args=[year.pk, each.name]),
                f"{year.label}の状況",
            )
            for each in self.readable(standing).filter(pk__in=ids)
        }
