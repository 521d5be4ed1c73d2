"""The parts of other divisions: who has answered, what they add up to, who may read and write."""

from decimal import Decimal

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import contribution_pages, contribution_verbs
from progress.entry.contribution_pages import last_years_part
from progress.models import Contribution, IndicatorResult, ReviewYear
from progress.reading.inputs import inputs_of
from progress.rights import predicates
from progress.workflow.refusals import NotAllowed
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord


@pytest.fixture
def part(world) -> Contribution:
    """道路課's part, which the secretariat asks for; 市民課's is a co-owner's."""
    others = [world.divisions["other"]]
    contribution_verbs.name_contributors(
        world.report, by=world.people["secretariat"], divisions=others
    )
    found = Contribution.objects.get(division=world.divisions["other"])
    found.report = world.fresh()
    return found


def url_of(part: Contribution) -> str:
    return reverse("progress:contribution_edit", args=[part.pk])


def answer(world, role: str, **more) -> None:
    own = Contribution.objects.get(report=world.report, division=world.divisions[role])
    own.report = world.fresh()
    person = {"second": "co_owner"}.get(role, role)
    contribution_verbs.contribute(own, by=world.people[person], version=own.version, **more)


def shared(report) -> contribution_pages.Parts:
    return contribution_pages.parts_of(report, None, inputs_of(report).asked)


def test_page_says_who_has_not_answered_and_adds_the_numbers_up(client, world, part):
    answer(world, "other", text="三件を処理した。", share=Decimal(3))
    report = world.bring_to("draft")
    client.force_login(world.people["reporter"])
    pages = {
        name: client.get(reverse(f"progress:{name}", args=[report.pk])).content.decode()
        for name in ("report_edit", "report_check")
    }
    for name, page in pages.items():
        assert "2課のうち1課が、まだ記載していません：市民課" in page, name
        assert "実績値と合計の差は9件です。" in page, name
    parts = shared(report)
    assert (parts.total, parts.stated, parts.indicator) == (3, 12, inputs_of(report).entered[0])


def test_zero_is_a_share_and_no_share_is_no_total(world, part):
    assert shared(world.fresh()).total is None
    answer(world, "other", share=Decimal(0))
    assert shared(world.fresh()).total_text == "0"
    assert shared(world.fresh()).difference_text == ""  # nothing is stated yet


def test_contributing_division_reads_the_draft_that_it_contributes_to(client, world, part):
    world.bring_to("draft")
    other = world.people["other"]
    assert predicates.may_read_content(standing_of(other), world.fresh())
    client.force_login(other)
    assert "窓口の様式を見直した。" in client.get(url_of(part)).content.decode()
    contribution_verbs.name_contributors(world.report, by=world.people["secretariat"], divisions=[])
    assert not predicates.may_read_content(standing_of(other), world.fresh())


def test_secretariat_answers_on_behalf_with_a_reason_and_becomes_an_author(client, world, part):
    client.force_login(world.people["secretariat"])
    page = client.post(url_of(part), {"version": 0, "text": "電話で聞いた。"})
    assert "代行して入力する理由を入力してください。" in page.content.decode()
    sent = {"version": 0, "text": "電話で聞いた。", "reason": "担当者が休職中のため"}
    saved = client.post(url_of(part), sent)
    assert saved.url == reverse("progress:report_review", args=[world.report.pk])
    rows = AuditRecord.objects.filter(table_name="progress_contribution", reason=sent["reason"])
    assert rows.count() == 1
    report = world.bring_to("submitted")
    with pytest.raises(NotAllowed):
        desk.confirm(report, by=world.people["secretariat"], version=2)
    desk.confirm(report, by=world.people["second_secretariat"], version=2)


def test_two_of_one_division_choose_field_by_field(client, world, part):
    other = world.people["other"]
    client.force_login(other)
    marks = client.get(url_of(part)).context["as_read"]
    answer(world, "other", text="先に書いた。", share=Decimal(4))
    mine = {"version": 0, "text": "後から書いた。", "as_read": marks}
    refused = client.post(url_of(part), mine)
    assert refused.status_code == 409
    assert [(each.label, each.keeps_theirs) for each in refused.context["differences"]] == [
        ("取り組んだこと", False),
        ("数値の内訳（この課の分、件）", True),
    ]
    choices = {"choice:text": "mine", "choice:share": "theirs"}
    assert client.post(url_of(part), mine | choices | {"version": 1}).status_code == 302
    stored = Contribution.objects.get(pk=part.pk)
    assert (stored.text, stored.share) == ("後から書いた。", 4)


def test_same_part_sent_twice_is_no_conflict(client, world, part):
    client.force_login(world.people["other"])
    sent = {"version": 0, "text": "一度だけ。", "share": "1"}
    assert [client.post(url_of(part), sent).status_code for _ in range(2)] == [302, 302]
    assert Contribution.objects.get(pk=part.pk).version == 1


def test_page_of_a_report_that_is_handed_in_has_no_form(client, world, part):
    answer(world, "other", text="三件を処理した。")
    world.bring_to("submitted")
    client.force_login(world.people["other"])
    page = client.get(url_of(part)).content.decode()
    assert "三件を処理した。" in page and "記載は変えられません。" in page
    assert 'name="text"' not in page


def test_part_of_a_closed_year_is_refused_as_closed(world, part):
    ReviewYear.objects.update(closed_at="2024-08-01T00:00:00Z")
    sentence = "は締められているため、関係課の記載は変えられません。"
    with pytest.raises(NotAllowed, match=sentence):
        answer(world, "other", text="三件を処理した。")


def test_answered_part_stays_in_reach_until_the_report_is_handed_in(client, world, part):
    answer(world, "other", text="三件を処理した。")
    client.force_login(world.people["other"])

    def listed() -> list[str]:
        tasks = client.get(reverse("progress:my_measures")).context["tasks"]
        assert "関係課の記載" not in [task.what for task in tasks.owed]
        return [task.url for task in tasks.done if task.what == "関係課の記載"]

    assert listed() == [url_of(part)]
    world.bring_to("submitted")
    assert listed() == []


def test_share_is_asked_of_a_number_only(client, world, part):
    client.force_login(world.people["other"])
    assert 'name="share"' in client.get(url_of(part)).content.decode()
    IndicatorResult.objects.all().delete()
    world.indicator.kind = "qualitative"
    world.indicator.save()
    assert 'name="share"' not in client.get(url_of(part)).content.decode()


def test_part_of_last_year_stands_beside_also_after_a_reorganisation(client, world, part):
    answer(world, "other", text="去年の分。")
    heir = Division.objects.create(name="建設課", order=3)
    world.divisions["other"].successors.add(heir)
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=world.year.report_due,
        contributors={world.measure.pk: [heir.pk]},
    )
    now = Contribution.objects.get(report__year=year, division=heir)
    now.report = world.fresh(now.report)
    assert last_years_part(now).text == "去年の分。"


def test_all_divisions_are_asked_but_no_department_and_no_collective(client, world):
    client.force_login(world.people["secretariat"])
    url = reverse("progress:report_contributors", args=[world.report.pk])
    client.post(url, {"everybody": "1"})
    rows = world.report.contributions.values_list("division__name", flat=True)
    assert sorted(rows) == ["市民課", "道路課"]
