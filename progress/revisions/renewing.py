"""改定前が変わっています: the lines of a draft that no longer fit, taken anew over the plan as it
stands; what other drafts change too."""

from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone

from progress.models import PlanChange, PlanRevision
from progress.plan_document.rows.keys import key_of, key_text
from progress.revisions.drafting import edition_in_force, first_year_open
from progress.revisions.lines import plain
from progress.revisions.readings import Reading, reading_of
from progress.revisions.verbs import on_draft
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door


def take_anew(
    revision: PlanRevision, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> int:
    """Bring a draft's lines over the plan as it stands: what they change from is what stands now,
    and a new target judges from a year that may still change. How many lines were taken anew.
    Raises NotAllowed, Conflict."""
    reading, base = reading_of(revision), edition_in_force(revision.plan)
    first = first_year_open(revision.effective_on, timezone.localdate())
    stale = [*reading.displaced, *_too_early(reading, first)]
    with on_draft(revision, by=by, version=version, door=door, reason="合わせ直し", base=base):
        for line in stale:
            made = list(_anew(line, reading, first))
            line.delete()
            PlanChange.objects.bulk_create(made)
    return len(stale)


def _too_early(reading: Reading, first: int) -> list[PlanChange]:
    """New targets that would judge a year that is over by now."""
    gone = reading.displaced_ids
    return [
        line
        for line in reading.lines
        if line.noun == "targets" and line.is_new_row and line.pk not in gone
        if 0 < key_of(line.key)[3] < first
    ]


def _anew(line: PlanChange, reading: Reading, first: int) -> Iterator[PlanChange]:
    """What a line says, over the rows that stand; nothing where these say it already."""
    key = key_of(line.key)
    if line.noun == "targets" and line.is_new_row and 0 < key[3] < first:
        key = (*key[:3], first)
    row = reading.before[line.noun].get(key)
    told = {"reason": line.reason, "effective_on": line.effective_on, "revision": line.revision}
    told |= {"noun": line.noun, "key": key_text(key), "applies_from": line.applies_from}
    if line.noun == "targets":
        told["applies_from"] = key[3] or None
    if line.is_new_row and row is None:
        yield PlanChange(after=line.after, **told)
    elif line.is_gone_row and row is not None:
        yield PlanChange(before=plain(row), **told)
    elif row is not None:
        wanted = line.after if line.is_new_row else {line.column: line.after}
        for name, value in wanted.items():
            if name != "order" and plain(row.get(name)) != value:
                before = plain(row.get(name))
                yield PlanChange(column=name, before=before, after=value, **told)


def needs_renewal(revision: PlanRevision, reading: Reading, first: int) -> bool:
    """Whether there is something to be taken anew."""
    return bool(reading.displaced or _too_early(reading, first))


def shared_with(revision: PlanRevision, lines: list[PlanChange]) -> dict[int, list[str]]:
    """The other revisions that wait and change the same place, by the line's number; 1 query."""
    places: dict[tuple, list[int]] = {}
    for line in lines:
        places.setdefault(_place(line), []).append(line.pk)
    waiting = [PlanRevision.State.DRAFT, PlanRevision.State.DECIDED]
    others = PlanChange.objects.filter(
        revision__plan=revision.plan_id, revision__state__in=waiting
    ).exclude(revision=revision)
    found: dict[int, list[str]] = {}
    for other in others.annotate(title=F("revision__title")):
        for pk in places.get(_place(other), ()):
            if other.title not in found.setdefault(pk, []):
                found[pk].append(other.title)
    return found


def _place(line: PlanChange) -> tuple:
    """What a line changes; of a target its printed year, whichever year it judges from."""
    if line.noun == "targets":
        return line.noun, key_of(line.key)[:3]
    return line.place
