"""The register of デジタル推進員, and what somebody hands over."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress.people import pages
from sakado_dx.organization.models import User


@require_GET
def promoter_list(request):
    register = pages.promoter_register(request.standing.day)
    context = {
        "register": register,
        "leads_to_handover": _sees_all(request.standing),
        "without": sum(not each.now for each in register),
        "page_title": "デジタル推進員",
        "breadcrumbs": [("資料", reverse("measures:library")), ("デジタル推進員", None)],
    }
    return render(request, "progress/people/promoter_list.html", context)


@require_GET
def handover(request, pk):
    """For the person himself, the secretariat and administrators."""
    user = get_object_or_404(User, pk=pk)
    standing = request.standing
    if not (_sees_all(standing) or user.pk == request.user.pk):
        raise Http404
    context = {
        "person": user,
        "handover": pages.handover_of(user, standing),
        "today": standing.day,
        "page_title": f"引継ぎ（{user}）",
    }
    return render(request, "progress/people/handover.html", context)


def _sees_all(standing) -> bool:
    """Whose handover anybody's is: the secretariat's and the administrators'."""
    return standing.is_secretariat or standing.is_administrator
