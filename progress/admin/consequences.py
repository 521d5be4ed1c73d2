"""A change of the plan in the admin: why, and what it does to reports that are under way.

What is saved is looked at before it stands: where it changes a report's judgement, what the
report owes or who leads it, all is rolled back and the page names it, report by report. The next
save, of exactly what was shown, stores it.
"""

from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from measures.models import Plan
from progress.admin.promises import keeping, keeping_rows, keeps
from progress.imports.consequences import consequences, mark_of
from progress.imports.judged import Judged, judged_reports
from progress.models import ReviewYear
from progress.plan_editions.promises import FREE
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_reasons import MEND, WithReason

SHOWN = "change_shown"  # the mark of the consequences that the page has named


class PlanDataAdmin(EraDates, WithReason):
    """For the ModelAdmin of a row of the plan, before Django's class. While a year of the plan is
    open, a reason is needed and no such row is deleted; rows below it are, as any other change. What
    a plan in force promises is refused (admin/promises.py)."""

    def needs_reason(self, obj: models.Model | None) -> bool:
        return _open_years(obj).exists()

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        """Of a row; that rows may be deleted at all is no question of years."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not (self.needs_reason(obj) or keeps(obj)))

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return keeping(form) if self.model in FREE else form

    def get_formsets_with_inlines(self, request: HttpRequest, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield keeping_rows(formset) if inline.model in FREE else formset, inline

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        if request.method == "POST":
            request.judged_before = _judged_for(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(self, request: HttpRequest, obj, post_url_continue=None) -> HttpResponse:
        return self._asking(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj) -> HttpResponse:
        return self._asking(request, obj) or super().response_change(request, obj)

    def _asking(self, request: HttpRequest, obj) -> HttpResponse | None:
        """The page that names the consequences and asks; None where there are none, or these
        very ones were shown. Nothing that was saved stands then."""
        found = list(consequences(request.judged_before, _judged_for(request)))
        shown = mark_of(found)
        if not found or request.POST.get(SHOWN) == shown:
            return None
        context = self.admin_site.each_context(request) | {
            "title": f"開いている年度の報告が変わります（{obj}）",
            "opts": self.opts,
            "consequences": found,
            "reports": len({each.report for each in found}),
            "reads_content": request.standing.is_secretariat,
            "sent": _sent(request),
            "shown": shown,
            "is_popup": IS_POPUP_VAR in request.POST,
        }
        transaction.set_rollback(True)
        template = "admin/progress/consequences.html"
        return TemplateResponse(request, template, context, status=409)


def _judged_for(request: HttpRequest) -> dict[int, Judged]:
    """Who does not read what reports say must not find it out by trying changes either."""
    return judged_reports(reads_content=request.standing.is_secretariat)


def _open_years(obj: models.Model | None) -> models.QuerySet:
    """The open years of the plan that a row belongs to; of a new row those of all plans."""
    years = ReviewYear.objects.open()
    if obj is None:
        return years
    if isinstance(obj, Plan):
        return years.filter(plan=obj)
    return years.filter(plan=obj.plan if hasattr(obj, "plan") else obj.policy.plan)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was sent, to be sent once more."""
    own = {"csrfmiddlewaretoken", SHOWN, MEND}
    lists = ((name, values) for name, values in request.POST.lists() if name not in own)
    return [(name, value) for name, values in lists for value in values]
