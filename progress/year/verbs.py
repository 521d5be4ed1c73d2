"""The verbs of a year: open it, change its dates."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from measures.models import Measure, Plan
from progress.letters.notices import dues_of, tell_new_dues, tell_opening
from progress.models import Contribution, DeadlineExtension, ProgressReport, ReviewYear, YearChange
from progress.plan_editions.verbs import adopt_with_year
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, NotAllowed
from progress.year.contributors import named_before
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting


@dataclass(frozen=True)
class YearSettings:
    """The dates of a year, what it asks for, and its notice to the divisions."""

    report_due: date
    opened_on: date = field(default_factory=timezone.localdate)
    confirm_due: date | None = None
    meeting_on: date | None = None
    assembly_on: date | None = None
    accounts_on: date | None = None
    publish_on: date | None = None
    asks_approval: bool = False
    head_may_be_recorded: bool = False
    asks_endorsement: bool = False
    notice: str = ""


def open_year(
    plan: Plan,
    *,
    by: User | Standing,
    fiscal_year: int,
    is_sample: bool = False,
    door: str = Door.PAGE,
    left_out: Collection[int] = (),
    extensions: Collection[DeadlineExtension] = (),
    contributors: Mapping[int, Collection[int]] | None = None,
    **settings,
) -> ReviewYear:
    """Open a fiscal year of a plan: its settings and extensions, one report a measure active
    in it (but for the ids `left_out`), co-owners and named divisions for their parts.

    With the plan's first year the plan takes effect (計画の版：当初), where it has not before.
    `contributors` names divisions by the measure's id; where it says nothing of a measure,
    last year's are named again. All or nothing. A second call raises NotAllowed and changes
    nothing, whichever of two parallel calls comes second.
    """
    standing = secretary(by, "年度を開けるのは事務局です。")
    if fiscal_year not in plan.fiscal_years:
        raise NotAllowed(f"この計画の年度は{plan.period_text}です。その中から選んでください。")
    year = ReviewYear(plan=plan, fiscal_year=fiscal_year, is_sample=is_sample)
    for name, value in vars(YearSettings(**settings)).items():
        setattr(year, name, value)
    named = _named(year, contributors or {})
    _insert_once(year, standing.user, door, left_out, named, extensions)
    return year


def _named(year: ReviewYear, chosen: Mapping[int, Collection[int]]) -> dict[int, Collection[int]]:
    proposed = named_before(year.plan, year.fiscal_year, timezone.localdate())
    return {pk: [each.pk for each in own] for pk, own in proposed.items()} | dict(chosen)


def _insert_once(
    year: ReviewYear,
    by: User,
    door: str,
    left_out: Collection[int],
    named: Mapping[int, Collection[int]],
    extensions: Collection[DeadlineExtension],
) -> None:
    measures = Measure.objects.of_plan(year.plan).active_in(year.fiscal_year)
    taking_part = [each for each in measures.with_divisions() if each.pk not in left_out]
    try:
        with acting(by, door):
            year.full_clean(validate_unique=False, validate_constraints=False)
            year.save()
            reports = ProgressReport.objects.bulk_create(
                ProgressReport(year=year, measure=measure) for measure in taking_part
            )
            parts = Contribution.objects.bulk_create(contributions_of(reports, year, named))
            _replace_extensions(year, extensions)
            YearChange.objects.create(
                year=year, verb=YearChange.Verb.OPEN, by=by, at=timezone.now()
            )
            adopt_with_year(year.plan, by=by)
            tell_opening(year, reports, parts, by=by)
    except IntegrityError as error:
        raise NotAllowed(_refusal(year, error)) from error


def contributions_of(
    reports: Iterable[ProgressReport], year: ReviewYear, named: Mapping[int, Collection[int]]
) -> list[Contribution]:
    """What is asked of others beside these reports: co-owning divisions, then those that are
    named, by the measure's id."""
    rows: list[Contribution] = []
    for report in reports:
        lead, *others = report.divisions(year.last_day) or [None]
        owners = [each.pk for each in others if not each.is_collective]
        rows += [Contribution(report=report, division_id=pk) for pk in owners]
        again = [pk for pk in named.get(report.measure_id, []) if pk not in owners]
        rows += [
            Contribution(report=report, division_id=pk, is_named=True)
            for pk in again
            if lead is None or pk != lead.pk
        ]
    return rows


def _refusal(year: ReviewYear, error: IntegrityError) -> str:
    if ReviewYear.objects.filter(plan=year.plan, fiscal_year=year.fiscal_year).exists():
        return f"{year.label}は既に開かれています。"
    for constraint in ReviewYear._meta.constraints:
        if constraint.name in str(error):
            return constraint.get_violation_error_message()
    raise error


def opened_by(user: User, plan: Plan, fiscal_year: int | None) -> ReviewYear | None:
    """The year, if this person has opened it already: a double click; 1 query."""
    opened = ReviewYear.objects.filter(plan=plan, fiscal_year=fiscal_year)
    return opened.filter(changes__verb=YearChange.Verb.OPEN, changes__by=user).first()


def change_year(
    year: ReviewYear,
    *,
    by: User | Standing,
    settings: YearSettings,
    extensions: Collection[DeadlineExtension] = (),
    reason: str = "",
    as_read: str | None = None,
    door: str = Door.PAGE,
) -> ReviewYear:
    """Change an open year's settings; `extensions` are all that shall hold from now on.

    What equals the stored year is no change and leaves no record. A division whose own date
    changed is told of it. `as_read` is the `read_mark_of` the year that a form was read with:
    Conflict, with the year as it stands, where another has changed it since.
    """
    standing = secretary(by, "年度の日程を変えられるのは事務局です。")
    open_one = ReviewYear.objects.select_for_update().filter(pk=year.pk, closed_at__isnull=True)
    try:
        with closed_meanwhile(year), acting(standing.user, door, reason):
            stored = open_one.first()
            if stored is None:
                raise NotAllowed(f"{year.label}は締められているため、変えられません。")
            before = {name: getattr(stored, name) for name in vars(settings)}
            is_same = before == vars(settings) and _rows(stored.extensions.all()) == _rows(
                extensions
            )
            if as_read not in (None, read_mark_of(stored)) and not is_same:
                raise Conflict(stored)
            dues = dues_of(year)
            ReviewYear.objects.filter(pk=year.pk).update(**vars(settings))
            year.report_due = settings.report_due
            if _replace_extensions(year, extensions) or before != vars(settings):
                change = YearChange.objects.create(
                    year=year,
                    verb=YearChange.Verb.CHANGE,
                    by=standing.user,
                    reason=reason.strip(),
                    at=timezone.now(),
                )
                told = {"change": change.pk, "reason": reason, "by": standing.user}
                tell_new_dues(year, dues, **told)
    except IntegrityError as error:
        raise NotAllowed(_refusal_of_change(error)) from error
    year.refresh_from_db()
    return year


def read_mark_of(year: ReviewYear) -> str:
    """Of all that a form of the year's settings was read with."""
    names = [each.name for each in fields(YearSettings)]
    return year.read_mark(names, extensions=True)


def _rows(extensions: Iterable[DeadlineExtension]) -> set[tuple]:
    return {(each.division_id, each.report_due, each.reason) for each in extensions}


def _refusal_of_change(error: IntegrityError) -> str:
    for constraint in (*ReviewYear._meta.constraints, *DeadlineExtension._meta.constraints):
        if constraint.name in str(error):
            return constraint.get_violation_error_message()
    raise error


def _replace_extensions(year: ReviewYear, extensions: Collection[DeadlineExtension]) -> bool:
    """Make the stored extensions those that are wanted; whether that changed any."""
    for each in extensions:
        if each.report_due <= year.report_due:
            raise NotAllowed(
                f"{each.division}の延長後の提出期限は、提出期限より後の日にしてください。"
            )
    wanted, changed = {each.division_id: each for each in extensions}, False
    for stored in DeadlineExtension.objects.filter(year=year):
        new = wanted.pop(stored.division_id, None)
        if new is None:
            stored.delete()
            changed = True
        elif (new.report_due, new.reason) != (stored.report_due, stored.reason):
            stored.report_due, stored.reason = new.report_due, new.reason
            stored.save(update_fields=["report_due", "reason"])
            changed = True
    for new in wanted.values():
        DeadlineExtension.objects.create(
            year=year, division_id=new.division_id, report_due=new.report_due, reason=new.reason
        )
    return changed or bool(wanted)
