"""A third-year review under way: 調書 of each state, the secretariat's first 案, a new measure."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from measures.models import Direction, Measure, Plan, PlanWord
from progress.demo.people import Cast
from progress.demo.texts import WHY_ON_BEHALF, marked
from progress.models import Budget, MeasureReview, PlanReview
from progress.reviews import measure_verbs, new_verbs
from progress.reviews import verbs as reviews
from progress.reviews.indicators import asked_targets
from sakado_dx.organization.access import Standing
from sakado_dx.records.acting import Door

DOOR = Door.COMMAND
DAYS_LEFT = 14
# How far the 調書 are, in turn: proposed means handed in with the secretariat's 案.
PROPOSED, SUBMITTED, DRAFT, RETURNED, BLANK = "proposed", "submitted", "draft", "returned", "blank"
STEPS = (PROPOSED, SUBMITTED, PROPOSED, DRAFT, SUBMITTED, RETURNED, PROPOSED, BLANK)
# The outlook by place among the measures; all others go on.
OUTLOOKS = {
    2: "expand",
    4: "review",
    6: "abolish",
    8: "merge",
    12: "finish",
    14: "expand",
    20: "review",
}
WORK = "利用の多い手続から対象を広げ、窓口と同じことを自宅からもできるようにする。"
REASON = "3年間の実績と、国の標準化の日程が変わったことによる。"


def open_sample_review(
    plan: Plan, fiscal_years: Sequence[int], cast: Cast, *, is_whole: bool
) -> PlanReview | None:
    """A review of the finished years while the last one goes on; None where the plan has no year
    after it that could change. All 調書 are ready for the council where it `is_whole`."""
    *finished, running = fiscal_years
    if not finished or running + 1 > plan.last_fiscal_year:
        return None
    review = reviews.open_review(
        plan,
        by=cast["secretariat1"],
        first_fiscal_year=finished[0],
        last_fiscal_year=finished[-1],
        changes_from=running + 1,
        due_on=timezone.localdate() + timedelta(days=0 if is_whole else DAYS_LEFT),
        note=marked("予算要求に合わせて、期限までに調書を提出してください。"),
        door=DOOR,
    )
    PlanReview.objects.filter(pk=review.pk).update(is_sample=True)
    papers = list(review.measure_reviews.with_measure().in_plan_order())
    measures = [each.measure for each in papers]
    for place, paper in enumerate(papers):
        step = PROPOSED if is_whole else step_at(place)
        bring(paper, place, cast, measures[(place + 1) % len(measures)], step=step)
    _propose_new(review, plan, cast)
    return review


def step_at(place: int) -> str:
    """How far the 調書 of a place is, while the review is under way."""
    return STEPS[place % len(STEPS)]


def bring(paper: MeasureReview, place: int, cast: Cast, neighbour: Measure, *, step: str) -> None:
    """One 調書 as far as a step; on behalf where its division has no people."""
    if step == BLANK:
        return
    writer, reason = _writer(paper, cast)
    outlooks = PlanWord.objects.filter(plan=paper.review.plan_id, vocabulary="outlook")
    words = {each.meaning: each for each in outlooks}
    outlook = (
        words.get(OUTLOOKS.get(place, "continue")) or paper.outlook or next(iter(words.values()))
    )
    fields = _fields(paper, outlook, neighbour)
    told: dict[str, Any] = {"by": writer, "reason": reason, "door": DOOR}
    measure_verbs.save(paper, version=paper.version, fields=fields, **told)
    if step == DRAFT:
        return
    measure_verbs.submit(paper, version=paper.version, **told)
    if step == RETURNED:
        why = marked("改定後の目標の根拠を書いてください。")
        secretary = cast["secretariat2"]
        measure_verbs.send_back(paper, by=secretary, version=paper.version, reason=why, door=DOOR)
    elif step == PROPOSED:
        _propose(paper, cast)


def _propose(paper: MeasureReview, cast: Cast) -> None:
    measure_verbs.propose(
        paper,
        by=cast["secretariat1"],
        version=paper.version,
        outlook=paper.outlook,
        into=paper.merge_into,
        note=marked("調書のとおりとする。"),
        door=DOOR,
    )


def _writer(paper: MeasureReview, cast: Cast) -> tuple[Standing, str]:
    """The lead division's reporter; the secretariat with a reason where nobody is there."""
    number = cast.number_of(paper.lead_division(timezone.localdate()))
    if number is None:
        return cast["secretariat1"], WHY_ON_BEHALF
    return cast["reporter1" if number == 0 else "reporter2"], ""


def _fields(paper: MeasureReview, outlook: PlanWord, neighbour: Measure) -> dict[str, Any]:
    """What the 調書 of an outlook says; a number's last target is raised where it is widened."""
    goes_on = outlook.meaning == "continue"
    more = outlook.meaning == "expand"
    return {
        "outlook": outlook,
        "merge_into": neighbour if outlook.meaning == "merge" else None,
        "reason": "" if goes_on else marked(REASON),
        "work": marked(WORK) if outlook.meaning in measure_verbs.CHANGED else "",
        "directions": {},
        "targets": _targets(paper, outlook.meaning),
        "budget": Budget.MORE if more else Budget.NONE,
        "budget_amount": 1200 if more else None,
        "budget_note": marked("対象の拡大に伴う委託料") if more else "",
    }


def _targets(paper: MeasureReview, meaning: str) -> dict[str, dict[str, str]]:
    """Of the first numeric target: raised by a tenth where the work is widened, withdrawn where it
    is done."""
    if meaning not in ("expand", "finish"):
        return {}
    asked = next((each for each in asked_targets(paper) if each.takes_value), None)
    if asked is None or asked.target is None or asked.target.value is None:
        return {}
    if meaning == "finish":
        return {asked.key: {"withdrawn": "達成済み"}}
    if asked.part.facts.measured_as == "rate":
        return {}
    return {
        asked.key: {"value": f"{int(asked.target.value) + max(1, int(asked.target.value) // 10)}"}
    }


def _propose_new(review: PlanReview, plan: Plan, cast: Cast) -> None:
    direction = (
        Direction.objects.filter(policy__plan=plan).order_by("policy__number", "number").first()
    )
    if direction is None:
        return
    fields = {
        "direction": direction,
        "name": marked("書かない窓口の拡大"),
        "work": marked("申請書を書かずに手続ができる窓口を、すべての階に広げる。"),
        "goal": marked("令和9年度までに対象の手続20件"),
        "reason": marked("窓口の待ち時間が、来庁者の意見で最も多いため。"),
        "budget": Budget.NEW,
        "budget_amount": 3500,
    }
    for division, login in zip(cast.divisions, ("head1", "head2"), strict=False):
        by = cast[login]
        new_verbs.propose_measure(review, by=by, division=division, fields=fields, door=DOOR)
