"""Terms with their other spellings."""

from django.contrib import admin

from glossary.importers import TermResource
from glossary.models import Term, TermAlias
from measures.admin.plan_sheets import PlanSheetAdmin
from sakado_dx.organization.admin_rows import Rows


class TermAliasInline(Rows):
    model = TermAlias
    fields = ["alias"]


@admin.register(Term)
class TermAdmin(PlanSheetAdmin):
    resource_classes = [TermResource]
    list_display = ["term", "reading", "plan", "source"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["term", "reading", "aliases__alias"]
    fields = ["plan", "term", "reading", "explanation", "source", "order"]
    inlines = [TermAliasInline]
