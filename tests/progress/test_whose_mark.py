"""Three marks on one report: from 評価済み on the meeting's counts, on every page and in every file."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import PlanWord
from progress.charts.sources import chart_of_policies
from progress.decisions import evaluating
from progress.decisions import verbs as decisions
from progress.desk import verbs as desk
from progress.editions.exporting import year_file
from progress.entry import verbs as entry
from progress.meetings import verbs as meetings
from progress.models import Decision, ProgressReport, Publication, ReviewYear
from progress.publication import verbs as publication
from progress.reading.before import years_before
from progress.reading.dashboard import dashboard_of
from progress.reading.heat_map import heat_map
from progress.reading.years import read_year
from progress.workflow.refusals import NotAllowed
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import Division
from tests.progress.closing import close_year
from tests.progress.conftest import settle

COUNTED = ProgressReport.COUNTED_STATES
HELD_ON = timezone.datetime(2024, 7, 10).date()


@pytest.fixture
def words(world):
    PlanWord.objects.create(
        plan=world.plan, vocabulary="progress", word="計画より進んでいる", meaning="ahead", order=9
    )
    return world


def bring(world, state: str) -> ProgressReport:
    """The report, of which the division says 計画より進んでいる."""
    world.bring_to(state)
    ProgressReport.objects.update(progress=world.word("計画より進んでいる"))
    ProgressReport.objects.exclude(pk=world.report.pk).update(progress=None)
    return world.fresh()


def meet(world, kind="推進会議", day=HELD_ON):
    return meetings.plan_meeting(world.year, by=world.people["secretariat"], kind=kind, held_on=day)


def decide(world, meeting, word, outlook="継続", **more):
    """The meeting's one decision, settled."""
    report = world.fresh()
    decisions.decide(
        meeting, report, by=world.people["secretariat"], version=report.version,
        judgement=world.word(word), outlook=world.word(outlook, "outlook"), **more,
    )  # fmt: skip
    settle(meeting)


def evaluated(world, word="順調", outlook="見直し"):
    """The division says 計画より進んでいる; the meeting decides otherwise."""
    bring(world, "confirmed")
    decide(world, meet(world), word, outlook, opinion="数値に合わない。", is_public=True)
    evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    return world.fresh()


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def close(world):
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    close_year(year_of(world), by=world.people["secretariat"], reasons={left.pk: "災害対応"})


def table(world) -> dict:
    rows = csv.DictReader(io.StringIO(year_file(year_of(world), "csv")[1].decode("utf-8-sig")))
    return next(row for row in rows if row["番号"] == "I-1-1")


def seen(world) -> dict:
    """What each reader of a year says of the report."""
    year = year_of(world)
    rows = read_year(year).rows
    board = dashboard_of(rows)
    told = json.loads(year_file(year, "json")[1])["reports"][0]
    line = table(world)
    return {
        "row": (rows[0].progress, rows[0].outlook),
        "dashboard": (
            {word.meaning: number for word, number in board.policies[0].words.items()},
            board.share.good,
            board.share.judged,
        ),
        "heat map": [
            (cell.share.good, cell.share.judged)
            for cell in heat_map(year.pk, year.fiscal_year, board, years_before(year)).totals
        ],
        "chart": chart_of_policies(year, COUNTED).bars[0].parts,
        "csv": (line["進捗"], line["今後の方針"], line["採用した判定"]),
        "json": (told["progress"], told["outlook"], told["counted_mark"]),
    }


def test_the_divisions_mark_counts_until_it_is_evaluated(words):
    bring(words, "confirmed")
    decide(words, meet(words), "遅れ")
    told = seen(words)
    assert told["row"] == ("計画より進んでいる", "継続")
    assert told["csv"] == ("計画より進んでいる", "継続", "自己評価")
    assert told["json"] == ("計画より進んでいる", "継続", "division")


def test_from_the_evaluation_on_the_decisions_mark_counts_live_and_closed(words):
    evaluated(words, "遅れ")
    live = seen(words)
    assert live["row"] == ("遅れ", "見直し")
    assert live["dashboard"] == ({"late": 1, "waiting": 1}, 0, 1)
    assert live["heat map"] == [(0, 1)]
    assert [part[1:] for part in live["chart"]] == [("遅れ", 1), ("確認前", 1)]
    assert live["csv"] == ("遅れ", "見直し", "会議の確認結果")
    assert live["json"] == ("遅れ", "見直し", "meeting")
    close(words)
    closed = seen(words)
    # What was still to be confirmed is 未報告 once the year is closed.
    assert closed.pop("dashboard") == ({"late": 1, "": 1}, 0, 1)
    assert [part[1:] for part in closed.pop("chart")] == [("遅れ", 1), ("未報告", 1)]
    assert {name: live[name] for name in closed} == closed
    assert words.report.snapshots.get().meaning == "late"


def test_csv_has_a_column_for_each_mark_and_the_opinion(words):
    evaluated(words)
    line = table(words)
    assert [line[name] for name in (
        "自己評価", "自己評価（今後の方針）", "事務局案", "会議の確認結果", "会議の確認結果（今後の方針）",
        "会議の意見",
    )] == [
        "計画より進んでいる", "継続", "", "順調", "見直し", "推進会議（2024-07-10）：数値に合わない。",
    ]  # fmt: skip


def test_citizens_see_the_mark_that_counts_and_the_own_one_by_the_plans_setting_alone(words):
    evaluated(words)
    ReviewYear.objects.update(publish_on=timezone.localdate())
    secretary = words.people["secretariat"]
    publication.publish(words.fresh(), by=secretary, version=4)
    shown = Publication.objects.latest("edition").content
    assert (shown["progress"]["word"], shown["outlook"]["word"]) == ("順調", "見直し")
    assert "計画より進んでいる" not in json.dumps(shown, ensure_ascii=False)
    type(words.plan).objects.update(publishes_self_assessment=True)
    publication.publish(words.fresh(), by=secretary, version=5)
    shown = Publication.objects.latest("edition").content
    assert shown["self_assessment"]["word"] == "計画より進んでいる"
    assert shown["whose"] == "meeting"


def test_pages_show_the_three_marks_and_which_one_counts(words, client):
    evaluated(words)
    client.force_login(words.people["other"])
    measure = client.get(reverse("progress:measure_detail", args=[words.report.measure_id]))
    page = measure.content.decode()
    assert '<div class="judgements__counts">' in page
    assert '会議の確認結果<span class="support">（集計に使う判定）' in page
    assert "自己評価：計画より進んでいる" in page
    listed = client.get(reverse("progress:measure_list"), {"year": words.year.pk})
    assert "計画より進んでいる" not in listed.content.decode().split("<tbody>")[1]


def test_next_years_form_shows_what_counted_and_begins_with_it(words, client):
    evaluated(words)
    later = year_verbs.open_year(
        words.plan, by=words.people["secretariat"], fiscal_year=2024, report_due="2099-05-31"
    )
    report = later.reports.get(measure=words.report.measure)
    client.force_login(words.people["reporter"])
    page = client.get(reverse("progress:report_edit", args=[report.pk])).content.decode()
    assert "順調（会議の確認結果。自己評価は計画より進んでいる）" in page
    form = {"version": 0, "unchanged": "1"}
    client.post(reverse("progress:report_edit", args=[report.pk]), form)
    report.refresh_from_db()
    assert (report.progress.word, report.outlook.word) == ("順調", "見直し")


def test_body_of_higher_rank_counts_and_a_lower_one_afterwards_changes_nothing(words):
    report = bring(words, "confirmed")
    decide(words, meet(words, "政策会議"), "遅れ")
    evaluating.evaluate(report, by=words.people["secretariat"], version=3)
    decide(words, meet(words, day=HELD_ON.replace(day=20)), "順調")
    assert seen(words)["row"] == ("遅れ", "継続")
    assert Decision.objects.count() == 2


def test_later_decision_of_the_same_or_a_higher_body_changes_an_evaluated_mark(words):
    evaluated(words, "遅れ")
    decide(words, meet(words, day=HELD_ON.replace(day=20)), "順調")
    assert seen(words)["row"] == ("順調", "継続")
    decide(words, meet(words, "企画調整会議", HELD_ON.replace(day=12)), "遅れ")
    assert seen(words)["row"] == ("遅れ", "継続")


def test_reopened_report_counts_by_the_divisions_mark_until_it_is_evaluated_again(words):
    evaluated(words, "遅れ")
    desk.reopen(words.fresh(), by=words.people["secretariat"], version=4, reason="数値の誤り")
    entry.submit(words.fresh(), by=words.people["head"], version=5)
    desk.confirm(words.fresh(), by=words.people["second_secretariat"], version=6)
    assert seen(words)["row"] == ("計画より進んでいる", "継続")
    with pytest.raises(NotAllowed, match="最後の提出より後"):
        evaluating.evaluate(words.fresh(), by=words.people["secretariat"], version=7)


def test_the_rest_takes_another_bodys_decision_then_the_proposal_then_the_own_mark(words):
    report = bring(words, "confirmed")
    secretary = words.people["secretariat"]
    first = meet(words)
    decisions.decide_rest(first, by=secretary, versions={report.pk: 3})
    made = Decision.objects.get()
    assert (made.judgement.word, made.taken_from) == ("計画より進んでいる", "division")
    desk.comment(
        words.fresh(), by=secretary, version=3, note="", second_judgement=words.word("順調")
    )
    Decision.objects.all().delete()
    decisions.decide_rest(first, by=secretary, versions={report.pk: 4})
    made = Decision.objects.get()
    assert (made.judgement.word, made.taken_from) == ("順調", "secretariat")
    settle(first)
    second = meet(words, "政策会議")
    decisions.decide_rest(second, by=secretary, versions={report.pk: 4})
    made = Decision.objects.get(meeting=second)
    assert (made.judgement.word, made.taken_from) == ("順調", "meeting")


def test_admin_lists_the_mark_that_counts_and_names_the_divisions_own(words, client):
    report = evaluated(words, "遅れ", "見直し")
    client.force_login(words.people["secretariat"])
    listed = client.get("/admin/progress/progressreport/").content.decode()
    assert re.findall(r'field-marked">([^<]*)<', listed) == ["遅れ", "－"]
    page = client.get(f"/admin/progress/progressreport/{report.pk}/change/").content.decode()
    told = re.findall(r'<label>([^<]*)：?</label>\s*<div class="readonly">([^<]*)<', page)
    named = {label.rstrip(":："): word for label, word in told}
    names = ("進捗", "今後の方針", "所管課の進捗", "所管課の今後の方針")
    assert [named[each] for each in names] == ["遅れ", "見直し", "計画より進んでいる", "継続"]


def taken(client, name: str, *args) -> list[str]:
    """Whose mark その他は事務局案のとおり took, as a page tells it."""
    page = client.get(reverse(f"progress:{name}", args=args)).content.decode()
    told = r'採った判定(?:</dt><dd>|">)\s*([^<]+?)\s*</|（\s*([^（<）]+?)\s*から）'
    return ["".join(each) for each in re.findall(told, page)]


def test_pages_say_whose_mark_the_rest_took_in_the_plans_names(words, client):
    words.plan.mark_names = ["所管課評価", "事務局評価", "会議評価"]
    words.plan.save()
    report, secretary = bring(words, "confirmed"), words.people["secretariat"]
    meeting = meet(words)
    client.force_login(secretary)
    assert taken(client, "meeting_rest", meeting.pk) == ["所管課評価"]
    decisions.decide_rest(meeting, by=secretary, versions={report.pk: 3})
    settle(meeting)
    above = meet(words, "政策会議")
    assert taken(client, "meeting_rest", above.pk) == ["ほかの会議の決定"]
    evaluating.evaluate(words.fresh(), by=secretary, version=3)
    assert taken(client, "meeting_detail", meeting.pk) == ["所管課評価"]
    for page in ("measure_detail", "report_review"):
        pk = words.measure.pk if page == "measure_detail" else report.pk
        assert taken(client, page, pk) == ["所管課評価"], page
    close(words)
    assert taken(client, "measure_year", words.year.pk, words.measure.pk) == ["所管課評価"]


def walked(world, client) -> dict:
    """What each place says of the evaluated report, as one who belongs to another division."""
    client.force_login(world.people["other"])
    listed = client.get(reverse("progress:measure_list"), {"year": world.year.pk})
    [line] = [part for part in listed.content.decode().split("<tr") if "施策I-1-1" in part]
    measure = client.get(reverse("progress:measure_detail", args=[world.report.measure_id]))
    secretary = world.people["secretariat"]
    ReviewYear.objects.update(publish_on=timezone.localdate())
    publication.publish(world.fresh(), by=secretary, version=world.fresh().version)
    published = Publication.objects.latest("edition").content
    close(world)
    edition = world.report.snapshots.get().content
    page = measure.content.decode()
    return {
        "list": [word for word in ("計画より進んでいる", "遅れ", "順調") if word in line],
        "page": page[page.index("judgements__counts") :].split("</div>")[0],
        "files and charts": seen(world),
        "edition": edition,
        "publication": (published["progress"]["word"], published["outlook"]["word"]),
    }


def must_say_the_meetings(told: dict) -> None:
    assert told["list"] == ["順調"]
    assert told["publication"] == ("順調", "見直し")
    kept = told["edition"]["report"]["mark"]
    assert (kept["progress"]["word"], kept["outlook"]["word"], kept["whose"]) == (
        "順調", "見直し", "meeting",
    )  # fmt: skip
    assert "順調" in told["page"] and "会議の確認結果" in told["page"]
    files = told["files and charts"]
    assert files["row"] == ("順調", "見直し")
    assert files["csv"] == ("順調", "見直し", "会議の確認結果")
    assert files["json"] == ("順調", "見直し", "meeting")
    assert files["chart"][0][1:] == ("順調", 1)


def next_years_page(world, client) -> str:
    later = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due="2099-05-31"
    )
    report = later.reports.get(measure=world.report.measure)
    client.force_login(world.people["reporter"])
    return client.get(reverse("progress:report_edit", args=[report.pk])).content.decode()


def test_three_different_marks_are_kept_and_every_place_says_the_meetings(words, client):
    bring(words, "submitted")
    secretary = words.people["secretariat"]
    late = words.word("遅れ")
    desk.comment(words.fresh(), by=secretary, version=2, note="", second_judgement=late)
    desk.confirm(words.fresh(), by=secretary, version=words.fresh().version)
    decide(words, meet(words), "順調", "見直し")
    evaluating.evaluate(words.fresh(), by=secretary, version=words.fresh().version)
    told = walked(words, client)
    must_say_the_meetings(told)
    line = table(words)
    assert [line[name] for name in ("自己評価", "事務局案", "会議の確認結果")] == [
        "計画より進んでいる", "遅れ", "順調",
    ]  # fmt: skip
    assert "順調（会議の確認結果。自己評価は計画より進んでいる）" in next_years_page(words, client)


def test_secretariats_own_measure_says_the_meetings_mark_in_every_place(words, client):
    Division.objects.filter(pk=words.divisions["lead"].pk).update(is_secretariat=True)
    evaluated(words)
    must_say_the_meetings(walked(words, client))
    line = table(words)
    assert [line[name] for name in ("自己評価", "事務局案", "会議の確認結果")] == [
        "計画より進んでいる", "", "順調",
    ]  # fmt: skip
    assert "順調（会議の確認結果。自己評価は計画より進んでいる）" in next_years_page(words, client)


def test_secretariat_offers_no_proposal_on_its_own_measures(words, client):
    """I-2-2: 事務局が所管, the division said 計画より進んでいる, the council 順調."""
    Division.objects.filter(pk=words.divisions["lead"].pk).update(is_secretariat=True)
    report = bring(words, "submitted")
    secretary = words.people["second_secretariat"]
    with pytest.raises(NotAllowed, match="事務局が所管"):
        desk.comment(
            words.fresh(), by=secretary, version=2, note="", second_judgement=words.word("遅れ")
        )
    client.force_login(secretary)
    page = client.get(reverse("progress:report_review", args=[report.pk])).content.decode()
    assert "事務局が所管" in page and "second_judgement" not in page
    desk.confirm(words.fresh(), by=secretary, version=2)
    decide(words, meet(words), "順調")
    evaluating.evaluate(words.fresh(), by=secretary, version=3)
    assert seen(words)["csv"] == ("順調", "継続", "会議の確認結果")
    close(words)
    assert words.report.snapshots.get().content["plan"]["is_led_by_secretariat"]
