"""The lines of tests/post_table.py for 三年目の見直し."""

from datetime import date
from typing import Any

from django.utils import timezone

from measures.models import PlanWord
from progress.models import MeasureReview, Meeting, ReviewDecision
from progress.plan_editions.writing import write_edition
from progress.reviews import measure_verbs
from tests.post_lines import Post, Stage
from tests.progress.conftest import World

PAPER = "/plan/reviews/measures/{paper}/"
NEW = "/plan/reviews/new-measures/{new_measure}/"


def row_of(city: World) -> MeasureReview:
    return MeasureReview.objects.with_measure().get(measure=city.measure)


def handed_in(city: World) -> None:
    row = row_of(city)
    measure_verbs.submit(row, by=city.people["reporter"], version=row.version)


def on_version(stage: Stage) -> dict[str, Any]:
    return {"version": row_of(stage.city).version}


def filled(stage: Stage) -> dict[str, Any]:
    outlook = stage.city.word("見直し", "outlook").pk
    return on_version(stage) | {"outlook": outlook, "reason": "国の動向", "budget": "none"}


def proposed(stage: Stage) -> dict[str, Any]:
    outlook = stage.city.word("継続", "outlook").pk
    return on_version(stage) | {"propose-outlook": outlook, "propose-note": "よい。"}


def new_fields(stage: Stage) -> dict[str, Any]:
    city = stage.city
    return {
        "division": city.divisions["lead"].pk, "direction": city.measure.direction_id, "name": "新しい施策",
        "work": "広げる。", "reason": "必要なため", "version": 0,
    }  # fmt: skip


def ready_to_decide(city: World) -> dict[str, Any]:
    """The 調書 with its 案, decided by nobody, and the meeting that is to decide."""
    handed_in(city)
    row, by = row_of(city), city.people["secretariat"]
    measure_verbs.propose(row, by=by, version=row.version, outlook=row.outlook)
    decision = ReviewDecision.objects.get()
    decision.delete()
    return {"deciding": decision.meeting_id}


def decision_on_paper(stage: Stage) -> dict[str, Any]:
    outlook = stage.city.word("継続", "outlook").pk
    return on_version(stage) | {"meeting": stage.name("deciding"), "outlook": outlook}


def rest(stage: Stage) -> dict[str, Any]:
    row = row_of(stage.city)
    return {"meeting": stage.name("deciding"), f"version-{row.pk}": row.version}


def ready_to_take_over(city: World) -> None:
    """A settled decision that ends the measure, of a plan in force."""
    ready_to_decide(city)
    row, by = row_of(city), city.people["secretariat"]
    ended = PlanWord.objects.create(
        plan=city.plan, vocabulary="outlook", word="廃止", meaning="abolish", order=9
    )
    meeting = Meeting.objects.create(
        year=city.year, kind="政策会議", held_on="2024-07-30", by=by, settled_at=timezone.now(),
        settled_by=by,
    )  # fmt: skip
    ReviewDecision.objects.create(
        meeting=meeting,
        measure_review=row,
        version=row.version,
        outlook=ended,
        by=by,
        at=timezone.now(),
    )
    if not city.plan.editions.exists():
        write_edition(city.plan, effective_on=date(2023, 4, 1), by="試験")


REVIEWS = [
    Post(f"{PAPER}decide/", "secretariat", decision_on_paper, prepare=ready_to_decide),
    Post(
        f"{NEW}decide/",
        "secretariat",
        lambda stage: {"version": 0, "meeting": stage.name("deciding"), "is_adopted": "yes"},
        prepare=ready_to_decide,
    ),
    Post(
        "/plan/reviews/{plan_review}/decisions/rest/", "secretariat", rest, prepare=ready_to_decide
    ),
    Post(
        "/plan/reviews/{plan_review}/take-over/",
        "secretariat",
        lambda stage: {"version": 0},
        prepare=ready_to_take_over,
    ),
    Post(
        "/plan/reviews/decisions/{review_decision}/drop/",
        "secretariat",
        lambda stage: {"reason": "誤り"},
        answers=frozenset({200, 302, 404, 409}),
    ),
    Post(
        "/plan/reviews/open/",
        "secretariat",
        lambda stage: {
            "first_fiscal_year": 2023, "last_fiscal_year": 2024, "changes_from": 2025,
            "due_on": "R6.9.30",
        },
    ),
    Post(
        "/plan/reviews/{plan_review}/change/",
        "secretariat",
        lambda stage: {"version": 0, "title": "見直し", "due_on": "R6.10.31", "note": "急ぐ"},
    ),
    Post("/plan/reviews/{plan_review}/new/", "reporter", new_fields),
    Post(f"{PAPER}edit/", "reporter", filled),
    Post(f"{PAPER}submit/", "reporter", on_version),
    Post(f"{PAPER}withdraw/", "reporter", on_version, prepare=handed_in),
    Post(
        f"{PAPER}send-back/",
        "secretariat",
        lambda stage: on_version(stage) | {"send_back-reason": "根拠を書くこと。"},
        prepare=handed_in,
    ),
    Post(f"{PAPER}propose/", "secretariat", proposed, prepare=handed_in),
    Post(f"{NEW}edit/", "reporter", new_fields),
    Post(
        f"{NEW}drop/",
        "reporter",
        lambda stage: {"version": 0, "drop-reason": "やめるため"},
        answers=frozenset({200, 302, 404, 409}),  # who comes later finds nothing there
    ),
    Post(f"{NEW}handle/", "secretariat", lambda stage: {"version": 0, "handle-proposed": "adopt"}),
]  # fmt: skip
