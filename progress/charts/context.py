"""What a page needs around a picture: finding, addresses, alt, the same numbers as a table.

The dictionaries have the variables of `templates/partials/_chart.html`.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from measures.words import is_on_course
from progress.charts.cache import stamp
from progress.charts.indicator import BOUNDS, indicator_chart
from progress.charts.policies import PoliciesChart, policies_chart
from progress.charts.policies_layout import policies_size
from progress.charts.style import SHAPES
from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts, Judgement, TargetInForce
from progress.judging.findings import BETTER, amount
from progress.judging.judgement import judge
from progress.judging.shares import WAITING, range_words
from progress.judging.targets import RATED_KINDS, baseline_for_rate, revisions
from progress.judging.totals import measured, sum_words
from progress.reading.dashboard import PolicySummary
from sakado_dx.fiscal import label_name, label_short
from sakado_dx.numbers import format_number

# Of a year to come, or a year without a target: nothing is missing there.
NOTHING = "―"
BEHIND = ("slightly_late", "late")
SUMMED = "目標と目安は、計画期間の累計と比べます。図の棒も、その年度までの累計です。"
TOLD = ("順調・完了", "遅れのあるもの")


def chart_context(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    years: Sequence[int],
    indicator_pk: int,
    year_id: int,
    *,
    until: int,
    pending: bool = False,
) -> dict:
    """The figure of an indicator as it stands in the review year `year_id`.

    `until` is that review year's fiscal year: later figures are neither drawn nor listed.
    `pending` points at pictures that count 提出済み too.
    """
    judgements = {year: judge(indicator, figures, year) for year in years if year <= until}
    finding = f"{indicator.name}：{judge(indicator, figures, until).finding}"
    headers, rows = _table(indicator, figures, judgements, years)
    stamped = stamp(indicator_chart(indicator, figures, years, until=until))
    return {
        "finding": finding,
        "alt": f"棒グラフ。{label_name(years[0])}から{label_name(years[-1])}まで。{finding}",
        "headers": headers,
        "rows": rows,
        "table_caption": f"{indicator.name}の目標と実績",
        "note": _note(indicator, until),
        **_indicator_pictures(indicator_pk, year_id, stamped, pending),
    }


def policies_chart_context(
    summaries: Iterable[PolicySummary],
    year_id: int,
    *,
    fiscal_year: int,
    pending: bool = False,
    level: str,
) -> dict:
    """The figure of progress by policy; `level` is what the plan calls a policy."""
    chart = policies_chart(summaries, level)
    finding, stamped = _policies_finding(chart), stamp(chart)
    width, height = policies_size(chart, "wide")
    narrow_width, narrow_height = policies_size(chart, "narrow")
    return {
        "finding": finding,
        "alt": f"積み上げ横棒グラフ。{label_name(fiscal_year)}、{chart.name}。{finding}",
        **{
            f"{shape}_url": _address(
                "progress:policy_chart_kept", [year_id, shape, stamped], pending
            )
            for shape in ("wide", "narrow")
        },
        "width": width,
        "height": height,
        "narrow_width": narrow_width,
        "narrow_height": narrow_height,
    }


def _indicator_pictures(indicator_pk: int, year_id: int, stamped: str, pending: bool) -> dict:
    name = "progress:indicator_chart_kept"
    urls = {
        f"{shape}_url": _address(name, [indicator_pk, year_id, shape, stamped], pending)
        for shape in SHAPES
    }
    return urls | {
        "width": SHAPES["wide"].width,
        "height": SHAPES["wide"].height,
        "narrow_width": SHAPES["narrow"].width,
        "narrow_height": SHAPES["narrow"].height,
        "screen_width": SHAPES["screen"].width,
        "screen_height": SHAPES["screen"].height,
        "small_width": SHAPES["small"].width,
        "small_height": SHAPES["small"].height,
    }


def _address(name: str, args: list, pending: bool) -> str:
    return reverse(name, args=args) + ("?pending=1" if pending else "")


def _table(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    judgements: Mapping[int, Judgement],
    years: Sequence[int],
) -> tuple[list[str], list[list[str]]]:
    """Headers and rows, one a year, without the columns that say nothing of this indicator."""
    columns = {"年度": [label_short(year) for year in years]}
    shown = [judgements.get(year) or judge(indicator, {}, year) for year in years]
    goal = "当初値" if indicator.is_expansion else "目標"
    columns[f"{goal}（{indicator.unit}）"] = [_target(indicator, each) for each in shown]
    if any(each.pace is not None for each in judgements.values()):
        columns["目安"] = [_number(judgements, year, "pace") for year in years]
    columns[f"実績（{indicator.unit}）"] = [_actual(judgements.get(year)) for year in years]
    if indicator.is_period_total:
        columns[f"累計（{indicator.unit}）"] = [
            _sum(indicator, figures, judgements.get(year)) for year in years
        ]
    if indicator.kind in RATED_KINDS:
        columns["達成率"] = [_rate(judgements.get(year)) for year in years]
    columns["判定"] = [judgements[y].label if y in judgements else NOTHING for y in years]
    return list(columns), [list(row) for row in zip(*columns.values(), strict=True)]


def _number(judgements: Mapping[int, Judgement], year: int, name: str) -> str:
    value = getattr(judgements[year], name) if year in judgements else None
    return NOTHING if value is None else format_number(value)


def _target(indicator: IndicatorFacts, judgement: Judgement) -> str:
    target: TargetInForce | None = judgement.target
    if target is None:
        return NOTHING
    text = format_number(target.value)
    if indicator.kind == facts.ANNUAL_MINIMUM:
        return f"{text}{BOUNDS[indicator.sense]}"
    if indicator.is_expansion:
        started = target.carried_from is None
        return text if started else f"{text}を{BETTER[indicator.sense]}る"
    if target.carried_from is not None:
        return f"{text}（{label_short(target.carried_from)}の目標を継続）"
    return text


def _actual(judgement: Judgement | None) -> str:
    """The figure, else the word for its absence; of a year to come neither."""
    if judgement is None:
        return NOTHING
    figure = judgement.figure
    if figure.status != facts.REPORTED:
        return judgement.label
    return f"{format_number(figure.value)}{figure.marked}"


def _sum(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], judgement: Judgement | None
) -> str:
    """The sum up to a year that has an amount of its own."""
    if judgement is None or judgement.total is None:
        return NOTHING
    return sum_words(measured(indicator, figures, judgement.figure))


def _rate(judgement: Judgement | None) -> str:
    if judgement is None or judgement.rate is None:
        return NOTHING
    towards = judgement.rate.towards_year
    note = f"（{label_short(towards)}の目標に対し）" if towards else ""
    return f"{judgement.rate.text}{note}"


def _note(indicator: IndicatorFacts, until: int) -> str:
    notes = [SUMMED] if indicator.is_period_total else []
    assumed = [each.fiscal_year for each in indicator.targets if each.year_assumed]
    if assumed:
        last = label_short(assumed[-1])
        notes.append(f"目標の年度は計画に明記がなく、計画の最終年度（{last}）とみなしています。")
    baseline = baseline_for_rate(indicator, until)
    if baseline:
        source = f"、出典：{baseline.source}" if baseline.source else ""
        value = amount(indicator, baseline.value)
        year = label_short(baseline.fiscal_year)
        notes.append(f"達成率は現状値{value}（{year}{source}）から数えています。")
    notes += _revisions(indicator, until)
    return "".join(notes)


def _revisions(indicator: IndicatorFacts, until: int) -> list[str]:
    """Revised targets beside those that they replaced; years with the same figures together."""
    years: dict[tuple[int, str, str], list[str]] = {}
    for old, new in revisions(indicator, until):
        told = [
            f"{'' if each.value is None else amount(indicator, each.value)}" for each in (old, new)
        ]
        after = "取り下げました" if new.withdrawn else f"{told[1]}です"
        key = new.applies_from, f"（見直し前は{told[0]}）" if told[0] else "", after
        years.setdefault(key, []).append(label_short(new.fiscal_year))
    return [
        f"{'・'.join(own)}の目標は、{label_short(since)}の見直しで{after}{before}。"
        for (since, before, after), own in years.items()
    ]


def _policies_finding(chart: PoliciesChart) -> str:
    """``47件のうち、順調・完了は33件、遅れのあるものは9件、未報告は1件です。``; of a year in
    progress ``47件中27件を集計した途中で、順調・完了は22〜42件、遅れのあるものは4〜24件です。``"""
    counts: dict[str, int] = {}
    for bar in chart.bars:
        for meaning, _, number in bar.parts:
            counts[meaning] = counts.get(meaning, 0) + number
    total, blank, waiting = sum(counts.values()), counts.get("", 0), counts.get(WAITING, 0)
    if not total:
        return "報告の対象となる施策はありません。"
    if total in (blank, waiting):
        return f"{total:,}件すべてが{'確認前' if waiting else '未報告'}です。"
    good = sum(number for meaning, number in counts.items() if is_on_course(meaning))
    behind = sum(counts.get(meaning, 0) for meaning in BEHIND)
    if waiting:
        ranges = (range_words(each, each + waiting) for each in (good, behind))
        told = "、".join(f"{name}は{each}" for name, each in zip(TOLD, ranges, strict=True))
        return f"{total:,}件中{total - waiting:,}件を集計した途中で、{told}です。"
    rest = f"、未報告は{blank:,}件" if blank else ""
    return f"{total:,}件のうち、順調・完了は{good:,}件、遅れのあるものは{behind:,}件{rest}です。"
