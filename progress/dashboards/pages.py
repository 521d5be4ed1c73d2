"""Dashboards and lists as their templates want them: plain rows, texts and addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from measures.models import Direction, Measure, MeasureDivision, Plan, Policy
from measures.words import MEANINGS
from progress.charts import chart_context, policies_chart_context
from progress.judging.facts import REPORTED, Judgement
from progress.judging.findings import actual, goal_words
from progress.models import ReviewYear
from progress.reading.dashboard import Dashboard, PolicySummary
from progress.reading.rows import IndicatorYear, MeasureRow
from progress.reading.years import year_rows
from sakado_dx.organization.access import Standing
from systems_inventory.models import InformationSystem


@dataclass(frozen=True)
class Card:
    label: str
    value: int
    unit: str
    note: str
    url: str


def list_url(year: ReviewYear, **query) -> str:
    """The list of measures of a year, filtered."""
    return f"{reverse('progress:measure_list')}?{urlencode({'year': year.pk, **query})}"


def cards(year: ReviewYear, board: Dashboard, pending: bool) -> list[Card]:
    """Number cards, each with the list behind its number."""
    more = {"pending": 1} if pending else {}
    numbers = (
        ("提出済みの報告", board.submitted, f"全{len(board.rows)}件のうち", {"state": "handed_in"}),
        ("順調・完了", board.good, f"進捗を判断した{board.judged}件のうち", {"progress": "good"}),
        ("達成した指標", board.met, f"判定が決まった{board.decided}件のうち", {"indicator": "met"}),
        ("注意が必要な施策", len(board.attention), "遅れ、目標未達など", {"attention": 1}),
    )
    return [
        Card(label, value, "件", note, list_url(year, **query, **more))
        for label, value, note, query in numbers
    ]


@dataclass(frozen=True)
class PolicyLine:
    """A policy of the table beside the stacked bars."""

    name: str
    url: str
    cells: tuple[int, ...]
    unreported: int
    measures: int


def meanings_shown(board: Dashboard) -> list[tuple[str, str]]:
    """(meaning, word) of the columns: those that occur, in their fixed order."""
    used = {meaning for policy in board.policies for meaning in policy.meanings}
    words = {row.meaning: row.progress for row in board.rows if row.meaning}
    return [(each, words.get(each, MEANINGS[each].word)) for each in MEANINGS if each in used]


def policy_lines(year: ReviewYear, board: Dashboard) -> list[PolicyLine]:
    columns = [meaning for meaning, _ in meanings_shown(board)]
    return [_policy_line(year, policy, columns) for policy in board.policies]


def _policy_line(year: ReviewYear, policy: PolicySummary, columns: list[str]) -> PolicyLine:
    url = reverse("progress:policy_detail", args=[policy.policy_id])
    return PolicyLine(
        name=policy.title,
        url=f"{url}?year={year.pk}",
        cells=tuple(policy.meanings.get(meaning, 0) for meaning in columns),
        unreported=policy.meanings.get("", 0),
        measures=policy.measures,
    )


@dataclass(frozen=True)
class HeadlineIndicator:
    """One indicator of a policy with its finding and small chart."""

    policy: str
    row: MeasureRow
    each: IndicatorYear
    chart: dict


def headline(year: ReviewYear, board: Dashboard, pending: bool) -> list[HeadlineIndicator]:
    """The headline indicators with the variables of their small charts; no query."""
    years, until = year.plan.fiscal_years, year.fiscal_year
    return [
        HeadlineIndicator(
            policy=f"{Policy(number=row.policy_number).roman} {row.policy_name}",
            row=row,
            each=each,
            chart=chart_context(
                each.facts,
                each.figures,
                years,
                each.indicator_id,
                year.pk,
                until=until,
                pending=pending,
            ),
        )
        for row, each in board.headline
    ]


def target_to_actual(each: IndicatorYear) -> str:
    """An indicator of a year in one line: ``目標40業務 → 実績38業務``, or the word instead."""
    judgement, facts = each.judgement, each.facts
    return f"{goal_words(facts, judgement)} → {_actual_text(judgement, facts)}"


def _actual_text(judgement: Judgement, facts) -> str:
    figure = judgement.figure
    if figure.status == REPORTED and figure.value is not None:
        return actual(facts, figure)
    return judgement.label


@dataclass(frozen=True)
class ListedMeasure:
    """A line of a policy's table; `row` is none before the first year is open."""

    measure: Measure
    divisions: str
    row: MeasureRow | None

    @property
    def indicators(self) -> list[tuple[IndicatorYear, str]]:
        if self.row is None:
            return []
        return [(each, target_to_actual(each)) for each in self.row.indicators]


@dataclass(frozen=True)
class ListedDirection:
    direction: Direction
    measures: list[ListedMeasure]


def policies_with_measures(
    plan: Plan, year: ReviewYear | None, pending: bool
) -> list[tuple[Policy, list[ListedDirection]]]:
    """The whole plan by policy and direction; 7 queries, or 2 before the first year is open."""
    measures = Measure.objects.of_plan(plan).with_levels()
    by_policy: dict[Policy, list[Measure]] = {}
    for measure in sorted(measures, key=_plan_order):
        by_policy.setdefault(measure.direction.policy, []).append(measure)
    rows = _rows_by_measure(year, pending)
    _add_divisions(measures, rows)
    return [(policy, _directions(own, rows)) for policy, own in by_policy.items()]


def _plan_order(measure: Measure) -> tuple:
    direction = measure.direction
    return direction.policy.number, direction.number, measure.order, measure.pk


def directions_of(policy: Policy, year: ReviewYear | None, pending: bool) -> list[ListedDirection]:
    """A policy's directions with their measures; 7 queries, 2 before the first year is open."""
    measures = Measure.objects.filter(direction__policy=policy).with_levels()
    rows = _rows_by_measure(year, pending, policy.pk)
    _add_divisions(measures, rows)
    return _directions(sorted(measures, key=_plan_order), rows)


def _rows_by_measure(
    year: ReviewYear | None, pending: bool, policy_id: int | None = None
) -> dict[int, MeasureRow]:
    if year is None:
        return {}
    rows = year_rows(year, pending=pending, policy_id=policy_id)
    return {row.measure_id: row for row in rows}


def _add_divisions(measures: Iterable[Measure], rows: dict[int, MeasureRow]) -> None:
    """Read the divisions of measures that are not in the year; a row holds those of its own."""
    others = [measure for measure in measures if measure.pk not in rows]
    divisions = MeasureDivision.objects.select_related("division")
    prefetch_related_objects(others, Prefetch("measure_divisions", queryset=divisions))


def _directions(measures: Sequence[Measure], rows: dict[int, MeasureRow]) -> list[ListedDirection]:
    today = timezone.localdate()
    by_direction: dict[Direction, list[ListedMeasure]] = {}
    for measure in measures:
        row = rows.get(measure.pk)
        names = row.divisions if row else [each.name for each in measure.divisions_on(today)]
        listed = ListedMeasure(measure, "、".join(names), row)
        by_direction.setdefault(measure.direction, []).append(listed)
    return [ListedDirection(direction, own) for direction, own in by_direction.items()]


def policies_chart(year: ReviewYear, board: Dashboard, pending: bool) -> dict:
    """The variables of the stacked bars by policy."""
    return policies_chart_context(
        board.policies,
        year.pk,
        fiscal_year=year.fiscal_year,
        pending=pending,
        words={row.meaning: row.progress for row in board.rows if row.meaning},
        level=year.plan.policy_label,
    )


def list_line(row: MeasureRow) -> dict:
    """A line of the list of measures."""
    return {
        "row": row,
        "divisions": "、".join(row.divisions),
        "indicators": [target_to_actual(each) for each in row.indicators],
    }


def plan_of_measure(standing: Standing, measure: Measure) -> dict:
    """What the plan says of a measure: divisions, effects, systems; slips for the secretariat.

    3 queries.
    """
    divisions = measure.divisions_on(timezone.localdate())
    lead = divisions[0] if divisions else None
    systems = InformationSystem.objects.filter(plan=measure.plan, divisions=lead) if lead else []
    return {
        "divisions": [each.name for each in divisions],
        "effects": list(measure.effects.select_related("effect_kind")),
        "systems": list(systems),
        "slips": slips_of(measure) if standing.is_secretariat else [],
    }


def slips_of(measure: Measure) -> list[str]:
    """How matrix and detail differ in the printed plan, and other spellings; no query more."""
    rows = sorted(measure.measure_divisions.all(), key=lambda row: row.order)
    detail = "・".join(row.division.name for row in rows if row.in_detail)
    matrix = "・".join(row.division.name for row in rows if row.in_matrix)
    slips = [f"{each['place']}：{each['text']}" for each in measure.other_readings]
    if detail != matrix:
        slips.insert(0, f"所管課は、体系表では「{matrix}」、個別施策の欄では「{detail}」です。")
    return slips
