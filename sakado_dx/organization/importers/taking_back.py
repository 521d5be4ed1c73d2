"""Taking back a file of people and divisions: what gives or takes rights by it keeps the rules of every
other door, and what was told of powers stays told."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Model

from sakado_dx import event_log
from sakado_dx.imports import undoing
from sakado_dx.imports.models import Import
from sakado_dx.imports.undoing import ChangedRow
from sakado_dx.organization.importers.staff import (
    Staff,
    held_staff,
    refuse_unheld,
    told_unheld,
)
from sakado_dx.organization.models import CityRole, Membership, PowerNotice, User
from sakado_dx.organization.powers.verbs import tell_of_account, tell_of_roles
from sakado_dx.organization.unsent_verbs import clear_ended

KINDS = (
    "organization.user", "organization.membership", "organization.cityrole",
    "organization.division",
)  # fmt: skip
# Written about a file, and no part of what it says: a power that somebody had is not untold.
STAYS = (PowerNotice,)


def refusal_of(rows: Iterable[ChangedRow]) -> str:
    """What `put_back` would say of a role that these rows leave to nobody; blank for nothing. It only
    reads, 5 queries."""
    before = Staff.read()
    told = told_unheld(before, before.put_back(rows))
    return f"取り消せません。{told}" if told else ""


def put_back(made: Import, *, by: User, but: Collection[type[Model]]) -> None:
    """Make each row what it was before. Raises ChangedSince, or LeftUnheld where nobody would hold a
    role that the portal cannot do without."""
    before = held_staff()
    rows = undoing.put_back(made, but=(*but, *STAYS), saved=(CityRole,))
    refuse_unheld(before)
    tell_of_roles(by=by)
    _tell_of_accounts(rows, by)
    of_people = (User, Membership, CityRole)
    ids = {_user_id(each) for each in rows if each.model in of_people}
    if people := list(User.objects.filter(pk__in=ids)):
        clear_ended(people)
        transaction.on_commit(lambda: _log(people, by))


def _tell_of_accounts(rows: list[ChangedRow], by: User) -> None:
    was = {row.key: row.instance for row in rows if row.model is User and row.before and row.after}
    for user in User.objects.filter(pk__in=was).order_by("pk"):
        old = was[str(user.pk)]
        tell_of_account(user, was_active=old.is_active, old_email=old.email, by=by)


def _user_id(row: ChangedRow) -> int:
    return row.instance.pk if row.model is User else row.instance.user_id


def _log(people: list[User], by: User) -> None:
    for user in people:
        event_log.record("rights_changed", user=user.pk, by=by.pk)
