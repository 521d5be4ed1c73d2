"""Years before the portal: closed as they come in, their reports 評価済み and marked 移行."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from measures.models import Measure, Plan
from progress.editions.verbs import fix_year
from progress.judging.completeness import ResultEntry
from progress.models import ProgressReport, ReportSnapshot, ReviewYear, StatusChange, YearChange
from progress.plan_editions.verbs import adopt_with_year
from progress.workflow.record import keep_entries, secretary
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.imports.recording import SourceFile, Target, importing
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.heads import seal_at_commit

State, Verb = ProgressReport.State, StatusChange.Verb
KIND = "progress.history"  # what an `Import` of earlier years is called


@dataclass
class HistoryReport:
    """What is known of a measure in an earlier year: report fields, results by indicator."""

    measure: Measure
    fields: dict[str, Any] = field(default_factory=dict)
    results: dict[int, ResultEntry] = field(default_factory=dict)


def load_history(
    plan: Plan,
    *,
    by: User | Standing,
    reason: str,
    years: Mapping[int, Iterable[HistoryReport]],
    door: str = Door.COMMAND,
    tell: Callable[[str], object] | None = None,
) -> list[ReviewYear]:
    """Make closed years, before the first one that was opened in the portal.

    The plan takes effect with them, where it has not before (計画の版：当初). All of them or none;
    then the record is sealed, as by `close_year`. Raises NotAllowed for others than the
    secretariat and for years that stand already or come later, Incomplete without a reason.
    """
    standing = secretary(by, "過去の年度を移行できるのは事務局です。")
    reason = needed(reason, "移行の理由を入力してください。")
    try:
        with acting(standing.user, door, reason):
            adopt_with_year(plan, by=standing.user)
            said = {"by": standing.user, "reason": reason, "door": door}
            made = [
                _load_year(plan, fiscal_year, list(years[fiscal_year]), **said)
                for fiscal_year in years_to_come(plan, years)
            ]
            seal_at_commit(tell)
            return made
    except IntegrityError:
        years_to_come(plan, years)  # says whose parallel migration was faster
        raise


def load_file(
    plan: Plan,
    file: SourceFile,
    *,
    by: User | Standing,
    reason: str,
    years: Mapping[int, Collection[HistoryReport]],
    door: str,
    tell: Callable[[str], object] | None = None,
) -> list[ReviewYear]:
    """`load_history` of what was read in a file, of which an `Import` stands. Raises as that
    does, and TakenAlready where this very request made the years."""
    user = by if isinstance(by, User) else by.user
    into = Target(KIND, "過去の年度", str(plan))
    with importing(user, door, reason.strip(), into=into, file=file) as rows:
        made = load_history(plan, by=by, reason=reason, years=years, door=door, tell=tell)
        rows.added = sum(len(years[each.fiscal_year]) for each in made)
    return made


def open_for_history(plan: Plan) -> list[ReviewYear]:
    """The years of the plan that could be taken over, as they would be called; 1 query."""
    stored = dict(ReviewYear.objects.filter(plan=plan).values_list("fiscal_year", "is_migrated"))
    opened = min((year for year, is_migrated in stored.items() if not is_migrated), default=None)
    return [
        ReviewYear(plan=plan, fiscal_year=year)
        for year in plan.fiscal_years
        if year not in stored and (opened is None or year < opened)
    ]


def years_to_come(plan: Plan, years: Iterable[int]) -> list[int]:
    """The years in their order, once each of them can be taken over; NotAllowed names one that
    cannot."""
    stored = ReviewYear.objects.filter(plan=plan)
    taken = set(stored.values_list("fiscal_year", flat=True))
    opened = stored.filter(is_migrated=False).order_by("fiscal_year").first()
    for year in sorted(years):
        label = fiscal.label_long(year)
        if year not in plan.fiscal_years:
            raise NotAllowed(f"{label}は、この計画の年度（{plan.period_text}）ではありません。")
        if year in taken:
            raise NotAllowed(f"{label}は既に登録されています。")
        if opened and year > opened.fiscal_year:
            raise NotAllowed(f"{label}は、ポータルで最初に開いた{opened.label}より後の年度です。")
    return sorted(years)


def _load_year(
    plan: Plan, fiscal_year: int, reports: list[HistoryReport], *, by: User, reason: str, door: str
) -> ReviewYear:
    """Rows first, then the closing: once the year is closed nothing could be added."""
    now, last_day = timezone.now(), fiscal.last_day(fiscal_year)
    year = ReviewYear.objects.create(
        plan=plan,
        fiscal_year=fiscal_year,
        opened_on=last_day,
        report_due=last_day,
        is_migrated=True,
    )
    for each in reports:
        _load_report(year, each, by, reason, door)
    ReviewYear.objects.filter(pk=year.pk).update(closed_at=now)
    year.closed_at = now
    fix_year(year, {}, cause=ReportSnapshot.Cause.MIGRATION, at=now)
    verb = YearChange.Verb.LOAD_HISTORY
    YearChange.objects.create(year=year, verb=verb, by=by, reason=reason, at=now)
    return year


def _load_report(year: ReviewYear, given: HistoryReport, by: User, reason: str, door: str) -> None:
    report = ProgressReport(
        year=year, measure=given.measure, state=State.EVALUATED, version=1, **given.fields
    )
    report.full_clean(validate_unique=False)
    report.save()
    keep_entries(report, given.results)
    StatusChange.objects.create(
        report=report,
        verb=Verb.EVALUATE,
        from_state=State.NOT_STARTED,
        to_state=State.EVALUATED,
        version=1,
        by=by,
        reason=f"移行：{reason}",
        door=door,
        at=timezone.now(),
    )
