"""The lists as a project has them that uses django-import-export as it comes."""

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DecimalWidget, ForeignKeyWidget, IntegerWidget

from glossary.models import Term
from measures.models import Indicator, Plan
from progress.models import IndicatorResult
from systems_inventory.models import InformationSystem


class PlainTerm(ModelResource):
    term = Field("term", "用語")
    reading = Field("reading", "よみ")
    explanation = Field("explanation", "説明")

    class Meta:
        model = Term
        import_id_fields = ("term",)
        fields = ("term", "reading", "explanation")

    def init_instance(self, row=None):
        return Term(plan=Plan.objects.current(), order=0)


class PlainSystem(ModelResource):
    """Without the divisions of a system, which stand in a table of their own."""

    name = Field("name", "業務システム名")
    order = Field("order", "並び順", IntegerWidget())

    class Meta:
        model = InformationSystem
        import_id_fields = ("name",)
        fields = ("name", "order")

    def init_instance(self, row=None):
        return InformationSystem(plan=Plan.objects.current())


class PlainResult(ModelResource):
    """Of results that are stored already: it knows no report to put a new one into."""

    fiscal_year = Field("fiscal_year", "年度", IntegerWidget())
    indicator = Field("indicator", "指標番号", ForeignKeyWidget(Indicator, "key"))
    value = Field("value", "実績値", DecimalWidget())

    class Meta:
        model = IndicatorResult
        import_id_fields = ("fiscal_year", "indicator")
        fields = ("fiscal_year", "indicator", "value")


PLAIN = {"results": PlainResult, "terms": PlainTerm, "systems": PlainSystem}
