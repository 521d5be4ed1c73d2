"""成果指標の判定: every indicator of a year with its finding, each in exactly one group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms

from measures.words import MISSING_WORDS
from progress.dashboards.filters import EVERYTHING, Choice, LinesFilter, line_choices
from progress.judging.facts import LABELS, MILESTONE, NOT_REPORTED
from progress.judging.judgement import may_be_met
from progress.judging.milestones import due_target
from progress.judging.shares import WAITING
from progress.models import ReviewYear
from progress.reading.edition import PlanFrame
from progress.reading.kept import YearNow
from progress.reading.rows import IndicatorYear, MeasureRow
from progress.reading.words import UNCONFIRMED
from sakado_dx.addresses import reverse
from sakado_dx.lists import Column

# The groups: what a judgement says (judging.facts), and 確認前; the gravest first.
GROUPS = (
    "not_met", "below_pace", "undetermined", WAITING, *MISSING_WORDS, "before", "not_due", "words",
    "above_pace", "met_late", "met_in_time", "met",
)  # fmt: skip


@dataclass(frozen=True)
class FindingLine:
    """An indicator under the measure that enters it, and what its year comes to."""

    row: MeasureRow
    each: IndicatorYear

    @property
    def group(self) -> str:
        """One of `GROUPS`. Of a report that does not count nothing is decided: it is 確認前, or
        未報告 where its year was closed without it."""
        if self.row.counts:
            return self.each.judgement.code
        return WAITING if self.row.standing == WAITING else NOT_REPORTED

    @property
    def label(self) -> str:
        """``期限後達成（R7）``, the plan's own word for what is missing, or 確認前."""
        if self.group == self.each.judgement.code:
            return self.each.judgement.label
        return UNCONFIRMED.word if self.group == WAITING else self.each.facts.word(NOT_REPORTED)

    @property
    def is_met(self) -> bool:
        return self.row.counts and bool(self.each.judgement.met)

    @property
    def may_be_met(self) -> bool:
        """Whether it is met, or can be once its report is confirmed."""
        waits = self.group == WAITING and may_be_met(self.each.facts, self.each.judgement)
        return self.is_met or waits

    @property
    def is_over(self) -> bool:
        """目標超過（見直し候補）."""
        return self.row.counts and self.each.judgement.over_target

    @property
    def is_due(self) -> bool:
        """Whether it is a milestone whose date is this year."""
        due = due_target(self.each.facts, self.row.fiscal_year)
        is_milestone = self.each.facts.kind == MILESTONE
        return is_milestone and due is not None and due.fiscal_year == self.row.fiscal_year

    @property
    def finding(self) -> str:
        return self.each.judgement.finding if self.row.counts else ""

    @property
    def place(self) -> int:
        return GROUPS.index(self.group)


# Of several groups together, or beside them: what figures of the dashboard count.
TOGETHER = {
    "reached": ("達成（期限内・期限後を含む）", lambda line: line.is_met),
    "possible": ("達成と、確認前で達成になり得るもの", lambda line: line.may_be_met),
    "over": ("目標超過（見直し候補）", lambda line: line.is_over),
    "due": ("この年度が期限の指標", lambda line: line.is_due),
    "due_open": ("この年度が期限で、達成でないもの", lambda line: line.is_due and not line.is_met),
}


def lines_of(now: YearNow) -> Sequence[FindingLine]:
    """Those of a year as it stands."""
    return tuple(findings_in(now.rows))


def choices_of(now: YearNow) -> dict[str, list[Choice]]:
    """What the lines of a year as it stands can be filtered by."""
    lines = now.made(lines_of)
    own = {each.group for each in lines}
    groups = [(code, _word(code, lines)) for code in GROUPS if code in own]
    together = [(name, word) for name, (word, _) in TOGETHER.items()]
    return {"finding": [EVERYTHING, *groups, *together], **line_choices(lines)}


def findings_of(now: YearNow) -> "Findings":
    """The figures over the list of a year as it stands."""
    return counts_in(now.year, now.made(lines_of), {"pending": 1} if now.pending else {})


def findings_in(rows: Sequence[MeasureRow]) -> list[FindingLine]:
    """A line for each indicator, once, in the plan's order; no query."""
    return [
        FindingLine(row, each) for row in rows for each in row.indicators if each.is_entered_here
    ]


def findings_url(year: ReviewYear, **query) -> str:
    """The list of a year's indicators, filtered."""
    address = reverse("progress:year_findings", args=[year.pk])
    return f"{address}?{urlencode(query)}" if query else address


@dataclass(frozen=True)
class Findings:
    """How many indicators (件) there are, and by group and beside the groups the words, the number
    and the list of exactly these. The groups add up to all."""

    total: int
    url: str
    groups: list[tuple[str, int, str]]
    beside: list[tuple[str, int, str]]


def counts_in(year: ReviewYear, lines: Sequence[FindingLine], switch: Mapping) -> Findings:
    """The figures over the list; no query."""
    counts = Counter(each.group for each in lines)
    groups = [
        (_word(code, lines), counts[code], findings_url(year, **switch, finding=code))
        for code in GROUPS
        if counts[code]
    ]
    beside = [
        (TOGETHER[name][0], number, findings_url(year, **switch, finding=name))
        for name in ("over", "due", "due_open")
        if (number := sum(TOGETHER[name][1](each) for each in lines))
    ]
    return Findings(len(lines), findings_url(year, **switch), groups, beside)


def _word(code: str, lines: Sequence[FindingLine]) -> str:
    """The word of a group; for the missing the plan's own."""
    if code == WAITING:
        return UNCONFIRMED.word
    return lines[0].each.facts.word(code) if code in MISSING_WORDS else LABELS[code]


def columns_of(frame: PlanFrame) -> list[Column]:
    """`率` is in %, blank where none is reckoned."""
    return [
        Column("成果指標", lambda each: each.each.facts.name, url=lambda each: each.row.url),
        Column(frame.measure_label, _measure, css="column--name"),
        Column("判定", lambda each: each.label, "finding", order=lambda each: each.place),
        Column("率", _rate, "rate", order=_rate_value, css="nowrap"),
        Column("判定の内容", lambda each: each.finding, css="column--reason"),
    ]


def _measure(line: FindingLine) -> str:
    """Name and divisions, a line each."""
    return f"{line.row.code} {line.row.name}\n{'、'.join(line.row.divisions) or '所管課なし'}"


def _rate_value(line: FindingLine):
    rate = line.each.judgement.rate if line.row.counts else None
    return rate and rate.value


def _rate(line: FindingLine) -> str:
    return line.each.judgement.rate.text if _rate_value(line) is not None else ""


class FindingFilter(LinesFilter):
    """By what the year comes to, by policy and by division."""

    field_order = ["q", "finding"]

    finding = forms.ChoiceField(label="判定", required=False)

    def by_finding(self, lines: list[FindingLine], code: str) -> list[FindingLine]:
        if code in TOGETHER:
            return [each for each in lines if TOGETHER[code][1](each)]
        return [each for each in lines if each.group == code]
