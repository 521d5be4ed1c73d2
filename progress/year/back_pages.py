"""What taking a year back, or a measure into it or out of it, would do; which measures take part."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from measures.models import Measure
from progress.models import Contribution, ProgressReport, ReviewYear
from progress.unsent.lists import typing_at
from progress.workflow.asking import Asking
from progress.year.back_notices import asked_divisions
from progress.year.back_verbs import against_undoing
from sakado_dx.records import mail

State = ProgressReport.State


@dataclass(frozen=True)
class Part:
    """A measure of the plan: its report of the year, or None where it takes no part."""

    measure: Measure
    report: ProgressReport | None
    divisions: str

    @property
    def may_go(self) -> bool:
        return self.report is not None and self.report.state == State.NOT_STARTED


def parts_of(year: ReviewYear) -> tuple[list[Part], list[Part]]:
    """The measures that take part in a year, and those of the plan that could."""
    reports = {each.measure_id: each for each in year.reports.select_related("year")}
    measures = Measure.objects.of_plan(year.plan).with_divisions()
    active = set(measures.active_in(year.fiscal_year).order_by().values_list("pk", flat=True))
    rows = [
        Part(each, reports.get(each.pk), "、".join(map(str, each.divisions_on(year.last_day))))
        for each in measures
    ]
    taking = [each for each in rows if each.report]
    return taking, [each for each in rows if not each.report and each.measure.pk in active]


def asking_to_undo(year: ReviewYear) -> tuple[Asking, str]:
    """What taking the year back would do, and what stands against it (or "")."""
    reports = year.reports.count()
    parts = Contribution.objects.filter(report__year=year).count()
    items = [
        f"{year.label}の報告{reports}件、関係課回答票の{parts}行、日程と提出期限の延長がなくなります。",
        *_told([str(each) for each in asked_divisions(year)]),
        *_kept(year.reports.all()),
        "だれが開き、だれが取り消したかは、操作の記録に残ります。",
    ]
    back = reverse("progress:year_change", args=[year.pk])
    way_back = "取消しは元に戻せませんが、同じ年度をもう一度開けます（依頼もまた送られます）。"
    button = f"{year.label}を開いたことを取り消す"
    return Asking(items, way_back, button, back, is_danger=True), against_undoing(year)


def _told(divisions: list[str]) -> list[str]:
    """Who gets a letter that says so."""
    if not divisions:
        return []
    way = "メールで送ります" if mail.is_used() else "作ります（紙で渡してください）"
    return [
        f"依頼をした{len(divisions)}課に、依頼の取消しの文書を{way}（{'、'.join(divisions)}）。"
    ]


def _kept(reports: Iterable[ProgressReport]) -> list[str]:
    """That unsent words, which lose their form, stay for their owners to copy."""
    people = typing_at(reports)
    kept = f"入力中の{people}人の内容は保存されず、本人の「未送信の入力」に残ります。"
    return [kept] if people else []


def asking_to_add(year: ReviewYear, measure: Measure) -> Asking:
    """What adding a measure would do."""
    lead = next(iter(measure.divisions_on(year.last_day)), None)
    items = [
        f"「{measure}」の{year.label}の報告が、「未入力」でできます。",
        f"主管課（{lead or 'なし'}）の「担当施策」と、共同の所管課・前年度に記載を求めた課の関係課回答票に並びます。",
        "その課への依頼の文書を作り、メールを使うときは送ります。",
    ]
    back = reverse("progress:year_parts", args=[year.pk])
    return Asking(items, "報告が「未入力」の間は、外して元に戻せます。", "この施策を加える", back)


def asking_to_take_out(report: ProgressReport) -> Asking:
    """What taking a report's measure out of its year would do."""
    asked = report.contributions.count()
    items = [
        f"「{report.measure}」の{report.year.label}の報告と、関係課回答票の{asked}行がなくなります。",
        f"件数、ダッシュボード、提出期限の一覧から外れ、{report.year.label}の報告を求めません。",
        "主管課と、記載を求めていた課への、依頼の取消しの文書を作り、メールを使うときは送ります。",
        *_kept([report]),
    ]
    back = reverse("progress:year_parts", args=[report.year_id])
    way_back = "同じ施策は、また加えられます（報告は「未入力」から始まります）。"
    return Asking(items, way_back, "この施策を外す", back, is_danger=True)
