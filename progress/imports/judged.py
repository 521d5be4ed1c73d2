"""What a report under way says of itself by the plan as it stands: who leads it, what it owes, how
its figures are judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from measures.models import Measure, PlanWord
from measures.words import MEANINGS, OUTLOOKS
from progress.judging.facts import Figure
from progress.judging.findings import goal_words
from progress.judging.judgement import is_result_due, judge
from progress.models import ProgressReport, ReviewYear
from progress.models.shown_states import WORDS
from progress.reading.edition import IndicatorPart
from progress.reading.live_indicators import IndicatorParts

NOTHING = "なし"


@dataclass(frozen=True)
class Judged:
    """A report's title and state; what the plan asks of it, and what was written in it and how
    that is judged (`content`), both by what it is. For who does not read what was written,
    `content` is what it rests on in the plan: the same whatever the report says."""

    title: str
    state: str
    asked: dict[str, str]
    content: dict[str, str]
    is_handed_in: bool
    counts: bool


def judged_reports(reads_content: bool) -> dict[int, Judged]:
    """Every report that takes changes, by its id, year by year in the plan's order; at most 9
    queries where one year is open, and 7 for each further one, however many the reports; one less
    for who reads what reports say."""
    reports = ProgressReport.objects.taking_changes().with_measure().with_published()
    by_year: dict[int, list[ProgressReport]] = {}
    for each in reports.order_by("year__fiscal_year", "year_id", "measure__order", "measure_id"):
        by_year.setdefault(each.year_id, []).append(each)
    return {
        report.pk: judged
        for own in by_year.values()
        for report, judged in _judged_in(own[0].year, own, reads_content)
    }


def _judged_in(year: ReviewYear, reports: list[ProgressReport], reads_content: bool) -> list:
    parts, today = IndicatorParts(year), timezone.localdate()
    active = Measure.objects.of_plan(year.plan).active_in(year.fiscal_year)
    active = set(active.order_by().values_list("pk", flat=True))
    words, found = {} if reads_content else _words_of_plan(year), []
    for report in reports:
        own = parts.of(report.measure_id)
        is_active = report.measure_id in active
        judged = Judged(
            title=f"{report.measure}　{year.short_label}",
            state=WORDS[report.shown_state],
            is_handed_in=report.state in ProgressReport.HANDED_IN_STATES,
            counts=report.counts,
            asked={
                "年度の施策": "対象" if is_active else "期間の外",
                **_plan(report, today),
                **_duties(own, year.fiscal_year),
            },
            content=(
                _words(report) | _judgements(own, year.fiscal_year)
                if reads_content
                else words | _grounds(own)
            ),
        )
        found.append((report, judged))
    return found


def _plan(report: ProgressReport, today: date) -> dict[str, str]:
    lead, *others = [str(each) for each in report.divisions(today)] or [NOTHING]
    return {
        "主管課": lead,
        "共同の所管課": "、".join(others) or NOTHING,
        "計画の方向性": report.planned_direction or NOTHING,
    }


def _words(report: ProgressReport) -> dict[str, str]:
    """The words that stand on the report, with what they mean."""
    taken = report.taken_decision
    words = {
        "所管課の進捗": report.progress,
        "所管課の今後の方針": report.outlook,
        "事務局案": report.second_judgement,
        "評価に採った決定の進捗": taken and taken.judgement,
        "評価に採った決定の今後の方針": taken and taken.outlook,
    }
    return {what: _meant(word) for what, word in words.items() if word}


def _words_of_plan(year: ReviewYear) -> dict[str, str]:
    """All words that may stand on a report, with what they mean."""
    return {"進捗と今後の方針の言葉": "、".join(map(_meant, year.plan.words.all()))}


def _meant(word: PlanWord) -> str:
    if word.vocabulary == PlanWord.Vocabulary.PROGRESS:
        return f"{word}（意味：{MEANINGS[word.meaning].word}）"
    return f"{word}（意味：{OUTLOOKS[word.meaning][0]}）"


def _duties(parts: Iterable[IndicatorPart], fiscal_year: int) -> dict[str, str]:
    """Of each indicator what is aimed at, and whether its figure is owed."""
    told = {}
    for part in parts:
        figures = _figures(part)
        judged = judge(part.facts, figures, fiscal_year)
        is_due = is_result_due(part.facts, figures, fiscal_year)
        where = "ほかの施策の報告" if part.entered_under else "要る" if is_due else "要らない"
        told[f"指標{part.key}の目標"] = goal_words(part.facts, judged)
        told[f"指標{part.key}の実績の入力"] = where
    return told


def _judgements(parts: Iterable[IndicatorPart], fiscal_year: int) -> dict[str, str]:
    """How what was handed in of each indicator is judged."""
    return {
        f"指標{part.key}の判定": judge(part.facts, _figures(part), fiscal_year).label
        for part in parts
    }


def _grounds(parts: Iterable[IndicatorPart]) -> dict[str, str]:
    """By what each indicator is judged, whatever was handed in of it."""
    return {f"指標{part.key}の判定": repr(part.facts) for part in parts}


def _figures(part: IndicatorPart) -> dict[int, Figure]:
    return {year: kept.figure for year, kept in part.figures.items()}
