"""Policies, directions, effects, words, kinds of meetings and chronology."""

from django.contrib import admin

from measures.models import ChronologyEvent, Direction, EffectKind, MeetingKind, PlanWord, Policy
from progress.admin.consequences import PlanDataAdmin
from sakado_dx.organization.admin_rows import Rows


class DirectionInline(Rows):
    model = Direction
    fields = ["number", "name"]


@admin.register(Policy)
class PolicyAdmin(PlanDataAdmin, admin.ModelAdmin):
    list_display = ["__str__", "plan", "source"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "aim"]
    fields = ["plan", "number", "name", "aim", "source"]
    inlines = [DirectionInline]


@admin.register(Direction)
class DirectionAdmin(PlanDataAdmin, admin.ModelAdmin):
    list_display = ["__str__", "policy"]
    list_filter = ["policy__plan", "policy"]
    list_select_related = ["policy"]
    search_fields = ["name", "policy__name"]
    fields = ["policy", "number", "name"]


@admin.register(EffectKind)
class EffectKindAdmin(PlanDataAdmin, admin.ModelAdmin):
    list_display = ["name", "plan", "order"]
    list_filter = ["plan"]
    list_select_related = ["plan"]


@admin.register(PlanWord)
class PlanWordAdmin(PlanDataAdmin, admin.ModelAdmin):
    list_display = ["word", "vocabulary", "meaning", "plan", "order"]
    list_filter = ["plan", "vocabulary"]
    list_select_related = ["plan"]
    search_fields = ["word"]


@admin.register(MeetingKind)
class MeetingKindAdmin(PlanDataAdmin, admin.ModelAdmin):
    list_display = ["name", "rank", "allows_proxy", "plan", "order"]
    list_filter = ["plan"]
    list_select_related = ["plan"]


@admin.register(ChronologyEvent)
class ChronologyEventAdmin(admin.ModelAdmin):
    list_display = ["when", "event", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["event"]
    fields = ["plan", "year", "month", "event", "order"]

    @admin.display(description="年月", ordering="year")
    def when(self, event: ChronologyEvent) -> str:
        return event.when
