"""経過メモ taken into the report: what was noted over the year need not be typed again."""

from django.http import QueryDict

from progress.models import ProgressReport
from progress.workflow.posts import number

TAKE = "take_note"  # the button's name; its value is the note's id


def with_note(post: QueryDict, report: ProgressReport) -> QueryDict:
    """The form as sent, the chosen 経過メモ at the end of 取り組んだこと; one that stands there
    already is not written again."""
    pk = number(post.get(TAKE, ""))
    note = report.measure.notes.filter(pk=pk).first() if pk is not None else None
    done = post.get("done", "").replace("\r\n", "\n").rstrip()
    if note is None or note.text in done:
        return post
    taken = post.copy()
    taken["done"] = f"{done}\n{note.text}" if done else note.text
    return taken
