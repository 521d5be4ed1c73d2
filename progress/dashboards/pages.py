"""Dashboards and lists as their templates want them: plain rows, texts and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from measures.models import Direction, Measure, Plan, Policy
from progress.charts.context import policies_chart_context, tile_context
from progress.judging.facts import REPORTED, Judgement
from progress.judging.findings import actual_words, goal_words
from progress.judging.lifetimes import Lifetime
from progress.judging.shares import Share
from progress.models import ReviewYear
from progress.reading.dashboard import Dashboard, PolicySummary
from progress.reading.edition import DirectionName, PlanFrame, PolicyName
from progress.reading.kept import YearNow, year_now
from progress.reading.live_plan import frame_of, policy_name
from progress.reading.rows import IndicatorYear, MeasureRow, share_in
from progress.reading.words import UNCONFIRMED, UNREPORTED, Word
from progress.reading.years import YearRead
from progress.rights import predicates
from sakado_dx.addresses import reverse
from sakado_dx.organization.access import Standing


def list_url(year: ReviewYear, **query) -> str:
    """The list of measures of a year, filtered."""
    return f"{reverse('progress:measure_list')}?{urlencode({'year': year.pk, **query})}"


def so_far(share: Share, *, pending: bool = False) -> str:
    """What is put behind the name of a year in progress: ``（47件中27件を確認、途中）``."""
    if not share.is_in_progress:
        return ""
    verb = "を集計（確定前を含む）" if pending else "を確認"
    return f"（{share.total:,}件中{share.confirmed:,}件{verb}、途中）"


class Counted(NamedTuple):
    """A number of measures with the list of exactly these."""

    number: int
    url: str


def switch_of(standing: Standing, pending: bool) -> dict[str, bool]:
    """The switch 確定前を含む, for those who have it, as _pending_switch.html wants it."""
    return {"pending": pending, "may_see_pending": predicates.may_see_pending(standing)}


def view_of_year(standing: Standing, year: ReviewYear, title: str, pending: bool) -> dict:
    """What every list of a year's rows is shown with: the year, the switch and what its filters
    keep of it, the way back."""
    return {
        "year": year,
        "hidden": [("pending", 1)] if pending else [],
        **switch_of(standing, pending),
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (title, None),
        ],
    }


@dataclass(frozen=True)
class PolicyLine:
    """A policy of the table beside the stacked bars: its measures by word, those without one, and
    all of them."""

    name: str
    url: str
    cells: tuple[Counted, ...]


def words_shown(board: Dashboard) -> list[Word]:
    """The columns: the plan's words that occur, in its order; 未報告 and 確認前 aside."""
    used = {word for policy in board.policies for word in policy.words}
    used -= {UNREPORTED, UNCONFIRMED}
    return sorted(used, key=lambda word: word.order)


def policy_lines(year: ReviewYear, board: Dashboard, pending: bool) -> list[PolicyLine]:
    """Those without a word are 確認前 in a year in progress, else 未報告."""
    without = UNCONFIRMED if board.share.is_in_progress else UNREPORTED
    columns = [*words_shown(board), without]
    return [_policy_line(year, policy, columns, pending) for policy in board.policies]


def _policy_line(
    year: ReviewYear, policy: PolicySummary, columns: list[Word], pending: bool
) -> PolicyLine:
    url = reverse("progress:policy_detail", args=[policy.policy.id])
    switch = {"pending": 1} if pending else {}
    own = list_url(year, policy=policy.policy.id, **switch)
    cells = (
        Counted(policy.words.get(word, 0), _url_of(year, policy, word, pending)) for word in columns
    )
    return PolicyLine(
        policy.policy.title, f"{url}?year={year.pk}", (*cells, Counted(policy.measures, own))
    )


@dataclass(frozen=True)
class HeadlineIndicator:
    """One indicator of a policy with its finding and small chart."""

    policy: str
    row: MeasureRow
    each: IndicatorYear
    chart: dict


def headline(
    year: ReviewYear, frame: PlanFrame, board: Dashboard, pending: bool
) -> list[HeadlineIndicator]:
    """The headline indicators with the variables of their small charts; no query."""
    return [
        HeadlineIndicator(
            policy=row.policy.title,
            row=row,
            each=each,
            chart=tile_context(
                each.facts,
                each.figures,
                frame.fiscal_years,
                each.indicator_id,
                year.pk,
                judgement=each.judgement,
                pending=pending,
            ),
        )
        for row, each in board.headline
    ]


def target_to_actual(each: IndicatorYear) -> str:
    """An indicator of a year in one line: ``目標40業務 → 実績38業務``, or the word instead."""
    judgement, facts = each.judgement, each.facts
    before = each.figures.get(judgement.fiscal_year - 1)
    return f"{goal_words(facts, judgement, before)} → {_actual_text(judgement, facts)}"


def _actual_text(judgement: Judgement, facts) -> str:
    figure = judgement.figure
    if figure.status == REPORTED and figure.value is not None:
        return actual_words(facts, figure, judgement.total)
    return judgement.label


@dataclass(frozen=True)
class ListedMeasure:
    """A line of a policy's table; `row` is none of a measure that has no report in the year, and
    `outside` says why."""

    title: str
    group: str
    url: str
    divisions: str
    row: MeasureRow | None
    outside: str = ""

    @property
    def indicators(self) -> list[tuple[IndicatorYear, str]]:
        if self.row is None:
            return []
        return [(each, target_to_actual(each)) for each in self.row.indicators]


PLAN_ORDER = ("direction__policy__number", "direction__number", "order", "pk")
MOST_ON_A_PAGE = 200  # measures, of all policies together


@dataclass(frozen=True)
class ListedDirection:
    direction: DirectionName
    measures: list[ListedMeasure]


@dataclass(frozen=True)
class ListedPolicies:
    """The plan by policy and direction, under the names of the year."""

    frame: PlanFrame
    policies: list[tuple[PolicyName, list[ListedDirection]]]
    share: Share

    @property
    def rows(self) -> list[MeasureRow]:
        """The measures that have a report in the year."""
        measures = (
            each for _, own in self.policies for direction in own for each in direction.measures
        )
        return [each.row for each in measures if each.row is not None]

    @property
    def is_long(self) -> bool:
        """Too many for one page: only how many there are is said, and where they stand."""
        number = sum(len(direction.measures) for _, own in self.policies for direction in own)
        return number > MOST_ON_A_PAGE


def listed_policies(
    plan: Plan, year: ReviewYear | None, pending: bool, policy: Policy | None = None
) -> ListedPolicies:
    """All policies or one, with their measures; at most 8 queries. All are kept with the year: a
    large plan says here how many there are, and would have to be read whole for it.

    An open year shows the whole plan of today, a closed one its own measures alone, as does one
    that goes by an earlier plan.
    """
    if year is None:
        return _listed_policies(plan, None, None, policy)
    now = year_now(year, pending=pending)
    if policy is None:
        return now.made(_all_policies)
    own = tuple(each for each in now.rows if each.policy.id == policy.pk)
    return _listed_policies(plan, year, replace(now.read, rows=own), policy)


def _all_policies(now: YearNow) -> ListedPolicies:
    return _listed_policies(now.year.plan, now.year, now.read, None)


def _listed_policies(
    plan: Plan, year: ReviewYear | None, read: YearRead | None, policy: Policy | None
) -> ListedPolicies:
    rows = read.rows if read else ()
    if rows and (read.has_own_names or not year.is_open):
        lines = [(row.policy, row.direction, _listed(row)) for row in rows]
        return ListedPolicies(read.frame, _by_policy(lines), share_in(rows))
    lines = _whole_plan(plan, policy, rows, year)
    return ListedPolicies(frame_of(plan), _by_policy(lines), share_in(rows))


def _by_policy(lines) -> list[tuple[PolicyName, list[ListedDirection]]]:
    found: dict[PolicyName, dict[DirectionName, ListedDirection]] = {}
    for policy, direction, listed in lines:
        own = found.setdefault(policy, {})
        own.setdefault(direction, ListedDirection(direction, [])).measures.append(listed)
    return [(policy, list(own.values())) for policy, own in found.items()]


def _listed(row: MeasureRow) -> ListedMeasure:
    return ListedMeasure(row.title, row.group, row.url, "、".join(row.divisions), row)


def _whole_plan(
    plan: Plan, policy: Policy | None, rows: Iterable[MeasureRow], year: ReviewYear | None
):
    """Every measure of the plan of today in its order, those without a report too: these alone are
    read whole."""
    measures = Measure.objects.of_plan(plan)
    if policy is not None:
        measures = measures.filter(direction__policy=policy)
    by_measure = {row.measure_id: row for row in rows}
    places = list(measures.order_by(*PLAN_ORDER).values_list("pk", "direction_id"))
    others = _whole(measures, [pk for pk, _ in places if pk not in by_measure])
    levels = {
        each.pk: (policy_name(each.policy), DirectionName(each.pk, each.number, each.name))
        for each in Direction.objects.filter(policy__plan=plan).select_related("policy")
    }
    for pk, direction_id in places:
        row = by_measure.get(pk)
        yield *levels[direction_id], _listed(row) if row else _without_report(others[pk], year)


def _whole(measures: QuerySet[Measure], ids: list[int]) -> dict[int, Measure]:
    return measures.with_divisions().in_bulk(ids) if ids else {}


def _without_report(measure: Measure, year: ReviewYear | None) -> ListedMeasure:
    names = (each.name for each in measure.divisions_on(timezone.localdate()))
    url = measure.get_absolute_url() + (f"?year={year.pk}" if year else "")
    lifetime = Lifetime(measure.first_day, measure.last_day)
    outside = lifetime.told(year.fiscal_year) if year else ""
    return ListedMeasure(measure.title, measure.group, url, "、".join(names), None, outside)


def policies_chart(year: ReviewYear, frame: PlanFrame, board: Dashboard, pending: bool) -> dict:
    """The variables of the stacked bars by policy, with the list that each part leads to."""
    return policies_chart_context(
        board.policies,
        year.pk,
        fiscal_year=year.fiscal_year,
        pending=pending,
        level=frame.policy_label,
        url_of=lambda policy, word: _url_of(year, policy, word, pending),
    )


def _url_of(year: ReviewYear, policy: PolicySummary, word: Word, pending: bool) -> str:
    """The list of a policy's measures with a word of progress, 確認前 or 未報告."""
    asked = {UNCONFIRMED: "waiting", UNREPORTED: "missing"}.get(word, word.word)
    switch = {"pending": 1} if pending else {}
    return list_url(year, policy=policy.policy.id, **switch, progress=asked)
