"""The years of the menu: the newest ones, and the page's own, each with what is owed over them."""

from collections.abc import MutableSequence
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest

from progress.entry import tasks
from progress.judging.shown_years import YEARS_BEFORE
from progress.models import Disposal, PlanReview, ReviewYear
from progress.workflow import posts
from sakado_dx.prepared import prepared

# The newest one and those before it; what is older stands in 年度の予定, and in the menu of its pages.
MOST_YEARS = YEARS_BEFORE + 1


def asked_for_menu(request: HttpRequest) -> tuple:
    """Whose reports the menu counts, and on which day (of the secretariat's, which leads on, none),
    and the year that the address names: what `years_with_owed` is asked by."""
    standing = getattr(request, "standing", None)  # a page of an error may come before it
    counts = standing and standing.divisions and not standing.is_secretariat
    whose = (tuple(standing.divisions), standing.day) if counts else ((), None)
    return (*whose, year_in_address(request))


def year_in_address(request: HttpRequest) -> int | None:
    """The id of the year that the address names, or that it asks for by ?year=; None for a number
    that no row has, of whose page the menu shows the newest years."""
    match = request.resolver_match
    if match and "year_id" in match.kwargs:
        return posts.number(str(match.kwargs["year_id"]))
    return posts.number(request.GET.get("year", ""))


def asking_for_menu(request: HttpRequest) -> tuple:
    """What asks for the years of the menu, for a page that asks for more."""
    return (years_with_owed, *asked_for_menu(request))


@prepared
def years_with_owed(
    divisions: tuple[int, ...], day: date | None, here: int | None
) -> QuerySet[ReviewYear]:
    """The newest years, and the one `here` where it is older, each with `owed`: what the divisions
    owe over all."""
    owed = tasks.owed_number(divisions, day) if divisions else Value(0)
    years = ReviewYear.objects.newest_first().select_related("plan")
    newest = Q(pk__in=ReviewYear.objects.newest_first().values("pk")[:MOST_YEARS])
    reviews = PlanReview.objects.under_way().filter(plan=OuterRef("plan")).newest_first()
    done = Disposal.objects.done().filter(year=OuterRef("pk"))
    disposed = {name: Subquery(done.values(name)[:1]) for name in ("document_number", "done_at")}
    columns = {"owed": owed, "review_pk": Subquery(reviews.values("pk")[:1])}
    shown = years.filter(newest if here is None else newest | Q(pk=here))
    return shown.annotate(**columns, **disposed)


def year_of_menu(
    request: HttpRequest, years: MutableSequence[ReviewYear], pk: int | None
) -> ReviewYear | None:
    """The year of a page out of those of the menu; one that is older than these and that the address
    did not name is read once, and stands among them from then on."""
    found = next((each for each in years if each.pk == pk), None)
    if found or pk is None or len(years) < MOST_YEARS or pk == year_in_address(request):
        return found
    *whose, _ = asked_for_menu(request)
    found = next((each for each in years_with_owed(*whose, pk) if each.pk == pk), None)
    if found:
        years.append(found)
    return found
