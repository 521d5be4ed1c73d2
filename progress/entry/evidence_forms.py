"""What the entry form says of the files that prove something of a report."""

from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from progress.models import ProgressReport
from progress.workflow import posts


def files_said(report: ProgressReport, post: QueryDict, files: MultiValueDict) -> dict[str, Any]:
    """What the entry form says of files, as `change_files` takes it: those chosen, one to take
    off, one to bring back; nothing where it says nothing. A button pressed twice finds it done:
    what is off cannot be taken off, nor what is on be brought back."""
    chosen = files.getlist("files")
    off, again = (posts.number(post.get(name, "")) for name in ("detach", "attach_again"))
    if not (chosen or off or again):
        return {}
    own = report.evidence.in_bulk([pk for pk in (off, again) if pk])
    on = {pk: each for pk, each in own.items() if each.removed_at is None}
    gone = {pk: each for pk, each in own.items() if pk not in on}
    return {"chosen": chosen, "off": on.get(off), "again": gone.get(again)}
