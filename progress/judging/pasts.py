"""What was measured before a definition changed: fetched for pictures and notes, judged nowhere."""

from collections.abc import Mapping

from measures.models import Indicator
from progress.judging.facts import Past, Reference
from progress.judging.results import figures_of
from progress.models import ProgressReport, ReferenceValue


def pasts_of(predecessors: Mapping[int, int | None], up_to: int) -> dict[int, Past]:
    """The past of each indicator by its id, of those (id: id of the one before) that follow
    another, with the figures that count up to a year. 3 queries, 0 where none follows another."""
    before = {pk: old for pk, old in predecessors.items() if old is not None}
    if not before:
        return {}
    olds = Indicator.objects.only("name", "unit").in_bulk(set(before.values()))
    states = ProgressReport.COUNTED_STATES
    figures = figures_of(sorted(olds), up_to=up_to, states=states)
    references = _references(before, up_to)
    return {
        pk: Past(
            olds[old].name,
            olds[old].unit,
            tuple(each for _, each in sorted(figures.get(old, {}).items())),
            references.get(pk, ()),
        )
        for pk, old in before.items()
    }


def _references(indicator_ids, up_to: int) -> dict[int, tuple[Reference, ...]]:
    rows = ReferenceValue.objects.filter(
        indicator__in=list(indicator_ids), fiscal_year__lte=up_to
    ).order_by("fiscal_year")
    found: dict[int, tuple[Reference, ...]] = {}
    for pk, *told in rows.values_list("indicator_id", "fiscal_year", "value", "reason"):
        found[pk] = (*found.get(pk, ()), Reference(*told))
    return found
