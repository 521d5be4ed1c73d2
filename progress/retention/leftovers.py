"""Copies of a year's words that stand in no table of the year: unsent input, mails, imports, jobs,
search."""

from django.db.models import Case, Q, QuerySet, Value, When

from progress.audit import subjects
from progress.models import (
    Contribution,
    Decision,
    FollowUp,
    IndicatorResult,
    Letter,
    Pack,
    ProgressReport,
    ReportEffect,
    ReviewYear,
)
from progress.models.disposals import DISPOSED
from progress.unsent.doors import CONTRIBUTION, FOLLOW_UP, FORMS, REPORT
from sakado_dx.imports.models import UNDO, Import
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import UnsentInput
from sakado_dx.records.mail import OutgoingMail
from sakado_dx.records.models import AuditRecord
from sakado_dx.search.sources import sources
from sakado_dx.search.writing import reindex
from sakado_dx.spreadsheets.storage import remove_forgotten


def remove(year: ReviewYear) -> None:
    """Before the rows of the year go: what is only known by them."""
    unsent_of(year).delete()
    mails_of(year).delete()
    _empty_imports(year)
    packs = Pack.objects.filter(year=year)
    Job.objects.filter(result__in=[each.get_absolute_url() for each in packs]).delete()
    _jobs_of_files(year).delete()
    remove_forgotten()  # files that were chosen, and never taken in


def _jobs_of_files(year: ReviewYear) -> QuerySet[Job]:
    """Those that looked at files of the year's results, or took them in: they name file and
    reason, whatever came of them."""
    into = f"{IndicatorResult._meta.label_lower}:{year.pk}"
    return Job.objects.filter(Q(arguments__into=into) | Q(arguments__facts__into=into))


def imports_of(year: ReviewYear) -> QuerySet[Import]:
    """The files from which rows of the year were written: not those of the plan, of which reports
    only bear the effects."""
    own = AuditRecord.objects.filter(subjects.of_year(year)).exclude(import_key="")
    own = own.exclude(table_name=ReportEffect._meta.db_table).order_by()
    keys = {each.removeprefix(UNDO) for each in own.values_list("import_key", flat=True).distinct()}
    return Import.objects.filter(key__in=keys)


def _empty_imports(year: ReviewYear) -> None:
    """What was taken in, by whom and how many rows stay; what the file and the reasons said goes."""
    texts = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value(DISPOSED))
        for name in ("file_name", "reason", "undo_reason")
    }
    imports_of(year).update(**texts)


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
