"""The inventory as sheets: one row a system, and one row for what it costs in a year."""

from collections.abc import Mapping

from measures.importers.codes import measures_by_code
from measures.importers.plan_sheets import PlanResource, division_lookup
from measures.models import Measure
from sakado_dx.organization.models import Division
from sakado_dx.readings import UnreadableValue
from sakado_dx.records.storing import insert
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    CountColumn,
    DateColumn,
    LookupColumn,
    TextColumn,
    YearColumn,
)
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.lookup import Lookup
from sakado_dx.spreadsheets.related import BETWEEN, InAnyOrder, ManyColumn
from systems_inventory.models import InformationSystem, SystemAmount, SystemDivision
from systems_inventory.words import STANDARD_WORKS, Category, Hosting, Move, Zone


class WorksColumn(Column):
    """Some of the 20 works, parted by 、 or line breaks, in the order of the national list."""

    KNOWN = {match_key(each): each for each in STANDARD_WORKS}

    def read(self, text: str, row: Mapping[str, str]) -> list[str]:
        names = [name.strip() for name in BETWEEN.split(text) if name.strip()]
        strange = next((name for name in names if match_key(name) not in self.KNOWN), "")
        if strange:
            problem = f"「{strange}」は標準化対象の20業務にありません。"
            raise UnreadableValue(text, problem, "業務の名称を確かめてください。")
        found = {self.KNOWN[match_key(name)] for name in names}
        return [each for each in STANDARD_WORKS if each in found]

    def show(self, value: list[str]) -> str:
        return "、".join(value)


class SystemResource(PlanResource):
    """Correct or add systems, matched by their name."""

    title = "情報処理システム"
    key_headings = ("業務システム名",)
    creates_together = True

    class Meta:
        model = InformationSystem

    def make_columns(self) -> list[Column]:
        self.links: list[SystemDivision] = []
        return [
            TextColumn("業務システム名", "name", needed=True),
            ManyColumn("課名等", divisions_of, self.set_divisions, division_lookup()),
            ChoiceColumn("区分", "category", dict(Category.choices)),
            CountColumn("並び順", "order"),
            TextColumn("事業者", "vendor"),
            DateColumn("契約の開始日", "contract_from"),
            DateColumn("契約の終了日", "contract_to"),
            YearColumn("更改の年度", "renewal_year"),
            ChoiceColumn("ネットワーク", "network_zone", dict(Zone.choices)),
            ChoiceColumn("設置の形態", "hosting", dict(Hosting.choices)),
            WorksColumn("標準化対象業務", "standard_works"),
            ChoiceColumn("標準化の状況", "standard_state", dict(Move.choices)),
            DateColumn("標準化の目標日", "standard_on"),
            ChoiceColumn("ガバメントクラウドの状況", "cloud_state", dict(Move.choices)),
            DateColumn("ガバメントクラウドの目標日", "cloud_on"),
            ManyColumn(
                "関係する施策",
                measures_of,
                set_measures,
                measures_by_code(self.plan),
                code_of,
                ordered=False,
            ),
        ]

    def stored_rows(self):
        systems = InformationSystem.objects.filter(plan=self.plan).order_by("order", "pk")
        return systems.with_measures().prefetch_related("system_divisions__division")

    def new_row(self, row) -> InformationSystem:
        return InformationSystem(plan=self.plan, order=self.next_order())

    def set_divisions(self, system: InformationSystem, divisions: list[Division]) -> None:
        """Change the system's own rows; new ones wait until all systems are stored."""
        rows = system.system_divisions.all() if system.pk in self.seen else ()
        stored = {row.division_id: row for row in rows}
        for order, division in enumerate(divisions):
            row = stored.pop(division.pk, None)
            if row is None:
                link = SystemDivision(system_id=system.pk, division_id=division.pk, order=order)
                self.links.append(link)
            elif row.order != order:
                row.order = order
                row.save(update_fields=["order"])
        for row in stored.values():
            row.delete()

    def come_of_all(self, result) -> None:
        if self.links:
            insert(self.links)


class SystemAmountResource(PlanResource):
    """Correct or add what systems cost, matched by the system's name and the year."""

    title = "情報処理システムの金額"
    key_headings = ("業務システム名", "年度")

    class Meta:
        model = SystemAmount

    def make_columns(self) -> list[Column]:
        systems = InformationSystem.objects.filter(plan=self.plan)
        lookup = Lookup("業務システム", ((each.name, each) for each in systems))
        return [
            LookupColumn("業務システム名", "system", lookup, needed=True),
            YearColumn("年度", "fiscal_year", needed=True),
            ThousandsColumn("予算額（千円）", "budget"),
            ThousandsColumn("決算額（千円）", "spent"),
        ]

    def stored_rows(self):
        rows = SystemAmount.objects.filter(system__plan=self.plan).select_related("system")
        return rows.order_by("system__order", "system", "fiscal_year")

    def new_row(self, row) -> SystemAmount:
        return SystemAmount(system=self.fields["業務システム名"].clean(row))


class ThousandsColumn(CountColumn):
    """An amount in thousands of yen; blank takes it away."""

    def save(self, instance, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        Column.save(self, instance, row, is_m2m, **kwargs)


def divisions_of(system: InformationSystem) -> list[Division]:
    if system.pk is None:
        return []
    rows = sorted(system.system_divisions.all(), key=lambda row: (row.order, row.pk))
    return [row.division for row in rows]


def measures_of(system: InformationSystem) -> list[Measure]:
    return [row.measure for row in system.system_measures.all()] if system.pk else []


def set_measures(system: InformationSystem, measures: InAnyOrder) -> None:
    """Links that stay keep what they were made from."""
    system.system_measures.exclude(measure__in=measures).delete()
    stored = set(system.system_measures.values_list("measure", flat=True))
    for measure in measures:
        if measure.pk not in stored:
            system.system_measures.create(measure=measure)


def code_of(measure: Measure) -> str:
    return measure.code
