"""The addresses of 三年目の見直し."""

from django.urls import path

from progress.reviews import budget_views as budget
from progress.reviews import decision_views as decisions
from progress.reviews import measure_views as measures
from progress.reviews import new_views as new
from progress.reviews import taking_views as taking
from progress.reviews import views as reviews

MEASURE = "plan/reviews/measures/<int:pk>/"
NEW = "plan/reviews/new-measures/<int:pk>/"

REVIEWS = [
    path("plan/reviews/", reviews.plan_review_list, name="plan_review_list"),
    path("plan/reviews/open/", reviews.plan_review_open, name="plan_review_open"),
    path("plan/reviews/<int:pk>/", reviews.plan_review, name="plan_review"),
    path("plan/reviews/<int:pk>/change/", reviews.plan_review_change, name="plan_review_change"),
    path("plan/reviews/<int:pk>/new/", new.new_measure_add, name="new_measure_add"),
    path("plan/reviews/<int:pk>/budget/", budget.review_budget, name="review_budget"),
    path("plan/reviews/<int:pk>/decisions/", decisions.review_decisions, name="review_decisions"),
    path("plan/reviews/<int:pk>/decisions/rest/", decisions.review_rest, name="review_rest"),
    path("plan/reviews/<int:pk>/take-over/", taking.review_take_over, name="review_take_over"),
    path(
        "plan/reviews/decisions/<int:pk>/drop/",
        decisions.review_decision_drop,
        name="review_decision_drop",
    ),
    path(f"{MEASURE}decide/", decisions.measure_review_decide, name="measure_review_decide"),
    path(f"{NEW}decide/", decisions.new_measure_decide, name="new_measure_decide"),
    path(MEASURE, measures.measure_review, name="measure_review"),
    path(f"{MEASURE}edit/", measures.measure_review_edit, name="measure_review_edit"),
    path(f"{MEASURE}submit/", measures.measure_review_submit, name="measure_review_submit"),
    path(f"{MEASURE}withdraw/", measures.measure_review_withdraw, name="measure_review_withdraw"),
    path(
        f"{MEASURE}send-back/", measures.measure_review_send_back, name="measure_review_send_back"
    ),
    path(f"{MEASURE}propose/", measures.measure_review_propose, name="measure_review_propose"),
    path(NEW, new.new_measure, name="new_measure"),
    path(f"{NEW}edit/", new.new_measure_edit, name="new_measure_edit"),
    path(f"{NEW}drop/", new.new_measure_drop, name="new_measure_drop"),
    path(f"{NEW}handle/", new.new_measure_handle, name="new_measure_handle"),
]
