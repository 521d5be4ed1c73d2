"""Targets and baselines as a sheet: one row for an indicator, a fiscal year and a role."""

from measures.importers.codes import indicators_by_key
from measures.importers.plan_sheets import PlanResource
from measures.models import Indicator, IndicatorTarget
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.code_columns import CodedColumn
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    YearColumn,
)
from sakado_dx.spreadsheets.resources import cell_errors


class TargetResource(PlanResource):
    """Correct or add figures, matched by indicator, year and role; those that the plan began
    with. Versions that a revision makes come with its document."""

    title = "目標値"
    key_headings = ("指標番号", "年度", "区分")

    tried_in = (IndicatorTarget,)

    class Meta:
        model = IndicatorTarget

    def make_columns(self) -> list[Column]:
        indicators = indicators_by_key(self.plan)
        return [
            CodedColumn(
                "指標番号", "indicator", indicators, "指標名", key_of_indicator, needed=True
            ),
            ReferenceColumn("指標名", lambda target: target.indicator.name),
            YearColumn("年度", "fiscal_year", needed=True),
            ChoiceColumn("区分", "role", dict(IndicatorTarget.Role.choices), needed=True),
            NumberColumn("値", "value"),
            ReferenceColumn("単位", lambda target: target.indicator.unit),
            FlagColumn("年度は計画に明記なし", "year_assumed"),
            TextColumn("出典", "source"),
        ]

    def stored_rows(self):
        rows = IndicatorTarget.objects.filter(indicator__plan=self.plan, applies_from=0)
        return rows.select_related("indicator").order_by("indicator", "fiscal_year", "role")

    def new_row(self, row) -> IndicatorTarget:
        return IndicatorTarget(indicator=self.fields["指標番号"].clean(row))

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        years = self.plan.fiscal_years
        if instance.role == IndicatorTarget.Role.TARGET and instance.fiscal_year not in years:
            problem = f"目標の年度は、計画の期間（{self.plan.period_text}）の中の年度です。"
            error = UnreadableValue(str(instance.fiscal_year), problem, "年度を直してください。")
            raise cell_errors({"fiscal_year": error})


def key_of_indicator(indicator: Indicator) -> str:
    return indicator.key
