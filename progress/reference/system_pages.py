"""情報システムの状況 and the page of a system: what stands in the inventory, joined with measures,
charts and the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from measures.models import Plan
from progress.audit.list_pages import told
from progress.audit.reading import may_read, readable_records
from progress.audit.subjects import of_system
from progress.charts.bars import Bar, BarsChart
from progress.charts.context import pictures_of
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.records.models import AuditRecord
from systems_inventory.groups import (
    VIEW,
    VIEWS,
    Cost,
    Group,
    View,
    by_division,
    by_work,
    costs_of,
    facts_of,
    groups_of,
)
from systems_inventory.models import InformationSystem
from systems_inventory.words import NOT_TOLD, STANDARD_WORKS

CHART = "progress:system_chart"
DIVISION, COST, WORK = "division", "cost", "work"
WORKS = "標準化対象業務"
# Of the record's changes the newest; all of them stand in 操作の記録.
MOST_RECORDS = 50


@dataclass(frozen=True)
class Counted:
    """A group with the list of exactly its systems."""

    group: Group
    url: str


@dataclass(frozen=True)
class ShownView:
    """A view of the inventory: the finding, its groups, and its chart where anything is told."""

    key: str
    title: str
    finding: str
    groups: tuple[Counted, ...]
    chart: dict | None


def overview_of(plan: Plan | None) -> dict:
    """All views of the inventory; 3 queries."""
    facts = facts_of(plan)
    views = [_shown(view, groups_of(view, facts), len(facts)) for view in VIEWS]
    divisions = by_division(plan)
    return {
        "total": len(facts),
        "views": views,
        "works": _of_works(by_work(facts), len(facts)),
        "divisions": _of_divisions(divisions, len(facts)),
        "costs": costs_of(plan),
    }


def _shown(view: View, groups: Sequence[Group], total: int) -> ShownView:
    return ShownView(
        key=view.key,
        title=view.title,
        finding=finding_of(view, groups, total),
        groups=tuple(Counted(each, list_url({view.asks: each.value})) for each in groups),
        chart=_picture(view.key, bars_of(view.title, groups)) if _tells(groups) else None,
    )


def finding_of(view: View, groups: Sequence[Group], total: int) -> str:
    """``89件のうち、R7が38件、R9が2件です。計画に記載なしは48件です。``"""
    blank = sum(each.number for each in groups if not each.is_told)
    known = [each for each in groups if each.is_told]
    if not known:
        return f"{view.title}は、{total:,}件すべてが{NOT_TOLD}です。"
    told_of = "、".join(f"{each.label}が{each.number:,}件" for each in known)
    rest = f"{NOT_TOLD}は{blank:,}件です。" if blank else ""
    return f"{total:,}件のうち、{told_of}です。{rest}"


def _of_divisions(groups: Sequence[Group], total: int) -> ShownView:
    finding = (
        f"{total:,}件を{len(groups):,}課が使っています。二つ以上の課のものは、それぞれに数えます。"
    )
    return ShownView(
        key=DIVISION,
        title="課名等",
        finding=finding,
        groups=tuple(Counted(each, list_url({DIVISION: each.value})) for each in groups),
        chart=_picture(DIVISION, bars_of("課名等", groups)) if groups else None,
    )


def _of_works(groups: Sequence[Group], total: int) -> ShownView:
    known = sum(each.is_told for each in groups)
    told_of = (
        f"標準化対象の{len(STANDARD_WORKS)}業務のうち、{known}業務のシステムが登録されています。"
    )
    return ShownView(
        key=WORK,
        title=WORKS,
        finding=told_of if known else f"{WORKS}は、{total:,}件すべてが{NOT_TOLD}です。",
        groups=tuple(Counted(each, list_url({WORK: each.value})) for each in groups),
        chart=_picture(WORK, bars_of(WORKS, groups)) if known else None,
    )


def _tells(groups: Sequence[Group]) -> bool:
    return any(each.is_told for each in groups)


def bars_of(title: str, groups: Sequence[Group]) -> BarsChart:
    """The groups as bars of so many systems."""
    bars = (Bar(each.label, each.number, each.is_told) for each in groups)
    return BarsChart(f"{title}ごとの情報システムの数", "件", tuple(bars))


def cost_bars(costs: Sequence[Cost]) -> BarsChart:
    """Both amounts of each year, one below the other."""
    bars = []
    for each in costs:
        if each.budget is not None:
            bars.append(Bar(f"{each.label} 予算", each.budget))
        if each.spent is not None:
            bars.append(Bar(f"{each.label} 決算", each.spent))
    return BarsChart("年度ごとの情報システムの金額", "千円", tuple(bars))


def _picture(key: str, chart: BarsChart) -> dict:
    alt = "、".join(f"{each.label}{each.value:,}{chart.unit}" for each in chart.bars)
    return pictures_of(CHART, chart, key) | {"alt": f"横棒グラフ。{chart.name}。{alt}。"}


def cost_picture(costs: Sequence[Cost]) -> dict | None:
    """The chart of what is registered; None where nothing is."""
    return _picture(COST, cost_bars(costs)) if costs else None


def chart_of(plan: Plan | None, key: str) -> BarsChart:
    """What a view's picture shows; 1 query. ``Http404`` for another key."""
    if key == COST:
        return cost_bars(costs_of(plan))
    if key == DIVISION:
        return bars_of("課名等", by_division(plan))
    if key == WORK:
        return bars_of(WORKS, by_work(facts_of(plan)))
    if key not in VIEW:
        raise Http404
    return bars_of(VIEW[key].title, groups_of(VIEW[key], facts_of(plan)))


def list_url(asked: dict[str, str]) -> str:
    """The inventory's list, filtered."""
    return f"{reverse('systems_inventory:system_list')}?{urlencode(asked)}"


def fields_of(system: InformationSystem) -> list[tuple[str, str]]:
    """(label, words) of what is kept of a system; what is not registered says so."""
    values = {
        "区分": system.category or "なし",
        "課名等": system.division_names or "なし",
        "事業者": system.vendor,
        "契約の期間": _span(system),
        "更改の年度": fiscal.label_long(system.renewal_year) if system.renewal_year else "",
        "ネットワーク": system.network_zone,
        "設置の形態": system.hosting,
        "標準化対象業務": "、".join(system.standard_works),
        "標準化の状況": _aimed(system.standard_state, system.standard_on),
        "ガバメントクラウドの状況": _aimed(system.cloud_state, system.cloud_on),
    }
    return [(label, words or NOT_TOLD) for label, words in values.items()]


def _span(system: InformationSystem) -> str:
    days = [
        each and fiscal.format_date(each) for each in (system.contract_from, system.contract_to)
    ]
    return (
        f"{days[0] or '開始日は記載なし'}から{days[1] or '終了日は記載なし'}まで"
        if any(days)
        else ""
    )


def _aimed(state: str, on) -> str:
    aim = f"目標日 {fiscal.format_date(on)}" if on else ""
    return f"{state}（{aim}）" if state and aim else state or aim


def history_of(standing: Standing, user, system: InformationSystem) -> dict:
    """The newest records of a system and of what hangs on it, in words; only who reads the record
    is told by whom."""
    mine = of_system(system)
    records = readable_records(user) if may_read(standing) else AuditRecord.objects.newest_first()
    newest = list(records.filter(mine)[: MOST_RECORDS + 1])
    return {
        "history": list(told(newest[:MOST_RECORDS])),
        "has_more": len(newest) > MOST_RECORDS,
        "names_people": may_read(standing),
    }
