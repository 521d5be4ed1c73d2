"""画面に反映: what the projector shows, and from when on who reads meetings reads the draft."""

from django.utils import timezone

from progress.meetings.verbs import ANEW, check_open, hold_still
from progress.models import AgendaItem, Decision, Meeting
from progress.workflow.record import closed_meanwhile, secretary
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting


def show_on_screen(item: AgendaItem, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Let the projector show an item as it stands now, with the draft of this meeting's decision
    on it. Twice does it once: whatever else changes what the screen shows lets it come anew."""
    standing = secretary(by)
    check_open(item.meeting.year)
    with closed_meanwhile(item.meeting.year), acting(standing.user, door):
        held, shown = hold_still(item.meeting), 0
        if item.report_id is not None:
            drafts = Decision.objects.filter(meeting=held, report=item.report_id, shown_at=None)
            shown = drafts.update(shown_at=timezone.now())
        if shown or held.current_item_id != item.pk:
            Meeting.objects.filter(pk=held.pk).update(current_item=item, **ANEW)
