"""What the sheets of people and divisions share: rows with a number, history that stays, and what
all rows together change on which day."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.organization.importers.columns import NUMBER
from sakado_dx.organization.importers.coming import follows
from sakado_dx.organization.importers.staff import Staff, left_unheld
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.organization.powers.verbs import tell_of_roles
from sakado_dx.organization.unsent_verbs import clear_ended
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.outcomes import Follow, Outcome, RowError
from sakado_dx.spreadsheets.resources import SheetResource, SheetRowResult, cell_errors
from sakado_dx.spreadsheets.tables import Table

HEIR_IN_FILE = "後任の役割を先に登録するか、後任の行を同じファイルに加えてください。"


class PeopleResource(SheetResource):
    """A sheet of users, of places or of divisions. Nothing is deleted; what has begun is ended.

    `by` and `today` are known while a file is taken in.
    """

    tried_in = (User, Division, Division.successors.through, Membership, CityRole)

    def take_in(self, table: Table, *, by: User, **context) -> Outcome:
        self.by, self.today = by, timezone.localdate()
        self.follows: list[Follow] = []
        outcome = super().take_in(table, by=by, **context)
        outcome.follows = self.follows if outcome.is_sound else []
        return outcome

    # What a subclass says

    def check(self, instance: Any, old: dict[str, Any]) -> None:
        """Raise what stands against a row that is new (`old` is empty) or was changed from the
        values `old`, by heading."""

    def finish(self, result) -> None:
        """Store what can be stored only when all rows are."""

    def against_all(self, rows: list[Any]) -> Iterator[tuple[Any, RowError]]:
        """What stands against new and changed rows once all are stored, each with its row."""
        yield from ()

    def whose(self, instance: Any) -> User | None:
        """The user whose rights the row is about."""
        return None

    def tell_people(self) -> None:
        """Tell people of the powers that the stored rows give."""
        tell_of_roles(by=self.by)

    # Hooks of the base

    def lock(self) -> None:
        """Let nobody else change divisions and people while a file is stored."""
        for model in (Division, User):
            rows = model.objects.select_for_update(no_key=True).order_by("pk")
            list(rows.values_list("pk"))

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        self.before_all = Staff.read()

    def import_instance(self, instance, row, **kwargs) -> None:
        super().import_instance(instance, row, **kwargs)
        is_new = instance.pk is None
        old = {} if is_new else self.before
        values = {heading: self.fields[heading].get_value(instance) for heading in row}
        if is_new or values != old:
            self.check(instance, old)

    def do_instance_save(self, instance, is_create: bool) -> None:
        """Of a stored row the sheet's own columns alone: no password, no moment of a login."""
        if is_create:
            instance.save()
            return
        names = {field.name for field in instance._meta.concrete_fields if not field.primary_key}
        instance.save(update_fields=names & {each.attribute for each in self.fields.values()})

    def come_of_all(self, result) -> None:
        self.finish(result)
        after = Staff.read()
        written = [each for each in result.rows if not each.is_skip()]
        by_row = {id(each.instance): each for each in written}
        for instance, error in self.against_all([each.instance for each in written]):
            _refuse(result, by_row[id(instance)], error)
        if written:
            for row_result, error in self._unheld(after, written):
                _refuse(result, row_result, error)
        self.follows = follows(self.before_all, after, self.today)
        users = {user.pk: user for each in written if (user := self.whose(each.instance))}
        if users and not self.is_only_looked_at:
            clear_ended(list(users.values()))
            self.tell_people()
            transaction.on_commit(lambda: self._log(users))

    def _log(self, users: dict[int, User]) -> None:
        for pk in users:
            event_log.record("rights_changed", user=pk, by=self.by.pk)

    def _unheld(self, after: Staff, written: list) -> Iterator[tuple[SheetRowResult, RowError]]:
        for role, problem in left_unheld(self.before_all, after, self.today):
            row = next((each for each in written if _is_of(each, role)), written[0])
            yield row, RowError(problem, HEIR_IN_FILE)


def _is_of(row_result: SheetRowResult, role: str) -> bool:
    """Whether a row ends this role of somebody, as far as the row itself tells."""
    instance = row_result.instance
    if isinstance(instance, CityRole):
        return instance.role == role and bool(instance.last_day)
    return isinstance(instance, User) and not instance.is_active


def _refuse(result, row_result: SheetRowResult, error: ValidationError) -> None:
    """Turn a row that was stored into a faulty one; the library then rolls all back."""
    row_result.import_type = row_result.IMPORT_TYPE_INVALID
    row_result.validation_error = error
    result.append_invalid_row(0, {}, error)


class NumberedResource(PeopleResource):
    """A sheet whose rows are found by their number, or without one by their key."""

    kind_of_row = ""  # what a row is called in sentences

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        self.by_number = {each.pk: each for each in self.existing}
        self.number_rows: dict[int, int] = {}

    def before_import_row(self, row, row_number: int, rows, **kwargs) -> None:
        """Refuse a number that another row has, as when a row is copied."""
        super().before_import_row(row, row_number, rows, **kwargs)
        if (number := self._number_of(row)) is None:
            return
        at = rows[row_number - 1].number
        first = self.number_rows.setdefault(number, at)
        if first != at:
            problem = f"{first}行目と番号が同じです。"
            cure = "新しい行なら、番号を空欄にしてください。"
            raise cell_errors({"pk": UnreadableValue(str(number), problem, cure)})

    def _number_of(self, row) -> int | None:
        try:
            return self.fields[NUMBER].clean(row) if NUMBER in row else None
        except UnreadableValue as error:
            raise cell_errors({"pk": error}) from error

    def get_or_init_instance(self, instance_loader, row) -> tuple[Any, bool]:
        number = self._number_of(row)
        if number is None:
            return super().get_or_init_instance(instance_loader, row)
        if number not in self.by_number:
            problem = f"この番号の{self.kind_of_row}は登録されていません。"
            cure = "新しい行なら、番号を空欄にしてください。"
            raise cell_errors({"pk": UnreadableValue(str(number), problem, cure)})
        self.seen.add(number)
        return self.by_number[number], False

    def after_import_row(self, row, row_result, **kwargs) -> None:
        super().after_import_row(row, row_result, **kwargs)
        row_result.changes = tuple(each for each in row_result.changes if each.column != NUMBER)
