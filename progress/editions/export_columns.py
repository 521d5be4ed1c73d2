"""The columns of a year's CSV: the report, its three marks and which of them counts, then one
indicator a line."""

from progress.judging.facts import UNSETTLED_WORDS, Judgement
from progress.models import IndicatorResult, ProgressReport
from progress.models import report_fields as fields
from progress.reading.edition import NO_MARK, Edition, Erratum, IndicatorPart, PlanFrame, Word
from progress.reading.rows import counted_states
from sakado_dx import fiscal

MARKED = ("progress", "outlook")  # they stand among the marks
TEXTS = tuple(each for each in fields.FIELDS if each.name not in MARKED)
INDICATOR_HEADINGS = (
    "指標番号", "指標名", "単位", "実績を入力する施策", "目標の年度", "目標値", "次の目標の年度",
    "次の目標値", "当初値の年度", "当初値", "目安", "実績値", "累計", "分子", "分母",
    "達成日", "状況の説明", "実績の状況", "確からしさ", "補足", "達成率（％）", "判定",
)  # fmt: skip
MONEY_HEADINGS = ("決算額の確からしさ", "執行率（％）")
STATES = dict(ProgressReport.State.choices)
CERTAINTIES = UNSETTLED_WORDS | {"settled": "確定"}


def headings(frame: PlanFrame | None) -> list[str]:
    """What the columns are called: levels and marks as the plan calls them, the report's fields
    by their own labels."""
    frame = frame or PlanFrame.unnamed()
    own, proposed, decided = (frame.mark_name(whose) for whose in frame.marks)
    between = [frame.direction_label] if frame.direction_label else []
    levels = [frame.measure_label, frame.policy_label, *between]
    return [
        "年度", "番号", *levels, "所管課", "報告の状態", "進捗", "今後の方針", "採用した判定",
        own, f"{own}（今後の方針）", proposed, decided, f"{decided}（今後の方針）", "会議の意見",
        "計画の方向性", *(each.label for each in TEXTS), *MONEY_HEADINGS, "正誤", *INDICATOR_HEADINGS,
        "集計の対象", "版", "作成時点",
    ]  # fmt: skip


def counts(edition: Edition, pending: bool = False) -> bool:
    """Whether what the report says stands in files: from 事務局確認済み on, and with `pending`
    (確定前を含む) from 提出済み on."""
    return edition.report.state in counted_states(pending)


def head_cells(edition: Edition, pending: bool = False) -> list:
    """What every line of a measure begins with."""
    plan = edition.plan
    return [
        fiscal.label_name(edition.fiscal_year),
        plan.code,
        plan.name,
        plan.policy.title,
        *([plan.direction.name] if edition.frame.direction_label else []),
        "、".join(plan.divisions),
        STATES[edition.report.state],
        *mark_cells(edition, pending),
        edition.planned,
        *(field_cell(edition, each.name, pending) for each in TEXTS),
        *money_cells(edition, pending),
        _errata_cell(edition, pending),
    ]


def mark_cells(edition: Edition, pending: bool = False) -> list[str]:
    """What counts and whose it is, then the three marks and what meetings said."""
    if not counts(edition, pending):
        return [""] * 9
    report, mark = edition.report, edition.report.mark
    decided = mark if report.is_decided else NO_MARK
    return [
        _text(mark.progress),
        _text(mark.outlook),
        edition.frame.mark_name(mark.whose),
        _text(report.progress),
        _text(report.outlook),
        _text(report.second_judgement),
        _text(decided.progress),
        _text(decided.outlook),
        "\n".join(f"{each.body}（{each.held_on}）：{each.opinion}" for each in opinions(edition)),
    ]


def opinions(edition: Edition) -> list:
    """What meetings said of the report; nothing before it is evaluated."""
    if edition.report.state != ProgressReport.State.EVALUATED:
        return []
    return [each for each in edition.decisions if each.opinion]


def _text(word: Word | None) -> str:
    return word.word if word else ""


def field_cell(edition: Edition, name: str, pending: bool = False) -> str | int | None:
    """A field of the report for a file; what does not count is blank, an amount none."""
    if not counts(edition, pending):
        return None if name in edition.report.amounts else ""
    value = edition.report.value(name)
    if name in edition.report.amounts:
        return value
    return value or ""


def money_cells(edition: Edition, pending: bool) -> list:
    """見込 or 確定 of a 決算, and the share spent where the amounts are 全額."""
    money = edition.report.money
    if not counts(edition, pending) or money.settled_amount is None:
        return ["", None]
    return [CERTAINTIES[money.certainty], money.share_spent]


def indicator_cells(edition: Edition, part: IndicatorPart | None, pending: bool = False) -> list:
    """One indicator; of one that another measure enters its name and where, so that nothing is
    counted twice."""
    if part is None:
        return [""] * len(INDICATOR_HEADINGS)
    home = part.entered_under.code if part.entered_under else edition.plan.code
    named = [part.key, part.facts.name, part.facts.unit, home]
    if part.entered_under:
        return [*named, *[""] * (len(INDICATOR_HEADINGS) - len(named))]
    return [*named, *_judged_cells(part, part.judged(pending=pending))]


def _judged_cells(part: IndicatorPart, judgement: Judgement) -> list:
    figure = judgement.figure
    return [
        *_goal_cells(part, judgement),
        judgement.pace,
        figure.value,
        judgement.total,
        figure.numerator,
        figure.denominator,
        figure.done_on.isoformat() if figure.done_on else "",
        figure.words,
        status_word(part, figure.status),
        CERTAINTIES[figure.certainty] if figure.is_reported else "",
        part.note_beside(judgement),
        judgement.rate.value if judgement.rate else None,
        judgement.label,
    ]


def _goal_cells(part: IndicatorPart, judgement: Judgement) -> list:
    """Year and value of the target in force, of the next one, and of an expansion's starting
    figure, which is no target."""
    goals = [judgement.target, judgement.next_target, None]
    if part.facts.is_expansion:
        goals = [None, None, judgement.target or judgement.next_target]
    cells = [
        (fiscal.label_name(each.fiscal_year), each.value) if each else ("", None) for each in goals
    ]
    return [cell for pair in cells for cell in pair]


def status_word(part: IndicatorPart, status: str) -> str:
    """実績あり, or the plan's word for what is missing."""
    reported = IndicatorResult.Status.REPORTED
    return str(reported.label) if status == reported else part.facts.word(status)


def _consent(line: Erratum) -> str:
    return f"、議長の同意{line.consented_on}" if line.consented_on else ""


def _errata_cell(edition: Edition, pending: bool) -> str:
    lines = edition.errata if counts(edition, pending) else ()
    return "\n".join(
        f"{line.label}：誤「{line.before}」正「{line.after}」（{line.on}、{line.reason}{_consent(line)}）"
        for line in lines
    )
