"""Soft warnings: what an attentive colleague would ask about. They never block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from measures.words import is_on_course, is_slip
from progress.judging.facts import MILESTONE, REPORTED, Figure, IndicatorFacts, Judgement
from progress.judging.findings import amount, year
from progress.judging.targets import reaches
from progress.judging.totals import sum_before
from progress.judging.typed import is_counted, is_share
from sakado_dx.fiscal import fiscal_year_of, format_date

FAR = 50  # % of the target below which a figure is called far from it
TENFOLD = 10  # times last year's figure, or a part of it, from which a digit may be too many
WHOLE = 100  # %
SHORTEST = 10  # characters: two words that happen to be equal are no copied text
LATE = frozenset({"slightly_late", "late"})
GOES_ON = frozenset({"continue", "expand"})

# What each kind of warning is about, by its code without the indicator or the field.
CAUSES = {
    "date": "年度の外の達成日",
    "far": "目標から遠い値",
    "fraction": "数えるものの端数",
    "negative": "0より小さい値",
    "share": "割合の単位",
    "above": "100%を超える値",
    "tenfold": "前年度の10倍以上の値",
    "tenth": "前年度の10分の1以下の値",
    "fall": "前年度からの後退",
    "sum": "累計と思われる値",
    "missed": "達成していない目標",
    "all-met": "すべて達成した目標",
    "goes-on": "完了の後の続き",
    "same": "前年度と同じ文章",
    "slip": "計画と違う方向性",
}


@dataclass(frozen=True)
class SoftWarning:
    """`code` is stable, so that the answer given once stays with its cause; `place` is where it
    can be cured: a field's name, or `result-` and the indicator's id."""

    code: str
    sentence: str
    place: str = ""


def cause_of(code: str) -> str:
    """What a warning of this code is about; ``KeyError`` for a code that none has."""
    return CAUSES.get(code) or CAUSES[code.partition("-")[0]]


def figure_warnings(
    indicator_id: int,
    facts: IndicatorFacts,
    figures: Mapping[int, Figure],
    judgement: Judgement,
) -> list[SoftWarning]:
    """Of one indicator's result: what looks mistyped, then what is far from its target or worse
    than last year's."""
    now = figures.get(judgement.fiscal_year)
    if now is None or now.status != REPORTED:
        return []
    found = [*_of_date(facts, now), *_of_figure(facts, figures, judgement)]
    place = f"result-{indicator_id}"
    return [SoftWarning(f"{code}-{indicator_id}", said, place) for code, said in found]


def _of_date(facts: IndicatorFacts, now: Figure) -> Iterator[tuple[str, str]]:
    if facts.kind != MILESTONE or not now.done_on:
        return
    if fiscal_year_of(now.done_on) != now.fiscal_year:
        day = format_date(now.done_on)
        said = f"「{facts.name}」の達成日（{day}）は、{year(now.fiscal_year)}の日付ではありません。"
        yield "date", said


def _of_figure(
    facts: IndicatorFacts, figures: Mapping[int, Figure], judgement: Judgement
) -> Iterator[tuple[str, str]]:
    value = figures[judgement.fiscal_year].value
    if value is None:
        return
    before = figures.get(judgement.fiscal_year - 1)
    last = before.value if before and before.status == REPORTED else None
    yield from _of_unit(facts, value, _known(judgement, last))
    if judgement.rate is not None and judgement.rate.value < FAR:
        yield "far", f"「{facts.name}」は目標の{judgement.rate.text}です。"
    if last is not None:
        yield from _beside_last_year(facts, value, last)
    yield from _beside_the_sum(facts, figures, judgement.fiscal_year)


def _known(judgement: Judgement, last: Decimal | None) -> list[Decimal]:
    """Figures of the same indicator that its unit can be told by."""
    goals = (judgement.target, judgement.next_target)
    values = [last, *(goal.value for goal in goals if goal)]
    return [value for value in values if value is not None]


def _of_unit(
    facts: IndicatorFacts, value: Decimal, known: list[Decimal]
) -> Iterator[tuple[str, str]]:
    """What its unit hardly allows: half a thing, less than none, 0.625 for 62.5 %, more than all."""
    said = f"「{facts.name}」が{amount(facts, value)}です。"
    if is_counted(facts.unit) and value != value.to_integral_value():
        yield "fraction", f"{said}数えるものに端数があります。"
    if is_counted(facts.unit) and value < 0:
        yield "negative", f"{said}0より小さい値です。"
    if is_share(facts.unit) and 0 < value <= 1 < max(known, default=Decimal(WHOLE)):
        percent = amount(facts, value * WHOLE)
        yield "share", f"{said}{percent}のことなら、{percent[:-1]}と入力してください。"
    if is_share(facts.unit) and value > WHOLE >= max(known, default=Decimal(0)):
        yield "above", f"{said}100%を超えています。"


def _beside_last_year(
    facts: IndicatorFacts, value: Decimal, last: Decimal
) -> Iterator[tuple[str, str]]:
    before, now = amount(facts, last), amount(facts, value)
    if last > 0 and value >= last * TENFOLD:
        yield (
            "tenfold",
            f"「{facts.name}」が前年度（{before}）の10倍以上の{now}です。桁と単位を確かめてください。",
        )
    if last > 0 and 0 < value * TENFOLD <= last:
        yield (
            "tenth",
            f"「{facts.name}」が前年度（{before}）の10分の1以下の{now}です。桁と単位を確かめてください。",
        )
    if not reaches(value, last, facts.sense):
        yield "fall", f"「{facts.name}」が前年度（{before}）より後退し、{now}です。"


def _beside_the_sum(
    facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int
) -> Iterator[tuple[str, str]]:
    """Of an amount that may be the running sum: it reaches that of last year."""
    before = sum_before(facts, figures, fiscal_year).value if facts.is_period_total else None
    value = figures[fiscal_year].value
    if before and before > 0 and value >= before:
        said = f"「{facts.name}」の{amount(facts, value)}が、前年度までの累計（{amount(facts, before)}）以上です。"
        yield "sum", f"{said}累計ではなく、{year(fiscal_year)}中の量を入力してください。"


def progress_warnings(
    progress: str, outlook: str, next_work: str, judgements: Iterable[Judgement]
) -> list[SoftWarning]:
    """Of progress that the results or the work to come contradict; `progress` and `outlook` are
    the words' meanings."""
    found = []
    met = [(each.name, each.met) for each in judgements if each.met is not None]
    missed = [name for name, is_met in met if not is_met]
    if is_on_course(progress) and missed:
        names = "、".join(f"「{name}」" for name in missed)
        found.append(("missed", f"目標を達成していない{names}があります。進捗を確かめてください。"))
    if progress in LATE and met and not missed:
        found.append(("all-met", "判定した目標は、すべて達成しています。進捗を確かめてください。"))
    if progress == "done" and (outlook in GOES_ON or next_work.strip()):
        found.append(("goes-on", "進捗は完了ですが、次年度の取組か今後の方針に、続きがあります。"))
    return [SoftWarning(code, said, "progress") for code, said in found]


def text_warnings(texts: Mapping[str, tuple[str, str, str]]) -> list[SoftWarning]:
    """Of texts that equal last year's; `texts` maps field -> (label, this year's, last year's)."""
    return [
        SoftWarning(f"same-{name}", f"「{label}」が前年度と同じ文章です。", name)
        for name, (label, now, before) in texts.items()
        if len(now.strip()) >= SHORTEST and "".join(now.split()) == "".join(before.split())
    ]


def slip_warning(planned: str, actual: str) -> list[SoftWarning]:
    """Of an actual direction that is not the planned one."""
    if not is_slip(planned, actual):
        return []
    sentence = f"方向性が計画（{planned}）と違い、「{actual}」です。"
    return [SoftWarning("slip", sentence, "actual_direction")]
