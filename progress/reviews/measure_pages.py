"""A 施策見直し調書 as its pages show it: what it says, what stands beside it, what may be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from measures.models import Measure, PlanWord, YearlyDirection
from progress.entry.merging import Difference, difference
from progress.models import MeasureReview, MeasureReviewChange, PlanReview, ReviewDecision
from progress.reviews.fetching import asking
from progress.reviews.indicators import AskedTarget, asked_targets, newest_years
from progress.reviews.measure_forms import MeasureReviewForm, OnBehalfForm, amount_words
from progress.reviews.measure_verbs import STEPS, Verb, missing_of
from progress.reviews.side_by_side import ReviewLine, side_by_side
from progress.rights import predicates
from sakado_dx import together
from sakado_dx.fiscal import label_short
from sakado_dx.forms import stored_text
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared


@dataclass
class Paper:
    """The form of a 調書 with what it is made of; `behalf` where the secretariat fills it in."""

    row: MeasureReview
    form: MeasureReviewForm
    behalf: OnBehalfForm | None

    @property
    def all_forms(self) -> list:
        return [*([self.behalf] if self.behalf else []), self.form]

    def is_valid(self) -> bool:
        return not [each for each in self.all_forms if not each.is_valid()]

    @property
    def reason(self) -> str:
        if self.behalf is None or not self.behalf.is_valid():
            return ""
        return self.behalf.cleaned_data["reason"]


def paper_of(standing: Standing, row: MeasureReview, data=None) -> Paper:
    """The forms of a 調書, bound or as stored."""
    form = MeasureReviewForm(
        data,
        row=row,
        words=outlooks_of(row),
        measures=others_of(row),
        planned=planned_of(row),
        targets=asked_targets(row),
    )
    on_behalf = predicates.reviews_on_behalf(standing, row)
    return Paper(row, form, OnBehalfForm(data) if on_behalf else None)


def outlooks_of(row: MeasureReview) -> list[PlanWord]:
    """The plan's words for what is to come, in its order."""
    return _outlooks(row.review.plan_id)


@prepared
def _outlooks(plan_id: int) -> QuerySet[PlanWord]:
    return PlanWord.objects.filter(plan=plan_id, vocabulary="outlook").order_by("order")


def others_of(row: MeasureReview) -> list[Measure]:
    """The measures that live in the first year that may change."""
    return list(others_in(row.review))


def others_in(review: PlanReview) -> QuerySet[Measure]:
    """The same, to be asked for."""
    measures = Measure.objects.of_plan(review.plan).active_in(review.changes_from)
    return measures.order_by("order", "pk")


def planned_of(row: MeasureReview) -> dict[int, str]:
    """What the plan schedules for the years that may change."""
    rows = _planned((row.measure_id,), tuple(row.review.changed_years))
    return by_measure(rows).get(row.measure_id, {})


def planned_for(rows: Iterable[MeasureReview], review: PlanReview) -> QuerySet:
    """The same of many 調書 of a review, to be asked for, and told `by_measure`."""
    ids = (each.measure_id for each in rows)
    return _planned.build(tuple(ids), tuple(review.changed_years))


def by_measure(rows: Iterable[tuple[int, int, str]]) -> dict[int, dict[int, str]]:
    """What the plan schedules, by measure and year."""
    found: dict[int, dict[int, str]] = {}
    for measure_id, fiscal_year, words in rows:
        found.setdefault(measure_id, {})[fiscal_year] = words
    return found


@prepared
def _planned(measure_ids: tuple[int, ...], years: tuple[int, ...]) -> QuerySet:
    rows = YearlyDirection.objects.filter(measure__in=measure_ids, fiscal_year__in=years)
    return rows.values_list("measure", "fiscal_year", "resolved")


def ask_ahead(row: MeasureReview, menu: tuple) -> None:
    """Ask in one statement for what the page of a 調書 takes of tables that stand side by side;
    `menu` is the call that asks for its years."""
    plan_id = row.review.plan_id
    together.ask_ahead(
        menu,
        (_outlooks, plan_id),
        (_planned, (row.measure_id,), tuple(row.review.changed_years)),
        (newest_years, plan_id),
        (_changes, row.pk),
        *asking(row.review, (row.measure_id,)),
    )


def line_of(row: MeasureReview) -> tuple[ReviewLine, str]:
    """The measure's years side by side, and the word for a measure."""
    told = side_by_side(row.review, [row])
    return told.lines[0], told.measure_label


def said_in(row: MeasureReview, targets: Sequence[AskedTarget]) -> list[tuple[str, str]]:
    """(label, text) of all that the 調書 says; blank where it says nothing."""
    directions = "\n".join(
        f"{label_short(int(year))}：{words}" for year, words in sorted(row.directions.items())
    )
    goals = "\n".join(
        f"{each.part.facts.name}：{each.now} → {said}"
        for each in targets
        if (said := each.said(row.targets))
    )
    return [
        ("今後の方針", str(row.outlook or "")),
        *([("統合先の施策", str(row.merge_into))] if row.merge_into else []),
        ("理由", row.reason),
        ("改定後の取組", row.work),
        ("年度別の方向性（変えるもの）", directions),
        ("目標（変えるもの）", goals),
        ("予算への影響", amount_words(row)),
        ("予算の内容", row.budget_note),
    ]


def history_of(row: MeasureReview) -> list[MeasureReviewChange]:
    """What was done with it, newest first."""
    return _changes(row.pk)


@prepared
def _changes(row_id: int) -> QuerySet[MeasureReviewChange]:
    changes = MeasureReviewChange.objects.filter(measure_review=row_id)
    return changes.select_related("by").order_by("-version")


def last_return(row: MeasureReview, history: Sequence[MeasureReviewChange]):
    """The return that it is in, if it is."""
    if row.state != MeasureReview.State.RETURNED:
        return None
    return next((each for each in history if each.verb == Verb.SEND_BACK), None)


def trail_of(standing: Standing, row: MeasureReview) -> dict:
    """調書 → 案 → 決定 → 改定: the decisions that this person may read, and how many lines of which
    revision the 調書 became."""
    decisions = ReviewDecision.objects.with_words().filter(measure_review=row)
    if not standing.is_secretariat:
        decisions = decisions.filter(meeting__settled_at__isnull=False)
    lines = row.plan_changes.count() if row.review.revision_id else 0
    return {"decisions": list(decisions), "lines": lines, "revision": row.review.revision}


def acts_of(standing: Standing, row: MeasureReview) -> dict[str, bool]:
    """Which buttons the page of a 調書 has for this person."""
    open_for = {verb: row.review.is_under_way and row.state in STEPS[verb][0] for verb in Verb}
    fills = predicates.may_fill_measure_review(standing, row)
    return {
        "may_save": fills and open_for[Verb.SAVE],
        "may_submit": fills and open_for[Verb.SUBMIT],
        "may_withdraw": fills and open_for[Verb.WITHDRAW] and row.proposed_at is None,
        "may_judge": standing.is_secretariat and open_for[Verb.PROPOSE],
        "on_behalf": predicates.reviews_on_behalf(standing, row),
    }


def missing_for(row: MeasureReview) -> list:
    """What it lacks to be handed in, where it can be."""
    return missing_of(row) if row.state in STEPS[Verb.SUBMIT][0] else []


def differences(typed: Paper, stored: MeasureReviewForm) -> list[Difference]:
    """Where the typed form differs from what is stored by now, field by field."""
    found = []
    for name, field in typed.form.fields.items():
        theirs, bound = stored_text(stored, name), typed.form[name]
        mine = _as_stored(typed.form, name)
        if mine != theirs:
            words = {str(key): str(word) for key, word in getattr(field, "choices", ())}
            found.append(difference(bound, words.get(mine, mine), words.get(theirs, theirs)))
    return found


def _as_stored(form: MeasureReviewForm, name: str) -> str:
    """What was typed as it would stand in the form once it is stored; as it was typed where it
    cannot be."""
    field, bound = form.fields[name], form[name]
    if name not in form.cleaned_data:
        return "" if bound.data is None else str(bound.data)
    value = field.prepare_value(form.cleaned_data[name])
    return "" if value is None else str(value)
