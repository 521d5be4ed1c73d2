"""A closed year stays as it was to the byte, whatever becomes of plan, names and glossary."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from model_bakery import baker

from measures.models import Direction, Measure, Plan, PlanWord, Policy
from progress.decisions import evaluating
from progress.desk import verbs as desk_verbs
from progress.editions import unlocking
from progress.editions.exporting import year_file
from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.models import (
    AgendaItem,
    Decision,
    Meeting,
    ProgressReport,
    ReportSnapshot,
    ReviewYear,
)
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import Division
from tests.progress.closing import close_year

MAIN = re.compile(r"<main.*</main>", re.S)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=)"\w+"')  # another at each answer


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def closed_world(world):
    """The world's year, closed with one evaluated report that links to a glossary term."""
    world.report.measure.summary = "RPAで窓口を改める。"
    world.report.measure.save()
    baker.make("glossary.Term", plan=world.plan, term="RPA")
    world.bring_to("evaluated")
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    close_year(year_of(world), by=world.people["secretariat"], reasons={left.pk: "災害対応のため"})
    return year_of(world)


def change_everything(world) -> None:
    """Another plan, other names, another glossary: all but the ids."""
    change_names(world)
    for place, measure in enumerate(Measure.objects.order_by("-pk")):
        Measure.objects.filter(pk=measure.pk).update(code=f"X-{place}", order=place)
    type(world.indicator).objects.update(kind="milestone")


def change_names(world) -> None:
    Plan.objects.update(title="第2期計画", last_fiscal_year=2027, level_names=["柱", "取組"])
    Policy.objects.update(name="別の方針", aim="別のねらい")
    Direction.objects.update(name="別の方向", number=9)
    Measure.objects.update(name="別の施策", summary="別の概要。", group="別の分類")
    for division in Division.objects.all():
        Division.objects.filter(pk=division.pk).update(name=f"新{division.name}")
    for word in PlanWord.objects.all():
        PlanWord.objects.filter(pk=word.pk).update(word=f"新{word.word}")
    world.indicator.targets.update(value=99)
    world.indicator.measure_indicators.update(label="新目標")
    type(world.indicator).objects.update(name="別の指標", unit="人")
    world.measure.yearly_directions.update(resolved="廃止", printed="廃止")
    world.measure.measure_divisions.all()[1].delete()
    world.plan.terms.update(term="住民")
    baker.make("glossary.Term", plan=world.plan, term="窓口")


def pages_of(world) -> dict[str, str]:
    """Name -> address of all that shows the closed year."""
    year, measure, indicator = world.year.pk, world.measure.pk, world.indicator.pk
    policy = Policy.objects.get().pk
    return {
        "dashboard": reverse("progress:dashboard", args=[year]),
        "measures": f"{reverse('progress:measure_list')}?year={year}",
        "policies": f"{reverse('progress:policy_list')}?year={year}",
        "policy": f"{reverse('progress:policy_detail', args=[policy])}?year={year}",
        "measure": reverse("progress:measure_year", args=[year, measure]),
        "indicator chart": reverse("progress:indicator_chart", args=[indicator, year, "wide"]),
        "policies chart": reverse("progress:policy_chart", args=[year, "narrow"]),
        "csv": reverse("progress:year_export", args=[year, "csv"]),
        "json": reverse("progress:year_export", args=[year, "json"]),
    }


def desks_of(world) -> dict[str, dict[str, str]]:
    """Role -> name -> address of the pages that work on the rows of the closed year.

    Not those that offer or name divisions of today: whom to ask for a part or for something
    after a decision, where citizens ask now (the preview of a publication), and who signs a
    letter.
    """
    year, report = world.year.pk, world.report.pk
    meeting = Meeting.objects.get()
    item = meeting.agenda.get()
    of_year = ("queue", "meeting_list", "evaluate_bulk", "approve_bulk", "publish_bulk",
               "confirm_bulk", "reminder_list", "errata_list")  # fmt: skip
    of_report = ("report_review", "report_check", "report_done",
                 "report_approve", "correction_places", "report_unlock", "report_reopen")  # fmt: skip
    meetings = {
        name: reverse(f"progress:{name}", args=[meeting.pk])
        for name in ("meeting_detail", "meeting_rest")
    }
    items = {
        name: reverse(f"progress:{name}", args=[meeting.pk, item.pk])
        for name in ("meeting_project",)
    }
    desk = {name: reverse(f"progress:{name}", args=[year]) for name in of_year}
    desk |= {name: reverse(f"progress:{name}", args=[report]) for name in of_report}
    desk["filtered queue"] = f"{desk['queue']}?state=evaluated"
    seen = ("meeting_detail", "meeting_project")
    return {
        "secretariat": desk | meetings | items,
        "council": {name: (meetings | items)[name] for name in seen},
        "executive": {name: (desk | meetings | items)[name] for name in (*seen, "report_review")},
        "reporter": {name: desk[name] for name in ("report_check", "report_done")},
    }


def seen_by(client, pages: dict[str, str]) -> dict[str, str]:
    seen = {}
    for name, address in pages.items():
        response = client.get(address)
        assert response.status_code == 200, name
        text = TOKEN.sub(r"\1", response.content.decode())
        main = MAIN.search(text)
        seen[name] = main.group(0) if main else text
    return seen


@pytest.mark.parametrize("role", ["secretariat", "reporter", "council"])
def test_everything_of_a_closed_year_stays_to_the_byte(world, client, role):
    closed_world(world)
    client.force_login(world.people[role])
    before = seen_by(client, pages_of(world))
    assert "順調" in before["measures"] and 'class="term-link"' in before["measure"]
    change_everything(world)
    after = seen_by(client, pages_of(world))
    assert {name: after[name] == text for name, text in before.items()} == dict.fromkeys(
        before, True
    )


@pytest.fixture
def met(world):
    """The closed year with a meeting's decision on each report, parts of other divisions, an
    indicator's figure and a correction."""
    secretary, outlook = world.people["secretariat"], world.word("見直し", "outlook")
    contribution_verbs.name_contributors(
        world.report, by=secretary, divisions=[world.divisions["other"]]
    )
    world.bring_to("confirmed")
    words = {"judgement": world.word("遅れ"), "outlook": outlook}
    world.decide(world.report, opinion="予約を増やすこと。", **words)
    meeting = Meeting.objects.get()
    AgendaItem.objects.create(meeting=meeting, report=world.report, cause="by_hand")
    evaluating.evaluate(world.fresh(), by=secretary, version=3)
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    Decision.objects.create(
        meeting=meeting,
        report=left,
        version=0,
        by=secretary,
        at=timezone.now(),
        manner="rest",
        **words,
    )
    close_year(year_of(world), by=secretary, reasons={left.pk: "災害対応のため"})
    return world


@pytest.mark.parametrize("role", ["secretariat", "council", "executive", "reporter"])
def test_desk_and_meetings_of_a_closed_year_stay_to_the_byte(met, client, role):
    client.force_login(met.people[role])
    pages = desks_of(met)[role]
    before = seen_by(client, pages)
    change_names(met)
    Measure.objects.filter(pk=met.measure.pk).update(code="X-1")
    after = seen_by(client, pages)
    assert {name: after[name] == text for name, text in before.items()} == dict.fromkeys(
        before, True
    )


def test_desk_of_an_open_year_follows_the_plan(world, client):
    """The guard of the test above."""
    world.bring_to("evaluated")
    client.force_login(world.people["secretariat"])
    pages = {name: reverse(f"progress:{name}", args=[world.report.pk])
             for name in ("report_review", "report_check")}  # fmt: skip
    before = seen_by(client, pages)
    change_names(world)
    after = seen_by(client, pages)
    assert not set(before.values()) & set(after.values())


def test_boxes_of_closed_years_stay_on_the_page_of_today(met, client):
    client.force_login(met.people["reporter"])
    address = met.measure.get_absolute_url()
    change_names(met)
    page = client.get(address).content.decode()
    boxes = re.search(r'<ol class="year-boxes">.*?</ol>', page, re.S).group(0)
    assert "導入・運用" in boxes and "廃止" not in boxes
    assert "別の施策" in page


def test_open_year_follows_the_plan(world, client):
    """The guard of the test above: of a year that is open the same changes show."""
    world.bring_to("evaluated")
    before = year_file(year_of(world), "csv")
    Measure.objects.filter(pk=world.measure.pk).update(name="別の施策")
    assert year_file(year_of(world), "csv") != before


def test_csv_has_value_and_status_in_two_columns_and_no_formula(world):
    world.bring_to("draft")
    ProgressReport.objects.filter(pk=world.report.pk).update(done="=1+1")
    entry.submit(world.fresh(), by=world.people["head"], version=1)
    desk_verbs.confirm(world.fresh(), by=world.people["secretariat"], version=2)
    text = year_file(year_of(world), "csv")[1].decode("utf-8-sig")
    head, first, *_ = text.split("\r\n")
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    assert (cells['"実績値"'], cells['"実績の状況"']) == ('"12"', '"実績あり"')
    assert cells['"取り組んだこと"'] == '"\'=1+1"'


def test_json_has_a_decimal_as_text_or_null_beside_a_status(world):
    import json

    world.bring_to("draft")
    figures = json.loads(year_file(year_of(world), "json")[1])["reports"][0]["indicators"][0]
    assert (figures["value"], figures["status"]) == (None, "not_reported")
    entry.submit(world.fresh(), by=world.people["head"], version=1)
    desk_verbs.confirm(world.fresh(), by=world.people["secretariat"], version=2)
    figures = json.loads(year_file(year_of(world), "json")[1])["reports"][0]["indicators"][0]
    assert (figures["value"], figures["status"]) == ("12", "reported")


def test_file_of_an_open_year_holds_no_draft(world):
    world.bring_to("draft")
    world.report.__class__.objects.filter(pk=world.report.pk).update(done="書きかけの文")
    for kind in ("csv", "json"):
        assert "書きかけの文" not in year_file(year_of(world), kind)[1].decode()


def unlock_and_evaluate(world, done: str, value: str = "15") -> None:
    """Unlock, reopen, change, submit, confirm and evaluate the world's report again."""
    people, version = world.people, world.fresh().version
    secretary = people["secretariat"]
    report = unlocking.unlock(world.fresh(), by=secretary, version=version, reason="数値の誤り")
    desk_verbs.reopen(report, by=secretary, version=version + 1, reason="数値の誤り")
    entry.save(
        report,
        by=people["reporter"],
        version=version + 2,
        fields={"done": done},
        results=world.entry(value),
    )
    entry.submit(report, by=people["head"], version=version + 3)
    desk_verbs.confirm(report, by=secretary, version=version + 4)
    world.decide(report)
    evaluating.evaluate(report, by=secretary, version=version + 5)


def test_unlocking_makes_edition_two_and_the_first_stays(world):
    year = closed_world(world)
    first = {kind: year_file(year, kind) for kind in ("csv", "json")}
    change_everything(world)
    type(world.indicator).objects.update(kind="number")
    unlock_and_evaluate(world, "様式を見直し、件数を数え直した。")
    editions = world.report.snapshots.order_by("edition")
    assert [(each.edition, each.cause) for each in editions] == [
        (1, "close"),
        (2, "reevaluation"),
    ]
    # Names and targets are those of the closing; the text and the figure are new.
    assert (editions[1].name, editions[1].divisions) == (editions[0].name, editions[0].divisions)
    new = year_file(year_of(world), "csv")[1].decode()
    assert "件数を数え直した" in new and '"15"' in new and "別の施策" not in new
    for kind, content in first.items():
        assert year_file(year_of(world), kind, edition=1) == content
        assert year_file(year_of(world), kind) != content
        assert year_file(year_of(world), kind, edition=2) == year_file(year_of(world), kind)
    assert world.fresh().takes_changes is False


def test_unlocked_report_shows_its_old_edition_until_it_is_evaluated(world, client):
    year = closed_world(world)
    before = year_file(year, "json")
    secretary = world.people["secretariat"]
    report = unlocking.unlock(world.fresh(), by=secretary, version=4, reason="数値の誤り")
    desk_verbs.reopen(report, by=secretary, version=5, reason="数値の誤り")
    entry.save(report, by=world.people["head"], version=6, fields={"done": "直した。"})
    assert year_file(year_of(world), "json") == before


def test_measure_that_shows_the_same_indicator_gets_an_edition_too(world):
    year = closed_world(world)
    unlock_and_evaluate(world, "数え直した。", value="15")
    other = ReportSnapshot.objects.exclude(report=world.report).order_by("edition")
    assert [each.edition for each in other] == [1, 2]
    values = [each.content["indicators"][0]["figures"]["2023"]["figure"]["value"] for each in other]
    assert values == ["12", "15"]
    assert year == year_of(world)


def test_old_edition_of_a_measure_is_reachable(world, client):
    year = closed_world(world)
    unlock_and_evaluate(world, "数え直した。")
    client.force_login(world.people["council"])
    address = reverse("progress:measure_year", args=[year.pk, world.measure.pk])
    assert "数え直した。" in client.get(address).content.decode()
    assert "窓口の様式を見直した。" in client.get(f"{address}?edition=1").content.decode()
    assert client.get(f"{address}?edition=9").status_code == 404


def test_draft_left_behind_is_read_by_its_division_alone(world, client):
    world.bring_to("draft")
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    reasons = {left.pk: "災害対応のため", world.report.pk: "担当者の不在"}
    close_year(year_of(world), by=world.people["secretariat"], reasons=reasons)
    address = reverse("progress:measure_year", args=[world.year.pk, world.measure.pk])
    shown = {}
    for role in ("reporter", "secretariat", "council", "executive", "other"):
        client.force_login(world.people[role])
        text = client.get(address).content.decode()
        assert "未提出（年度締め済み）" in text and "担当者の不在" in text
        shown[role] = "窓口の様式を見直した。" in text
    assert shown == {
        "reporter": True, "secretariat": True, "council": False, "executive": False,
        "other": False,
    }  # fmt: skip
    for kind in ("csv", "json"):
        assert "窓口の様式" not in year_file(year_of(world), kind)[1].decode()


def test_unlocked_report_appears_among_the_tasks_of_its_division(world, client):
    closed_world(world)
    client.force_login(world.people["head"])
    mine = reverse("progress:my_measures")
    assert client.get(mine).context["tasks"].owed == ()
    client.force_login(world.people["secretariat"])
    report = world.report.pk
    data = {"version": 4, "reason": "数値の誤り"}
    unlock = reverse("progress:report_unlock", args=[report])
    assert client.post(unlock, data).status_code == 302
    assert client.post(unlock, data).status_code == 302  # the same click again
    reopen = reverse("progress:report_reopen", args=[report])
    assert "評価済み" in client.get(reopen).content.decode()
    assert client.post(reopen, data | {"version": 4}).status_code == 409
    assert client.post(reopen, data | {"version": 5}).status_code == 302
    client.force_login(world.people["head"])
    assert len(client.get(mine).context["tasks"].owed) == 1
    edit = reverse("progress:report_edit", args=[report])
    assert client.get(edit).status_code == 200


def test_pages_of_a_closed_year_take_the_same_queries_at_any_size(world, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.progress.conftest import make_indicator, make_measure

    def counted() -> dict[str, int]:
        numbers = {}
        for name, address in pages_of(world).items():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers[name] = len(queries)
        return numbers

    def open_and_close(fiscal_year: int) -> ReviewYear:
        by = world.people["secretariat"]
        year = year_verbs.open_year(
            world.plan, by=by, fiscal_year=fiscal_year, report_due="2099-05-31"
        )
        left = dict.fromkeys(year.reports.values_list("pk", flat=True), "災害対応のため")
        close_year(year, by=by, reasons=left)
        return year

    closed_world(world)
    client.force_login(world.people["secretariat"])
    world.year = open_and_close(2024)  # after a meeting, as the larger one
    few = counted()
    direction = world.measure.direction
    for place in range(2, 12):
        owners = [world.divisions["other"]]
        measure = make_measure(world.plan, direction, f"I-1-{place + 1}", place, owners)
        make_indicator(world.plan, f"N-{place}", measure)
    world.year = open_and_close(2025)
    many = counted()
    assert many == few
