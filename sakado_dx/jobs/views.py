"""How far long work is: a page, and the same for the script that asks for it."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sakado_dx.jobs.models import Job
from sakado_dx.organization.access import answers_json


def _job_for(standing, pk: int) -> Job:
    """A job, for who asked for it and for the secretariat."""
    job = get_object_or_404(Job.objects.select_related("by"), pk=pk)
    if not (standing.is_secretariat or job.by_id == standing.user.pk):
        raise Http404
    return job


@require_GET
def job_detail(request, pk):
    """The bar, and once it is done the way to the result."""
    job = _job_for(request.standing, pk)
    context = {
        "job": job,
        "page_title": f"進み具合（{job.title}）",
        "breadcrumbs": [("頼んだ画面", job.back), ("進み具合", None)],
    }
    return render(request, "jobs/detail.html", context)


@require_GET
@answers_json
def job_state(request, pk):
    """What the script asks for, every second."""
    job = _job_for(request.standing, pk)
    return JsonResponse(
        {
            "perCent": job.per_cent,
            "words": job.words,
            "isOver": job.is_done or job.has_died,
        }
    )
