"""依頼, 照会 and 開催通知 by hand."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from progress import access
from progress.letters import compose_pages
from progress.letters.composing import compose
from progress.models import LetterKind
from sakado_dx.fiscal import label_name
from sakado_dx.organization.access import secretariat_required


@require_http_methods(["GET", "POST"])
@secretariat_required
def letter_write(request, year_id, kind):
    """依頼 or 照会 of a year to the divisions that are chosen."""
    year = access.year_of_page(request, year_id)
    if kind not in compose_pages.BY_HAND:
        raise Http404
    title = f"{LetterKind(kind).label}（{label_name(year.fiscal_year)}）"
    return compose(request, year, kind, compose_pages.to_ask(year, kind), title)


@require_http_methods(["GET", "POST"])
@secretariat_required
def letter_invite(request, pk):
    """開催通知 of a meeting to its members and the divisions on its agenda."""
    meeting = access.meeting_for(request.standing, pk)
    addressed, title = compose_pages.to_invite(meeting), f"開催通知（{meeting}）"
    return compose(request, meeting.year, LetterKind.MEETING, addressed, title)
