"""Lists of meetings: those of a year, and the agenda of one."""

from collections.abc import Sequence

from django.urls import reverse

from measures.naming import DIVISION, SECRETARIAT
from progress.meetings.pages import AgendaLine
from progress.models import AgendaItem, Meeting
from progress.models.shown_states import WORDS
from sakado_dx.fiscal import format_date
from sakado_dx.forms import FilterForm
from sakado_dx.lists import MOST_IN_A_FILE, STAND_INS, Column, Listing

NOTHING, UNDECIDED = "－", "まだ決定がありません"


def _minutes_url(meeting: Meeting) -> str:
    has_minutes = meeting.minutes_stored_as
    return reverse("progress:meeting_minutes", args=[meeting.pk]) if has_minutes else ""


COLUMNS = (
    Column("会議", lambda each: each.kind, url=Meeting.get_absolute_url),
    Column(
        "開催日",
        lambda each: format_date(each.held_on),
        "held_on",
        order=lambda each: each.held_on,
        css="nowrap",
    ),
    Column("開き方", lambda each: each.manner, "manner"),
    Column("議題（件）", lambda each: each.items, "items"),
    Column("決定（件）", lambda each: each.decided, "decided"),
    Column(
        "議事録",
        lambda each: each.minutes_name if each.minutes_stored_as else "まだありません",
        url=_minutes_url,
    ),
)


def agenda_of(
    meeting: Meeting,
    lines: Sequence[AgendaLine],
    *,
    is_secretariat: bool,
    stand_ins: str = "",
) -> Listing:
    """The agenda of a meeting, in its order, for who reads its `lines`."""
    title = f"議題（{meeting.kind} {format_date(meeting.held_on)}）"
    columns = _agenda_columns(meeting, is_secretariat)
    params = {STAND_INS: stand_ins}  # of its address nothing else concerns the agenda's file
    return Listing(title, columns, lines, FilterForm({}), params, per_page=MOST_IN_A_FILE)


def _agenda_columns(meeting: Meeting, is_secretariat: bool) -> list[Column]:
    """The marks stand under the names of the plan; what came of a matter that is no report's is
    told to all once the result is settled."""
    mark_name, is_told = meeting.year.plan.mark_name, is_secretariat or meeting.is_settled
    may_decide = is_secretariat and not meeting.is_settled
    return [
        Column("議題", _title, url=_item_url),
        Column("所管課", lambda each: each.divisions or NOTHING),
        Column("理由", _why, css="column--words"),
        Column(mark_name(DIVISION), _own, meaning=_own_meaning, state=_unread_state),
        Column(mark_name(SECRETARIAT), _proposed, meaning=_proposed_meaning),
        Column(
            "この会議の決定",
            lambda each: _decided(each, is_told),
            template="progress/meetings/" + ("_deciding.html" if may_decide else "_decided.html"),
        ),
    ]


def _title(line: AgendaLine) -> str:
    """What is only reported says so."""
    is_report = line.item.handling == AgendaItem.Handling.REPORT
    return f"{line.title}（報告）" if is_report else line.title


def _item_url(line: AgendaLine) -> str:
    return reverse("progress:meeting_project", args=[line.item.meeting_id, line.item.pk])


def _why(line: AgendaLine) -> str:
    """All causes as the rule found them, the gravest first."""
    if line.report is None:
        return line.item.point or "施策以外の議題"
    return "\n".join(line.item.causes) or line.item.get_cause_display()


def _own(line: AgendaLine) -> str:
    if line.report is None:
        return NOTHING
    if not line.judgements.is_readable:
        return WORDS[line.report.state]
    return line.judgements.division.word if line.judgements.division else "未報告"


def _own_meaning(line: AgendaLine) -> str:
    if line.report is None or not line.judgements.is_readable:
        return ""
    return line.judgements.division.meaning if line.judgements.division else "unreported"


def _unread_state(line: AgendaLine) -> str:
    return line.report.state if line.report and not line.judgements.is_readable else ""


def _proposed(line: AgendaLine) -> str:
    if line.report is None:
        return NOTHING
    if line.judgements.secretariat:
        return line.judgements.secretariat.word
    return "事務局が所管" if line.judgements.is_led_by_secretariat else NOTHING


def _proposed_meaning(line: AgendaLine) -> str:
    proposed = line.judgements and line.judgements.secretariat
    return proposed.meaning if proposed else ""


def _decided(line: AgendaLine, is_told: bool) -> str:
    """``遅れ`` and below it ``案・個別に審議``."""
    if line.report is None:
        return (line.item.outcome if is_told else "") or NOTHING
    if line.decision is None:
        return UNDECIDED
    manner = f"{'案・' if line.decision.is_draft else ''}{line.decision.manner}"
    word = line.decision.judgement
    return f"{word.word}\n{manner}" if word else manner
