"""三年目の見直し: begin it, and change its day (README: 改定)."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from measures.models import Measure, Plan, PlanWord
from progress.judging.completeness import Missing
from progress.models import MeasureReview, PlanReview, ReviewYear
from progress.reading.before import years_before
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from sakado_dx.fiscal import label_short
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

REFUSAL = "三年目の見直しを始め、変えられるのは、事務局です。"
TAKEN_OVER = "この見直しは計画の見直しの案に引き継がれているため、変えられません。"


def open_review(
    plan: Plan,
    *,
    by: User | Standing,
    first_fiscal_year: int,
    last_fiscal_year: int,
    changes_from: int,
    due_on: date,
    title: str = "",
    note: str = "",
    door: str = Door.PAGE,
) -> PlanReview:
    """Begin a review of some years, with a 調書 for each measure that lives in `changes_from`.

    Each begins with the outlook that counted last. Raises NotAllowed, Incomplete.
    """
    standing = secretary(by, REFUSAL)
    review = PlanReview(
        plan=plan,
        title=title.strip(),
        first_fiscal_year=first_fiscal_year,
        last_fiscal_year=last_fiscal_year,
        changes_from=changes_from,
        due_on=due_on,
        note=note.strip(),
        opened_by=standing.user,
        opened_at=timezone.now(),
    )
    review.title = review.title or f"計画の見直し（{review.years_label}年度）"
    _check_years(review)
    try:
        with acting(standing.user, door):
            review.save(force_insert=True)
            outlooks = _last_outlooks(review)
            measures = Measure.objects.of_plan(plan).active_in(changes_from).order_by("order", "pk")
            MeasureReview.objects.bulk_create(
                MeasureReview(review=review, measure=each, outlook=outlooks.get(each.pk))
                for each in measures
            )
    except IntegrityError as error:
        if PlanReview.objects.filter(plan=plan, last_fiscal_year=last_fiscal_year).exists():
            raise NotAllowed(_already(last_fiscal_year)) from error
        raise
    return review


def _already(fiscal_year: int) -> str:
    return f"{label_short(fiscal_year)}年度までの見直しは、既に始めています。"


def _check_years(review: PlanReview) -> None:
    plan, missing = review.plan, []
    if not plan.first_fiscal_year <= review.first_fiscal_year <= review.last_fiscal_year:
        first = label_short(plan.first_fiscal_year)
        missing.append(
            Missing(
                "last_fiscal_year",
                f"見直す年度は、計画の最初の年度（{first}）から順に選んでください。",
            )
        )
    if not review.last_fiscal_year < review.changes_from <= plan.last_fiscal_year:
        last = label_short(plan.last_fiscal_year)
        sentence = (
            f"改定する年度は、見直す年度の後で、計画の最後の年度（{last}）までにしてください。"
        )
        missing.append(Missing("changes_from", sentence))
    if PlanReview.objects.filter(plan=plan, last_fiscal_year=review.last_fiscal_year).exists():
        missing.append(Missing("last_fiscal_year", _already(review.last_fiscal_year)))
    if missing:
        raise Incomplete(missing)
    review.clean_fields(exclude=["plan", "opened_by"])


def _last_outlooks(review: PlanReview) -> Mapping[int, PlanWord]:
    """The outlook that counted last of each measure, by its id."""
    after = ReviewYear(plan=review.plan, fiscal_year=review.changes_from)
    words = {
        each.word: each for each in PlanWord.objects.filter(plan=review.plan, vocabulary="outlook")
    }
    found = {}
    for measure_id, years in years_before(after).years.items():
        said = next((each.outlook for each in years if each.outlook), "")
        if said in words:
            found[measure_id] = words[said]
    return found


def change_review(
    review: PlanReview,
    *,
    by: User | Standing,
    version: int,
    due_on: date,
    title: str,
    note: str = "",
    door: str = Door.PAGE,
) -> PlanReview:
    """Another day, title or word to the divisions; Conflict where somebody was faster."""
    standing = secretary(by, REFUSAL)
    if not review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    told = {
        "title": needed(title, "名称を入力してください。", "title"),
        "due_on": due_on,
        "note": note.strip(),
    }
    rows = PlanReview.objects.filter(pk=review.pk, version=version, revision__isnull=True)
    with acting(standing.user, door):
        if not rows.update(version=F("version") + 1, **told):
            raise Conflict(PlanReview.objects.select_related("plan").get(pk=review.pk))
    review.refresh_from_db()
    return review
