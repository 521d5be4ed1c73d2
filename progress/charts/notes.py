"""What must be known of an indicator's picture, in sentences: sums, assumed years, revisions."""

from collections.abc import Iterator

from progress.judging.facts import IndicatorFacts
from progress.judging.findings import amount
from progress.judging.targets import baseline_for_rate, revisions
from sakado_dx.fiscal import label_short

SUMMED = "目標と目安は、計画期間の累計と比べます。図の棒も、その年度までの累計です。"


def note_of(indicator: IndicatorFacts, until: int, cut_at: int | None = None) -> str:
    """What must be known of its targets: sums, assumed years, revisions; and that the picture
    begins with the year `cut_at`, where the plan has earlier ones."""
    notes = [SUMMED] if indicator.is_period_total else []
    if cut_at is not None:
        notes.append(f"{label_short(cut_at)}より前の年度は、それぞれの年度の画面の図にあります。")
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
    notes += _definition(indicator, until)
    return "".join(notes)


def _revisions(indicator: IndicatorFacts, until: int) -> list[str]:
    """Revised targets beside those that they replaced; years with the same figures together."""
    years: dict[tuple[int, str, str], list[str]] = {}
    for old, new in revisions(indicator, until):
        told = [
            f"{'' if each.value is None else amount(indicator, each.value)}" for each in (old, new)
        ]
        after = "取り下げました" if new.withdrawn else f"{told[1]}です"
        why = f"理由：{new.reason.rstrip('。')}" if new.reason else ""
        before = "、".join(filter(None, (f"見直し前は{told[0]}" if told[0] else "", why)))
        key = new.applies_from, f"（{before}）" if before else "", after
        years.setdefault(key, []).append(label_short(new.fiscal_year))
    return [
        f"{'・'.join(own)}の目標は、{label_short(since)}の見直しで{after}{before}。"
        for (since, before, after), own in years.items()
    ]


def _definition(indicator: IndicatorFacts, until: int) -> Iterator[str]:
    """What was measured before a changed definition, and what the 参考値 are."""
    past, first = indicator.past, indicator.first_fiscal_year
    if past is None or first is None or first > until:
        return
    named = f"（変更前は「{past.name}」）" if past.name != indicator.name else ""
    yield f"{label_short(first)}年度から、指標の定義が変わりました{named}。"
    if past.figures and past.unit == indicator.unit:
        yield "灰色は変更前の定義による実績で、比べられません。"
    elif past.figures:
        yield f"変更前の単位は{past.unit}で、図には示していません。"
    if past.references:
        reasons = "、".join(dict.fromkeys(each.reason.rstrip("。") for each in past.references))
        yield f"白い丸は変更後の定義で数え直した参考値で、実績ではありません（{reasons}）。"
