"""What I am told of my powers; and for secretariat and administrators, those of all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sakado_dx.organization.access import place_not_required
from sakado_dx.organization.models import CityRole, PowerNotice
from sakado_dx.organization.powers import verbs

NEWEST = 100
TITLE = "権限のお知らせと承認"


def _watches(request: HttpRequest) -> None:
    """Raises Http404 for who watches over nobody's powers."""
    if not (request.standing.is_secretariat or request.standing.is_administrator):
        raise Http404


@require_GET
def power_list(request: HttpRequest) -> HttpResponse:
    """Roles that wait for a second person, and what people were told of their powers."""
    _watches(request)
    waiting = [
        (role, role.why_not_approved_by(request.user)) for role in CityRole.objects.to_approve()
    ]
    notices = PowerNotice.objects.newest_first()[:NEWEST]
    context = {
        "page_title": TITLE,
        "waiting": waiting,
        "notices": notices,
        "most": NEWEST,
        "breadcrumbs": [("ホーム", reverse("progress:home")), (TITLE, None)],
    }
    return render(request, "organization/powers/list.html", context)


@require_POST
def power_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person's yes."""
    _watches(request)
    role = get_object_or_404(CityRole.objects.select_related("user", "given_by"), pk=pk)
    try:
        verbs.approve(role, by=request.user)
    except verbs.NotApproved as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{role.user}さんの「{role.get_role_display()}」を承認しました。")
    return redirect("organization:power_list")


@place_not_required
@require_http_methods(["GET", "POST"])
def power_notices(request: HttpRequest) -> HttpResponse:
    """What happened to my own powers since I last said that I have seen it."""
    if request.method == "POST":
        if verbs.see(request.user):
            messages.success(request, "お知らせを確認済みにしました。")
        return redirect(reverse("progress:home"))
    notices = PowerNotice.objects.unseen_by(request.user)
    context = {"page_title": "あなたの権限についてのお知らせ", "notices": notices}
    return render(request, "organization/powers/notices.html", context)
