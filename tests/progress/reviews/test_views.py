"""三年目の見直し in the browser: the workspace, the form of a 調書, what is typed and kept."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.decisions import evaluating
from progress.models import (
    IndicatorResult,
    MeasureReview,
    NewMeasureProposal,
    ProgressReport,
    ReviewYear,
)
from progress.reviews import measure_verbs, new_verbs
from progress.reviews.pages import ReviewFilter, papers_of, reasons_of
from progress.reviews.side_by_side import side_by_side
from progress.unsent.doors import place_of
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.unsent import Entry, UnsentInput
from sakado_dx.organization.unsent_verbs import keep
from tests.progress.closing import close_year, pass_due
from tests.progress.reviews.making import opened, paper

pytestmark = pytest.mark.one_database
WINDOW = "a" * 16


def of(client, world, role: str):
    client.force_login(world.people[role])
    return client


def sent(world, **more) -> dict:
    outlook = world.word("見直し", "outlook").pk
    return {"version": 0, "outlook": outlook, "reason": "国の動向", "budget": "none"} | more


def edit_url(row: MeasureReview) -> str:
    return reverse("progress:measure_review_edit", args=[row.pk])


def test_the_workspace_shows_each_measure_with_its_years_and_why_it_is_looked_at(client, world):
    world.bring_to("evaluated")
    review = opened(world)
    page = of(client, world, "secretariat").get(review.get_absolute_url()).content.decode()
    assert "施策I-1-1" in page and "施策I-1-2" in page
    told = side_by_side(review, papers_of(standing_of(world.people["secretariat"]), review))
    first = told.lines[0]
    assert [each.label for each in first.years] == ["R5", "R6"]
    assert (first.years[0].planned, first.years[0].progress) == ("導入・運用", "順調")
    assert (
        first.ways[0].told
        == "処理件数：12件（R5） → R5年度の目標10件（R7年度まで継続）（達成済み）"
    )
    assert first.is_over and first.is_reached and first.decided == "順調・継続（R5）"


def test_the_filters_go_by_the_causes_of_the_council(world):
    world.bring_to("submitted")
    review = opened(world)
    standing = standing_of(world.people["secretariat"])
    told = side_by_side(review, papers_of(standing, review), pending=True)
    assert [each.causes for each in told.lines][1] == ()
    form = ReviewFilter({"why": "over"}, told.lines)
    assert [each.title for each in form.narrowed(list(told.lines))] == ["I-1-1 施策I-1-1"]
    codes = {cause.code for each in told.lines for cause in each.causes}
    assert codes <= {value for value, _ in form.fields["why"].choices}


def test_a_delay_that_a_meeting_let_go_on_is_told_and_can_be_filtered_by(world):
    report = world.bring_to("confirmed")
    world.decide(report, judgement=world.word("遅れ"), accepted_until=date(2026, 3, 31))
    evaluating.evaluate(report, by=world.people["secretariat"], version=3)
    review = opened(world)
    told = side_by_side(review, papers_of(standing_of(world.people["secretariat"]), review))
    form = ReviewFilter({"why": "accepted"}, told.lines)
    [line] = form.narrowed(list(told.lines))
    accepted = "了承済みの遅れ：R5は遅れ、今後の方針は継続（会議の決定、令和8年3月31日まで）。"
    assert accepted in reasons_of(line)


def test_a_running_year_tells_its_figures_as_far_as_they_count(world):
    world.bring_to("evaluated")
    year = ReviewYear.objects.create(
        plan=world.plan, fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    report = ProgressReport.objects.create(
        year=year, measure=world.measure, state="submitted", version=1, **world.complete
    )
    IndicatorResult.objects.create(
        report=report, indicator=world.indicator, fiscal_year=2024, status="reported",
        value="14", certainty="estimate",
    )  # fmt: skip
    review = opened(world)
    papers = papers_of(standing_of(world.people["secretariat"]), review)
    told = [side_by_side(review, papers, pending=each).lines[0] for each in (False, True)]
    assert "R6は" not in told[0].ways[0].told
    assert told[1].ways[0].told.endswith("、R6は14件（見込）")
    year.reports.update(state="confirmed")
    assert side_by_side(review, papers).lines[0].ways[0].told.endswith("、R6は14件（見込）")


def test_a_division_sees_its_own_measures_alone(client, world):
    review = opened(world)
    page = of(client, world, "other").get(review.get_absolute_url()).content.decode()
    assert "施策I-1-2" in page and "施策I-1-1" not in page
    page = client.get(reverse("progress:my_measures")).content.decode()
    assert "調書1件のうち1件が提出前です。" in page


def test_council_reads_a_paper_from_its_submission_on(client, world):
    row = paper(opened(world))
    by = world.people["reporter"]
    fields = {"outlook": world.word("継続", "outlook"), "budget": "none", "reason": "秘密の理由"}
    measure_verbs.save(row, by=by, version=0, fields=fields)
    of(client, world, "council")
    assert client.get(row.get_absolute_url()).status_code == 403
    page = client.get(row.review.get_absolute_url()).content.decode()
    assert row.get_absolute_url() not in page
    measure_verbs.submit(row, by=by, version=1)
    assert "秘密の理由" in client.get(row.get_absolute_url()).content.decode()


def test_what_is_filled_in_is_stored_by_year_and_indicator(client, world):
    row = paper(opened(world))
    pk = world.indicator.pk
    data = sent(world, **{"direction-2025": "運用", f"target-{pk}": "20", "work": "広げる"})
    answer = of(client, world, "reporter").post(edit_url(row), data)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.directions, row.targets) == (
        "draft", {"2025": "運用"}, {"I-1-1": {"value": "20"}},
    )  # fmt: skip
    page = client.get(row.get_absolute_url()).content.decode()
    assert "処理件数：R5年度 10件 → R5年度 20件" in page


def test_a_target_is_changed_or_withdrawn_and_the_rest_is_kept(client, world):
    row = paper(opened(world))
    pk = world.indicator.pk
    data = sent(world, **{f"target-{pk}": "20", f"withdraw-{pk}": "達成済み"})
    answer = of(client, world, "reporter").post(edit_url(row), data)
    page = answer.content.decode()
    assert answer.status_code == 200 and "どちらかにしてください" in page
    row.refresh_from_db()
    assert (row.reason, row.targets) == ("国の動向", {})


def test_who_comes_second_sees_both_texts_and_loses_nothing(client, world):
    row = paper(opened(world))
    of(client, world, "reporter").post(edit_url(row), sent(world))
    answer = of(client, world, "head").post(edit_url(row), sent(world, reason="別の理由"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "国の動向" in page and "別の理由" in page
    row.refresh_from_db()
    assert row.reason == "国の動向"


def test_unsent_input_comes_back_and_goes_once_it_is_stored(client, world):
    row = paper(opened(world))
    user = world.people["reporter"]
    place = place_of(standing_of(user), "measure-review", row.pk)
    entry = Entry("打ちかけ", timezone.now(), WINDOW, 1, "")
    keep(place, by=user, window=WINDOW, typed={"reason": entry})
    page = of(client, world, "reporter").get(edit_url(row)).content.decode()
    assert "打ちかけ" in page and "未送信の入力を戻しました" in page
    assert "施策I-1-1" in client.get(reverse("progress:unsent_list")).content.decode()
    client.post(edit_url(row), sent(world, reason="打ちかけ", unsent_window=WINDOW))
    assert UnsentInput.objects.get().fields == {}


def test_a_paper_that_was_handed_in_takes_nothing_more(client, world):
    row = paper(opened(world))
    of(client, world, "reporter").post(edit_url(row), sent(world, work="広げる"))
    submit = reverse("progress:measure_review_submit", args=[row.pk])
    assert client.post(submit, {"version": 1}).status_code == 302
    assert client.post(submit, {"version": 1}).status_code == 302  # a double click
    answer = client.post(edit_url(row), sent(world, version=2, reason="後から"))
    assert answer.status_code == 409 and "後から" in answer.content.decode()


def test_the_workspace_of_closed_years_asks_little_of_the_database(client, world):
    world.bring_to("evaluated")
    pass_due(world.year)
    report = world.year.reports.exclude(pk=world.report.pk).get()
    close_year(world.year, by=world.people["secretariat"], reasons={report.pk: "災害のため"})
    review = opened(world)
    of(client, world, "secretariat").get(review.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(review.get_absolute_url()).status_code == 200
    assert len(queries) <= 15, [each["sql"][:150] for each in queries]


def test_each_page_leads_back_by_way_of_the_library(client, world):
    row = paper(opened(world))
    of(client, world, "secretariat")
    addresses = (
        reverse("progress:plan_review_list"),
        row.review.get_absolute_url(),
        row.get_absolute_url(),
        reverse("progress:review_decisions", args=[row.review_id]),
        reverse("progress:review_budget", args=[row.review_id]),
        reverse("progress:new_measure_add", args=[row.review_id]),
        reverse("progress:review_take_over", args=[row.review_id]),
    )
    library = ("資料", reverse("measures:library"))
    assert {client.get(each).context["breadcrumbs"][0] for each in addresses} == {library}


def taken_back_meanwhile(monkeypatch, verb: str) -> None:
    """The proposal goes between the reading of the page and the verb."""
    real = getattr(new_verbs, verb)

    def late(row, **told):
        NewMeasureProposal.objects.all().delete()
        return real(row, **told)

    monkeypatch.setattr(new_verbs, verb, late)


@pytest.mark.parametrize(
    ("verb", "name", "who", "typed"),
    [
        ("change_proposal", "edit", "reporter", {"name": "窓口の改善", "work": "広げるため"}),
        ("drop_proposal", "drop", "reporter", {"drop-reason": "やめるため"}),
        ("handle_proposal", "handle", "secretariat", {"handle-proposed": "drop", "handle-note": "別の案"}),
    ],
)  # fmt: skip
def test_what_is_typed_stays_where_the_proposal_is_taken_back_meanwhile(
    client, world, monkeypatch, verb, name, who, typed
):
    row = opened(world).new_measures.create(
        division=world.divisions["lead"], direction=world.measure.direction, name="窓口",
        work="始める", reason="必要なため", by=world.people["reporter"], at=timezone.now(),
    )  # fmt: skip
    taken_back_meanwhile(monkeypatch, verb)
    fields = {"division": row.division_id, "direction": row.direction_id, "reason": "必要なため"}
    answer = of(client, world, who).post(
        reverse(f"progress:new_measure_{name}", args=[row.pk]), {"version": 0} | fields | typed
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "この提案は、取り下げられています。" in page
    assert all(each in page for each in typed.values())
