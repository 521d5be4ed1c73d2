"""前回の審議結果と対応状況: what the last meeting decided, what it asked, and this year's mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch
from django.urls import reverse

from measures.models import divisions_of_measures
from progress.models import Decision, FollowUp, Meeting
from progress.reading import stored
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.rows import MeasureRow
from progress.rights import predicates
from sakado_dx.organization.access import Standing

MOST_AT_FIRST = 3
MOST_FOLDED = 50  # more are for the list alone
# What a line shows of a decision: a report's row with all its texts is ten times as large.
COLUMNS = (
    "meeting", "manner", "taken_from", "opinion", "is_public", "accepted_until", "at", "version",
    "shown_at", "judgement__word", "judgement__meaning", "judgement__order", "outlook__word",
    "outlook__meaning", "outlook__order", "report__state", "report__year",
    "report__measure__code", "report__measure__name", "report__measure__last_day",
)  # fmt: skip
# The rows of the page's year with their places, by measure.
Now = Mapping[int, tuple[int, MeasureRow]]


@dataclass(frozen=True)
class Outcome:
    """A decision of the last meeting; `row` is the measure in the page's year, none where it has
    no report there. What was asked stands as of today."""

    decision: ShownDecision
    title: str
    url: str
    row: MeasureRow | None

    @property
    def words(self) -> str:
        """``遅れ・見直し``."""
        decided = (self.decision.judgement, self.decision.outlook)
        return "・".join(str(each) for each in decided if each) or self.decision.manner

    @property
    def asked(self) -> Sequence[FollowUp]:
        return self.decision.follow_ups


@dataclass(frozen=True)
class LastTime:
    """`meeting` is none where no meeting has settled its results before. It decided `total`, `rest`
    of them together; `outcomes` are the others, what is not done first, no more of them than a page
    holds. `url` leads to all decisions, for who reads meetings."""

    meeting: Meeting | None
    outcomes: Sequence[Outcome] = ()
    total: int = 0
    rest: int = 0
    url: str = ""

    @property
    def first(self) -> Sequence[Outcome]:
        return self.outcomes[:MOST_AT_FIRST]

    @property
    def others(self) -> Sequence[Outcome]:
        """What is folded below the first ones."""
        return self.outcomes[MOST_AT_FIRST:]


def last_time(standing: Standing, meeting: Meeting | None, rows: Sequence[MeasureRow]) -> LastTime:
    """`rows` are those of the page's year; at most 4 queries, none where there was no meeting."""
    if meeting is None:
        return LastTime(None)
    now = {row.measure_id: (place, row) for place, row in enumerate(rows)}
    decisions = sorted(_readable(standing, meeting), key=partial(_need, now))
    total = len(decisions) + meeting.rest
    if len(decisions) > MOST_AT_FIRST + MOST_FOLDED:
        decisions = decisions[:MOST_AT_FIRST]
    editions = {} if meeting.year.is_open else stored.newest(each.report_id for each in decisions)
    shown = shown_decisions(decisions, editions)
    outcomes = [_outcome(*pair, editions, now) for pair in zip(decisions, shown, strict=True)]
    url = ""
    if predicates.may_read_meetings(standing):
        url = f"{reverse('progress:decision_list', args=[meeting.year_id])}?meeting={meeting.pk}"
    return LastTime(meeting, outcomes, total, meeting.rest, url)


def _readable(standing: Standing, meeting: Meeting) -> list[Decision]:
    """What it decided each by itself, with what it asked, as far as this person may read it."""
    asked = FollowUp.objects.select_related("division").order_by("due", "pk")
    rows = meeting.decisions.exclude(manner=Decision.Manner.REST).only(*COLUMNS).order_by("pk")
    rows = rows.select_related("judgement", "outlook", "report__measure")
    rows = rows.prefetch_related(Prefetch("follow_ups", asked, to_attr="asked"))
    if not predicates.may_read_meetings(standing):
        rows = rows.prefetch_related(divisions_of_measures("report__measure__"))
    rows = list(rows)
    for each in rows:
        each.meeting, each.report.year = meeting, meeting.year
    return [each for each in rows if predicates.may_read_decision(standing, each)]


def _need(now: Now, decision: Decision) -> tuple:
    """What is asked and open first, then what is not on course, each in the plan's order."""
    is_open = any(each.is_open for each in decision.asked)
    place, row = now.get(decision.report.measure_id, (len(now), None))
    return not is_open, row is not None and row.is_on_course, place


def _outcome(decision: Decision, shown: ShownDecision, editions: Mapping, now: Now) -> Outcome:
    """Under the measure's name of this year, or of the year of the decision where it ended."""
    report, measure = decision.report, decision.report.measure
    _, row = now.get(report.measure_id, (0, None))
    kept = editions.get(report.pk)
    title = row.title if row else kept.plan.title if kept else measure.title
    url = row.url if row else reverse("progress:measure_year", args=[report.year_id, measure.pk])
    return Outcome(shown, title, url, row)
