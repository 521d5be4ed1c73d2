"""What the pages of a draft's steps show."""

from typing import NamedTuple

from progress.models import PlanChange, PlanRevision, RevisionStep
from progress.plan_document.loading.line_telling import ToldLine
from progress.revisions.deciding import STEPS_ASKED
from progress.revisions.readings import reading_of
from progress.workflow.asking import Asking
from sakado_dx.fiscal import format_date


class StepLine(NamedTuple):
    """One kind of step with what is recorded of it."""

    kind: str
    label: str
    steps: list[RevisionStep]


def steps_of(revision: PlanRevision) -> list[StepLine]:
    """The 経過, kind by kind: what a revision of this kind asks for, and what else is recorded;
    1 query."""
    found: dict[str, list[RevisionStep]] = {}
    for each in revision.steps.select_related("by"):
        found.setdefault(each.kind, []).append(each)
    shown = {*STEPS_ASKED[revision.kind], *found}
    return [
        StepLine(kind, label, found.get(kind, []))
        for kind, label in RevisionStep.Kind.choices
        if kind in shown
    ]


def has_further_steps(revision: PlanRevision) -> bool:
    """Whether there are steps that a revision of this kind does without."""
    return len(STEPS_ASKED[revision.kind]) < len(RevisionStep.Kind)


def told_line(revision: PlanRevision, line: PlanChange) -> ToldLine:
    """A line in words."""
    return reading_of(revision).teller.told(line)


def not_draft(revision: PlanRevision) -> str:
    """What stands against changing what is no draft."""
    return "" if revision.is_draft else f"この見直しは「{revision.get_state_display()}」です。"


def is_over(revision: PlanRevision) -> str:
    """What stands against withdrawing."""
    states = PlanRevision.State
    if revision.state in (states.DRAFT, states.DECIDED):
        return ""
    return f"この見直しは「{revision.get_state_display()}」のため、取り下げられません。"


def sharing(revision: PlanRevision) -> Asking:
    """庁内照会, before it is asked for."""
    items = (
        "開始日から、課に所属する職員の全員が、この案の内容と経過を読めます。",
        "推進会議の委員、CDO、市民には、決定まで表示されません。",
    )
    way_back = "開始日を空欄にすると、照会をやめられます。読まれたことは取り消せません。"
    return Asking(items, way_back, "開始日を保存する", revision.get_absolute_url())


def deciding(revision: PlanRevision) -> Asking:
    """決定, before it is recorded."""
    count = revision.changes.count()
    day = format_date(revision.effective_on) if revision.effective_on else "（未定）"
    items = (
        f"{count}件の変更が確定し、内容を変えられなくなります。職員の全員が読めます。",
        f"施行日（{day}）が来ると、計画がこのとおりに変わり、新しい版ができます（今日までの施行日は、すぐに）。",
        "終わった年度の判定は変わりません。進行中の年度の報告への影響は、「影響」のページで確かめられます。",
    )
    way_back = "施行日までは、理由を付けて決定を取り消し、作成中に戻せます。施行は、反映した日のうちだけ取り消せます。"
    return Asking(items, way_back, "決定を記録する", revision.get_absolute_url())


def withdrawing(revision: PlanRevision) -> Asking:
    """取下げ, before it is done."""
    items = (
        "この見直しは「取下げ」になり、計画は変わりません。内容と経過は、記録として残ります。",
        "庁内照会中でも、各課からは読めなくなります。",
    )
    back = revision.get_absolute_url()
    way_back = "取り消せません。もう一度行うには、新しい見直しを作ります。"
    return Asking(items, way_back, "見直しを取り下げる", back, is_danger=True)
