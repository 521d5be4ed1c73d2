"""提出の再依頼: a letter to each division that is chosen, with what it still has to do."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from progress import access
from progress.desk import again_pages
from progress.desk.early import why_early
from progress.letters.composing import compose
from progress.models import LetterKind
from sakado_dx.fiscal import label_name
from sakado_dx.organization.access import secretariat_required


@require_http_methods(["GET", "POST"])
@secretariat_required
def remind_bulk(request, year_id):
    """To divisions that something of the year waits for; asks before it is too early."""
    year, today = access.year_of_page(request, year_id), timezone.localdate()
    waiting = again_pages.waiting_for(year, today)

    def question(chosen) -> str:
        return why_early(year, min(waiting[each.division.pk].first_due for each in chosen), today)

    addressed = again_pages.addressed(year, waiting, today)
    title = f"提出の再依頼（{label_name(year.fiscal_year)}）"
    return compose(request, year, LetterKind.AGAIN, addressed, title, question)
