"""Publication: who publishes what, when it shows, and that nothing else ever gets out."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import MeasureDivision
from progress.approvals import verbs as approvals
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.editions.amending import with_value
from progress.entry import verbs as entry
from progress.models import ProgressReport, Publication, ReviewYear, StatusChange
from progress.publication import content as publication_content
from progress.publication import verbs as publication_verbs
from progress.publication.content import Contact
from progress.reading.codec import plain
from progress.reading.years import edition_of
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.organization.models import Division
from tests.progress.closing import close_year
from tests.progress.conftest import PAPER

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def published(world):
    """The world's report, evaluated and published; the 公表日 was yesterday."""
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    publication_verbs.publish(world.fresh(), by=world.people["secretariat"], version=4)
    return world


def close(world) -> None:
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    year = ReviewYear.objects.select_related("plan").get()
    close_year(year, by=world.people["secretariat"], reasons={left.pk: "災害対応"})


def test_publication_holds_the_allow_list_and_the_divisions_address(published):
    lead = published.divisions["lead"]
    type(lead).objects.filter(pk=lead.pk).update(telephone="049-1", email="joho@example.jp")
    secretary = published.people["secretariat"]
    publication_verbs.publish(published.fresh(), by=secretary, version=5)
    shown = Publication.objects.latest("edition").content
    assert sorted(shown) == [
        "contact", "direction", "errata", "indicators", "layout", "measure", "opinions", "outlook", "plan",
        "planned", "progress", "public_text", "self_assessment", "whose", "withheld", "year",
    ]  # fmt: skip
    assert shown["contact"] == {"name": "情報課", "telephone": "049-1", "email": "joho@example.jp"}
    assert shown["progress"] == {"word": "順調", "meaning": "on_track", "order": 0}
    assert shown["public_text"] == "窓口の様式を見直した。"
    assert shown["indicators"][0]["figure"] == {
        "fiscal_year": 2023, "status": "reported", "value": "12", "done": None, "done_on": None, "words": "",
        "certainty": "settled",
        "numerator": None,
        "denominator": None,
    }  # fmt: skip


def test_contact_is_whom_citizens_can_ask_once_they_see_the_page(world):
    """Published in March for a day in April, it told the division that had gone by then."""
    today = timezone.localdate()
    ReviewYear.objects.update(publish_on=today + timedelta(days=9))
    world.bring_to("evaluated")
    lead = MeasureDivision.objects.filter(measure=world.measure).order_by("order").first()
    MeasureDivision.objects.filter(pk=lead.pk).update(last_day=today + timedelta(days=4))
    begins = today + timedelta(days=5)
    heir = Division.objects.create(name="デジタル課", telephone="049-2", first_day=begins)
    MeasureDivision.objects.create(
        measure=world.measure, division=heir, order=lead.order, first_day=begins
    )
    publication_verbs.publish(world.fresh(), by=world.people["secretariat"], version=4)
    shown = Publication.objects.get()
    assert shown.content["contact"] == {"name": "デジタル課", "telephone": "049-2", "email": ""}
    assert shown.published_on == today + timedelta(days=9)
    assert shown.content["measure"]["divisions"][0] == "情報課"  # of the year that it tells of


def evaluate_other(world) -> ProgressReport:
    """The measure that shares the world's indicator, evaluated before the one that enters it."""
    report = ProgressReport.objects.with_measure().get(measure__code="I-1-2")
    people = world.people
    entry.save(report, by=people["other"], version=0, fields=world.complete)
    entry.submit(report, by=people["other"], version=1)
    desk.confirm(report, by=people["secretariat"], version=2)
    world.decide(report)
    return evaluating.evaluate(report, by=people["secretariat"], version=3)


def test_publication_shows_no_figure_of_a_report_that_does_not_count_yet(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    home = world.bring_to("submitted")  # with its figure, 12
    other = evaluate_other(world)
    secretary = world.people["secretariat"]
    publication_verbs.publish(other, by=secretary, version=4)
    content = Publication.objects.get(report=other).content
    assert content["indicators"][0]["figure"] is None
    assert "12" not in json.dumps(content["indicators"][0]["judgement"]["finding"])
    desk.confirm(home, by=secretary, version=2)
    publication_verbs.publish(other, by=secretary, version=5)
    newest = Publication.objects.filter(report=other).latest("edition").content
    assert newest["indicators"][0]["figure"]["value"] == "12"


def test_text_for_the_public_takes_the_place_of_what_was_done(world):
    edition = edition_of(world.bring_to("confirmed"))
    told = with_value(edition, "public_text", "窓口が便利になりました。")
    shown = publication_content.public_report(told, withheld=(), contact=Contact())
    assert shown.public_text == "窓口が便利になりました。"
    assert "様式を見直した" not in json.dumps(plain(shown), ensure_ascii=False)


def test_nothing_is_public_before_the_publication_day(published, client):
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    publication = Publication.objects.get()
    addresses = [
        reverse("progress:publication_list"),
        reverse("progress:publication_detail", args=[publication.pk]),
    ]
    listing, detail = addresses
    client.force_login(published.people["reporter"])
    assert "施策I-1-1" not in client.get(listing).content.decode()
    assert client.get(detail).status_code == 404
    assert not ProgressReport.objects.published().exists()
    ReviewYear.objects.update(publish_on=timezone.localdate())
    assert "施策I-1-1" in client.get(listing).content.decode()
    assert client.get(detail).status_code == 200
    assert ProgressReport.objects.published().get() == published.report


def test_year_without_a_publication_day_publishes_nothing(world):
    report = world.bring_to("evaluated")
    with pytest.raises(NotAllowed, match="公表日が決まっていません"):
        publication_verbs.publish(report, by=world.people["secretariat"], version=4)
    publication_verbs.set_days(
        world.year,
        by=world.people["secretariat"],
        days={"publish_on": YESTERDAY},
        reason="決定のため",
    )
    publication_verbs.publish(world.fresh(), by=world.people["secretariat"], version=4)
    assert world.report.publications.get().edition == 1


def test_approval_is_needed_where_the_year_asks_for_it(world):
    ReviewYear.objects.update(publish_on=YESTERDAY, asks_approval=True)
    world.bring_to("evaluated")
    report, secretary = world.fresh(), world.people["secretariat"]
    with pytest.raises(NotAllowed, match="決裁が済んでいません"):
        publication_verbs.publish(report, by=secretary, version=4)
    approvals.check_content(report, by=world.people["executive"], version=4)
    with pytest.raises(NotAllowed, match="決裁が済んでいません"):  # 内容確認 is no 決裁
        publication_verbs.publish(report, by=secretary, version=4)
    approvals.approve(report, by=world.people["secretariat"], version=4, **PAPER)
    publication_verbs.publish(report, by=secretary, version=5)
    # Reopening ends the approval; the publication stays as it was.
    desk.reopen(report, by=secretary, version=6, reason="数値の誤り")
    assert ProgressReport.objects.published().get() == report


def test_same_content_is_not_published_twice(published):
    with pytest.raises(NotAllowed, match="同じ内容"):
        publication_verbs.publish(published.fresh(), by=published.people["secretariat"], version=5)
    assert Publication.objects.count() == 1


def test_reopened_report_stays_published_until_it_is_published_again(published):
    people, report = published.people, published.fresh()
    first = Publication.objects.get().content
    desk.reopen(report, by=people["secretariat"], version=5, reason="数値の誤り")
    entry.save(report, by=people["head"], version=6, fields={"done": "書き直した文"})
    assert Publication.objects.public().get().content == first
    entry.submit(report, by=people["head"], version=7)
    desk.confirm(report, by=people["secretariat"], version=8)
    published.decide(report)
    evaluating.evaluate(report, by=people["secretariat"], version=9)
    assert Publication.objects.public().get().content == first
    publication_verbs.publish(report, by=people["secretariat"], version=10)
    newest = Publication.objects.public().get()
    assert (newest.edition, newest.content["public_text"]) == (2, "書き直した文")
    assert Publication.objects.get(edition=1).content == first


def test_publication_is_taken_back_with_a_reason_in_any_state(published):
    people, report = published.people, published.fresh()
    desk.reopen(report, by=people["secretariat"], version=5, reason="数値の誤り")
    with pytest.raises(Incomplete):
        publication_verbs.unpublish(report, by=people["secretariat"], version=6, reason=" ")
    publication_verbs.unpublish(report, by=people["secretariat"], version=6, reason="誤りのため")
    assert not Publication.objects.public().exists()
    with pytest.raises(NotAllowed, match="公表されていません"):
        publication_verbs.unpublish(report, by=people["secretariat"], version=7, reason="もう一度")
    change = StatusChange.objects.get(verb="unpublish")
    assert (change.from_state, change.to_state, change.reason) == (
        "returned",
        "returned",
        "誤りのため",
    )


def test_withheld_fields_are_named_and_empty_and_their_reasons_stay_inside(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    secretary = world.people["secretariat"]
    hidden = dict.fromkeys(publication_content.FIELDS, "個人が特定されるおそれ")
    report = publication_verbs.withhold(world.fresh(), by=secretary, version=4, withheld=hidden)
    publication_verbs.publish(report, by=secretary, version=5)
    shown = Publication.objects.get().content
    text = json.dumps(shown, ensure_ascii=False)
    for word in ("個人が特定", "様式を見直した", "順調", "継続", '"12"', "実績12件"):
        assert word not in text
    assert shown["withheld"] == list(publication_content.FIELDS.values())
    assert shown["indicators"][0]["facts"]["targets"][0]["value"] == "10"


def test_withheld_measure_is_not_published(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    secretary = world.people["secretariat"]
    report = publication_verbs.withhold(
        world.fresh(), by=secretary, version=4, withheld={"measure": "契約前のため"}
    )
    with pytest.raises(NotAllowed, match="公表しない"):
        publication_verbs.publish(report, by=secretary, version=5)
    publication_verbs.withhold(report, by=secretary, version=5, withheld={})
    publication_verbs.publish(report, by=secretary, version=6)
    with pytest.raises(NotAllowed, match="先に公表を取り下げて"):
        publication_verbs.withhold(
            report, by=secretary, version=7, withheld={"measure": "契約前のため"}
        )


def test_withholding_needs_a_reason_for_each_item(world):
    report = world.bring_to("draft")
    with pytest.raises(Incomplete) as refusal:
        publication_verbs.withhold(
            report,
            by=world.people["secretariat"],
            version=1,
            withheld={"results": "推計中", "opinions": " "},
        )
    assert [each.field for each in refusal.value.missing] == ["opinions"]


def test_closed_year_is_published_as_it_was_judged(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    close(world)
    type(world.measure).objects.filter(pk=world.measure.pk).update(name="改定後の名称")
    world.indicator.targets.update(value=99)
    publication_verbs.publish(world.fresh(), by=world.people["secretariat"], version=4)
    shown = Publication.objects.get().content
    assert shown["measure"]["name"] == "施策I-1-1"
    assert shown["indicators"][0]["judgement"]["label"] == "達成"


def test_many_are_published_after_a_page_that_lists_what_will_happen(world, client):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    client.force_login(world.people["secretariat"])
    address = reverse("progress:publish_bulk", args=[world.year.pk])
    text = client.get(address).content.decode()
    assert "初めて公表します" in text and "報告が「未入力」です。" in text
    data = {"report": [world.report.pk], f"version-{world.report.pk}": 3}
    client.post(address, data)  # the page was read at an older version
    assert not Publication.objects.exists()
    data[f"version-{world.report.pk}"] = 4
    client.post(address, data)
    assert StatusChange.objects.get(verb="publish").door == "bulk"
    client.post(address, data)
    assert Publication.objects.count() == 1
    assert "公表された報告（1件）" in client.get(address).content.decode()


def test_published_report_is_shown_as_such_from_the_day_on(published, client):
    client.force_login(published.people["reporter"])
    address = f"{reverse('progress:measure_list')}?year={published.year.pk}"
    assert "公表済み" in client.get(address).content.decode()
    detail = reverse("progress:measure_detail", args=[published.measure.pk])
    assert client.get(detail).content.decode().count("公表済み") == 2  # this year's, and its box
    ReviewYear.objects.update(publish_on=date(2099, 1, 1))
    assert "公表済み" not in client.get(address).content.decode().split("</form>")[-1]
    assert "公表済み" not in client.get(detail).content.decode()


def test_desk_shows_what_is_published_and_what_was_sent_back_since(published, client):
    secretary = published.people["secretariat"]
    client.force_login(secretary)
    review = reverse("progress:report_review", args=[published.report.pk])
    queue = reverse("progress:queue", args=[published.year.pk])
    listing = f"{reverse('progress:measure_list')}?year={published.year.pk}"
    for page in (review, queue):
        assert "status--published" in client.get(page).content.decode()
    desk.reopen(published.fresh(), by=secretary, version=5, reason="数値の誤り")
    for page in (review, queue, listing):
        text = client.get(page).content.decode()
        assert "status--returned" in text and "status--published" not in text


def test_preview_shows_what_will_be_published(world, client):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    client.force_login(world.people["secretariat"])
    address = reverse("progress:report_publication", args=[world.report.pk])
    text = client.get(address).content.decode()
    assert "窓口の様式を見直した。" in text and "「取り組んだこと」を使います" in text
    client.post(reverse("progress:report_publish", args=[world.report.pk]), {"version": 4})
    assert "この内容が公表されています（第1版" in client.get(address).content.decode()
    data = {"version": 5, "withhold-public_text": "契約前のため"}
    client.post(reverse("progress:report_withhold", args=[world.report.pk]), data)
    assert world.fresh().withheld == {"public_text": "契約前のため"}
    data = {"version": 6, "unpublish-reason": "誤りのため"}
    client.post(reverse("progress:report_unpublish", args=[world.report.pk]), data)
    assert not Publication.objects.in_force().exists()


def test_old_edition_is_reachable_for_staff_while_a_newer_one_is_public(published, client):
    people = published.people
    type(published.divisions["lead"]).objects.update(telephone="049-283-1331")
    publication_verbs.publish(published.fresh(), by=people["secretariat"], version=5)
    first = Publication.objects.get(edition=1)
    client.force_login(people["reporter"])
    address = reverse("progress:publication_detail", args=[first.pk])
    text = client.get(address).content.decode()
    assert "今は表示されていない版です（第1版" in text and "049-283-1331" not in text


def test_edition_that_was_taken_back_stays_reachable_for_staff(published, client):
    people, first = published.people, Publication.objects.get()
    report = published.fresh()
    publication_verbs.unpublish(report, by=people["secretariat"], version=5, reason="誤りのため")
    client.force_login(people["reporter"])
    detail = reverse("progress:publication_detail", args=[first.pk])
    assert "今は表示されていない版です（第1版、" in client.get(detail).content.decode()
    listing = client.get(reverse("progress:publication_list")).content.decode()
    assert "公表を取り下げた報告（1件）" in listing and detail in listing
    assert not Publication.objects.public().exists()


def test_edition_taken_back_before_its_day_was_never_public(world, client):
    people = world.people
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    world.bring_to("evaluated")
    publication_verbs.publish(world.fresh(), by=people["secretariat"], version=4)
    report = world.fresh()
    publication_verbs.unpublish(report, by=people["secretariat"], version=5, reason="誤りのため")
    ReviewYear.objects.update(publish_on=YESTERDAY)
    client.force_login(people["reporter"])
    detail = reverse("progress:publication_detail", args=[Publication.objects.get().pk])
    assert client.get(detail).status_code == 404
    assert "取り下げた" not in client.get(reverse("progress:publication_list")).content.decode()


def test_pages_say_that_nothing_shows_before_the_day(published, client):
    ReviewYear.objects.update(publish_on=date(2099, 4, 1))
    client.force_login(published.people["secretariat"])
    said = "公表日（令和81年4月1日）までは、市民にも庁内の「公表内容」にも表示されません"
    detail = reverse("progress:publication_detail", args=[Publication.objects.get().pk])
    preview = reverse("progress:report_publication", args=[published.report.pk])
    for address in (detail, preview):
        text = client.get(address).content.decode()
        assert said in text
        assert "市民に表示される内容です（" not in text and "公表されています" not in text
