"""The pages on which a review is decided and taken over."""

import pytest
from django.urls import reverse

from progress.models import ReviewDecision
from tests.progress.conftest import settle
from tests.progress.reviews.making import opened, paper
from tests.progress.reviews.test_deciding import in_force_plan, meeting_of, proposed

pytestmark = pytest.mark.one_database


def test_a_paper_is_followed_from_its_proposal_to_the_revision(client, world):
    in_force_plan(world)
    review = opened(world)
    row, meeting = proposed(world, review, "I-1-1", "abolish"), meeting_of(world)
    client.force_login(world.people["secretariat"])
    decisions = reverse("progress:review_decisions", args=[review.pk])
    decide = reverse("progress:measure_review_decide", args=[row.pk])
    assert decide in client.get(decisions).content.decode()
    data = {"version": 3, "meeting": meeting.pk, "outlook": row.outlook_id, "opinion": "よい"}
    unread = client.post(decide, data | {"version": "R99"})
    assert unread.status_code == 409 and "よい" in unread.content.decode()
    assert client.post(decide, data).status_code == 302
    assert client.post(decide, data).status_code == 409  # and says that it stands already
    drop = reverse("progress:review_decision_drop", args=[ReviewDecision.objects.get().pk])
    assert client.get(drop).status_code == 200
    settle(meeting)
    take = reverse("progress:review_take_over", args=[review.pk])
    page = client.get(take).content.decode()
    assert "I-1-1 施策I-1-1：2行" in page and "会議の決定がないため、変えません。" in page
    assert client.post(take, {"version": 0}).status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert "計画の見直しの案「計画の見直し（R5年度）」の2行になりました。" in page
    assert "引き継ぎました" in client.get(review.get_absolute_url()).content.decode()


def test_council_reads_decisions_once_they_are_settled(client, world):
    review = opened(world)
    row, meeting = proposed(world, review, "I-1-1", "abolish"), meeting_of(world)
    client.force_login(world.people["secretariat"])
    decide = reverse("progress:measure_review_decide", args=[row.pk])
    client.post(
        decide, {"version": 3, "meeting": meeting.pk, "outlook": row.outlook_id, "opinion": "極秘"}
    )
    client.force_login(world.people["council"])
    assert "極秘" not in client.get(row.get_absolute_url()).content.decode()
    page = client.get(reverse("progress:review_decisions", args=[review.pk])).content.decode()
    assert "案：廃止" not in page
    settle(meeting)
    assert "極秘" in client.get(row.get_absolute_url()).content.decode()


def test_the_rest_is_decided_of_what_the_page_listed(client, world):
    review = opened(world)
    row, meeting = proposed(world, review, "I-1-2", "continue"), meeting_of(world)
    client.force_login(world.people["secretariat"])
    rest = reverse("progress:review_rest", args=[review.pk])
    stale = client.post(rest, {"meeting": meeting.pk, f"version-{row.pk}": 1})
    assert stale.status_code == 409 and "その後に変わった" in stale.content.decode()
    answer = client.post(rest, {"meeting": meeting.pk, f"version-{row.pk}": 3})
    assert answer.status_code == 302
    assert paper(review, "I-1-2").decisions.get().manner == "rest"


def test_settling_shows_what_was_decided_on_papers_and_settles_no_other(client, world):
    review = opened(world)
    row, meeting = proposed(world, review, "I-1-1", "abolish"), meeting_of(world)
    client.force_login(world.people["secretariat"])
    decide = reverse("progress:measure_review_decide", args=[row.pk])
    sent = {"version": 3, "meeting": meeting.pk, "outlook": row.outlook_id, "opinion": "よい"}
    drop = reverse("progress:meeting_drop", args=[meeting.pk])
    assert drop in client.get(meeting.get_absolute_url()).content.decode()
    client.post(decide, sent)
    assert drop not in client.get(meeting.get_absolute_url()).content.decode()
    url = reverse("progress:meeting_settle", args=[meeting.pk])
    page = client.get(url).content.decode()
    decision = ReviewDecision.objects.get()
    field = f'name="review_decision" value="{decision.pk}"'
    assert "計画の見直しの決定（1件）" in page and "廃止" in page and field in page
    assert reverse("progress:review_decision_drop", args=[decision.pk]) in page
    chair = {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": "R6.7.1"}
    unread = client.post(url, chair)
    assert unread.status_code == 409 and "一覧を開いた後に" in unread.content.decode()
    assert client.post(url, chair | {"review_decision": decision.pk}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_settled
