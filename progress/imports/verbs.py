"""Taking a sheet in, and taking an import back: each whole, with its record, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from progress.editions.migrating import KIND as HISTORY
from progress.imports import drafts
from progress.imports.effects import Effects, Watch, authorship
from progress.imports.lists import WORKBOOK, permission_of
from progress.imports.promised import is_promised_by_now, promised_faults
from progress.models import ReportEffect
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx.imports import undoing
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile, Target, importing
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.importers import taking_back as people
from sakado_dx.organization.importers.staff import LeftUnheld
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.spreadsheets.outcomes import Outcome
from sakado_dx.spreadsheets.resources import SheetResource
from sakado_dx.spreadsheets.tables import Table

# Nobody has given a reason yet when the differences are worked out; nothing of it is kept.
PREVIEW = "取込内容の確認"
NEEDS_WHY = "確認済みの報告の判定などが変わる理由を入力してください。"

Tell = Callable[[int, int], object]

OF_PLAN_IN_FORCE = (
    "計画が施行されたため、この取込は取り消せません。直すところは「計画の見直し」で変えてください。"
)
OF_CLOSED_YEARS = (
    "締めた年度として移行したものは、取り消せません。誤りは、二人による訂正で直してください。"
)


def nobody_hears(row: int, rows: int) -> None:
    """Where nobody waits for a page of progress."""


class Unseen(NotAllowed):
    """An undo changes reports, and nobody has seen how; `effects` says it."""

    def __init__(self, effects: Effects):
        self.effects = effects
        super().__init__("まだ取り消していません。報告の判定などが変わることを確かめてください。")


class Moved(NotAllowed):
    """What the person had seen is no longer what the file would do."""


@dataclass(frozen=True)
class Seen:
    """What the person has agreed to, by its marks."""

    digest: str
    effects: str


def look(
    resource: SheetResource, table: Table, by: User, tell: Tell = nobody_hears
) -> tuple[Outcome, Effects]:
    """What a sheet would do, without doing it; nobody waits for it. `tell` hears at which row of
    how many it is."""
    standing, found = standing_of(by), []

    @contextmanager
    def watching() -> Iterator[None]:
        watch = Watch(resource.kind(), standing)
        yield
        found.extend(watch.found())

    said = {"by": by, "reason": PREVIEW}
    outcome = resource.take_in(table, dry_run=True, around=watching, tell=tell, **said)
    outcome.faults += promised_faults(resource, outcome)
    saved = list(getattr(resource, "entries", ()))
    effects = Effects(found if outcome.is_sound else [])
    return outcome, authorship(standing, saved) if saved else effects


def take_in(
    resource: SheetResource,
    table: Table,
    *,
    by: User,
    reason: str,
    file: SourceFile,
    scope: str,
    seen: Seen | None = None,
    why: str = "",
    door: str = Door.IMPORT,
) -> Import | None:
    """Store a sheet's rows with their `Import`; None where they change nothing. `why` stands on
    the reports that were confirmed against what changes.

    Raises NotAllowed where it changes a promise of a plan in force; Moved where it is not what was
    `seen`, or has faults; Incomplete without a reason that is needed; TakenAlready where the
    file's key was taken in before.
    """
    reason = needed(reason, "取り込む理由を入力してください。")
    into, watch = Target(resource.kind(), resource.title, scope), None
    with acting(by, door, reason, import_key=file.key):
        with importing(by, door, reason, into=into, file=file) as rows:
            watch = Watch(resource.kind(), standing_of(by))
            outcome = resource.take_in(
                table, dry_run=False, was_shown=seen is not None, by=by, reason=reason
            )
            if refused := promised_faults(resource, outcome):
                raise NotAllowed(refused[0].problem + refused[0].cure)
            effects = Effects(watch.found())
            if not outcome.is_sound or (seen and seen != Seen(outcome.digest, effects.mark)):
                raise Moved("登録内容が変わりました。")
            if effects.needs_reason:
                why = needed(why, NEEDS_WHY, "why")
            outcome.count(rows)
        if rows.made:
            watch.keep(rows.made, effects.consequences, by=by, reason=why or reason)
    return rows.made


def may_undo(standing: Standing, made: Import) -> bool:
    """Who did it, and the secretariat: as far as their rights let them take such a list in."""
    permission = permission_of(made.kind)
    return (standing.is_secretariat or made.by_id == standing.user.pk) and (
        not permission or standing.user.has_perm(permission)
    )


def undo(
    made: Import, *, by: User | Standing, reason: str, seen: str = "", door: str = Door.PAGE
) -> Effects:
    """Put back all rows of an import, as long as none of them was changed since.

    Raises NotAllowed with the rows by name, for others, and where it is undone already;
    Incomplete without a reason; Unseen where it changes reports otherwise than the mark of what
    was `seen` says.
    """
    standing = standing_of(by)
    if not may_undo(standing, made):
        raise NotAllowed("この取込を取り消せるのは、取り込んだ人と事務局です。")
    reason = needed(reason, "取り消す理由を入力してください。")
    with acting(standing.user, door, reason, import_key=made.undo_key):
        said = {"undone_at": timezone.now(), "undone_by": standing.user, "undo_reason": reason}
        if not Import.objects.filter(pk=made.pk, undone_at=None).update(**said):
            raise NotAllowed("この取込は、既に取り消されています。")
        watch = Watch(made.kind, standing)
        try:
            WAYS.get(made.kind, _rows_back)(made, standing, reason)
        except (undoing.ChangedSince, LeftUnheld) as error:
            raise NotAllowed(str(error)) from error
        effects = Effects(watch.found())
        if effects.consequences and effects.mark != seen:
            raise Unseen(effects)
        watch.keep(made, effects.consequences, by=standing.user, reason=reason, is_undo=True)
    return effects


def refusal_of_undo(made: Import) -> str:
    """What stands against taking it back as far as reading tells; blank for nothing."""
    if made.is_undone:
        return "この取込は、既に取り消されています。"
    if made.kind == HISTORY:
        return OF_CLOSED_YEARS
    if WAYS.get(made.kind) is drafts.put_back:
        names = drafts.changed_since(made)
    else:
        rows = undoing.rows_of(made, but=(ReportEffect, *people.STAYS))
        if is_promised_by_now(rows):
            return OF_PLAN_IN_FORCE
        names = undoing.hindrances(made, rows)
        if made.kind in people.KINDS and not names:
            return people.refusal_of(rows)
    return str(undoing.ChangedSince(names)) if names else ""


def _rows_back(made: Import, standing: Standing, reason: str) -> None:
    if is_promised_by_now(undoing.rows_of(made, but=(ReportEffect,))):
        raise NotAllowed(OF_PLAN_IN_FORCE)
    undoing.put_back(made, but=(ReportEffect,))


def _people_back(made: Import, standing: Standing, reason: str) -> None:
    people.put_back(made, by=standing.user, but=(ReportEffect,))


def _never(made: Import, standing: Standing, reason: str) -> None:
    raise NotAllowed(OF_CLOSED_YEARS)


WAYS: dict[str, Callable[[Import, Standing, str], None]] = {
    HISTORY: _never,
    "progress.indicatorresult": drafts.put_back,
    WORKBOOK: drafts.put_back,
    **dict.fromkeys(people.KINDS, _people_back),
}
