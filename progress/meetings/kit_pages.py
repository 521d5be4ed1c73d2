"""What comes next of a meeting, from its agenda to the publication of what it decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from progress.meetings.pages import AgendaLine
from progress.models import (
    AgendaItem,
    ApprovedReport,
    Decision,
    Meeting,
    ProgressReport,
    Publication,
)

State = ProgressReport.State
Handling = AgendaItem.Handling


@dataclass(frozen=True)
class Next:
    """A step, and the page where it is taken."""

    sentence: str
    label: str
    url: str


def has_result(lines: Sequence[AgendaLine], *, has_decisions: bool) -> bool:
    """Whether there is a result to settle: something decided, or an agenda on which no report
    is there to be decided on."""
    debated = any(each.report and each.item.handling == Handling.DEBATE for each in lines)
    return has_decisions or (bool(lines) and not debated)


def next_of(meeting: Meeting, *, items: int, has_result: bool) -> list[Next]:
    """What the secretariat does next; 1 query once the result is settled, none before."""
    if meeting.is_settled:
        return list(_after(meeting))
    if not items:
        return [_step("議題がまだありません。", "議題を決める", "meeting_agenda", meeting.pk)]
    if not has_result:
        return []
    sentence = "会議結果は、まだ確定していません。"
    return [_step(sentence, "会議結果を確定する", "meeting_settle", meeting.pk)]


def _step(sentence: str, label: str, name: str, pk: int) -> Next:
    return Next(sentence, label, reverse(f"progress:{name}", args=[pk]))


def _after(meeting: Meeting) -> Iterator[Next]:
    own = {"report": OuterRef("pk")}
    standing = Decision.objects.standing(OuterRef("submitted_version")).filter(**own)
    reports = ProgressReport.objects.filter(decisions__meeting=meeting).annotate(
        is_decided=Exists(standing),
        is_approved=Exists(ApprovedReport.objects.in_force().filter(**own)),
        is_published=Exists(Publication.objects.in_force().filter(**own)),
    )
    rows = list(reports.values_list("state", "is_approved", "is_published", "is_decided"))
    year, asks = meeting.year_id, meeting.year.asks_approval
    evaluated = [row for row in rows if row[0] == State.EVALUATED]
    to_evaluate = sum(row[0] == State.CONFIRMED and row[3] for row in rows)
    to_approve = sum(asks and not row[1] for row in evaluated)
    to_publish = sum(not row[2] and (row[1] or not asks) for row in evaluated)
    for number, said, label, name in (
        (to_evaluate, "評価済みにできる報告", "まとめて評価済みにする", "evaluate_bulk"),
        (to_approve, "決裁の記録を待つ報告", "決裁を記録する", "approve_bulk"),
        (to_publish, "公表を待つ報告", "公表する", "publish_bulk"),
    ):
        if number:
            yield _step(f"{said}が{number}件あります。", label, name, year)
    if not meeting.minutes_stored_as:
        yield Next("議事録がまだ添付されていません。", "議事録を添付する", "#minutes")
