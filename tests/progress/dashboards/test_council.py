"""What the council sees first: the verdict, what to decide, what came of last time, the strip."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.dashboards.last_time_pages import last_time
from progress.dashboards.strip_pages import strip_of
from progress.decisions import evaluating
from progress.judging.lifetimes import Lifetime
from progress.models import AgendaItem, FollowUp, Meeting, ReviewYear
from progress.reading.before import Before
from progress.reading.sittings import sittings_of
from progress.reading.years import read_year
from sakado_dx.organization.access import standing_of
from tests.progress.closing import close_year
from tests.progress.editions.test_bytes import change_names, seen_by
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next

WORDS = {"state": "confirmed", "version": 3, "done": "行いました。"}


def said(client, year, **query) -> str:
    """The verdict in one line, without its marks."""
    page = client.get(reverse("progress:dashboard", args=[year.pk]), query).content.decode()
    verdict = re.search(r'<p class="verdict">(.*?)</p>', page, re.S).group(1)
    return unescape(re.sub(r"<[^>]+>", "", verdict))


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


@pytest.fixture
def next_year(world) -> ReviewYear:
    """R5 is closed with one decided report on course and one never begun; R6 stands open."""
    world.bring_to("evaluated")
    close(world)
    return open_next(world)


def confirm(world, year, **words) -> None:
    """Both reports of the year by their codes."""
    for code, word in words.items():
        own = year.reports.filter(measure__code=code.replace("_", "-"))
        own.update(progress=world.word(word), outlook=world.word("継続", "outlook"), **WORDS)


def meet(world, year, day: int, **more) -> Meeting:
    secretary = world.people["secretariat"]
    return Meeting.objects.create(
        year=year, kind="推進会議", held_on=date(2025, 7, day), by=secretary, **more
    )


def test_whole_year_is_told_in_one_sentence(world, council):
    world.bring_to("confirmed")
    confirm(world, world.year, I_1_2="遅れ")
    assert said(council, world.year) == "2件中1件が順調・完了です。今回の審議事項（案）は1件です。"


def test_year_in_progress_is_told_as_a_range(world, council):
    assert said(council, world.year).startswith(
        "R5（2件中0件を確認、途中）：2件すべてが確認前です。"
    )
    world.bring_to("submitted")
    confirm(world, world.year, I_1_2="休止")
    assert said(council, world.year).startswith(
        "R5（2件中1件を確認、途中）：順調・完了は0〜1件です（集計した1件、確認前の1件、除いた1件）。"
    )
    assert said(council, world.year, pending=1).startswith(
        "1件中1件が順調・完了です（除いた1件）。"
    )


def test_year_before_is_set_beside_by_the_same_measures(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    assert "前年度と同じ1件では順調・完了が1件減、進捗の改善0件、悪化1件。" in said(
        council, next_year
    )
    confirm(world, next_year, I_1_1="休止")
    assert "前年度と同じ" not in said(council, next_year)


def test_figures_of_the_verdict_lead_to_as_many_rows(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ", I_1_2="順調")
    for year in (world.year, next_year):
        for pending in (0, 1):
            answer = council.get(
                reverse("progress:dashboard", args=[year.pk]), {"pending": pending}
            )
            figures = [each for each in answer.context["verdict"] if each.url]
            assert len(figures) >= 3
            for each in figures:
                rows = council.get(each.url).context["list"].count
                assert f"{rows}" == each.text.removesuffix("件"), each


def test_list_of_what_turned_shows_the_year_before(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    address = f"{reverse('progress:measure_list')}?year={next_year.pk}&change=worse"
    listed = council.get(address).context["list"]
    [row] = listed.lines
    assert {each.label: each.text for each in row}["前年度の進捗"] == "順調"


def test_next_meeting_is_the_first_that_is_to_come_and_the_last_the_one_before(world, next_year):
    settled = {"settled_at": timezone.now(), "settled_by": world.people["secretariat"]}
    last = world.year.meetings.get()
    assert sittings_of(next_year) == (None, last)
    first, second = meet(world, next_year, 1), meet(world, next_year, 8)
    assert sittings_of(next_year) == (first, last)
    Meeting.objects.filter(pk=first.pk).update(**settled)
    assert sittings_of(next_year) == (second, first)
    Meeting.objects.filter(pk=second.pk).update(**settled)
    assert sittings_of(next_year) == (None, second)
    assert sittings_of(ReviewYear.objects.get(pk=world.year.pk)) == (last, None)


def test_closed_year_knows_no_meeting_of_an_open_one_before_it(world):
    world.bring_to("confirmed")
    world.decide(world.report)
    later = open_next(world)
    assert sittings_of(later).before is not None
    ReviewYear.objects.filter(pk=later.pk).update(closed_at=timezone.now())
    assert sittings_of(ReviewYear.objects.get(pk=later.pk)) == (None, None)


def test_agenda_of_the_next_meeting_stands_first_and_names_reports_apart(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    meeting = meet(world, next_year, 1)
    AgendaItem.objects.create(
        meeting=meeting, report=next_year.reports.first(), cause="off_course", order=0
    )
    AgendaItem.objects.create(meeting=meeting, title="改定の進め方", handling="report", order=1)
    answer = council.get(reverse("progress:dashboard", args=[next_year.pk]))
    agenda = answer.context["agenda"]
    assert agenda.title == "今回の審議事項"
    assert [(each.title, each.cause, each.proposal) for each in agenda.entries] == [
        ("I-1-1 施策I-1-1", "進捗は「遅れ」です。", "自己評価：遅れ・継続"),
        ("改定の進め方", "", ""),
    ]
    assert "今回の審議事項は2件（審議1件、報告1件）です。" in said(council, next_year)
    page = council.get(agenda.url).content.decode()
    assert 'id="agenda">議題（2件' in page


def test_what_a_meeting_has_decided_is_not_proposed_again(world, council):
    world.bring_to("confirmed")
    confirm(world, world.year, I_1_1="遅れ", I_1_2="遅れ")
    assert "今回の審議事項（案）は2件です。" in said(council, world.year)
    decision = world.decide(world.fresh())
    evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    answer = council.get(reverse("progress:dashboard", args=[world.year.pk])).context
    assert [each.row.code for each in answer["agenda"].entries] == ["I-1-2"]
    assert council.get(answer["agenda"].url).context["list"].count == 1
    assert [each.decision.pk for each in answer["last_time"].outcomes] == [decision.pk]


def test_who_reads_no_meetings_sees_what_the_rule_says(world, client, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    meeting = meet(world, next_year, 1)
    AgendaItem.objects.create(meeting=meeting, title="改定の進め方")
    client.force_login(world.people["other"])
    page = client.get(reverse("progress:dashboard", args=[next_year.pk])).content.decode()
    assert "注意が必要な施策は<a" in page and meeting.get_absolute_url() not in page
    assert "改定の進め方" not in page


def test_what_a_division_reads_of_last_time_asks_nothing_decision_by_decision(
    world, next_year, django_assert_num_queries
):
    (_, meeting), standing = sittings_of(next_year), standing_of(world.people["other"])
    with django_assert_num_queries(4):
        assert last_time(standing, meeting, []).total == 1


def test_last_times_decisions_stand_with_what_was_asked_and_this_years_mark(
    world, council, next_year
):
    decision = world.year.meetings.get().decisions.get()
    FollowUp.objects.create(
        decision=decision, division=world.divisions["lead"], what="件数を示すこと。",
        due=date(2024, 9, 1),
    )  # fmt: skip
    confirm(world, next_year, I_1_1="遅れ")
    answer = council.get(reverse("progress:dashboard", args=[next_year.pk]))
    [outcome] = answer.context["last_time"].outcomes
    assert (outcome.title, outcome.words, outcome.row.progress) == (
        "I-1-1 施策I-1-1", "順調・継続", "遅れ",
    )  # fmt: skip
    section = re.search(r'<section aria-labelledby="last-time">.*?</section>',
                        answer.content.decode(), re.S).group(0)  # fmt: skip
    assert "件数を示すこと。" in section and "対応待ち" in section and "R6：" in section
    listed = council.get(answer.context["last_time"].url).context["list"]
    assert listed.count == answer.context["last_time"].total == 1


def test_draft_is_no_outcome(world, council, next_year):
    """What is about to be decided is the secretariat's alone."""
    report = next_year.reports.get(measure=world.measure)
    confirm(world, next_year, I_1_1="遅れ")
    meeting = meet(world, next_year, 1)
    meeting.decisions.create(
        report=report, version=report.version, by=world.people["secretariat"], at=timezone.now(),
        judgement=world.word("休止"), outlook=world.word("見直し", "outlook"), opinion="内緒の意見",
    )  # fmt: skip
    page = council.get(reverse("progress:dashboard", args=[next_year.pk])).content.decode()
    assert "内緒の意見" not in page and "休止・見直し" not in page


def test_strip_stands_by_need_with_each_year(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    strip = council.get(reverse("progress:dashboard", args=[next_year.pk])).context["strip"]
    assert [(each.label, each.share.is_in_progress, bool(each.url)) for each in strip.years] == [
        ("R5", False, True), ("R6", True, True), ("R7", False, False),
    ]  # fmt: skip
    assert [(line.row.code, [each.word or each.meaning or each.outside for each in line.cells])
            for line in strip.lines] == [
        ("I-1-1", ["順調", "遅れ", ""]),
        ("I-1-2", ["unreported", "確認前", ""]),
    ]  # fmt: skip
    first, second = strip.lines
    assert (first.cause, first.decided) == ("進捗（R6）", "順調・継続（R5）")
    assert (second.cause, second.decided, strip.is_whole) == ("", "", True)


def test_measure_that_had_not_begun_is_not_unreported_in_the_strip(world):
    read = read_year(world.year)
    row = replace(read.rows[0], lifetime=Lifetime(first_day=date(2024, 4, 1)), fiscal_year=2024)
    later = ReviewYear(pk=0, plan=world.plan, fiscal_year=2024)
    before = Before(year_ids={2023: world.year.pk})
    strip = strip_of(later, read.frame, [row], [], before)
    assert [(each.word, each.outside) for each in strip.lines[0].cells] == [
        ("", "開始前"), ("確認前", ""), ("", ""),
    ]  # fmt: skip


def test_cards_tell_the_change_of_the_same_measures_and_the_same_indicators(
    world, council, next_year
):
    address = reverse("progress:dashboard", args=[next_year.pk])
    confirm(world, next_year, I_1_1="遅れ", I_1_2="順調")
    notes = {each.label: each.note for each in council.get(address).context["cards"]}
    assert notes["順調・完了"] == "進捗を判断した2件のうち（50%）。前年度と同じ1件では1件減"
    assert notes["達成した指標"] == "判定が決まった0件のうち"
    next_year.reports.get(measure=world.measure).results.create(
        indicator=world.indicator, fiscal_year=2024, status="reported", value="8"
    )
    notes = {each.label: each.note for each in council.get(address).context["cards"]}
    assert notes["達成した指標"] == "判定が決まった1件のうち。前年度と同じ指標1件では1件減"


def test_page_of_a_policy_shows_its_own_strip(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    policy = world.measure.direction.policy
    address = f"{reverse('progress:policy_detail', args=[policy.pk])}?year={next_year.pk}"
    strip = council.get(address).context["strip"]
    board = council.get(reverse("progress:dashboard", args=[next_year.pk])).context["strip"]
    assert (strip.years, strip.lines) == (board.years, board.lines)
    assert council.get(reverse("progress:policy_detail", args=[policy.pk])).status_code == 200


def test_more_than_a_hundred_measures_stand_in_the_list(world, council):
    confirm(world, world.year, I_1_1="遅れ", I_1_2="順調")
    answer = council.get(reverse("progress:dashboard", args=[world.year.pk]))
    row, *_ = answer.context["board"].rows
    rows = [replace(row, report_id=at) for at in range(101)]
    attention = answer.context["board"].attention
    strip = strip_of(world.year, answer.context["frame"], rows, attention, Before())
    assert (len(strip.lines), strip.total) == (1, 101)
    strip = strip_of(world.year, answer.context["frame"], rows[:100], attention, Before())
    assert (len(strip.lines), strip.total) == (100, 100)


@pytest.mark.one_database  # as many statements on both
@pytest.mark.parametrize("decided", [1, 2])
def test_dashboard_takes_as_many_queries_however_much_was_decided(world, council, decided):
    """Beside the reports: meetings, the agenda, decisions with their divisions, what was asked,
    and the editions that name them."""
    world.bring_to("evaluated")
    for report in world.year.reports.exclude(pk=world.report.pk)[: decided - 1]:
        world.decide(report)
    close(world)
    year = open_next(world)
    AgendaItem.objects.create(meeting=meet(world, year, 1), title="改定の進め方")
    address = reverse("progress:dashboard", args=[year.pk])
    assert len(council.get(address).context["last_time"].outcomes) == decided
    with CaptureQueriesContext(connection) as queries:
        council.get(address)
    assert len(queries) == 12


@pytest.mark.parametrize("role", ["council", "other"])
def test_closed_year_after_a_meeting_stays_to_the_byte(world, client, next_year, role):
    confirm(world, next_year, I_1_1="遅れ", I_1_2="順調")
    settled = {"settled_at": timezone.now(), "settled_by": world.people["secretariat"]}
    meeting = meet(world, next_year, 1, **settled)
    AgendaItem.objects.create(
        meeting=meeting, report=next_year.reports.get(measure=world.measure), cause="off_course"
    )
    left = dict.fromkeys(next_year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(next_year, by=world.people["secretariat"], reasons=left)
    client.force_login(world.people[role])
    pages = {"dashboard": reverse("progress:dashboard", args=[next_year.pk])}
    before = seen_by(client, pages)
    assert "決定：順調・継続" in before["dashboard"]
    change_names(world)
    assert seen_by(client, pages) == before
