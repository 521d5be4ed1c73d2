"""Copies of a year's words that stand in no table of the year: unsent input, mails, jobs, search."""

from django.db.models import Q

from progress.models import (
    Contribution,
    Decision,
    FollowUp,
    Letter,
    Pack,
    ProgressReport,
    ReviewYear,
)
from progress.unsent.doors import CONTRIBUTION, FOLLOW_UP, FORMS, REPORT
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import UnsentInput
from sakado_dx.records.mail import OutgoingMail
from sakado_dx.search.sources import sources
from sakado_dx.search.writing import reindex


def remove(year: ReviewYear) -> None:
    """Before the rows of the year go: what is only known by them."""
    unsent_of(year).delete()
    mails_of(year).delete()
    packs = Pack.objects.filter(year=year)
    Job.objects.filter(result__in=[each.get_absolute_url() for each in packs]).delete()


def unsent_of(year: ReviewYear):
    """What was typed into forms of the year and never sent."""
    of_year = {
        REPORT: ProgressReport.objects.filter(year=year),
        CONTRIBUTION: Contribution.objects.filter(report__year=year),
        FOLLOW_UP: FollowUp.objects.filter(decision__report__year=year),
    }
    found = Q(pk__in=[])
    for name, door in FORMS.items():
        if door.subject in of_year:
            found |= Q(form=name, subject__in=of_year[door.subject].values("pk"))
    return UnsentInput.objects.filter(found)


def mails_of(year: ReviewYear):
    """Mails of the year's letters, and all that were written before it was closed."""
    letters = Letter.objects.filter(year=year)
    causes = [each.mail_cause for each in letters]
    return OutgoingMail.objects.filter(
        Q(causes__cause__in=causes) | Q(created_at__lte=year.closed_at)
    )


def search_anew(year: ReviewYear) -> None:
    """Write the search's copies of the year's texts again."""
    rows = {
        ProgressReport: ProgressReport.objects.filter(year=year),
        Decision: Decision.objects.filter(report__year=year),
        FollowUp: FollowUp.objects.filter(decision__report__year=year),
    }
    for source in sources():
        if source.model in rows:
            reindex(source, set(rows[source.model].values_list("pk", flat=True)))
