"""What a form says of a measure or an indicator, as lines of a draft (README: 改定).

A form gives the rows that shall stand; the lines are what tells them from the plan as it stands.
"""

from collections.abc import Iterable

from progress.models import PlanChange, PlanRevision
from progress.plan_document.rows.keys import key_text
from progress.plan_document.rows.tables import TABLE, Key, Rows, Values
from progress.revisions.lines import plain
from progress.revisions.verbs import on_draft
from sakado_dx import lasting_keys
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

Place = tuple[str, Key]
Wanted = dict[Place, Values | None]
BLANK_TARGET = {
    "value": None, "year_assumed": False, "source": "", "decided_on": None, "withdrawn": False,
    "reason": "",
}  # fmt: skip


def lines_for(before: Rows, wanted: Wanted, reason: str = "") -> list[PlanChange]:
    """The lines by which the plan's rows become those that are wanted; None takes a row away."""
    found = []
    for (noun, key), new in wanted.items():
        old = before[noun].get(key)
        told = {"noun": noun, "key": key_text(key), "reason": reason}
        told["applies_from"] = _applies_from(noun, key, new or old or {})
        if old is None and new is not None:
            found.append(PlanChange(after=plain(new), **told))
        elif old is not None and new is None:
            found.append(PlanChange(before=plain(old), **told))
        elif old is not None:
            found += [
                PlanChange(column=name, before=plain(old[name]), after=plain(new[name]), **told)
                for name in new
                if plain(old[name]) != plain(new[name])
            ]
    return found


def _applies_from(noun: str, key: Key, values: Values) -> int | None:
    if noun == "targets":
        return key[3] or None
    if noun == "yearly_directions":
        return key[1]
    return values.get("first_fiscal_year") if noun == "measure_indicators" else None


def put(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    lines: Iterable[PlanChange],
    places: Iterable[Place],
    door: str = Door.PAGE,
) -> PlanRevision:
    """Let these lines stand in a draft for these rows, instead of what it said of them; a line
    that stays keeps its reason and its day. Raises NotAllowed, Conflict."""
    nouns = {(noun, key_text(key)) for noun, key in places}
    with on_draft(revision, by=by, version=version, door=door):
        own = [each for each in revision.changes.all() if (each.noun, each.key) in nouns]
        old = {each.place: each for each in own}
        new = {each.place: each for each in lines}
        gone = [each.pk for place, each in old.items() if not _is_same(each, new.get(place))]
        revision.changes.filter(pk__in=gone).delete()
        made = [each for place, each in new.items() if not _is_same(old.get(place), each)]
        for each in made:
            each.revision = revision
            if earlier := old.get(each.place):
                each.reason = each.reason or earlier.reason
                each.effective_on = earlier.effective_on
        PlanChange.objects.bulk_create(made)
    return revision


def stands(
    revision: PlanRevision,
    *,
    version: int,
    lines: Iterable[PlanChange],
    places: Iterable[Place],
) -> bool:
    """Whether an earlier click of the same form put just this, on the version that it was read
    at; 2 queries."""
    if not PlanRevision.objects.filter(pk=revision.pk, version=version + 1).exists():
        return False
    nouns = {(noun, key_text(key)) for noun, key in places}
    own = {each.place: each for each in revision.changes.all() if (each.noun, each.key) in nouns}
    new = {each.place: each for each in lines}
    return own.keys() == new.keys() and all(_is_same(own[each], new[each]) for each in own)


def _is_same(one: PlanChange | None, other: PlanChange | None) -> bool:
    if one is None or other is None:
        return False
    return (one.before, one.after) == (other.before, other.after)


def blank_row(noun: str) -> Values:
    """A new row of a noun, nothing in it."""
    return {name: _blank(noun, name) for name in TABLE[noun].values}


def _blank(noun: str, name: str) -> object:
    if name in TABLE[noun].refs:
        return None
    field = TABLE[noun].column(name)
    if field.null:
        return None
    return field.get_default()


def version_places(rows: Rows, indicator: Key, fiscal_year: int) -> list[Key]:
    """The versions of a printed target, the oldest first."""
    own = [key for key in rows["targets"] if key[:3] == (indicator, fiscal_year, "target")]
    return sorted(own, key=lambda key: key[3])


def newest_target(rows: Rows, indicator: Key, fiscal_year: int) -> Values | None:
    """The newest version of a printed target; None where there is none, or it is withdrawn."""
    versions = version_places(rows, indicator, fiscal_year)
    values = rows["targets"][versions[-1]] if versions else None
    return None if values is None or values["withdrawn"] else values


def put_target(
    before: Rows,
    wanted: Wanted,
    place: tuple[Key, int, int],
    value: str | None,
    reason: str,
    *,
    is_milestone: bool = False,
) -> None:
    """A target of an indicator for a year, judging from another year on; None withdraws it.

    `place` is indicator, fiscal year, first year judged. What the plan says already is no line.
    """
    indicator, fiscal_year, since = place
    key = (indicator, fiscal_year, "target", since)
    earlier = {"targets": {k: v for k, v in before["targets"].items() if k != key}}
    stands = newest_target(earlier, indicator, fiscal_year)
    has = value is not None or (is_milestone and not reason)
    if has and stands and stands["value"] == value:
        wanted["targets", key] = before["targets"].get(key)
    elif has:
        wanted["targets", key] = BLANK_TARGET | {"value": value}
    elif stands or key in before["targets"]:
        wanted["targets", key] = BLANK_TARGET | {"withdrawn": True, "reason": reason}
    else:
        wanted["targets", key] = None


def free_key(rows: Rows, noun: str, wanted: str) -> Key:
    """A lasting key that nothing has yet: the wanted one, or with a number behind it."""
    longest = TABLE[noun].column("key").max_length
    return (lasting_keys.free_key(wanted, {key for (key,) in rows[noun]}, longest),)
