"""担当施策: what is owed by whom, in the order of its date. One home: the page, the menu's count
and the way on from a finished piece read it here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    Exists,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from measures.models import Measure, MeasureDivision, divisions_of_measures
from progress.entry.asked_pages import asked_of
from progress.entry.contribution_pages import Closing
from progress.entry.handover_pages import waiting_for_department
from progress.entry.part_sheet_pages import SheetLine, lines_of, titled
from progress.models import Contribution, FollowUp, ProgressReport, ReviewYear
from progress.models.report_fields import kept_texts
from progress.models.report_sets import UNREAD
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of
from progress.rights import predicates
from sakado_dx.addresses import ALL_YEARS, reverse
from sakado_dx.deadlines import left_words
from sakado_dx.organization.access import HEADING_ROLES, Standing
from sakado_dx.organization.models import Division
from sakado_dx.prepared import prepared

State = ProgressReport.State
REPORT, PART, FOLLOW_UP = "報告の提出", "関係課の記載", "指摘事項への回答"
# What the list does not show, of its reports and of their plan.
NOT_ON_THE_PAGE = (*kept_texts(), *(each for each in UNREAD if "direction" not in each))
IN_LINE = {REPORT: "未提出", PART: "関係課の記載", FOLLOW_UP: "指摘事項への回答"}


@dataclass(frozen=True)
class Task:
    """One thing that is owed, or done: what, of which measure and year, by when. `mark` is what
    stands beside the state; `number` how many of its kind it stands for."""

    what: str
    title: str
    code: str
    year: ReviewYear
    url: str
    due: date
    state: str = ""
    mark: str = ""
    report_id: int | None = None
    number: int = 1


@dataclass(frozen=True)
class Shut:
    """A row of a 関係課回答票 that its lead closed before it was answered: by whom, when, why."""

    title: str
    url: str
    closing: Closing | None


@dataclass(frozen=True)
class MyTasks:
    """All of one person's: what is owed, the most urgent first, and what is done.

    `for_head` and `for_department` are how many drafts wait for his check; None where that is
    not his. `years` are those that something is owed of; `books` are years and lead divisions of
    the reports, each with its table and its paper.
    """

    owed: tuple[Task, ...]
    done: tuple[Task, ...]
    books: tuple[tuple[ReviewYear, Division], ...]
    for_head: int | None
    for_department: int | None
    day: date
    shut: tuple["Shut", ...] = ()

    @property
    def years(self) -> list[ReviewYear]:
        return list(dict.fromkeys(each.year for each in self.owed))

    @property
    def number(self) -> int:
        """How many things are owed: a line may stand for several."""
        return sum(each.number for each in self.owed)

    @property
    def next(self) -> Task | None:
        """What to take up next: nothing that already waits for the head."""
        return next((each for each in self.owed if not each.mark), None)

    @property
    def sentence(self) -> str:
        """``未提出3件（うち差戻し1件、提出期限12月20日、残り21日）、関係課の記載2件。``"""
        parts = [_counted(kind, self._of(kind), self.day) for kind in IN_LINE if self._of(kind)]
        return f"{'、'.join(parts)}。" if parts else "今、提出や回答を待つものはありません。"

    def _of(self, what: str) -> list[Task]:
        return [each for each in self.owed if each.what == what]


def _counted(what: str, own: list[Task], day: date) -> str:
    returned = sum(each.state == State.RETURNED for each in own)
    notes = [f"うち差戻し{returned}件"] if returned else []
    word = "提出期限" if what == REPORT else "期限"
    notes.append(f"{word}{left_words(min(each.due for each in own), day)}")
    return f"{IN_LINE[what]}{sum(each.number for each in own)}件（{'、'.join(notes)}）"


def my_measures_url() -> str:
    return reverse("progress:my_measures")


def owed_number(divisions: Collection[int], day: date) -> CombinedExpression:
    """How much these divisions owe, for the menu: an expression, so that it costs no statement of
    its own."""
    reports = ProgressReport.objects.led_by(divisions, day).taking_changes().unsubmitted()
    sheets = Contribution.objects.unanswered(divisions).one_a_sheet()
    follow_ups = FollowUp.objects.waiting().asked_of(divisions)
    drafts = waiting_for_department(divisions, day).filter(asked_at__isnull=False)
    return _number(reports) + _number(sheets) + _number(follow_ups) + _number(drafts)


def _number(rows) -> Coalesce:
    number = Func("pk", function="COUNT", output_field=IntegerField())
    counted = rows.order_by().annotate(number=number).values("number")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def tasks_for(standing: Standing, *, is_whole: bool = False) -> MyTasks:
    """Over all open years and unlocked reports, contributions and 指摘事項, those of old years one
    by one where `is_whole`; at most 10 queries."""
    reports = _reports(standing)
    owed = [each for each in reports if each.is_editable]
    names = measures_of(reports)
    tasks = [_of_report(each, names) for each in owed]
    sheets = lines_of(Contribution.objects.asked_of(standing.divisions))
    tasks += [_of_sheet(each) for each in sheets if each.unanswered]
    tasks += _of_follow_ups(standing, is_whole)
    done = [_of_report(each, names) for each in reports if not each.is_editable]
    done += [_of_sheet(each) for each in sheets if not each.unanswered]
    return MyTasks(
        owed=tuple(sorted(tasks, key=lambda each: (each.due, each.year.fiscal_year))),
        done=tuple(done),
        books=tuple(dict.fromkeys(_book(standing, each) for each in reports)),
        for_head=_for_head(standing, owed),
        for_department=_for_department(standing),
        day=standing.day,
        shut=_shut(sheets),
    )


def _book(standing: Standing, report: ProgressReport) -> tuple[ReviewYear, Division]:
    """Where the report stands with the others of its division: nobody else's are among them."""
    return report.year, report.divisions(standing.day)[0]


def following(standing: Standing, report_id: int) -> Task | None:
    """What this person takes up after a report; at most 10 queries."""
    owed = tasks_for(standing).owed
    return next((each for each in owed if each.report_id != report_id and not each.mark), None)


def _reports(standing: Standing) -> list[ProgressReport]:
    return _led_by(tuple(standing.divisions), standing.day)


@prepared
def _led_by(divisions: tuple[int, ...], day: date) -> QuerySet[ProgressReport]:
    reports = ProgressReport.objects.led_by(divisions, day).taking_changes()
    reports = reports.select_related("year__plan", "measure").defer(*NOT_ON_THE_PAGE)
    reports = reports.prefetch_related(divisions_of_measures("measure__"))
    return reports.with_due(day).with_names().order_by("measure__order", "measure")


def _of_report(report: ProgressReport, names: Mapping[int, MeasureName]) -> Task:
    measure, mark = names[report.pk], ""
    if report.asked_at:
        mark = "依頼後に変更あり" if report.changed_after_asking else "所属長に依頼済み"
    edit = reverse("progress:report_edit", args=[report.pk])
    return Task(
        what=REPORT,
        title=measure.title,
        code=measure.code,
        year=report.year,
        url=edit if report.is_editable else report.get_absolute_url(),
        due=report.due,
        state=report.state,
        mark=mark,
        report_id=report.pk,
    )


def _of_sheet(line: SheetLine) -> Task:
    """A 関係課回答票 is one thing to do, however many rows it has."""
    left = f"のうち未回答{line.unanswered}行" if line.unanswered else ""
    return Task(
        what=PART,
        title=f"関係課回答票（{line.division}）　{line.rows}行{left}",
        code="関係課回答票",
        year=line.year,
        url=reverse("progress:part_sheet", args=[line.year.pk, line.division.pk]),
        due=line.due,
    )


def _shut(lines: Iterable[SheetLine]) -> tuple[Shut, ...]:
    return tuple(
        Shut(
            f"{title}（{part.division}、{part.report.year.short_label}）",
            part.get_absolute_url(),
            closing,
        )
        for part, title, closing in titled(lines)
    )


def _of_follow_ups(standing: Standing, is_whole: bool) -> list[Task]:
    """What meetings asked of this person's divisions and nobody has answered yet."""
    return [
        Task(
            what=FOLLOW_UP,
            title=each.title,
            code=each.code,
            year=each.year,
            url=each.url or f"{my_measures_url()}?{ALL_YEARS}",
            due=each.due,
            number=each.number,
        )
        for each in asked_of(standing.divisions, is_whole=is_whole)
    ]


def _for_head(standing: Standing, owed: Iterable[ProgressReport]) -> int | None:
    if not any(roles & HEADING_ROLES for roles in standing.divisions.values()):
        return None
    asked = (each for each in owed if each.asked_at)
    return sum(predicates.heads_lead(standing, each) for each in asked)


def _for_department(standing: Standing) -> int | None:
    if not standing.readable_division_ids - standing.divisions.keys():
        return None
    waiting = waiting_for_department(standing.divisions, standing.day)
    return waiting.filter(asked_at__isnull=False).count()


@dataclass(frozen=True)
class MyMeasure:
    """A measure of one's divisions, with its 経過メモ: between the years, too."""

    measure: Measure
    leads: bool
    notes: int
    last_noted: date | None


def measures_for(standing: Standing) -> list[MyMeasure]:
    """The measures in force that this person's divisions lead or share, in the plan's order; 2
    queries."""
    day = standing.day
    return [
        MyMeasure(each, _leads(standing, each), each.number, each.last_noted)
        for each in _measures_of(tuple(standing.divisions), day)
    ]


@prepared
def _measures_of(divisions: tuple[int, ...], day: date) -> QuerySet[Measure]:
    own = MeasureDivision.objects.in_force(day).filter(
        measure=OuterRef("pk"), division__in=divisions, in_detail=True
    )
    measures = Measure.objects.filter(Q(last_day=None) | Q(last_day__gte=day), Exists(own))
    counted = measures.annotate(number=Count("notes"), last_noted=Max("notes__noted_on"))
    return counted.with_divisions().order_by("plan", "order", "pk")


def _leads(standing: Standing, measure: Measure) -> bool:
    lead = measure.lead_division_on(standing.day)
    return lead is not None and standing.belongs_to(lead.pk)
