"""The indicators of a measure as its 調書 asks about them: the target that a revision would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from progress.judging.facts import EXPANSION, MILESTONE, QUALITATIVE, Target
from progress.judging.findings import amount, year
from progress.judging.targets import printed_targets
from progress.models import MeasureReview, ReviewYear
from progress.reading.edition import IndicatorPart
from progress.reading.indicators import parts_of
from progress.reading.live_indicators import IndicatorParts
from sakado_dx.prepared import prepared


@dataclass(frozen=True)
class AskedTarget:
    """An indicator and its last target, which the 調書 may change or withdraw; `target` is None of
    words, and where the plan prints none."""

    part: IndicatorPart
    target: Target | None

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def takes_value(self) -> bool:
        """Whether another figure can be proposed for it."""
        return self.target is not None and self.part.facts.kind not in (MILESTONE, EXPANSION)

    @property
    def takes_year(self) -> bool:
        return self.target is not None and self.part.facts.kind == MILESTONE

    @property
    def now(self) -> str:
        """``R9年度 30業務``: what the plan aims at today."""
        if self.target is None:
            return self.part.printed or "（値のない目標）"
        when = year(self.target.fiscal_year)
        if self.target.value is None:
            return f"{when}までに達成"
        return f"{when} {amount(self.part.facts, self.target.value)}"

    def said(self, targets: Mapping[str, Mapping]) -> str:
        """What a 調書 proposes for it, in words; blank where it stays."""
        own = targets.get(self.key, {})
        if own.get("withdrawn"):
            return f"取下げ（{own['withdrawn']}）"
        if own.get("year"):
            return f"{year(int(own['year']))}までに達成"
        if own.get("value"):
            when = f"{year(self.target.fiscal_year)} " if self.target else ""
            return f"{when}{amount(self.part.facts, Decimal(own['value']))}"
        return ""


def asked_targets(row: MeasureReview) -> list[AskedTarget]:
    """The indicators that the measure enters, in their order."""
    plan = row.review.plan
    newest = next(iter(newest_years(plan.pk)), None)
    return _asked(parts_of(row.measure, newest), plan.last_fiscal_year)


@prepared
def newest_years(plan_id: int) -> QuerySet[ReviewYear]:
    """The newest year of a plan, if there is one."""
    return ReviewYear.objects.filter(plan=plan_id).select_related("plan").newest_first()[:1]


def targets_by_measure(
    rows: Sequence[MeasureReview], newest: ReviewYear, known: IndicatorParts
) -> dict[int, list[AskedTarget]]:
    """The same of many 調書 of one review, by measure, read at once; `newest` is the plan's newest
    year, and what is `known` of a year is not read again where it is that one."""
    ids, plan = [each.measure_id for each in rows], rows[0].review.plan
    if newest.pk == known.year.pk:
        parts = known
        parts.read_figures(ids)
    else:
        newest.plan = plan
        parts = IndicatorParts(newest, ids)
    return {pk: _asked(parts.of(pk), plan.last_fiscal_year) for pk in ids}


def _asked(parts: Iterable[IndicatorPart], fiscal_year: int) -> list[AskedTarget]:
    return [AskedTarget(each, _last(each, fiscal_year)) for each in parts if each.is_entered_here]


def _last(part: IndicatorPart, fiscal_year: int) -> Target | None:
    if part.facts.kind == QUALITATIVE:
        return None
    targets = printed_targets(part.facts, fiscal_year)
    return targets[-1] if targets else None
