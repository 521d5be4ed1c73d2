"""Decisions as pages show them: in the words of the year whose report they are on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from progress.models import Decision, FollowUp, Meeting
from progress.reading import stored
from progress.reading.edition import Edition, Word
from progress.reading.live_editions import word


@dataclass(frozen=True)
class ShownDecision:
    """A decision in words; `taken_from` says whose mark その他は事務局案のとおり took over, blank for
    any other; `follow_ups` are those that were fetched with it (`asked`)."""

    pk: int
    report_id: int
    version: int
    meeting: Meeting
    at: datetime
    manner: str
    is_amended: bool
    taken_from: str
    judgement: Word | None
    outlook: Word | None
    opinion: str
    is_public: bool
    accepted_until: date | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    is_shown: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether its meeting's result is not settled yet."""
        return not self.meeting.is_settled


def shown_decisions(
    decisions: Iterable[Decision], editions: Mapping[int, Edition] | None = None
) -> list[ShownDecision]:
    """The decisions, with report and year at hand, in the order given.

    `editions` are the reports' newest, by id, where they were read already; else 1 query where
    a report's year is closed, no query where none is. A decision that came after the edition keeps its own words.
    """
    decisions = list(decisions)
    if editions is None:
        editions = stored.newest(
            each.report_id for each in decisions if not each.report.year.is_open
        )
    return [_shown(each, editions.get(each.report_id)) for each in decisions]


def _shown(decision: Decision, edition: Edition | None) -> ShownDecision:
    kept = {each.id: each for each in edition.decisions} if edition else {}
    source = kept.get(decision.pk)
    return ShownDecision(
        pk=decision.pk,
        report_id=decision.report_id,
        version=decision.version,
        meeting=decision.meeting,
        at=decision.at,
        manner=decision.get_manner_display(),
        is_amended=decision.is_amended,
        taken_from=decision.taken_from,
        judgement=source.judgement if source else word(decision.judgement),
        outlook=source.outlook if source else word(decision.outlook),
        opinion=decision.opinion,
        is_public=decision.is_public,
        accepted_until=decision.accepted_until,
        follow_ups=tuple(getattr(decision, "asked", ())),
        is_shown=decision.shown_at is not None,
    )
