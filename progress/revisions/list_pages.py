"""計画の見直し as a list."""

from django import forms
from django.urls import reverse

from progress.models import PlanRevision
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm

TITLE = "計画の見直し"


def way(*further) -> list:
    """The breadcrumbs of a page below 資料."""
    return [("資料", reverse("measures:library")), *further]


def way_to(revision: PlanRevision, *further) -> list:
    """The breadcrumbs of a revision, or of a page below it."""
    own = (str(revision), revision.get_absolute_url() if further else None)
    return way((TITLE, reverse("progress:revision_list")), own, *further)


def _day(name: str):
    def of(revision: PlanRevision) -> str:
        day = getattr(revision, name)
        return format_date(day) if day else ""

    return of


def _order(name: str):
    return lambda revision: getattr(revision, name) or ""


COLUMNS = (
    Column("名称", str, "title", url=PlanRevision.get_absolute_url, css="column--name"),
    Column("種類", PlanRevision.get_kind_display, "kind", css="nowrap"),
    Column("状態", PlanRevision.get_state_display, "state", css="nowrap"),
    Column("決定日", _day("decided_on"), "decided", order=_order("decided_on")),
    Column("施行日", _day("effective_on"), "effective", order=_order("effective_on")),
    Column("公表日", _day("published_on"), "published", order=_order("published_on")),
    Column("改定前の版", lambda each: str(each.base)),
)


class RevisionFilter(ListForm):
    """By state."""

    state = forms.ChoiceField(
        label="状態", choices=[("", "すべて"), *PlanRevision.State.choices], required=False
    )

    def by_state(self, rows: list[PlanRevision], state: str) -> list[PlanRevision]:
        return [each for each in rows if each.state == state]
