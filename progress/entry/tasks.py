"""担当施策: what is to be done by whom, in the order of its urgency."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from progress.follow_ups.pages import due_words
from progress.models import Contribution, FollowUp, ProgressReport
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of
from sakado_dx import deadlines, fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.readings import shorten

SOON = 14  # days before the deadline from which a report is called near
State = ProgressReport.State


@dataclass(frozen=True)
class Task:
    title: str
    url: str
    hint: str
    state: str


@dataclass(frozen=True)
class Group:
    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class YearTasks:
    """One open year: its deadline in words, and its groups, none of them empty. `due` is None
    where all is handed in."""

    label: str
    due: date | None
    deadline: str
    is_late: bool
    groups: tuple[Group, ...]
    is_sample: bool
    notice: str = ""


def my_measures_url() -> str:
    return reverse("progress:my_measures")


def groups_for(standing: Standing, today: date) -> list[YearTasks]:
    """The open years, and unlocked reports of closed ones, in which this person's divisions
    lead a measure; at most 3 queries."""
    reports = (
        ProgressReport.objects.led_by(standing.divisions, today)
        .taking_changes()
        .with_measure()
        .prefetch_related("year__extensions")
        .order_by("-year__fiscal_year", "measure__order")
    )
    by_year: dict = {}
    for report in reports:
        by_year.setdefault(report.year, []).append(report)
    measures = measures_of(reports)
    years = [_year_tasks(year, own, measures, today) for year, own in by_year.items()]
    # What presses comes first, where two years stand open side by side.
    return sorted(years, key=lambda each: each.due or date.max)


def contributions_for(standing: Standing) -> list[Task]:
    """Parts that this person's divisions have not answered yet; at most 3 queries."""
    return _part_tasks(
        Contribution.objects.unanswered(standing.divisions),
        lambda each: (
            f"{each.division}としての記載を求められています。該当がなければ「該当なし」を選びます。"
            f"{deadlines.deadline_words(each.due, standing.day)}"
        ),
    )


def answered_parts_for(standing: Standing) -> list[Task]:
    """Parts that this person's divisions have answered and may still change; at most 3 queries."""
    return _part_tasks(
        Contribution.objects.changeable(standing.divisions),
        lambda each: f"{each.division}として記載しました。主管課が提出するまで、直せます。",
    )


def _part_tasks(parts: Iterable[Contribution], hint: Callable[[Contribution], str]) -> list[Task]:
    parts = list(parts)
    measures = measures_of(each.report for each in parts)
    return [
        Task(
            title=f"{measures[each.report_id]}（{each.report.year.short_label}）",
            url=reverse("progress:contribution_edit", args=[each.pk]),
            hint=hint(each),
            state="",
        )
        for each in parts
    ]


def follow_ups_for(standing: Standing) -> list[Task]:
    """What meetings asked of this person's divisions and nobody has answered yet; 1 query,
    2 where a year is closed."""
    waiting = FollowUp.objects.asked_of(standing.divisions).filter(state=FollowUp.State.OPEN)
    report = "decision__report"
    waiting = waiting.select_related(
        "decision__meeting__year", f"{report}__measure", f"{report}__year"
    )
    waiting = list(waiting.order_by("due", "pk"))
    measures = measures_of(each.decision.report for each in waiting)
    return [
        Task(
            title=f"{measures[each.decision.report_id]}：{shorten(each.what, 60)}",
            url=each.get_absolute_url(),
            hint=f"{each.decision.meeting}の指摘事項。{due_words(each, standing.day)}。",
            state="",
        )
        for each in waiting
    ]


def _year_tasks(
    year, reports: list[ProgressReport], measures: Mapping[int, MeasureName], today: date
) -> YearTasks:
    due = max(year.due_for(lead.pk) for lead in _leads(reports, today))
    near = (due - today).days <= SOON
    waiting = [report for report in reports if report.is_editable]
    named = (
        ("差戻し", _in(reports, State.RETURNED)),
        ("期限が近い・過ぎた", _in(reports, State.NOT_STARTED, State.DRAFT) if near else []),
        ("未入力", [] if near else _in(reports, State.NOT_STARTED)),
        ("下書き", [] if near else _in(reports, State.DRAFT)),
        ("提出済み", _in(reports, *ProgressReport.HANDED_IN_STATES)),
    )
    return YearTasks(
        label=fiscal.label_review(year.fiscal_year),
        due=due if waiting else None,
        deadline=_deadline(year, due, today) if waiting else "報告はすべて提出済みです。",
        is_late=bool(waiting) and due < today,
        notice=year.notice,
        groups=tuple(
            Group(title, tuple(_task(each, measures[each.pk]) for each in own))
            for title, own in named
            if own
        ),
        is_sample=year.is_sample,
    )


def _deadline(year, due: date, today: date) -> str:
    words = deadlines.deadline_words(due, today)
    if today >= year.opened_on:
        return words
    return f"受付は{fiscal.format_date(year.opened_on)}からです。今から下書きもできます。{words}"


def _leads(reports: list[ProgressReport], today: date) -> list[Division]:
    """The lead divisions of these reports, which the reader belongs to."""
    leads = (report.lead_division(today) for report in reports)
    return list({lead.pk: lead for lead in leads if lead is not None}.values())


def _in(reports: Iterable[ProgressReport], *states: str) -> list[ProgressReport]:
    return [report for report in reports if report.state in states]


def _task(report: ProgressReport, measure: MeasureName) -> Task:
    hints = {
        State.RETURNED: "事務局からの差戻しです。理由を読んで、直してください。",
        State.NOT_STARTED: "まだ入力していません。",
        State.DRAFT: "入力の途中です。",
        State.SUBMITTED: "事務局の確認を待っています。",
        State.CONFIRMED: "事務局が確認しました。",
        State.EVALUATED: "会議の評価が済みました。",
    }
    name = "progress:report_edit" if report.is_editable else "progress:measure_detail"
    pk = report.pk if report.is_editable else report.measure_id
    return Task(measure.title, reverse(name, args=[pk]), hints[report.state], report.state)
