"""The rows of the plan's two tables: what it says of each measure, and the printed targets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from measures.models import Indicator, IndicatorTarget, MeasureIndicator
from progress.open_data.gathering import PlannedMeasure, Source
from progress.reading.edition import MeasurePart

DIVISION, EFFECT, YEAR, PRINTED, INDICATOR = (
    "division", "effect", "yearly_direction", "printed_direction", "indicator",
)  # fmt: skip
ITEMS = {
    DIVISION: "所管課",
    EFFECT: "取組の主な効果",
    YEAR: "年度別の方向性",
    PRINTED: "年度別の方向性（計画の表記）",
    INDICATOR: "成果指標",
}
NOTHING_PLANNED = "計画なし"
LEAD, CO_OWNER = "主管課", "共同の所管課"
DEADLINE, STARTING = "deadline", "starting_figure"
ROLES = {
    IndicatorTarget.Role.TARGET: "目標",
    DEADLINE: "達成の期限",
    STARTING: "当初値",
    IndicatorTarget.Role.BASELINE: "現状値",
}


@dataclass(frozen=True)
class PlanRow:
    """One thing that the plan says of a measure: `place` counts within the item."""

    source: Source
    part: MeasurePart
    item: str
    place: int
    value: str
    name: str = ""
    key: str = ""
    fiscal_year: int | None = None

    @property
    def plan_title(self) -> str:
        return self.source.plan.title


def plan_rows(source: Source) -> Iterator[PlanRow]:
    """In the plan's order, each measure's items one after the other."""
    for measure in source.measures:
        for item, found in _items(measure).items():
            for place, told in enumerate(found, 1):
                yield PlanRow(source, measure.part, item, place, **told)


def _items(measure: PlannedMeasure) -> dict[str, list[dict]]:
    part = measure.part
    return {
        DIVISION: [
            {"value": each, "name": CO_OWNER if place else LEAD}
            for place, each in enumerate(part.divisions)
        ],
        EFFECT: [{"value": mark, "name": name} for mark, name in part.effects],
        YEAR: [
            {"value": each.planned or NOTHING_PLANNED, "fiscal_year": each.fiscal_year}
            for each in part.years
        ],
        PRINTED: [
            {"value": each.printed, "fiscal_year": each.fiscal_year}
            for each in part.years
            if each.printed
        ],
        INDICATOR: [
            {"value": each.indicator.name, "name": each.label, "key": each.indicator.key}
            for each in measure.indicators
        ],
    }


@dataclass(frozen=True)
class TargetRow:
    """A figure that the plan prints for a year, under a measure."""

    source: Source
    part: MeasurePart
    stands: MeasureIndicator
    target: IndicatorTarget

    @property
    def plan_title(self) -> str:
        return self.source.plan.title

    @property
    def fiscal_year(self) -> int:
        return self.target.fiscal_year

    @property
    def label(self) -> str:
        return self.stands.label

    @property
    def facts(self) -> Indicator:
        """What has name, unit, kind, sense and way of measuring."""
        return self.indicator

    @property
    def indicator(self) -> Indicator:
        return self.stands.indicator

    @property
    def role(self) -> str:
        """目標, of a milestone the year by which it is due; an expansion's starting figure and a
        measured 現状値 are no targets."""
        if self.target.role == IndicatorTarget.Role.BASELINE:
            is_starting = self.indicator.kind == Indicator.Kind.EXPANSION
            return STARTING if is_starting else self.target.role
        return DEADLINE if self.indicator.kind == Indicator.Kind.MILESTONE else self.target.role


def target_rows(source: Source) -> Iterator[TargetRow]:
    """In the order of the plan, each indicator's figures by year."""
    for measure in source.measures:
        for stands in measure.indicators:
            for target in _targets(stands.indicator):
                yield TargetRow(source, measure.part, stands, target)


def _targets(indicator: Indicator) -> Iterable[IndicatorTarget]:
    """As an edition has them, else as they were read from the table."""
    read = vars(indicator).get("targets_read")
    return indicator.targets.all() if read is None else read
