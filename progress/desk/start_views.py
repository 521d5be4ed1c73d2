"""事務局トップ: where the secretariat begins."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress.desk.start_pages import start_of
from sakado_dx.addresses import wants_all_years
from sakado_dx.organization.access import secretariat_required


@require_GET
@secretariat_required
def desk_start(request):
    """What waits over all years."""
    start = start_of(request.standing, is_whole=wants_all_years(request.GET))
    context = {"start": start, "page_title": "事務局トップ"}
    return render(request, "progress/desk/start.html", context)
