"""What the page of a revision shows of its taking effect, and what its acts ask."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from progress.models import PlanChange, PlanEdition, PlanRevision, ProgressReport
from progress.revisions import applying, undoing
from progress.revisions.effect_verbs import against_publishing, against_undeciding
from progress.revisions.open_reports import Touched
from progress.workflow.asking import Asking
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing

WAITS = "{}に施行します。その日の最初の要求か夜間の処理が、計画に反映します。"


@dataclass(frozen=True)
class Took:
    """An edition that the revision brought, and what became of open years' reports, each with the
    address of its page."""

    edition: PlanEdition
    touched: list[tuple[Touched, str]]


@dataclass(frozen=True)
class Effect:
    """Where a decided revision stands: what took effect, what waits for its day, what could not
    take effect and why; and what this person may do about it."""

    took: list[Took]
    waits: list[str]
    late: list[str]
    may_publish: bool
    may_undo: bool
    may_undecide: bool


def effect_of(revision: PlanRevision, standing: Standing) -> Effect | None:
    """None of a draft."""
    if not revision.decided_on:
        return None
    today = standing.day
    editions = list(revision.editions.select_related("plan", "revision").in_order())
    days = _days_left(revision)
    newest = editions[-1] if editions else None
    acts = standing.is_secretariat
    return Effect(
        took=_took(editions, standing),
        waits=[WAITS.format(format_date(each)) for each in days if each > today],
        late=[_late(revision, each) for each in days if each <= today],
        may_publish=acts and not against_publishing(revision, None, today),
        may_undecide=acts and not against_undeciding(revision),
        may_undo=acts and bool(newest) and not undoing.against_undoing(newest, today),
    )


def _took(editions: list[PlanEdition], standing: Standing) -> list[Took]:
    """The secretariat goes on to the reports themselves, the others to their measures."""
    found = {each: [Touched(**kept) for kept in each.outcome] for each in editions}
    ids = {row.report_id for own in found.values() for row in own}
    standing_ids = set()
    if standing.is_secretariat:
        reports = ProgressReport.objects.filter(pk__in=ids - {None})
        standing_ids = set(reports.values_list("pk", flat=True))
    return [
        Took(each, [(row, _address(row, standing_ids)) for row in own])
        for each, own in found.items()
    ]


def _address(row: Touched, report_ids: set[int]) -> str:
    if row.report_id in report_ids:
        return reverse("progress:report_review", args=[row.report_id])
    return reverse("progress:measure_year", args=[row.year_id, row.measure_id])


def _days_left(revision: PlanRevision) -> list[date]:
    due = PlanChange.objects.due(date.max).filter(revision=revision)
    return sorted(set(due.order_by().values_list("day", flat=True)))


def _late(revision: PlanRevision, day: date) -> str:
    why = applying.why_not(revision, day)
    why = why or "次の夜間の処理か、明日の最初の要求が反映します。"
    return f"施行日（{format_date(day)}）が来ましたが、計画に反映されていません。{why}"


def asking_to_undo(edition: PlanEdition) -> tuple[Asking, str]:
    """What taking it back would do, and what stands against it (or "")."""
    revision = edition.revision
    made = sum(each["what"] == PlanEdition.Outcome.MADE for each in edition.outcome)
    changed = sum(each["what"] == PlanEdition.Outcome.CHANGED for each in edition.outcome)
    asked_again = sum(len(each.get("released", ())) for each in edition.outcome)
    items = [
        f"計画の表は、{format_date(edition.effective_on)}の施行の前に戻り、{edition.name}の版はなくなります。",
        *([f"施行で作った報告{made}件を外します。"] if made else []),
        *([f"報告{changed}件の目標などが元に戻り、主管課に知らせます。"] if changed else []),
        *([f"関係課から外した{asked_again}課に、もう一度照会します。"] if asked_again else []),
        f"「{revision}」は作成中に戻り、直して、もう一度決定できます（先に施行した日がある"
        "ときは、この日の分だけを取り下げます）。",
        "だれが施行し、だれが取り消したかは、操作の記録に残ります。",
    ]
    against = undoing.against_undoing(edition, timezone.localdate())
    back, way_back = (
        revision.get_absolute_url(),
        "取り消した施行は、もう一度決定するまで戻りません。",
    )
    return Asking(items, way_back, "施行を取り消す", back, is_danger=True), against


def asking_to_undecide(revision: PlanRevision) -> Asking:
    """What taking the decision back would do."""
    partly = revision.editions.exists()
    items = [
        "まだ施行していない変更を取り下げます。施行した変更は、そのままです。"
        if partly
        else "見直しは作成中に戻り、内容を直して、もう一度決定できます。経過は残ります。",
        "だれが決定を取り消したかは、操作の記録に残ります。",
    ]
    way_back = "取り消した決定は、もう一度決定するまで戻りません。"
    back = revision.get_absolute_url()
    return Asking(items, way_back, "決定を取り消す", back, is_danger=True)


def asking_to_publish(revision: PlanRevision) -> Asking:
    """What a 公表日 does."""
    items = [
        "公表日から、市民向けのページ、ログインのいらないAPI、オープンデータが、改定後の計画を示します。",
        "施行の前の日にもできますが、市民に示すのは、施行した後です。",
    ]
    way_back = "公表日の前なら、日を変えられます。公表日が来た後は、変えられません。"
    return Asking(items, way_back, "公表日を決める", revision.get_absolute_url())
