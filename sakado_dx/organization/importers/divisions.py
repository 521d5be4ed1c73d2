"""Divisions as a sheet, with who takes over. What moves measures and people is 課の改組 alone."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from sakado_dx.organization.importers.columns import (
    NUMBER,
    NUMBER_NOTE,
    Divisions,
    NumberColumn,
    day_in,
)
from sakado_dx.organization.importers.reorganized import (
    ABOVE,
    BEGINS,
    ENDS,
    FOLLOWS,
    KIND,
    NAME,
    OFFICE,
    REORGANIZE,
    against,
    going_on,
    left_behind,
    lies_in_itself,
)
from sakado_dx.organization.importers.rows import NumberedResource
from sakado_dx.organization.importers.staff import Staff
from sakado_dx.organization.models import Division
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    CountColumn,
    DateColumn,
    FlagColumn,
    TextColumn,
)
from sakado_dx.spreadsheets.outcomes import RowError
from sakado_dx.spreadsheets.related import BETWEEN, InAnyOrder, RelatedColumn
from sakado_dx.spreadsheets.resources import cell_errors


class DivisionResource(NumberedResource):
    """Add divisions, end those that have no measures and people any more, correct what citizens
    read of them."""

    title = kind_of_row = "課"
    note = (
        f"{NUMBER_NOTE}部と引継ぎ先は、同じファイルで加える課でもかまいません。"
        "置かれている課の名称、種別、設置日は、この一覧では変えられません。"
        f"施策や職員のある課を廃止して引き継ぐときは、{REORGANIZE}"
    )
    key_headings = (NAME, BEGINS)

    class Meta:
        model = Division

    def make_columns(self) -> list[Column]:
        self.divisions = Divisions(self.stored_rows())
        self.begins, self.ends = DateColumn(BEGINS, "first_day"), DateColumn(ENDS, "last_day")
        return [
            NumberColumn(),
            TextColumn(NAME, "name", needed=True),
            TextColumn("よみ", "reading"),
            KindColumn(KIND, "kind", dict(Division.Kind.choices)),
            AboveColumn(self),
            CountColumn("並び順", "order"),
            self.begins,
            self.ends,
            FollowsColumn(self),
            TextColumn("電話", "telephone"),
            TextColumn("メール（市民向け）", "email"),
            FlagColumn(OFFICE, "is_secretariat"),
        ]

    @property
    def needed_headings(self) -> list[str]:
        """A division is known by its name and its first day, which may be open."""
        return [*super().needed_headings, BEGINS]

    def stored_rows(self) -> QuerySet:
        rows = Division.objects.select_related("parent").prefetch_related("successors")
        return rows.order_by("order", "pk")

    def new_row(self, row) -> Division:
        """The one that other rows of the file may name already."""
        order = max((each.order for each in self.existing), default=-1) + self.number_of_new
        division = self.coming.get(self.key_of(row)) or Division()
        division.order = order
        return division

    def before_import(self, dataset, **kwargs) -> None:
        """Know what the file adds, before a row names it as its 部."""
        super().before_import(dataset, **kwargs)
        self.coming: dict[str, Division] = {}
        self.waiting: list[Callable[[], None]] = []
        for row in dataset.dict:
            division = Division(name=row[NAME].strip(), first_day=day_in(row, self.begins))
            division.last_day = day_in(row, self.ends)
            key = f"{division.name}\n{division.first_day}"
            is_new = division.name and not row.get(NUMBER, "").strip()
            if is_new and key not in self.coming and not self._is_stored(key):
                self.coming[key] = division
                self.divisions.add(division)

    def _is_stored(self, key: str) -> bool:
        """Also where it cannot be told which one is: the row itself is refused for that."""
        try:
            return self.stored.find(key) is not None
        except UnreadableValue:
            return True

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        """A new one has its name before its row is read, and is no less new for it."""
        is_same = super().skip_row(instance, original, row, import_validation_errors)
        return is_same and instance.pk is not None

    def check(self, instance: Division, old: dict[str, Any]) -> None:
        new = {heading: self.fields[heading].get_value(instance) for heading in old or self.fields}
        changed = {heading for heading in new if not old or new[heading] != old[heading]}
        faults = dict(against(self.divisions, instance, old, new, self.today))
        faults = {
            self.fields[heading].attribute: UnreadableValue(
                self.fields[heading].text(new[heading]), *words
            )
            for heading, words in faults.items()
            if heading in changed
        }
        if faults:
            raise cell_errors(faults)

    def finish(self, result) -> None:
        for store in self.waiting:
            store()

    def against_all(self, rows: list[Division]) -> Iterator[tuple[Division, RowError]]:
        offices = Staff.read().offices
        for division in rows:
            old, new = self.before_all.offices.get(division.pk), offices[division.pk]
            if lies_in_itself(division.pk, offices):
                yield division, RowError("部をたどると、自分に戻ります。", "部を直してください。")
            ends_anew = new.last_day and (old is None or new.last_day != old.last_day)
            if ends_anew and (rows_left := going_on(division)):
                yield division, left_behind(division, rows_left)


class KindColumn(ChoiceColumn):
    """課等 where it is blank."""

    def read(self, text: str, row: Mapping[str, str]) -> str:
        return super().read(text, row) or Division.Kind.DIVISION


class AboveColumn(RelatedColumn):
    """The 部, by its label. It may be one that a later row adds, so it is stored at the end."""

    def __init__(self, resource: DivisionResource):
        super().__init__(ABOVE, self.label_of, self.store)
        self.resource = resource

    def label_of(self, division: Division) -> str:
        return self.resource.divisions.label(division.parent) if division.parent else ""

    def store(self, division: Division, label: str) -> None:
        self.resource.waiting.append(lambda: self._store(division, label))

    def _store(self, division: Division, label: str) -> None:
        division.parent = self.resource.divisions.labels.get(label) if label else None
        division.save(update_fields=["parent"])

    def read(self, text: str, row: Mapping[str, str]) -> str:
        if not text:
            return ""
        on = max(day_in(row, self.resource.begins) or date.min, self.resource.today)
        return self.resource.divisions.label(self.resource.divisions.get(text, on))


class FollowsColumn(RelatedColumn):
    """Who takes over, by their labels; stored at the end, as the 部."""

    def __init__(self, resource: DivisionResource):
        super().__init__(FOLLOWS, self.labels_of, self.store)
        self.resource = resource

    def labels_of(self, division: Division) -> InAnyOrder:
        taking = division.successors.all() if division.pk else ()
        return InAnyOrder(self.resource.divisions.label(each) for each in taking)

    def store(self, division: Division, labels: InAnyOrder) -> None:
        self.resource.waiting.append(lambda: self._store(division, labels))

    def _store(self, division: Division, labels: InAnyOrder) -> None:
        division.successors.set([self.resource.divisions.labels.get(each) for each in labels])

    def read(self, text: str, row: Mapping[str, str]) -> InAnyOrder:
        ends = day_in(row, self.resource.ends)
        on = ends + timedelta(days=1) if ends else self.resource.today
        names = [name.strip() for name in BETWEEN.split(text) if name.strip()]
        divisions = self.resource.divisions
        return InAnyOrder(dict.fromkeys(divisions.label(divisions.get(each, on)) for each in names))

    def show(self, value: InAnyOrder) -> str:
        return "、".join(value)
