"""Opening a year."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from sakado_dx.organization.keeping import kept_data

from progress import access, workflow
from progress.forms import OpenYearForm
from progress.models import ReviewYear
from sakado_dx.organization.access import secretariat_required


@require_http_methods(["GET", "POST"])
@secretariat_required
def year_open(request):
    plan = access.plan_or_404()
    taken = set(ReviewYear.objects.filter(plan=plan).values_list("fiscal_year", flat=True))
    data = request.POST if request.method == "POST" else kept_data(request)
    form = OpenYearForm(data, plan=plan, taken=taken)
    if request.method == "POST" and form.is_valid():
        try:
            year = workflow.open_year(plan, by=request.standing, **form.cleaned_data)
        except workflow.NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{year.label}を開きました。")
            return redirect("progress:queue", year.pk)
    context = {"form": form, "plan": plan, "page_title": "年度を開く"}
    return render(request, "progress/year_open.html", context)
