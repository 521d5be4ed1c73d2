"""参考値: what past years would have been by an indicator's new definition."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from measures.models import Indicator
from progress.models import ReferenceValue
from progress.reference_values import pages, verbs
from progress.reference_values.forms import ReferenceValueForm
from progress.workflow.refusals import NotAllowed
from sakado_dx import fiscal
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


def _indicator(pk: int) -> Indicator:
    return get_object_or_404(Indicator.objects.select_related("plan", "predecessor"), pk=pk)


@require_GET
@secretariat_required
def reference_value_list(request, pk):
    indicator = _indicator(pk)
    return _page(request, indicator, _form(indicator, kept_data(request)))


def _form(indicator: Indicator, data) -> ReferenceValueForm:
    return ReferenceValueForm(data, years=verbs.past_years(indicator), unit=indicator.unit)


def _page(request, indicator: Indicator, form: ReferenceValueForm):
    context = {**pages.page_of(indicator), "form": form}
    return render(request, "progress/reference_values/list.html", context)


@require_POST
@secretariat_required
def reference_value_add(request, pk):
    indicator = _indicator(pk)
    form = _form(indicator, request.POST)
    if not form.is_valid():
        return _page(request, indicator, form)
    try:
        verbs.add_reference_value(indicator, by=request.standing, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, indicator, form)
    year = fiscal.label_name(form.cleaned_data["fiscal_year"])
    messages.success(request, f"{year}の参考値を登録しました。")
    return redirect("progress:reference_value_list", indicator.pk)


@require_POST
@secretariat_required
def reference_value_remove(request, pk):
    value = ReferenceValue.objects.filter(pk=pk).first()
    verbs.remove_reference_value(pk, by=request.standing)
    messages.success(request, "参考値の登録を取り消しました。")
    if value is None:
        return redirect("progress:measure_list")
    return redirect("progress:reference_value_list", value.indicator_id)
