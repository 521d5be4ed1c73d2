"""The inventory in the read API, for staff."""

from django.db.models import QuerySet
from rest_framework import serializers

from measures.models import Plan
from sakado_dx.resources.fields import Texts
from sakado_dx.resources.pages import Sparse
from sakado_dx.resources.query import Choice, PageQuery, Text
from sakado_dx.resources.serving import ListView
from systems_inventory.filters import NO_CATEGORY
from systems_inventory.models import InformationSystem
from systems_inventory.words import Category


class DivisionNames(Texts):
    """The divisions that use a system, in the plan's order."""

    def get_attribute(self, instance: InformationSystem) -> list[str]:
        return [each.division.name for each in instance.system_divisions.all()]


class SystemRow(Sparse):
    """An information system."""

    always = ("name",)
    name = serializers.CharField(help_text="業務システム名")
    category = serializers.ChoiceField(
        choices=["", *Category.values], help_text="区分（なければ空）"
    )
    divisions = DivisionNames(help_text="課名等")


class SystemQuery(PageQuery):
    """The filters of the inventory."""

    q = Text(help_text="業務システム名に含まれる言葉（空白で区切ると、すべてを含むもの）")
    division = Text(help_text="課の名称")
    category = Choice(
        [*Category.values, NO_CATEGORY],
        help_text=f"区分（{NO_CATEGORY} は区分のないもの）",
    )
    ordering = Choice(("order", "name", "-name"), help_text="一覧の順（初め）か、名称の文字の順")


class SystemList(ListView):
    """The inventory."""

    tag = "情報システム"
    summary = "情報システムの一覧"
    told = "情報処理システムの一覧です。職員のログインが要ります。すべてのシステムを網羅したものではありません。"
    is_staff_only = True
    query_class = SystemQuery
    serializer_class = SystemRow

    def rows(self, asked: dict) -> QuerySet[InformationSystem]:
        rows = InformationSystem.objects.of_plan(Plan.objects.current()).with_divisions()
        rows = rows.matching(asked.get("q", ""))
        if "division" in asked:
            rows = rows.filter(divisions__name=asked["division"]).distinct()
        if "category" in asked:
            category = asked["category"]
            rows = rows.filter(category="" if category == NO_CATEGORY else category)
        ordering = asked.get("ordering", "order")
        if ordering == "order":
            return rows.order_by("order", "pk")
        return rows.sorted_by("name", descending=ordering == "-name")
