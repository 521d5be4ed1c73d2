"""Measures with their divisions, effects and yearly directions. None is ever deleted."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from measures.admin.forms import MeasureDivisionFormSet, MeasureForm, YearlyDirectionForm
from measures.admin.plan_sheets import PlanSheetAdmin
from measures.importers.measures import MeasureResource
from measures.models import EffectRating, Measure, MeasureDivision, MeasureTag, YearlyDirection
from progress.admin.consequences import PlanDataAdmin
from sakado_dx.organization.admin_choices import KnownChoices
from sakado_dx.organization.admin_rows import Rows


class MeasureDivisionInline(Rows):
    """所管替え: end one row on a day, and begin another on the next."""

    model = MeasureDivision
    formset = MeasureDivisionFormSet
    fields = ["division", "order", "in_detail", "in_matrix", "first_day", "last_day"]
    autocomplete_fields = ["division"]


class EffectRatingInline(Rows):
    model = EffectRating


class YearlyDirectionInline(Rows):
    model = YearlyDirection
    form = YearlyDirectionForm


class MeasureTagInline(Rows):
    """国の重点取組、総合計画 and the like: what the city keeps beside its plan."""

    model = MeasureTag


@admin.register(Measure)
class MeasureAdmin(KnownChoices, PlanDataAdmin, PlanSheetAdmin):
    form = MeasureForm
    resource_classes = [MeasureResource]
    list_display = ["code", "name", "direction", "division_names", "last_day"]
    list_display_links = ["code", "name"]
    list_filter = [
        "plan",
        "direction__policy",
        ("measure_divisions__division", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["code", "name", "summary"]
    autocomplete_fields = ["direction", "related"]
    inlines = [
        MeasureDivisionInline,
        EffectRatingInline,
        YearlyDirectionInline,
        MeasureTagInline,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_levels().with_divisions()

    @admin.display(description="所管課（今日）")
    def division_names(self, measure: Measure) -> str:
        return "、".join(map(str, measure.divisions_on(timezone.localdate())))
