"""The minutes of a meeting as a file (README: 会議、指摘)."""

from progress import attachments
from progress.models import Meeting
from progress.workflow.record import secretary
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

MINUTES = "minutes"  # folder of the private storage


def attach_minutes(
    meeting: Meeting,
    *,
    by: User | Standing,
    name: str,
    content: bytes,
    replacing: str = "",
    door: str = Door.PAGE,
) -> Meeting:
    """Attach the minutes (pdf or docx), in the place of those stored as `replacing`.

    The file of earlier minutes stays in the storage: the record names it. Raises
    attachments.Refused, or NotAllowed where somebody else attached others meanwhile. Minutes are
    often agreed upon late: a closed year takes them too.
    """
    standing = secretary(by)
    attachments.check(name, content, attachments.MINUTES)
    stored_as = attachments.keep(content, MINUTES)
    data = {"minutes_name": attachments.clean_name(name), "minutes_stored_as": stored_as}
    as_read = Meeting.objects.filter(pk=meeting.pk, minutes_stored_as=replacing)
    try:
        with acting(standing.user, door):
            if not as_read.update(**data):
                raise NotAllowed("議事録は先に添付されています。今のファイルを確かめてください。")
    except BaseException:
        attachments.forget(stored_as)
        raise
    meeting.refresh_from_db()
    return meeting
