"""Opening a year: one screen for all of it, all or nothing, two years side by side."""

from datetime import date

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, DeadlineExtension, ProgressReport, ReviewYear
from progress.workflow.refusals import NotAllowed
from progress.year import verbs as year_verbs
from progress.year.calendar import where_of
from sakado_dx.organization.models import Division

DUE = date(2099, 5, 31)


def open_next(world, **more) -> ReviewYear:
    by = world.people["secretariat"]
    return year_verbs.open_year(world.plan, by=by, fiscal_year=2024, **({"report_due": DUE} | more))


def named_of(year: ReviewYear, code: str = "I-1-1") -> list[str]:
    rows = Contribution.objects.filter(report__year=year, report__measure__code=code, is_named=True)
    return sorted(rows.values_list("division__name", flat=True))


@pytest.fixture
def last_year(world):
    """The world, where 道路課 was named for a part in the year before."""
    other = [world.divisions["other"]]
    contribution_verbs.name_contributors(
        world.report, by=world.people["secretariat"], divisions=other
    )
    return world


def screen(world, **more) -> dict:
    """What the opening screen sends with nothing changed but the dates."""
    ticked = list(world.plan.measures.values_list("pk", flat=True))
    rows = {"extension-TOTAL_FORMS": "2", "extension-INITIAL_FORMS": "0"}
    dates = {"fiscal_year": "2024", "opened_on": "R7.2.3", "report_due": "令和７年５月３０日"}
    return dates | rows | {"measures_listed": "True", "measures": ticked} | more


def test_one_screen_holds_all_of_a_year(client, last_year):
    world, other = last_year, last_year.plan.measures.get(code="I-1-2")
    client.force_login(world.people["secretariat"])
    page = client.get(reverse("progress:year_open"))
    assert "前年度と同じ1課（道路課）" in page.content.decode()
    sent = screen(world) | {
        "confirm_due": "R7.6.13",
        "meeting_on": "R7.7.10",
        "publish_on": "R7.8.1",
        "asks_approval": "on",
        "head_may_be_recorded": "on",
        "notice": "見込で入力してください。",
        "extension-0-division": world.divisions["second"].pk,
        "extension-0-report_due": "R7.6.6",
        "extension-0-reason": "窓口の繁忙期のため",
        f"ask-{world.measure.pk}": "last",
        f"ask-{other.pk}": "all",
    }
    assert client.post(reverse("progress:year_open"), sent).status_code == 302
    year = ReviewYear.objects.get(fiscal_year=2024)
    assert (year.opened_on, year.report_due) == (date(2025, 2, 3), date(2025, 5, 30))
    assert (year.confirm_due, year.meeting_on) == (date(2025, 6, 13), date(2025, 7, 10))
    assert (year.publish_on, year.notice) == (date(2025, 8, 1), "見込で入力してください。")
    assert year.asks_approval and year.head_may_be_recorded
    assert year.due_for(world.divisions["second"].pk) == date(2025, 6, 6)
    assert named_of(year) == ["道路課"]
    assert named_of(year, "I-1-2") == ["市民課", "情報課"]  # no 部, no 各課, not its own lead


def test_form_of_a_plan_of_any_size_is_taken(client, world):
    """Django takes a thousand fields, which two a measure are soon more than."""
    client.force_login(world.people["secretariat"])
    others = {f"ask-{1_000_000 + place}": "all" for place in range(9_400)}  # of 4,700 measures
    assert client.post(reverse("progress:year_open"), screen(world) | others).status_code == 302
    assert ReviewYear.objects.filter(fiscal_year=2024).exists()


def test_measures_without_a_tick_take_no_part_and_none_is_a_mistake(client, world):
    client.force_login(world.people["secretariat"])
    url = reverse("progress:year_open")
    refused = client.post(url, screen(world, measures=[]))
    assert "報告を求める施策を一つ以上選んでください。" in refused.content.decode()
    client.post(url, screen(world, measures=[world.measure.pk]))
    year = ReviewYear.objects.get(fiscal_year=2024)
    assert [report.measure for report in year.reports.all()] == [world.measure]


def test_conditions_and_notice_of_last_year_are_proposed(client, world):
    settings = {"asks_approval": True, "notice": "様式は共有フォルダにあります。"}
    open_next(world, **settings)
    client.force_login(world.people["secretariat"])
    form = client.get(reverse("progress:year_open")).context["form"]
    assert {name: form.initial[name] for name in settings} == settings
    assert form.initial["fiscal_year"] == 2025
    assert "令和6年度は令和81年5月31日。" in form.fields["report_due"].help_text


def test_contributors_may_be_asked_otherwise_than_last_year(last_year):
    nobody = open_next(last_year, contributors={last_year.measure.pk: []})
    assert named_of(nobody) == []


def test_successor_is_proposed_for_a_division_that_has_ended(last_year):
    old = last_year.divisions["other"]
    heirs = [Division.objects.create(name=name, order=4) for name in ("建設課", "河川課")]
    old.successors.set(heirs)
    old.last_day = date(2024, 3, 31)
    old.save()
    assert named_of(open_next(last_year)) == ["建設課", "河川課"]


def test_opening_that_fails_at_its_end_leaves_nothing(world):
    early = DeadlineExtension(division=world.divisions["second"], report_due=DUE, reason="繁忙期")
    counts = [Contribution.objects.count(), ProgressReport.objects.count()]
    with pytest.raises(NotAllowed, match="市民課の延長後の提出期限は、提出期限より後"):
        open_next(world, extensions=[early])
    assert not ReviewYear.objects.filter(fiscal_year=2024).exists()
    assert [Contribution.objects.count(), ProgressReport.objects.count()] == counts
    assert open_next(world).reports.count() == 2


def test_second_click_leads_to_the_year_and_a_second_person_is_told(client, world):
    url = reverse("progress:year_open")
    client.force_login(world.people["secretariat"])
    answers = [client.post(url, screen(world)) for _ in range(2)]
    year = ReviewYear.objects.get(fiscal_year=2024)
    assert [answer.url for answer in answers] == [reverse("progress:queue", args=[year.pk])] * 2
    client.force_login(world.people["second_secretariat"])
    page = client.post(url, screen(world, notice="別の案内")).content.decode()
    assert "この年度は、既に開かれているか、計画の期間の外です。" in page
    assert "別の案内" in page
    assert year.reports.count() == 2


def test_division_is_extended_once(client, world):
    client.force_login(world.people["secretariat"])
    twice = {
        f"extension-{place}-{name}": value
        for place in (0, 1)
        for name, value in (
            ("division", world.divisions["second"].pk),
            ("report_due", f"R7.6.{place + 1}"),
            ("reason", "繁忙期"),
        )
    }
    page = client.post(reverse("progress:year_open"), screen(world) | twice)
    assert "市民課の延長が二つあります。一つにしてください。" in page.content.decode()
    assert ReviewYear.objects.count() == 1


def test_next_year_is_entered_while_this_one_is_judged(world):
    world.bring_to("submitted")
    year = open_next(world, opened_on=date(2024, 2, 1))
    report = world.fresh(year.reports.get(measure=world.measure))
    reporter = world.people["reporter"]
    expected = {world.indicator.pk: ResultEntry("reported", 5, certainty="estimate")}
    entry.save(report, by=reporter, version=0, fields={"done": "準備した。"}, results=expected)
    desk.confirm(world.fresh(), by=world.people["secretariat"], version=2)
    assert (world.fresh().state, world.fresh(report).state) == ("confirmed", "draft")
    assert world.fresh().done == "窓口の様式を見直した。"
    results = world.indicator.results.order_by("fiscal_year")
    assert list(results.values_list("fiscal_year", "value", "certainty")) == [
        (2023, 12, "settled"),
        (2024, 5, "estimate"),
    ]


@pytest.mark.parametrize(
    ("counts", "today", "said"),
    [
        ({"not_started": 2}, date(2024, 3, 31), "受付の前です。"),
        ({"draft": 1, "submitted": 1}, date(2024, 5, 31), "報告の受付中です。1件がまだ提出"),
        ({"returned": 1}, date(2024, 6, 1), "提出期限を過ぎています。1件がまだ提出"),
        ({"submitted": 2}, date(2024, 6, 1), "報告は出そろいました。2件が事務局の確認を"),
        ({"confirmed": 1, "evaluated": 1}, date(2024, 6, 1), "1件が会議の評価を待っています。"),
        ({"evaluated": 2}, date(2024, 6, 1), "すべて評価が済みました。"),
    ],
)
def test_calendar_says_where_a_year_stands(counts, today, said):
    year = ReviewYear(opened_on=date(2024, 4, 1), report_due=date(2024, 5, 31))
    assert said in where_of(year, today, counts)


def test_calendar_shows_both_open_years_and_what_was_left_undone(client, world):
    open_next(world)
    ReviewYear.objects.filter(pk=world.year.pk).update(
        opened_on=date(2024, 4, 1), report_due=date(2024, 5, 31)
    )
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:year_calendar")).content.decode()
    assert "提出期限（過ぎました。2件がまだ提出されていません）" in page
    assert page.index("令和6年度実績") < page.index("令和5年度実績")


def test_switch_of_years_stays_on_the_list_of_the_secretariat(client, world):
    year = open_next(world)
    client.force_login(world.people["secretariat"])
    for name in ("queue", "reminder_list", "meeting_list"):
        page = client.get(reverse(f"progress:{name}", args=[year.pk]))
        urls = [each["url"] for each in page.context["year_links"]]
        assert reverse(f"progress:{name}", args=[world.year.pk]) in urls, name


def test_measure_page_leads_to_the_report_of_either_open_year(client, world):
    world.bring_to("returned")
    year = open_next(world)
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:measure_detail", args=[world.measure.pk])).content.decode()
    for pk in (world.report.pk, year.reports.get(measure=world.measure).pk):
        assert reverse("progress:report_edit", args=[pk]) in page
