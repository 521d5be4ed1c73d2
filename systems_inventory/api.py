"""The inventory in the read API, for staff."""

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from measures.answers import FISCAL_YEAR, FISCAL_YEAR_NAME
from measures.models import Plan
from sakado_dx.resources.fields import FiscalYearName, Texts
from sakado_dx.resources.pages import Answer, Sparse
from sakado_dx.resources.query import Choice, FiscalYear, PageQuery, Text
from sakado_dx.resources.serving import ListView
from systems_inventory.filters import NO_CATEGORY
from systems_inventory.models import InformationSystem, SystemAmount
from systems_inventory.words import Category, Hosting, Move, Zone

BLANK = "登録がなければ空"


def _one_of(words: type, told: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=["", *words.values], help_text=f"{told}（{BLANK}）")


class DivisionNames(Texts):
    """The divisions that use a system, in the plan's order."""

    def get_attribute(self, instance: InformationSystem) -> list[str]:
        return [each.division.name for each in instance.system_divisions.all()]


class MeasureKeys(Texts):
    """The keys of the measures that a system belongs to."""

    def get_attribute(self, instance: InformationSystem) -> list[str]:
        return [each.measure.key for each in instance.system_measures.all()]


class YearAmount(Answer):
    """What a system cost in a fiscal year, in thousands of yen."""

    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    budget = serializers.IntegerField(allow_null=True, help_text="予算額（千円。なければ null）")
    spent = serializers.IntegerField(allow_null=True, help_text="決算額（千円。なければ null）")


class SystemRow(Sparse):
    """An information system; what the plan does not print is blank until the city fills it in."""

    always = ("name",)
    name = serializers.CharField(help_text="業務システム名")
    category = serializers.ChoiceField(
        choices=["", *Category.values], help_text="区分（なければ空）"
    )
    divisions = DivisionNames(help_text="課名等")
    vendor = serializers.CharField(help_text=f"事業者（{BLANK}）")
    contract_from = serializers.DateField(allow_null=True, help_text="契約の開始日")
    contract_to = serializers.DateField(allow_null=True, help_text="契約の終了日")
    renewal_year = serializers.IntegerField(allow_null=True, help_text="更改の年度（西暦）")
    network_zone = _one_of(Zone, "ネットワーク")
    hosting = _one_of(Hosting, "設置の形態")
    standard_works = Texts(help_text="標準化対象業務")
    standard_state = _one_of(Move, "標準化の状況")
    standard_on = serializers.DateField(allow_null=True, help_text="標準化の目標日")
    cloud_state = _one_of(Move, "ガバメントクラウドの状況")
    cloud_on = serializers.DateField(allow_null=True, help_text="ガバメントクラウドの目標日")
    amounts = YearAmount(many=True, source="amounts_read", help_text="年度ごとの金額")
    measures = MeasureKeys(help_text="施策の変わらない番号")


class SystemQuery(PageQuery):
    """The filters of the inventory."""

    q = Text(help_text="業務システム名に含まれる言葉（空白で区切ると、すべてを含むもの）")
    division = Text(help_text="課の名称")
    category = Choice(
        [*Category.values, NO_CATEGORY],
        help_text=f"区分（{NO_CATEGORY} は区分のないもの）",
    )
    network_zone = Choice(Zone.values, help_text="ネットワーク")
    standard_state = Choice(Move.values, help_text="標準化の状況")
    cloud_state = Choice(Move.values, help_text="ガバメントクラウドの状況")
    renewal_year = FiscalYear(help_text="更改の年度（西暦）")
    measure = Text(help_text="施策の変わらない番号（`key`）")
    ordering = Choice(("order", "name", "-name"), help_text="一覧の順（初め）か、名称の文字の順")


# Parameters that are compared as they stand, and the column that they are compared with.
COLUMNS = {
    "network_zone": "network_zone",
    "standard_state": "standard_state",
    "cloud_state": "cloud_state",
    "renewal_year": "renewal_year",
    "division": "divisions__name",
    "measure": "measures__key",
}


class SystemList(ListView):
    """The inventory."""

    tag = "情報システム"
    summary = "情報システムの一覧"
    told = (
        "情報処理システムの一覧です。職員のログインが要ります。すべてのシステムを網羅したものではありません。"
        "計画に記載のない項目は、市が登録するまで空です。"
    )
    is_staff_only = True
    query_class = SystemQuery
    serializer_class = SystemRow

    def rows(self, asked: dict) -> QuerySet[InformationSystem]:
        rows = InformationSystem.objects.of_plan(Plan.objects.current())
        rows = rows.matching(asked.get("q", ""))
        rows = rows.filter(**{COLUMNS[name]: asked[name] for name in asked.keys() & COLUMNS})
        if "category" in asked:
            category = asked["category"]
            rows = rows.filter(category="" if category == NO_CATEGORY else category)
        amounts = SystemAmount.objects.order_by("fiscal_year")
        rows = rows.with_divisions().with_measures()
        rows = rows.prefetch_related(Prefetch("amounts", amounts, to_attr="amounts_read"))
        ordering = asked.get("ordering", "order")
        if ordering == "order":
            return rows.order_by("order", "pk")
        return rows.sorted_by("name", descending=ordering == "-name")
