"""計画の改定: what citizens read of a revision whose 公表日 has come."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from progress.public.frame import page, years_today
from progress.public.revision_pages import facts_of, public_revisions
from sakado_dx.addresses import reverse

TITLE = "計画の改定"


@login_not_required
@require_safe
def revisions(request):
    """All public revisions, the newest first."""
    found = list(public_revisions(timezone.localdate()))
    context = {"found": found, "holds_sample": any(each.is_sample for each in found)}
    return page(request, "revisions", TITLE, years_today(), **context)


@login_not_required
@require_safe
def revision(request, pk):
    """概要 and 新旧対照表 of one."""
    shown = public_revisions(timezone.localdate()).filter(pk=pk).first()
    if shown is None:
        raise Http404
    context = {
        "revision": shown,
        "paper": shown.public_table,
        "facts": facts_of(shown),
        "holds_sample": shown.is_sample,
    }
    above = [(TITLE, reverse("progress:public_revisions"))]
    return page(request, "revision", str(shown), years_today(), above=above, **context)
