"""Which divisions can be reorganized, and what a reorganization would do, in words."""

from dataclasses import dataclass

from django.urls import reverse

from measures.models import MeasureDivision
from progress.models import Contribution, DeadlineExtension, FollowUp, ProgressReport
from progress.people.reorganization_verbs import Reorganization
from progress.workflow.asking import Asking
from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import Division

WAY_BACK = (
    "まとめて取り消すことはできません。"
    "始まる日の前なら、管理画面で、課、施策、利用者を一つずつ直せます。"
)


@dataclass(frozen=True)
class MeasureLine:
    """A measure with what it is to the division, and who takes it over."""

    measure: str
    place: str
    to: Division


@dataclass(frozen=True)
class PersonLine:
    """A person's place, and where it goes on; None where it ends."""

    person: str
    role: str
    to: Division | None


def divisions_to_change() -> list[Division]:
    """The divisions that have no last day; 1 query."""
    divisions = Division.objects.filter(kind=Division.Kind.DIVISION, last_day__isnull=True)
    return list(divisions.select_related("parent"))


def measure_lines(told: Reorganization) -> list[MeasureLine]:
    """The measures that go over."""
    led = _led(told)
    return [
        MeasureLine(
            str(row.measure),
            "主管課" if row.measure_id in led else "共同の所管課",
            told.successors[to],
        )
        for row, to in told.measures
        if row.last_day is None or row.last_day > told.last_day
    ]


def _led(told: Reorganization) -> set[int]:
    """The measures that the division leads on its last day and hands over."""
    leading = MeasureDivision.objects.leading(told.last_day).filter(division=told.old)
    return set(leading.exclude(last_day=told.last_day).order_by().values_list("measure", flat=True))


def person_lines(told: Reorganization) -> list[PersonLine]:
    return [
        PersonLine(
            str(row.user),
            row.get_role_display(),
            None if number is None else told.successors[number],
        )
        for row, number in told.people
    ]


def asking_of(told: Reorganization) -> Asking:
    """What it would do; at most 5 queries."""
    old, begins = told.old, format_date(told.first_day)
    names = "、".join(f"「{each}」" for each in told.successors)
    return Asking(
        [
            f"「{old}」は、{format_date(told.last_day)}で廃止になり、{begins}から{names}が引き継ぎます。",
            *_of_existing(told),
            *_of_secretariat(told),
            "施策の所管課と人の所属は、下の表のとおり、同じ日に終わり、同じ日に始まります。",
            *_of_work(told),
            "課や人に知らせは送られません。だれが登録したかと理由は、操作の記録に残ります。",
        ],
        WAY_BACK,
        "この内容で改組を登録する",
        reverse("progress:reorganization_list"),
    )


def _of_existing(told: Reorganization) -> list[str]:
    """A sole successor has the old division's rights from the very moment on."""
    existing = [each for each in told.successors if each.pk]
    if len(told.successors) > 1 or not existing:
        return []
    return [
        f"「{existing[0]}」は既にある課のため、その職員は、登録したときから、「{told.old}」の報告を読み、入力できます。"
    ]


def _of_secretariat(told: Reorganization) -> list[str]:
    """A division that is there already does not become the plan's office by itself."""
    if not told.old.is_secretariat or any(each.is_secretariat for each in told.successors):
        return []
    return [
        f"「{told.old}」は計画の事務局ですが、引き継ぐ課は事務局として登録されていません。"
        "管理画面の課の画面で「計画の事務局である」を付けてください。"
    ]


def _of_work(told: Reorganization) -> list[str]:
    """What is under way in the old division, and whether it goes over by itself."""
    old, is_alone = told.old, len(told.successors) == 1
    found = _of_reports(told)
    for rows, unit in (
        (Contribution.objects.unanswered([old.pk]), "回答していない関係課回答票{}行"),
        (FollowUp.objects.waiting().asked_of([old.pk]), "回答していない指摘事項{}件"),
    ):
        if number := rows.count():
            found.append(f"{unit.format(number)}は、{_goes_over(is_alone)}")
    extensions = DeadlineExtension.objects.filter(division=old, year__closed_at__isnull=True)
    for each in extensions.select_related("year"):
        found.append(
            f"{each.year.short_label}の提出期限の延長（{format_date(each.report_due)}）は、引き継がれません。"
            "事務局が、年度の日程の画面で、引き継ぐ課に付けます。"
        )
    return found


def _of_reports(told: Reorganization) -> list[str]:
    """What becomes of the reports of open years: those on the desk keep their state."""
    begins, reports = format_date(told.first_day), ProgressReport.objects.taking_changes()
    reports = reports.filter(measure__in=_led(told)).order_by("year", "measure__order", "pk")
    rows = list(reports.values_list("state", "measure__code"))
    editable = [state for state, _ in rows if state in ProgressReport.EDITABLE_STATES]
    codes = [code for state, code in rows if state not in ProgressReport.EDITABLE_STATES]
    found = []
    if editable:
        found.append(
            f"提出していない報告{len(editable)}件は、{begins}から、引き継ぐ課の「担当施策」に並びます。"
        )
    if codes:
        found.append(
            f"提出した報告{len(codes)}件（{'、'.join(codes)}）は、今の状態のまま進みます。"
            f"{begins}からは、引き継ぐ課の報告になり、差戻しがあれば、引き継ぐ課が直します。"
        )
    return found


def _goes_over(is_alone: bool) -> str:
    if is_alone:
        return "引き継ぐ課が回答できます。"
    return (
        "課が分かれるため、引き継がれません。廃止日までに回答するか、事務局が代わりに回答します。"
    )
