"""確定と訂正: two persons, new editions of what is fixed and shown, a line of the 正誤表."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.corrections.forms import CorrectionForm
from progress.corrections.pages import consequences_of, later_editions, places_of, result_value
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.editions import unlocking
from progress.editions.exporting import year_file
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.models import (
    Correction,
    IndicatorResult,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
)
from progress.publication import verbs as publication
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.year import verbs as year_verbs
from tests.progress.closing import close_year

YESTERDAY = timezone.localdate() - timedelta(days=1)


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def close(world, year=None) -> None:
    year = year or year_of(world)
    left = year.reports.exclude(state="evaluated")
    reasons = {report.pk: "災害対応のため" for report in left}
    close_year(year, by=world.people["secretariat"], reasons=reasons)


def result(value: str, certainty: str = "settled") -> dict:
    entry = ResultEntry(status="reported", value=Decimal(value), certainty=certainty)
    return result_value(entry, "件")


def propose(world, place: str, after, kind: str = "correct", by: str = "secretariat", **more):
    return corrections.propose_correction(
        more.pop("report", None) or world.fresh(),
        by=world.people[by],
        kind=kind,
        place=place,
        after=after,
        reason=more.pop("reason", "集計の誤り"),
    )


def confirm(world, correction: Correction, by: str = "second_secretariat") -> Correction:
    fresh = Correction.objects.select_related("report__year__plan").get(pk=correction.pk)
    return corrections.confirm_correction(fresh, by=world.people[by])


def figure_place(world) -> str:
    return f"result-{world.indicator.pk}"


def test_proposal_changes_nothing_until_a_second_person_confirms(world):
    world.bring_to("evaluated")
    correction = propose(world, figure_place(world), result("15"))
    assert IndicatorResult.objects.get().value == 12
    with pytest.raises(NotAllowed, match="別の人"):
        confirm(world, correction, by="secretariat")
    for role in ("head", "reporter", "council", "executive", "administrator"):
        with pytest.raises(NotAllowed):
            confirm(world, correction, by=role)
    assert IndicatorResult.objects.get().value == 12
    confirm(world, correction)
    assert IndicatorResult.objects.get().value == 15
    fresh = world.fresh()
    assert (fresh.state, fresh.version) == ("evaluated", 4)
    with pytest.raises(NotAllowed, match="既に確認された"):
        confirm(world, correction, by="second_secretariat")


def test_only_secretary_confirms_alone_with_a_reason(world, client):
    world.bring_to("evaluated")
    correction = propose(world, "done", "直した文")
    world.people["second_secretariat"].city_roles.update(last_day=YESTERDAY)
    with pytest.raises(Incomplete, match="二人目がいないまま"):
        confirm(world, correction, by="secretariat")
    client.force_login(world.people["secretariat"])
    page = client.get(correction.get_absolute_url()).content.decode()
    assert "二人目なしで、この訂正を確認する" in page
    url = reverse("progress:correction_confirm", args=[correction.pk])
    assert "二人目がいないまま" in client.post(url, {"reason": ""}).content.decode()
    for _ in range(2):
        assert client.post(url, {"reason": "一人が休職中"}).status_code == 302
    assert world.fresh().done == "直した文"
    page = client.get(correction.get_absolute_url()).content.decode()
    assert "二人目なし：一人が休職中" in page


def test_database_lets_nobody_confirm_alone_without_a_reason(world):
    world.bring_to("evaluated")
    correction = propose(world, "done", "直した文")
    correction.confirmed_by, correction.confirmed_at = correction.proposed_by, timezone.now()
    with pytest.raises(ValidationError, match="二人目がいないときは"):
        correction.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        correction.save()


def test_proposal_is_confirmed_within_two_weeks(world, client):
    world.bring_to("evaluated")
    correction = Correction.objects.create(
        report=world.report, kind="correct", place="done", label="取り組んだこと",
        before="窓口の様式を見直した。", after="直した文", reason="誤記",
        proposed_by=world.people["secretariat"], proposed_at=timezone.now() - timedelta(days=15),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="14日を過ぎた"):
        confirm(world, correction)
    client.force_login(world.people["second_secretariat"])
    page = client.get(correction.get_absolute_url()).content.decode()
    assert "14日を過ぎた" in page and "この訂正を確認する" not in page


def test_only_the_secretariat_proposes(world):
    world.bring_to("evaluated")
    for role in ("head", "reporter", "council", "executive", "administrator"):
        with pytest.raises(NotAllowed):
            propose(world, "done", "直した文", by=role)
    assert not Correction.objects.exists()


def test_estimate_is_settled_in_a_closed_year_with_new_editions(world):
    estimate = {world.indicator.pk: ResultEntry("reported", Decimal("12"), certainty="estimate")}
    ReviewYear.objects.update(publish_on=YESTERDAY)
    report, people = world.fresh(), world.people
    entry_verbs.save(
        report, by=people["reporter"], version=0, fields=world.complete, results=estimate
    )
    entry_verbs.submit(report, by=people["head"], version=1)
    desk.confirm(report, by=people["secretariat"], version=2)
    world.decide(report)
    evaluating.evaluate(report, by=people["secretariat"], version=3)
    publication.publish(report, by=people["secretariat"], version=4)
    close(world)
    before = {kind: year_file(year_of(world), kind) for kind in ("csv", "json")}
    assert places_of(world.fresh())[figure_place(world)].may_be_settled
    confirm(world, propose(world, figure_place(world), result("13"), kind="settle"))
    row = IndicatorResult.objects.get()
    assert (row.value, row.certainty) == (13, "settled")
    newest = report.snapshots.latest("edition")
    assert (newest.edition, newest.cause) == (2, "settlement")
    assert newest.content["indicators"][0]["figures"]["2023"]["figure"]["value"] == "13"
    shown = Publication.objects.public().get()
    assert (shown.edition, shown.content["indicators"][0]["figure"]["value"]) == (2, "13")
    line = {
        "kind": "settle", "place": figure_place(world), "label": "処理件数の実績",
        "before": "12件（見込）", "after": "13件", "reason": "集計の誤り",
        "on": timezone.localdate().isoformat(), "consented_on": None,
    }  # fmt: skip
    assert newest.content["errata"] == shown.content["errata"] == [line]
    csv = year_file(year_of(world), "csv")[1].decode()
    assert "処理件数の実績：誤「12件（見込）」正「13件」" in csv
    for kind, content in before.items():
        assert year_file(year_of(world), kind, edition=1) == content


def test_settled_figure_is_corrected_not_settled(world):
    world.bring_to("evaluated")
    with pytest.raises(NotAllowed, match="見込・速報"):
        propose(world, figure_place(world), result("15"), kind="settle")
    with pytest.raises(NotAllowed, match="見込・速報"):
        propose(world, "done", "直した文", kind="settle")


def test_settling_leaves_no_estimate(world):
    world.bring_to("confirmed")
    IndicatorResult.objects.update(certainty="preliminary")
    with pytest.raises(ValidationError, match="「確定」"):
        propose(world, figure_place(world), result("15", "estimate"), kind="settle")


def test_text_and_word_are_corrected_in_report_edition_and_publication(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    secretary = world.people["secretariat"]
    publication.publish(world.fresh(), by=secretary, version=4)
    close(world)
    late = world.word("遅れ")
    word = {"id": late.pk, "word": late.word, "meaning": late.meaning}
    confirm(world, propose(world, "progress", word))
    confirm(world, propose(world, "done", "様式を減らした。"))
    fresh, newest = world.fresh(), world.report.snapshots.latest("edition")
    assert (fresh.progress, fresh.done) == (late, "様式を減らした。")
    kept = newest.content["report"]
    assert (newest.edition, kept["progress"]["word"], kept["texts"]["done"]) == (
        3,
        "遅れ",
        "様式を減らした。",
    )
    # The division's own word is corrected; what the meeting decided goes on to count.
    assert (newest.progress, kept["mark"]["progress"]["word"]) == ("順調", "順調")
    shown = Publication.objects.public().get()
    # 公表用の記載 was blank: what was done stands for it, and is corrected there too.
    assert (shown.edition, shown.content["public_text"]) == (2, "様式を減らした。")
    assert shown.content["progress"] == {"word": "順調", "meaning": "on_track", "order": 0}
    assert [each["place"] for each in shown.content["errata"]] == ["done"]


def test_corrected_word_of_an_unevaluated_report_is_the_one_that_counts(world):
    world.bring_to("confirmed")
    close(world)
    late = world.word("遅れ")
    confirm(world, propose(world, "progress", {"id": late.pk, "word": "遅れ", "meaning": "late"}))
    newest = world.report.snapshots.latest("edition")
    assert (newest.progress, newest.content["report"]["mark"]["progress"]["word"]) == (
        "遅れ",
        "遅れ",
    )


def test_correction_of_what_is_not_public_makes_no_publication(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    confirm(world, propose(world, "issues", "人手が足りない。"))
    assert world.fresh().issues == "人手が足りない。"
    assert Publication.objects.count() == 1


def test_withheld_result_is_not_published_by_its_correction(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    secretary = world.people["secretariat"]
    report = publication.withhold(
        world.fresh(), by=secretary, version=4, withheld={"results": "推計中"}
    )
    publication.publish(report, by=secretary, version=5)
    confirm(world, propose(world, figure_place(world), result("15")))
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("state", ["not_started", "draft", "returned", "submitted"])
def test_report_that_is_not_confirmed_is_changed_by_its_form(world, state):
    world.bring_to(state)
    with pytest.raises(NotAllowed, match="入力で直して"):
        propose(world, "done", "直した文")


def test_unlocked_report_takes_no_correction(world):
    world.bring_to("evaluated")
    close(world)
    correction = propose(world, "done", "直した文")
    unlocking.unlock(world.fresh(), by=world.people["secretariat"], version=4, reason="誤り")
    with pytest.raises(NotAllowed, match="締めを解除"):
        propose(world, "effects", "直した文")
    with pytest.raises(NotAllowed, match="締めを解除"):
        confirm(world, correction)


def test_value_that_changed_meanwhile_is_not_overwritten(world):
    world.bring_to("evaluated")
    correction = propose(world, "done", "直した文")
    ProgressReport.objects.filter(pk=world.report.pk).update(done="別の人が直した文")
    with pytest.raises(NotAllowed, match="申出の後に"):
        confirm(world, correction)
    assert Correction.objects.get().is_waiting
    assert world.fresh().done == "別の人が直した文"


def test_one_proposal_a_place_and_a_reason_for_each(world):
    world.bring_to("evaluated")
    with pytest.raises(Incomplete):
        propose(world, "done", "直した文", reason=" ")
    with pytest.raises(ValidationError, match="同じ"):
        propose(world, "done", "窓口の様式を見直した。")
    with pytest.raises(ValidationError, match="空欄"):
        propose(world, "done", " ")
    with pytest.raises(ValidationError, match="ない箇所"):
        propose(world, "secretariat_note", "所見")
    first = propose(world, "done", "直した文")
    with pytest.raises(NotAllowed, match="既にあります"):
        propose(world, "done", "もっと直した文")
    corrections.drop_correction(first, by=world.people["secretariat"])
    propose(world, "done", "もっと直した文")
    with pytest.raises(NotAllowed, match="取りやめ"):
        confirm(world, first)


def next_year(world) -> ProgressReport:
    """R6 with a figure of 13, evaluated; the indicator grows from its start in R5."""
    type(world.indicator).objects.update(kind="expansion")
    world.indicator.targets.update(role="baseline")
    world.bring_to("evaluated")
    people = world.people
    year = year_verbs.open_year(
        world.plan, by=people["secretariat"], fiscal_year=2024, report_due=timezone.localdate()
    )
    report = ProgressReport.objects.with_measure().get(year=year, measure=world.measure)
    fields, results = world.complete, world.entry("13")
    entry_verbs.save(report, by=people["reporter"], version=0, fields=fields, results=results)
    entry_verbs.submit(report, by=people["head"], version=1, without_parts="期日に間に合わない。")
    desk.confirm(report, by=people["secretariat"], version=2)
    return report


@pytest.fixture
def both_closed(world) -> ProgressReport:
    """R5 and R6 are closed, each with its figure; gives R6's report."""
    report = next_year(world)
    close(world)
    world.decide(report)
    evaluating.evaluate(report, by=world.people["secretariat"], version=3)
    close(world, ReviewYear.objects.select_related("plan").get(fiscal_year=2024))
    return report


def test_judgements_of_other_years_are_listed_first(world, client):
    next_year(world)
    correction = propose(world, figure_place(world), result("14"))
    found = consequences_of(correction)
    labels = [(each.year.short_label, each.is_of_another_year) for each in found]
    assert labels == [("R6", True), ("R6", True), ("R5", False), ("R5", False)]
    assert (found[0].before.label, found[0].after.label) == ("達成", "未達成")
    client.force_login(world.people["second_secretariat"])
    text = client.get(correction.get_absolute_url()).content.decode()
    assert text.index("別の年度") < text.index("<dt>箇所</dt>")


def test_closed_later_year_gets_an_edition_with_the_corrected_figure(world, both_closed):
    confirm(world, propose(world, figure_place(world), result("14")))
    later = both_closed.snapshots.latest("edition")
    assert (later.edition, later.cause) == (2, "correction")
    entry = later.content["indicators"][0]
    assert (entry["figures"]["2023"]["figure"]["value"], entry["judgement"]["label"]) == (
        "14",
        "未達成",
    )
    assert later.content["errata"] == []


def editions_of_r5() -> list[tuple[int, list[str]]]:
    rows = ReportSnapshot.objects.filter(report__year__fiscal_year=2023).order_by("pk")
    return [(each.edition, list(each.content["indicators"][0]["figures"])) for each in rows]


def test_corrected_figure_of_a_later_year_leaves_earlier_editions_alone(world, both_closed):
    before = editions_of_r5()
    report = world.fresh(both_closed)
    correction = propose(world, figure_place(world), result("14"), report=report)
    assert [year.short_label for year, _ in later_editions(report.year)] == ["R6"]
    confirm(world, correction)
    assert editions_of_r5() == before == [(1, ["2023"]), (1, ["2023"])]


def test_evaluating_a_later_year_again_leaves_earlier_editions_alone(world, both_closed):
    before, people = editions_of_r5(), world.people
    secretary, report = people["secretariat"], world.fresh(both_closed)
    version = report.version
    unlocking.unlock(report, by=secretary, version=version, reason="数値の誤り")
    desk.reopen(report, by=secretary, version=version + 1, reason="数値の誤り")
    results = world.entry("15")
    entry_verbs.save(report, by=people["reporter"], version=version + 2, results=results)
    without = {"without_parts": "期日に間に合わない。"}
    entry_verbs.submit(report, by=people["head"], version=version + 3, **without)
    desk.confirm(report, by=secretary, version=version + 4)
    world.decide(report)
    evaluating.evaluate(report, by=secretary, version=version + 5)
    assert report.snapshots.count() == 2
    assert editions_of_r5() == before


def test_pages_lead_from_the_place_to_the_errata(world, client):
    world.bring_to("evaluated")
    close(world)
    client.force_login(world.people["secretariat"])
    place = figure_place(world)
    listing = reverse("progress:correction_places", args=[world.report.pk])
    assert "処理件数の実績" in client.get(listing).content.decode()
    address = reverse("progress:correction_new", args=[world.report.pk, place])
    prefix = f"{place}-"
    data = {"kind": "correct", "reason": "集計の誤り", f"{prefix}value": "１５"}
    response = client.post(address, data)
    correction = Correction.objects.get()
    assert response.url == correction.get_absolute_url()
    own = client.post(reverse("progress:correction_confirm", args=[correction.pk]))
    assert own.status_code == 409 and IndicatorResult.objects.get().value == 12
    client.force_login(world.people["second_secretariat"])
    confirm_address = reverse("progress:correction_confirm", args=[correction.pk])
    assert client.post(confirm_address).status_code == 302
    assert client.post(confirm_address).status_code == 302  # the same click again
    assert world.report.snapshots.count() == 2
    client.force_login(world.people["reporter"])
    text = client.get(reverse("progress:errata_list", args=[world.year.pk])).content.decode()
    assert "12件" in text and "15件" in text and "集計の誤り" in text
    page = reverse("progress:measure_year", args=[world.year.pk, world.measure.pk])
    assert "正誤表" in client.get(page).content.decode()


def test_form_of_a_text_keeps_what_was_typed_when_refused(world, client):
    world.bring_to("evaluated")
    client.force_login(world.people["secretariat"])
    address = reverse("progress:correction_new", args=[world.report.pk, "done"])
    response = client.post(address, {"kind": "correct", "after": "直した文", "reason": ""})
    assert "直した文" in response.content.decode() and not Correction.objects.exists()
    client.post(address, {"kind": "correct", "after": "直した文", "reason": "誤記"})
    assert Correction.objects.get().after == "直した文"


def test_amount_is_corrected_in_whole_thousands(world):
    world.bring_to("evaluated")
    report = world.fresh()
    place = places_of(report)["settled_amount"]
    typed = {"kind": "correct", "reason": "入力の誤り"}
    form = CorrectionForm(typed | {"after": "12.5"}, report=report, place=place)
    assert form.errors["after"] == [
        "「12.5」は読み取れません。小数は使えません。整数で入力してください。"
    ]
    form = CorrectionForm(typed | {"after": "1,200"}, report=report, place=place)
    assert (form.is_valid(), form.after) == (True, 1200)
