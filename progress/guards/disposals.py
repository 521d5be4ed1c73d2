"""What lets a disposal into a closed year, and no other: its own row, opened with a key."""

from collections.abc import Iterator

from progress import models as m
from progress.guards.guard import DELETE, INSERT, UPDATE, Guard
from progress.guards.opening import lock
from progress.guards.sql import ALWAYS, both, changed, closed, either, no


def year_of(guard: Guard) -> str:
    """The year of the row that stands, in SQL; blank where it has none."""
    if guard.model is m.ReviewYear:
        return "OLD.id"
    columns = {each.column for each in guard.model._meta.concrete_fields}
    if "year_id" in columns:
        return "OLD.year_id"
    if "meeting_id" in columns:
        return "(SELECT g.year_id FROM progress_meeting g WHERE g.id = OLD.meeting_id)"
    return "(SELECT r.year_id FROM progress_progressreport r WHERE r.id = OLD.report_id)"


def disposals() -> Iterator[Guard]:
    """Proposed first, then opened with the key that is in no database, or dropped; ended once."""
    marks = (
        "document_number", "decided_by_id", "decided_at", "opened_with", "done_at", "dropped_at",
    )  # fmt: skip
    begun = either("NEW.decided_at IS NOT NULL", "NEW.done_at IS NOT NULL")
    yield Guard(m.Disposal, INSERT, begun)
    ended = either("OLD.done_at IS NOT NULL", "OLD.dropped_at IS NOT NULL")
    opens = both("OLD.decided_at IS NULL", "NEW.decided_at IS NOT NULL")
    unopened = both(opens, no(f"SHA256(NEW.opened_with) = '{lock()}'"))
    early = both("NEW.done_at IS NOT NULL", "OLD.decided_at IS NULL")
    again = both("OLD.decided_at IS NOT NULL", "NEW.done_at IS NULL")
    of_open_year = both(opens, no(closed("OLD.year_id")))
    other = changed(m.Disposal, but=marks)
    yield Guard(m.Disposal, UPDATE, either(ended, early, again, other, of_open_year, unopened))
    yield Guard(m.Disposal, DELETE, ALWAYS)
