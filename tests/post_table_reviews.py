"""The lines of tests/post_table.py for 三年目の見直し."""

from typing import Any

from progress.models import MeasureReview
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


REVIEWS = [
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
    Post(f"{NEW}drop/", "reporter", lambda stage: {"version": 0, "drop-reason": "やめるため"}),
    Post(f"{NEW}handle/", "secretariat", lambda stage: {"version": 0, "handle-proposed": "adopt"}),
]  # fmt: skip
