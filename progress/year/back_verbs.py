"""Taking back that a year was opened, and which measures take part in it (README: 年度の操作)."""

from collections.abc import Collection, Iterable

from django.db import IntegrityError, models
from django.db.models import Value
from django.utils import timezone

from measures.models import Measure, MeasureIndicator
from progress.models import (
    Contribution,
    DeadlineExtension,
    IndicatorResult,
    ProgressReport,
    ReviewYear,
    YearChange,
)
from progress.models.contributions import SHEET
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from progress.year import back_notices as notices
from progress.year.contributors import named_before
from progress.year.verbs import contributions_of
from sakado_dx.clock import format_moment
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.organization.unsent_verbs import hand_on
from sakado_dx.records.acting import Door, acting

State = ProgressReport.State
# What comes with a year and its reports when it is opened, and so may go with them.
OF_THE_OPENING = (ProgressReport, Contribution, DeadlineExtension, YearChange)
MEANWHILE = "今、ほかの人がこの年度に何かを記録しました。もう一度確かめてください。"


def undo_open(year: ReviewYear, *, by: User | Standing, reason: str, door: str = Door.PAGE) -> None:
    """Take the opening of a year back, by whomever of the secretariat: until a report is saved
    or anything else stands on it. The year goes, with what came with it; the audit record keeps
    the rows and names both people. Who was written to is written to again."""
    standing = secretary(by, "開いた年度を取り消せるのは、事務局です。")
    reason = needed(reason, "年度を開いたことを取り消す理由を入力してください。")
    try:
        with (
            closed_meanwhile(year),
            acting(standing.user, door, f"{whose_opening(year)}：{reason}"),
        ):
            hold(year)
            if refusal := against_undoing(year):
                raise NotAllowed(refusal)
            notices.tell_undone(year, reason, by=standing.user)
            Contribution.objects.filter(report__year=year).delete()
            for own in (year.reports, year.extensions, year.changes):
                own.all().delete()
            ReviewYear.objects.filter(pk=year.pk).delete()
    except IntegrityError as error:
        raise NotAllowed(MEANWHILE) from error


def whose_opening(year: ReviewYear) -> str:
    """What is taken back, with who did it when, for the record."""
    opened = year.changes.filter(verb=YearChange.Verb.OPEN).select_related("by").first()
    who = f"{opened.by}、{format_moment(opened.at)}" if opened else "記録なし"
    return f"{year.label}を開いたこと（{who}）の取消し"


def hold(year: ReviewYear) -> None:
    """Inside the transaction: who writes to the year or to one of its reports waits.

    The reports first: whoever saves one holds its row before the year's, which the guards of a
    closed year share, and PostgreSQL would end one of two who wait for each other.
    """
    list(year.reports.held().order_by("pk").values_list("pk", flat=True))
    ReviewYear.objects.select_for_update().get(pk=year.pk)


def against_undoing(year: ReviewYear) -> str:
    """What stands against taking the opening back, in a sentence."""
    if not year.is_open:
        return f"{year.label}は締められているため、開いたことを取り消せません。"
    saved = year.reports.exclude(state=State.NOT_STARTED).count()
    if saved:
        return f"既に{saved}件の報告が保存されているため、開いたことを取り消せません。"
    built = _answered(year.reports.all()) + [*_standing_on(ReviewYear, [year])]
    built += _standing_on(ProgressReport, year.reports.all())
    return f"{_and(built)}があるため、開いたことを取り消せません。" if built else ""


def _answered(reports: Iterable[ProgressReport]) -> list[str]:
    answered = Contribution.objects.filter(report__in=reports, version__gt=0)
    return ["関係課の回答"] if answered.exists() else []


def _standing_on(model: type[models.Model], rows: Collection) -> list[str]:
    """What else refers to these rows, by its name: whatever tables there are, in one statement."""
    others = [
        each for each in model._meta.related_objects if each.related_model not in OF_THE_OPENING
    ]
    first, *more = (
        each.related_model._base_manager.filter(**{f"{each.field.name}__in": rows})
        .order_by()
        .values_list(Value(place), flat=True)
        .distinct()
        for place, each in enumerate(others)
    )
    return [str(others[at].related_model._meta.verbose_name) for at in sorted(first.union(*more))]


def _and(names: list[str]) -> str:
    return "、".join(dict.fromkeys(names))


def add_measure(
    year: ReviewYear,
    measure: Measure,
    *,
    by: User | Standing,
    reason: str,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Give an open year a report of one more measure, with its co-owners' parts and those that
    were named last year; the divisions are told. Raises NotAllowed or Incomplete."""
    standing = secretary(by, "年度の対象の施策を変えられるのは、事務局です。")
    reason = needed(reason, "施策を加える理由を入力してください。")
    try:
        with closed_meanwhile(year), acting(standing.user, door, reason):
            ReviewYear.objects.select_for_update().get(pk=year.pk)
            if refusal := against_adding(year, measure):
                raise NotAllowed(refusal)
            return give_report(year, measure, by=standing.user, reason=reason)
    except IntegrityError as error:
        raise NotAllowed(f"「{measure}」は、既に{year.label}の対象です。") from error


def give_report(year: ReviewYear, measure: Measure, *, by: User, reason: str) -> ProgressReport:
    """A report of one more measure, with the parts of others, its record and its letters, in the
    caller's transaction, once nothing stands `against_adding` it."""
    named = named_before(year.plan, year.fiscal_year, timezone.localdate())
    chosen = {measure.pk: [each.pk for each in named.get(measure.pk, [])]}
    report = ProgressReport.objects.create(year=year, measure=measure)
    parts = Contribution.objects.bulk_create(contributions_of([report], year, chosen))
    _note(year, YearChange.Verb.ADD_MEASURE, by, measure, reason)
    notices.tell_added(report, parts, by=by)
    return report


def against_adding(year: ReviewYear, measure: Measure) -> str:
    """What stands against adding a measure, in a sentence."""
    if not ReviewYear.objects.open().filter(pk=year.pk).exists():
        return f"{year.label}は締められているため、施策を加えられません。"
    if year.reports.filter(measure=measure).exists():
        return f"「{measure}」は、既に{year.label}の対象です。"
    active = Measure.objects.of_plan(year.plan).active_in(year.fiscal_year)
    if not active.filter(pk=measure.pk).exists():
        return f"「{measure}」は、{year.label}に行う施策ではありません。"
    # The first measure of the plan's order enters a shared figure: it would change hands.
    own = MeasureIndicator.objects.filter(measure=measure).in_year(year.fiscal_year)
    entered = IndicatorResult.objects.filter(
        indicator__in=own.values("indicator"),
        fiscal_year=year.fiscal_year,
        report__measure__order__gt=measure.order,
    )
    other = entered.select_related("indicator", "report__measure").first()
    if other is None:
        return ""
    return (
        f"指標「{other.indicator}」の実績が、既に「{other.report.measure}」の報告に入力されているため、"
        f"「{measure}」を加えられません。"
    )


def take_out_measure(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> None:
    """Take a measure out of an open year while its report is 未入力 and nothing stands on it.
    The report goes, with the parts that are asked and not answered; the divisions are told.
    Raises NotAllowed, Incomplete, or Conflict."""
    standing = secretary(by, "年度の対象の施策を変えられるのは、事務局です。")
    reason = needed(reason, "施策を外す理由を入力してください。")
    year = report.year
    try:
        with closed_meanwhile(year), acting(standing.user, door, reason):
            stored = ProgressReport.objects.held().get(pk=report.pk)
            if stored.version != version:
                raise Conflict(ProgressReport.objects.with_measure().get(pk=report.pk))
            if refusal := against_taking_out(report):
                raise NotAllowed(refusal)
            take_report(report, by=standing.user, reason=reason)
    except IntegrityError as error:
        raise NotAllowed(MEANWHILE) from error


def take_report(report: ProgressReport, *, by: User, reason: str) -> None:
    """A report goes, with the parts that are asked, its record and its letters, in the caller's
    transaction, once nothing stands `against_taking_out` its measure."""
    _note(report.year, YearChange.Verb.TAKE_OUT_MEASURE, by, report.measure, reason)
    notices.tell_taken_out(report, reason, by=by)
    parts = report.contributions.all()
    hand_on(SHEET, parts.sheets_afterwards())
    parts.delete()
    ProgressReport.objects.filter(pk=report.pk).delete()


def against_taking_out(report: ProgressReport) -> str:
    """What stands against taking its measure out, in a sentence."""
    if not report.year.is_open:
        return f"{report.year.label}は締められているため、施策を外せません。"
    if report.state != State.NOT_STARTED:
        return f"報告が「{report.get_state_display()}」のため、外せません。外せるのは「未入力」の間です。"
    built = _answered([report]) + _standing_on(ProgressReport, [report])
    return f"{_and(built)}があるため、外せません。" if built else ""


def _note(year: ReviewYear, verb: str, by: User, measure: Measure, reason: str) -> None:
    told = f"{measure}：{reason}"
    YearChange.objects.create(year=year, verb=verb, by=by, reason=told, at=timezone.now())


def was_noted(year: ReviewYear, verb: str, by: User, measure: Measure) -> bool:
    """Whether the newest change of this measure's taking part is this person's verb: a double
    click."""
    verbs = (YearChange.Verb.ADD_MEASURE, YearChange.Verb.TAKE_OUT_MEASURE)
    own = year.changes.filter(verb__in=verbs, reason__startswith=f"{measure}：")
    last = own.order_by("pk").last()
    return last is not None and (last.verb, last.by_id) == (verb, by.pk)
