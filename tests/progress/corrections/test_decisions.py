"""誤記訂正: a slip of the pen in a decision, with the chair's consent, live and closed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.corrections.pages import places_of
from progress.decisions import evaluating
from progress.editions import unlocking
from progress.models import Correction, Decision, Publication, ReviewYear
from progress.publication import verbs as publication
from progress.reading.years import edition_of
from progress.workflow.refusals import OF_CLOSED_YEAR, Incomplete, NotAllowed
from tests.progress.corrections.test_verbs import close, confirm
from tests.records.reading import run_sql

TODAY = timezone.localdate()
CONSENT = date(2024, 8, 1)


def word(world, name: str, vocabulary: str = "progress") -> dict:
    found = world.word(name, vocabulary)
    return {
        "id": found.pk, "word": found.word, "meaning": found.meaning, "order": found.order,
    }  # fmt: skip


def propose(world, part: str, after, decision=None, **more):
    decision = decision or Decision.objects.get()
    told = {"kind": "slip", "reason": "書き写しの誤り", "consented_on": CONSENT} | more
    return corrections.propose_correction(
        world.fresh(),
        by=world.people["secretariat"],
        place=f"decision-{decision.pk}-{part}",
        after=after,
        **told,
    )


def shown(world) -> tuple:
    mark = edition_of(world.fresh()).report.mark
    return str(mark.progress), str(mark.outlook), mark.whose


def test_slip_in_the_decision_that_counts_changes_the_mark_of_an_open_year(world):
    world.bring_to("evaluated")
    assert shown(world) == ("順調", "継続", "meeting")
    correction = propose(world, "judgement", word(world, "遅れ"))
    assert correction.label == "推進会議（令和6年7月10日）の決定：判定"
    assert shown(world) == ("順調", "継続", "meeting")
    confirm(world, correction)
    assert shown(world) == ("遅れ", "継続", "meeting")
    fresh = world.fresh()
    assert (fresh.state, fresh.version, str(fresh.progress)) == ("evaluated", 4, "順調")


def test_slip_is_mended_in_a_closed_year_by_a_new_edition_and_publication(world):
    ReviewYear.objects.update(publish_on=TODAY - timedelta(days=1))
    report = world.bring_to("confirmed")
    secretary = world.people["secretariat"]
    world.decide(report, opinion="早めに着主すること。", is_public=True)
    evaluating.evaluate(report, by=secretary, version=3)
    publication.publish(report, by=secretary, version=4)
    close(world)
    confirm(world, propose(world, "opinion", "早めに着手すること。"))
    confirm(world, propose(world, "outlook", word(world, "見直し", "outlook")))
    assert shown(world) == ("順調", "見直し", "meeting")
    newest, first = report.snapshots.latest("edition"), report.snapshots.earliest("edition")
    assert (newest.edition, newest.cause, newest.outlook) == (3, "correction", "見直し")
    decision = newest.content["decisions"][0]
    assert (decision["opinion"], decision["outlook"]["word"]) == ("早めに着手すること。", "見直し")
    assert first.content["decisions"][0]["opinion"] == "早めに着主すること。"
    assert newest.content["errata"][0] == {
        "kind": "slip", "place": f"decision-{Decision.objects.get().pk}-opinion",
        "label": "推進会議（令和6年7月10日）の決定：意見", "before": "早めに着主すること。",
        "after": "早めに着手すること。", "reason": "書き写しの誤り",
        "on": TODAY.isoformat(), "consented_on": "2024-08-01",
    }  # fmt: skip
    public = Publication.objects.public().get()
    assert (public.edition, public.content["outlook"]["word"]) == (3, "見直し")
    assert public.content["opinions"][0]["opinion"] == "早めに着手すること。"
    assert [line["after"] for line in public.content["errata"]] == [
        "早めに着手すること。",
        "見直し",
    ]
    assert Publication.objects.get(edition=1).content["outlook"]["word"] == "継続"


def test_slip_in_a_decision_that_does_not_count_changes_no_mark_and_no_publication(world):
    ReviewYear.objects.update(publish_on=TODAY - timedelta(days=1))
    world.bring_to("evaluated")
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    later = world.decide(world.fresh(), opinion="内輪の意見")
    confirm(world, propose(world, "judgement", word(world, "遅れ"), later))
    confirm(world, propose(world, "opinion", "内々の意見", later))
    assert shown(world) == ("順調", "継続", "meeting")
    later.refresh_from_db()
    assert (str(later.judgement), later.opinion) == ("遅れ", "内々の意見")
    assert Publication.objects.count() == 1


def test_consent_of_the_chair_is_asked_and_of_a_day_that_can_be(world):
    world.bring_to("evaluated")
    late = word(world, "遅れ")
    with pytest.raises(Incomplete, match="議長の同意日"):
        propose(world, "judgement", late, consented_on=None)
    with pytest.raises(ValidationError, match="今日まで"):
        propose(world, "judgement", late, consented_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="開催日（令和6年7月10日）以後"):
        propose(world, "judgement", late, consented_on=date(2024, 7, 9))
    with pytest.raises(NotAllowed, match="誤記訂正"):
        propose(world, "judgement", late, kind="correct")
    with pytest.raises(ValidationError, match="同じ"):
        propose(world, "judgement", word(world, "順調"))
    with pytest.raises(ValidationError, match="言葉から"):
        propose(world, "judgement", None)
    assert not Correction.objects.exists()
    row = Correction(
        report=world.report, kind="slip", place="decision-1-opinion", label="意見", before="",
        after="直した文", reason="誤記", proposed_by=world.people["secretariat"],
        proposed_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_public_opinion_is_not_mended_away(world):
    world.bring_to("evaluated")
    decision = world.decide(world.fresh(), opinion="公の意見", is_public=True)
    with pytest.raises(ValidationError, match="空欄にできません"):
        propose(world, "opinion", " ", decision)


def test_decision_on_a_report_before_its_confirmation_is_mended_too(world):
    report = world.bring_to("submitted")
    decision = world.decide(report)
    places = places_of(world.fresh())
    assert f"decision-{decision.pk}-judgement" in places
    confirm(world, propose(world, "judgement", word(world, "遅れ")))
    decision.refresh_from_db()
    assert str(decision.judgement) == "遅れ"


def test_unlocked_report_is_evaluated_before_its_decision_is_mended(world):
    world.bring_to("evaluated")
    close(world)
    unlocking.unlock(world.fresh(), by=world.people["secretariat"], version=4, reason="誤り")
    with pytest.raises(NotAllowed, match="もう一度評価した後"):
        propose(world, "judgement", word(world, "遅れ"))


def test_database_opens_the_corrected_part_of_a_decision_alone(world):
    world.bring_to("evaluated")
    close(world)
    late = world.word("遅れ").pk

    def refused(statement: str, *values) -> None:
        with pytest.raises(IntegrityError, match=OF_CLOSED_YEAR), transaction.atomic():
            run_sql(statement, *values)

    refused("UPDATE progress_decision SET judgement_id = %s", late)
    propose(world, "judgement", word(world, "遅れ"))
    refused("UPDATE progress_decision SET judgement_id = %s", late)
    second, now = world.people["second_secretariat"].pk, timezone.now()
    run_sql("UPDATE progress_correction SET confirmed_by_id = %s, confirmed_at = %s", second, now)
    refused("UPDATE progress_decision SET opinion = 'x'")
    run_sql("UPDATE progress_decision SET judgement_id = %s", late)


def test_page_asks_for_the_consent_and_the_errata_name_it(world, client):
    world.bring_to("evaluated")
    decision = Decision.objects.get()
    client.force_login(world.people["secretariat"])
    listing = client.get(reverse("progress:correction_places", args=[world.report.pk]))
    assert "推進会議（令和6年7月10日）の決定：今後の方針" in listing.content.decode()
    place = f"decision-{decision.pk}-judgement"
    url = reverse("progress:correction_new", args=[world.report.pk, place])
    data = {"kind": "slip", "after": world.word("遅れ").pk, "reason": "書き写しの誤り"}
    assert "議長の同意日を入力してください。" in client.post(url, data).content.decode()
    assert client.post(url, data | {"consented_on": "R6.8.1"}).status_code == 302
    confirm(world, Correction.objects.get())
    page = client.get(reverse("progress:errata_list", args=[world.year.pk])).content.decode()
    assert "（議長の同意：令和6年8月1日）" in page
