"""Contributing divisions, notes and extensions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import contribution_verbs
from progress.models import Contribution, DeadlineExtension, ReviewYear
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.workflow.table import may
from progress.year import verbs as year_verbs
from progress.year.calendar import steps_of
from progress.year.verbs import YearSettings
from sakado_dx.organization.access import standing_of

SETTINGS = YearSettings(report_due=date(2099, 5, 31), opened_on=date(2024, 4, 1))


@pytest.fixture
def part(world) -> Contribution:
    """The part of the co-owning division, made when the year was opened."""
    world.leave_parts_open()
    contribution = Contribution.objects.get(report=world.report)
    contribution.report = world.report
    return contribution


def test_opening_asks_co_owners_and_no_collective_division(world):
    rows = Contribution.objects.values_list("report__measure__code", "division__name", "is_named")
    assert list(rows) == [("I-1-1", "市民課", False)]


def test_part_is_kept_without_touching_the_report(world, part):
    contribution_verbs.contribute(
        part, by=world.people["co_owner"], version=0, text="窓口で使った。", share=Decimal(3)
    )
    stored = Contribution.objects.get(pk=part.pk)
    assert (stored.text, stored.share, stored.version, stored.is_answered) == (
        "窓口で使った。",
        Decimal(3),
        1,
        True,
    )
    assert world.fresh().version == 0


def test_two_members_of_a_division_do_not_overwrite_each_other(world, part):
    contribution_verbs.contribute(part, by=world.people["co_owner"], version=0, text="先に")
    with pytest.raises(Conflict):
        contribution_verbs.contribute(part, by=world.people["co_owner"], version=0, text="後から")
    assert Contribution.objects.get(pk=part.pk).text == "先に"


@pytest.mark.parametrize("role", ["reporter", "other", "council", "executive"])
def test_part_is_its_divisions_alone(world, part, role):
    with pytest.raises(NotAllowed):
        contribution_verbs.contribute(part, by=world.people[role], version=0, text="書いた。")


def test_part_closes_with_the_report(world, part):
    part.report = world.bring_to("submitted")
    with pytest.raises(NotAllowed):
        contribution_verbs.contribute(part, by=world.people["co_owner"], version=0, text="遅れた。")


def test_nothing_to_report_is_an_answer_and_blank_is_none(world, part):
    with pytest.raises(Incomplete):
        contribution_verbs.contribute(part, by=world.people["co_owner"], version=0)
    contribution_verbs.contribute(part, by=world.people["co_owner"], version=0, has_nothing=True)
    assert Contribution.objects.get(pk=part.pk).is_answered


def test_contributor_is_an_author(world, part):
    boss = world.people["co_owner"]
    boss.city_roles.create(role="secretariat", first_day=date(2020, 4, 1))
    contribution_verbs.contribute(part, by=boss, version=0, text="書いた。")
    report = world.bring_to("submitted")
    with pytest.raises(NotAllowed):
        desk.confirm(report, by=boss, version=2)


def test_named_contributors_are_proposed_again_next_year(world):
    secretary, other = world.people["secretariat"], world.divisions["other"]
    contribution_verbs.name_contributors(world.report, by=secretary, divisions=[other])
    year = year_verbs.open_year(
        world.plan, by=secretary, fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    rows = Contribution.objects.filter(report__year=year, report__measure=world.measure)
    assert sorted(rows.values_list("division__name", "is_named")) == [
        ("市民課", False),
        ("道路課", True),
    ]


def test_naming_keeps_who_has_answered_and_leaves_out_lead_and_collectives(world):
    secretary = world.people["secretariat"]
    everybody = list(world.divisions.values())
    contribution_verbs.name_contributors(world.report, by=secretary, divisions=everybody)
    named = Contribution.objects.get(division=world.divisions["other"], is_named=True)
    named.report = world.report
    contribution_verbs.contribute(named, by=world.people["other"], version=0, text="書いた。")
    contribution_verbs.name_contributors(world.report, by=secretary, divisions=[])
    rows = world.report.contributions.values_list("division__name", flat=True)
    assert sorted(rows) == ["市民課", "道路課"]


def test_note_is_written_by_owners_and_read_by_them_alone(client, world):
    url = reverse("progress:note_add", args=[world.measure.pk])
    data = {"note-noted_on": "R5.6.1", "note-text": "入札の準備を始めた。"}
    client.force_login(world.people["other"])
    assert client.post(url, data).status_code == 403
    client.force_login(world.people["reporter"])
    assert client.post(url, data).status_code == 302
    for role, seen in (("reporter", True), ("secretariat", True), ("council", False)):
        client.force_login(world.people[role])
        page = client.get(reverse("progress:measure_detail", args=[world.measure.pk]))
        assert ("入札の準備を始めた。" in page.content.decode()) is seen, role


def test_head_of_the_department_reads_the_notes_and_is_offered_no_form(client, world):
    text = "入札の準備を始めた。"
    contribution_verbs.add_note(world.measure, world.report, by=world.people["reporter"], text=text)
    client.force_login(world.people["department"])
    page = client.get(reverse("progress:measure_detail", args=[world.measure.pk])).content.decode()
    assert text in page
    assert "メモを書く" not in page


def test_recorded_consent_of_the_head_stands_on_every_page_of_the_report(client, world):
    ReviewYear.objects.update(head_may_be_recorded=True)
    world.bring_to("draft")
    client.force_login(world.people["reporter"])
    sent = {"version": 1, "head_name": "佐藤 花", "head_confirmed_on": "Ｒ６．５．２０"}
    client.post(reverse("progress:report_submit", args=[world.report.pk]), sent)
    assert world.fresh().state == "submitted"
    client.force_login(world.people["secretariat"])
    for name, pk in (("report_review", world.report.pk), ("measure_detail", world.measure.pk)):
        page = client.get(reverse(f"progress:{name}", args=[pk])).content.decode()
        assert "所属長の確認：佐藤 花（令和6年5月20日）" in page, name


def test_extension_moves_the_deadline_of_one_division(world):
    lead = world.divisions["lead"]
    year_verbs.change_year(
        world.year,
        by=world.people["secretariat"],
        settings=SETTINGS,
        extensions=[
            DeadlineExtension(division=lead, report_due=date(2099, 6, 15), reason="災害対応")
        ],
        reason="災害対応のため",
    )
    year = ReviewYear.objects.get()
    assert (year.due_for(lead.pk), year.due_for(None)) == (date(2099, 6, 15), date(2099, 5, 31))
    assert [each.verb for each in year.changes.all()] == ["open", "change"]


def test_only_the_secretariat_changes_a_year(world):
    with pytest.raises(NotAllowed):
        year_verbs.change_year(world.year, by=world.people["head"], settings=SETTINGS)


def test_calendar_says_what_is_next(world):
    ReviewYear.objects.update(
        opened_on=date(2024, 4, 1), report_due=date(2024, 5, 31), confirm_due=date(2024, 6, 28)
    )
    steps = steps_of(ReviewYear.objects.get(), date(2024, 6, 1))
    assert [(step.name, step.is_over, step.is_next) for step in steps][:3] == [
        ("受付開始", True, False),
        ("提出期限", True, False),
        ("事務局確認の期限", False, True),
    ]


def test_standing_of_a_department_reads_but_does_not_write(world):
    standing = standing_of(world.people["department"])
    assert not may(standing, world.report, "save")


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_write_at_once_one_is_told(world):
    if connection.vendor == "sqlite":
        pytest.skip("one connection to a database in memory: threads would have to share it")
    world.leave_parts_open()
    part, start = Contribution.objects.get(), Barrier(8)

    def act(number: int) -> str:
        own = Contribution.objects.select_related("report__year").get(pk=part.pk)
        try:
            start.wait(30)
            contribution_verbs.contribute(
                own, by=world.people["co_owner"], version=0, text=f"文章{number}"
            )
            return "written"
        except Conflict:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(act, range(8)))
    assert outcomes == ["told"] * 7 + ["written"]
    part.refresh_from_db()
    assert part.version == 1
