"""The verbs of a year."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.models import Measure, Plan
from progress.models import ProgressReport, ReviewYear
from progress.workflow.table import NotAllowed
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User


def open_year(
    plan: Plan,
    *,
    by: User | Standing,
    fiscal_year: int,
    report_due: date,
    opened_on: date | None = None,
    confirm_due: date | None = None,
    meeting_on: date | None = None,
    head_may_be_recorded: bool = False,
    is_sample: bool = False,
) -> ReviewYear:
    """Open a fiscal year of a plan: its dates, and one report a measure active in it.

    All or nothing. A second call raises NotAllowed and changes nothing, whichever of two
    parallel calls comes second.
    """
    standing = by if isinstance(by, Standing) else standing_of(by)
    if not standing.is_secretariat:
        raise NotAllowed("年度を開けるのは事務局です。")
    if fiscal_year not in plan.fiscal_years:
        raise NotAllowed(f"この計画の年度は{plan.period_text}です。その中から選んでください。")
    year = ReviewYear(
        plan=plan,
        fiscal_year=fiscal_year,
        opened_on=opened_on or timezone.localdate(),
        report_due=report_due,
        confirm_due=confirm_due,
        meeting_on=meeting_on,
        head_may_be_recorded=head_may_be_recorded,
        is_sample=is_sample,
    )
    _insert_once(year)
    return year


def _insert_once(year: ReviewYear) -> None:
    measures = Measure.objects.of_plan(year.plan).active_in(year.fiscal_year)
    try:
        with transaction.atomic():
            year.full_clean(validate_unique=False, validate_constraints=False)
            year.save()
            ProgressReport.objects.bulk_create(
                ProgressReport(year=year, measure=measure) for measure in measures
            )
    except IntegrityError as error:
        raise NotAllowed(_refusal(year, error)) from error


def _refusal(year: ReviewYear, error: IntegrityError) -> str:
    if ReviewYear.objects.filter(plan=year.plan, fiscal_year=year.fiscal_year).exists():
        return f"{year.label}は既に開かれています。"
    for constraint in ReviewYear._meta.constraints:
        if constraint.name in str(error):
            return constraint.get_violation_error_message()
    raise error
