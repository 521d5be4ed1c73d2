"""担当施策: what is owed in the order of its date, what is done, and the sentence above it."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from progress.entry import contribution_verbs, my_pages
from progress.entry import handover_verbs as handover
from progress.entry import verbs as entry
from progress.entry.tasks import following, measures_for, tasks_for
from progress.models import DeadlineExtension, FollowUp, ProgressReport, ReviewYear
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import join, make_measure

MINE = "/my/"
AFTER = date(2099, 6, 10)  # the world's deadline is the 31st of May


def mine(world, person: str, on: date = AFTER):
    return tasks_for(standing_of(world.people[person], on))


def told(tasks) -> list[tuple]:
    return [(each.what, each.code, each.year.short_label, each.mark) for each in tasks]


def test_sentence_counts_what_is_left_with_the_first_date_and_names_the_next(world):
    before = mine(world, "reporter", date(2099, 5, 10))
    assert before.sentence == "未提出1件（提出期限5月31日、残り21日）。"
    assert before.next.code == "I-1-1"
    assert mine(world, "reporter").sentence == "未提出1件（提出期限5月31日、10日超過）。"


def test_sentence_says_when_nothing_is_left_and_what_is_done_stands_folded(world):
    world.bring_to("submitted")
    tasks = mine(world, "reporter")
    assert (tasks.sentence, tasks.next) == ("今、提出や回答を待つものはありません。", None)
    assert told(tasks.done) == [("報告の提出", "I-1-1", "R5", "")]


def test_returned_reports_are_counted_within(world):
    world.bring_to("returned")
    sentence = mine(world, "reporter").sentence
    assert sentence == "未提出1件（うち差戻し1件、提出期限5月31日、10日超過）。"


def test_what_is_owed_of_all_open_years_stands_in_the_order_of_its_date(world):
    world.leave_parts_open()
    year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2099, 5, 1),
    )
    join(world.people["reporter"], world.divisions["second"], "reporter")
    assert told(mine(world, "reporter").owed) == [
        ("関係課の記載", "関係課回答票", "R6", ""),
        ("報告の提出", "I-1-1", "R6", ""),
        ("関係課の記載", "関係課回答票", "R5", ""),
        ("報告の提出", "I-1-1", "R5", ""),
    ]


def test_extension_of_a_division_moves_its_report(world):
    DeadlineExtension.objects.create(
        year=world.year, division=world.divisions["lead"], report_due="2099-06-20", reason="災害"
    )
    assert [each.due for each in mine(world, "reporter").owed] == [date(2099, 6, 20)]


def test_part_that_was_answered_is_done_and_stays_in_reach(world):
    world.leave_parts_open()
    part = world.report.contributions.get(division=world.divisions["second"])
    part.report = world.fresh()
    contribution_verbs.contribute(part, by=world.people["co_owner"], version=0, text="使った。")
    tasks = mine(world, "co_owner")
    assert (told(tasks.owed), told(tasks.done)) == (
        [],
        [("関係課の記載", "関係課回答票", "R5", "")],
    )


def test_what_waits_for_the_head_is_marked_and_is_not_next(world):
    world.bring_to("draft")
    handover.ask_head(world.fresh(), by=world.people["reporter"], version=1)
    tasks = mine(world, "reporter")
    assert (told(tasks.owed), tasks.next) == (
        [("報告の提出", "I-1-1", "R5", "所属長に依頼済み")],
        None,
    )
    assert (tasks.for_head, mine(world, "head").for_head) == (None, 1)
    entry.save(world.fresh(), by=world.people["reporter"], version=2, fields={"done": "直した。"})
    assert told(mine(world, "head").owed)[0][-1] == "依頼後に変更あり"


def test_department_counts_the_drafts_that_were_handed_over(world):
    ReviewYear.objects.update(asks_endorsement=True)
    world.bring_to("draft")
    assert (mine(world, "department").for_department, mine(world, "head").for_department) == (
        0,
        None,
    )
    handover.ask_head(world.fresh(), by=world.people["reporter"], version=1)
    assert mine(world, "department").for_department == 1


def test_done_page_leads_to_the_next_measure(world, client):
    measure = make_measure(
        world.plan, world.measure.direction, "I-2-1", 5, [world.divisions["lead"]]
    )
    other = ProgressReport.objects.create(year=world.year, measure=measure)
    report = world.bring_to("submitted")
    head = world.people["head"]
    assert following(standing_of(head), report.pk).code == "I-2-1"
    client.force_login(head)
    page = client.get(reverse("progress:report_done", args=[report.pk])).content.decode()
    assert f'href="{reverse("progress:report_edit", args=[other.pk])}">次へ：I-2-1' in page


def test_measures_stand_there_between_the_years_with_their_notes(world, client):
    ReviewYear.objects.update(closed_at=timezone.now())
    by, day = world.people["reporter"], date(2023, 6, 1)
    world.measure.notes.create(noted_on=day, text="入札を始めた。", by=by, at=timezone.now())
    (own,) = measures_for(standing_of(by))
    assert (str(own.measure), own.leads, own.notes, own.last_noted) == (
        "I-1-1 施策I-1-1",
        True,
        1,
        day,
    )
    (shared,) = measures_for(standing_of(world.people["co_owner"]))
    assert shared.leads is False
    client.force_login(by)
    page = client.get(reverse("progress:my_measures")).content.decode()
    assert "1件（最新 令和5年6月1日）" in page


def test_year_that_is_not_begun_says_from_when_reports_are_taken(world, client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    ReviewYear.objects.update(opened_on=tomorrow, notice="様式は共有フォルダにあります。")
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:my_measures")).content.decode()
    assert "からです。今から下書きもできます。" in page
    assert "様式は共有フォルダにあります。" in page


def test_entry_page_shows_the_deadline_of_a_division_that_has_more_time(world, client):
    DeadlineExtension.objects.create(
        year=world.year,
        division=world.divisions["lead"],
        report_due=date(2099, 6, 20),
        reason="災害",
    )
    address = reverse("progress:report_edit", args=[world.report.pk])
    for role, day in (("reporter", "6月20日"), ("secretariat", "6月20日")):
        client.force_login(world.people[role])
        assert f"令和81年{day}" in client.get(address).content.decode()
    # The page of a conflict too, which comes with the report as it stands by then.
    client.post(address, {"version": 0, "done": "先の文", "reason": "代行"})
    response = client.post(address, {"version": 0, "done": "後の文", "reason": "代行"})
    assert response.status_code == 409 and "令和81年6月20日" in response.content.decode()
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    client.force_login(world.people["other"])
    text = client.get(reverse("progress:report_edit", args=[other.pk])).content.decode()
    assert "令和81年5月31日" in text


def test_long_lists_stand_in_pages_that_keep_each_others_place():
    rows = range(my_pages.PER_PAGE + 3)
    first = my_pages.paged(rows, "owed", {"done": "2", "q": "x"})
    assert (list(first.rows), first.total) == (list(rows)[:-3], len(rows))
    assert (first.before, first.after, first.asked) == ("", "?done=2&owed=2#owed", False)
    last = my_pages.paged(rows, "owed", {"owed": "2"})
    assert (list(last.rows), last.before, last.after) == ([50, 51, 52], "?owed=1#owed", "")
    assert not my_pages.paged(rows[:50], "owed", {}).is_many


def test_page_shows_the_rows_of_the_page_asked_for_and_counts_all(world, client, monkeypatch):
    world.leave_parts_open()
    monkeypatch.setattr(my_pages, "PER_PAGE", 1)
    join(world.people["reporter"], world.divisions["second"], "reporter")
    client.force_login(world.people["reporter"])
    pages = [client.get(MINE, {"owed": number}).content.decode() for number in (1, 2)]
    assert all("これから行うこと（2件）" in each and " / 2 ページ" in each for each in pages)
    assert [each.count('data-label="期限"') for each in pages] == [1, 1]
    assert pages[0] != pages[1] and 'href="?owed=2#owed"' in pages[0]


def asked_in(world, fiscal_years) -> None:
    """A 指摘事項 of each of these years to the lead division, all of them closed since."""
    report = world.bring_to("evaluated")
    decision = report.decisions.get()
    years = []
    for fiscal_year in fiscal_years:
        year = ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, report_due=date(2099, 5, 31)
        )
        report.pk, report.year, report.taken_decision = None, year, None
        report.save(force_insert=True)
        meeting = decision.meeting
        meeting.pk, meeting.year = None, year
        meeting.save(force_insert=True)
        decision.pk, decision.report, decision.meeting = None, report, meeting
        decision.save(force_insert=True)
        FollowUp.objects.create(
            decision=decision, division=world.divisions["lead"], what="時期を示すこと。",
            due=date(fiscal_year + 1, 9, 30),
        )  # fmt: skip
        years.append(year.pk)
    ReviewYear.objects.filter(pk__in=years).update(closed_at=timezone.now())


def test_follow_ups_of_years_closed_long_ago_are_one_task_that_leads_to_all(world, client):
    asked_in(world, range(2011, 2023))
    client.force_login(world.people["reporter"])
    page = client.get(MINE)
    tasks = page.context["tasks"]
    assert [(each.year.fiscal_year, each.number) for each in tasks.owed] == [
        (2011, 7), *((year, 1) for year in range(2018, 2023)),
    ]  # fmt: skip
    assert "指摘事項への回答12件（" in tasks.sentence
    text = page.content.decode()
    assert "これから行うこと（12件）" in text
    assert '次：<a href="/my/?years=all">H23〜H29実績の7件<' in text
    first = tasks.owed[0]
    assert (first.title, first.url) == ("H23〜H29実績の7件", "/my/?years=all")
    whole = client.get(first.url)
    assert [each.year.fiscal_year for each in whole.context["tasks"].owed] == [*range(2011, 2023)]
    assert "H23〜H29実績の7件" not in whole.content.decode()


def test_a_follow_up_that_one_old_year_alone_left_stands_by_itself(world):
    asked_in(world, [2012, *range(2018, 2023)])
    [first, *_] = mine(world, "reporter").owed
    assert (first.year.fiscal_year, first.number) == (2012, 1)
    assert first.title.endswith("：時期を示すこと。")
