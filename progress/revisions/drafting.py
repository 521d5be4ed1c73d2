"""A changed document as a draft (README: 改定): its differences from the plan in force, each as a
line. Nothing of the plan is overwritten, and what a document does not hold is never ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from measures.models import Plan
from progress.models import PlanChange, PlanEdition, PlanRevision
from progress.plan_document.loading.comparing import Comparison, TableChanges, compare, group_of
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.keys import key_of, key_text
from progress.plan_document.rows.tables import Key, Values
from progress.revisions.lines import lines_of
from progress.revisions.redefining import with_new_indicators
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

# Parts of a measure or an indicator that end by a person's word alone: a document that lacks them
# only says what it does not hold.
NEVER_ENDED = ("targets", "yearly_directions", "measure_indicators")
NOT_IN_FORCE = (
    "計画がまだ施行されていないため、見直しは作れません。計画の文書を読み込んで直してください。"
)
OTHER_PLAN = (
    "この文書は、施行中の計画「{}」のものではありません。計画の名称と市区町村を確かめてください。"
)
SAME_TITLE = "「{}」という名称の見直しの案が、既にあります。"
NO_CHANGE = "文書と施行中の計画に違いがないため、見直しの案は作っていません。"


@dataclass
class Found:
    """The lines of a document, and in words what it does not hold."""

    lines: list[PlanChange] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)


def edition_in_force(plan: Plan) -> PlanEdition:
    """The newest edition of a plan in force, which a draft changes; NotAllowed where there is
    none."""
    if (edition := plan.editions.in_order().last()) is None:
        raise NotAllowed(NOT_IN_FORCE)
    return edition


def first_year_open(effective_on: date | None, today: date) -> int:
    """The first fiscal year that a target or a definition may change: today's, or that of the
    day of taking effect where it comes later."""
    return fiscal.fiscal_year_of(max(today, effective_on or today))


def draft(
    plan: Plan,
    *,
    by: User | Standing | str,
    title: str,
    kind: str = PlanRevision.Kind.REVISION,
    reason: str = "",
    effective_on: date | None = None,
    lines: Iterable[PlanChange] = (),
    left: Iterable[dict[str, str]] = (),
    door: str = Door.PAGE,
) -> PlanRevision:
    """A new draft over the plan in force, with its first lines. Raises NotAllowed, Incomplete."""
    actor = _maker(by)
    title = needed(title, "見直しの名称を入力してください。", "title")
    made = {"made_by": None if isinstance(actor, str) else actor, "made_at": timezone.now()}
    same = PlanRevision.objects.of_plan(plan).drafts().filter(title=title)
    with acting(actor, door, reason):
        # Of two at once one waits here, and finds the other's.
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        if same.exists():
            raise NotAllowed(SAME_TITLE.format(title))
        revision = PlanRevision.objects.create(
            plan=plan, base=edition_in_force(plan), kind=kind, title=title, reason=reason,
            effective_on=effective_on, left=list(left), **made,
        )  # fmt: skip
        for each in lines:
            each.revision = revision
        PlanChange.objects.bulk_create(lines)
    return revision


def _maker(by: User | Standing | str) -> User | str:
    """Who makes drafts: the secretariat, and who may load documents."""
    if isinstance(by, str):
        return by
    standing = standing_of(by)
    if not (standing.is_secretariat or standing.is_administrator):
        raise NotAllowed("計画の見直しの案を作れるのは、事務局です。")
    return standing.user


def draft_from_document(
    plan: Plan,
    document: dict,
    *,
    by: User | Standing | str,
    title: str,
    kind: str = PlanRevision.Kind.REVISION,
    reason: str = "",
    effective_on: date | None = None,
    door: str = Door.LOAD,
) -> PlanRevision:
    """A draft that holds what a document (from `reading.read`) says otherwise than the plan in
    force. A changed target is a new version, which judges from the first year that may still
    change. Raises DocumentRefused, and NotAllowed where nothing differs."""
    comparison = compare(document)
    if comparison.stored.plan != plan:
        raise NotAllowed(OTHER_PLAN.format(plan))
    found = found_in(comparison, first_year_open(effective_on, timezone.localdate()))
    if not found.lines:
        raise NotAllowed(NO_CHANGE)
    told = {"kind": kind, "reason": reason, "effective_on": effective_on, "door": door}
    return draft(plan, by=by, title=title, lines=found.lines, left=found.left, **told)


def found_in(comparison: Comparison, first_year: int) -> Found:
    """A comparison as lines of a draft; `first_year` is the first that new targets judge."""
    teller = LineTeller(comparison.stored.rows, comparison.target)
    found = Found()
    for changes in comparison.tables:
        own = _without_moves(changes, comparison)
        left = dict(changes.left)
        if changes.table.noun in NEVER_ENDED:
            left |= changes.removed
            own = [line for line in own if not line.is_gone_row]
        if changes.table.noun == "targets":
            own = [_as_version(line, comparison, first_year) for line in _joined(own, changes)]
        elif changes.table.noun == "yearly_directions":
            for line in own:
                line.applies_from = key_of(line.key)[1]
        found.lines += own
        found.left += [teller.left(changes.table.noun, key) for key in left]
    found.lines = with_new_indicators(found.lines, comparison, first_year)
    return found


def _without_moves(changes: TableChanges, comparison: Comparison) -> list[PlanChange]:
    """A table's lines, without the places of rows that only make room for others."""
    lines = lines_of([changes])
    table = changes.table
    if not table.order_in:
        return lines
    stored, target = comparison.stored.rows[table.noun], comparison.target[table.noun]
    groups: dict[object, list[Key]] = {}
    for key in stored.keys() & target.keys():
        groups.setdefault(group_of(table, key), []).append(key)
    moved = {
        group
        for group, keys in groups.items()
        if sorted(keys, key=lambda key: stored[key]["order"])
        != sorted(keys, key=lambda key: target[key]["order"])
    }
    return [
        line
        for line in lines
        if line.column != "order" or group_of(table, key_of(line.key)) in moved
    ]


def _joined(lines: list[PlanChange], changes: TableChanges) -> list[PlanChange]:
    """The lines of targets, one for each version: what is promised of it changes as a whole."""
    whole = {
        key: new
        for key, (old, new) in changes.changed.items()
        if (old["value"], old["withdrawn"]) != (new["value"], new["withdrawn"])
    }
    kept = [line for line in lines if not line.column or key_of(line.key) not in whole]
    return kept + [
        PlanChange(noun="targets", key=key_text(key), after=dict(new)) for key, new in whole.items()
    ]


def _as_version(line: PlanChange, comparison: Comparison, first_year: int) -> PlanChange:
    """A new target of an indicator that stands judges from a year on; nothing else does."""
    indicator, fiscal_year, role, applies_from = key_of(line.key)
    stands = comparison.stored.rows["indicators"].get(indicator)
    if not line.is_new_row or stands is None or not _is_promise(role, stands):
        return line
    line.applies_from = applies_from or first_year
    line.key = key_text((indicator, fiscal_year, role, line.applies_from))
    return line


def _is_promise(role: str, indicator: Values) -> bool:
    """A measured 現状値 is none; the starting figure of an expansion is one."""
    return role == "target" or indicator["kind"] == "expansion"
