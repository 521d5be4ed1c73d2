"""Taking back what the desk did."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from progress import access
from progress.desk import back_verbs
from progress.reading.reports import title_of
from progress.workflow import posts
from sakado_dx.organization.access import secretariat_required


@require_POST
@secretariat_required
def report_unconfirm(request, pk):
    """Take the confirmation of a report back."""
    report = access.report_to_review(request.standing, pk)
    refused = posts.act(request, report, "unconfirm", back_verbs.unconfirm)
    if refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"「{title_of(report)}」の事務局確認を取り消しました。")
    return redirect("progress:report_review", pk)
