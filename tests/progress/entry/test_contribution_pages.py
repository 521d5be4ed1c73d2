"""The parts of other divisions as the lead meets them: who has answered, what they add up to,
what is taken over, and the word of who does not wait."""

from decimal import Decimal

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import contribution_pages, contribution_verbs, taking
from progress.entry import verbs as entry
from progress.models import Contribution, ReviewYear
from progress.reading.inputs import inputs_of
from progress.rights import predicates
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.organization.access import standing_of

WORD = "様式の変更で遅れるため、次の年度に書きます。"


@pytest.fixture
def part(world) -> Contribution:
    """道路課's part, which the secretariat asks for; 市民課's is a co-owner's."""
    world.leave_parts_open()
    others = [world.divisions["other"]]
    contribution_verbs.name_contributors(
        world.report, by=world.people["secretariat"], divisions=others
    )
    found = Contribution.objects.get(division=world.divisions["other"])
    found.report = world.fresh()
    return found


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
    sheet = reverse("progress:part_sheet", args=[world.year.pk, part.division_id])
    assert "窓口の様式を見直した。" in client.get(sheet).content.decode()
    contribution_verbs.name_contributors(world.report, by=world.people["secretariat"], divisions=[])
    assert not predicates.may_read_content(standing_of(other), world.fresh())


def test_who_answers_on_behalf_becomes_an_author(world, part):
    secretary = world.people["secretariat"]
    contribution_verbs.contribute(part, by=secretary, version=0, text="聞いた。", reason="休職中")
    report = world.bring_to("submitted")
    with pytest.raises(NotAllowed):
        desk.confirm(report, by=secretary, version=2)
    desk.confirm(report, by=world.people["second_secretariat"], version=2)


def test_part_of_a_closed_year_is_refused_as_closed(world, part):
    ReviewYear.objects.update(closed_at="2024-08-01T00:00:00Z")
    sentence = "は締められているため、関係課の記載は変えられません。"
    with pytest.raises(NotAllowed, match=sentence):
        answer(world, "other", text="三件を処理した。")


def test_all_divisions_are_asked_but_no_department_and_no_collective(client, world):
    client.force_login(world.people["secretariat"])
    url = reverse("progress:report_contributors", args=[world.report.pk])
    page = client.get(url)
    # 情報課 leads and 市民課 is asked already: one row more.
    assert page.context["all_rows"] == contribution_pages.AllRows(2, 1)
    assert "2課に求めることになり、新しく1行が加わります。" in page.content.decode()
    client.post(url, {"everybody": "1"})
    rows = world.report.contributions.values_list("division__name", flat=True)
    assert sorted(rows) == ["市民課", "道路課"]


def test_report_that_is_handed_in_asks_nobody(world):
    report = world.bring_to("submitted")
    with pytest.raises(NotAllowed, match="「提出済み」のため、関係課は変えられません。"):
        contribution_verbs.name_contributors(
            report, by=world.people["secretariat"], divisions=[world.divisions["other"]]
        )
    assert not report.contributions.filter(division=world.divisions["other"]).exists()


# --- Who does not wait


def test_lead_who_does_not_wait_says_why_and_the_word_stands_on_every_page(client, world, part):
    world.bring_to("draft")
    client.force_login(world.people["head"])
    url = reverse("progress:report_submit", args=[world.report.pk])
    page = client.post(url, {"version": 1}).content.decode()
    assert "関係課の回答を待たずに提出する理由を入力してください。" in page
    assert world.fresh().state == "draft"
    assert [client.post(url, {"version": 1, "without_parts": WORD}).status_code] == [302]
    change = world.report.changes.get(verb="submit")
    assert (change.without_parts, change.reason) == (WORD, "")
    client.force_login(world.people["secretariat"])
    names = {"report_check": world.report.pk, "report_review": world.report.pk}
    for name, pk in (names | {"measure_detail": world.measure.pk}).items():
        page = client.get(reverse(f"progress:{name}", args=[pk])).content.decode()
        assert WORD in page and "市民課、道路課は、回答していません。" in page, name
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:measure_detail", args=[world.measure.pk]))
    assert WORD in page.content.decode()


def test_word_is_asked_by_the_verb_whatever_the_door_and_kept_only_where_it_is_needed(world, part):
    report, head = world.bring_to("draft"), world.people["head"]
    with pytest.raises(Incomplete) as refused:
        entry.submit(report, by=head, version=1, without_parts="  ")
    assert [each.field for each in refused.value.missing] == ["without_parts"]
    answer(world, "other", has_nothing=True)
    answer(world, "second", has_nothing=True)
    entry.submit(report, by=head, version=1, without_parts=WORD)
    assert world.report.changes.get(verb="submit").without_parts == ""


def test_division_that_is_named_at_the_moment_of_submission_is_missed_too(world, monkeypatch):
    """Named after the check and before the write: the transaction asks once more."""
    report, head = world.bring_to("draft"), world.people["head"]
    named = []

    def name_first(execute, sql, params, many, context):
        if not named and sql.startswith("UPDATE") and "progress_progressreport" in sql:
            named.append(True)
            Contribution.objects.create(
                report=world.report, division=world.divisions["other"], is_named=True
            )
        return execute(sql, params, many, context)

    from django.db import connection

    with connection.execute_wrapper(name_first), pytest.raises(Incomplete):
        entry.submit(report, by=head, version=1)
    assert named and world.fresh().state == "draft"


# --- Taking over


def taking_over(client, world, button: str, **typed):
    """The lead's form with one of its buttons pressed."""
    client.force_login(world.people["reporter"])
    url = reverse("progress:report_edit", args=[world.report.pk])
    fields = {
        f"result-{world.indicator.pk}-{name.removeprefix('result_')}"
        if name.startswith("result_")
        else name: value
        for name, value in typed.items()
    }
    return client.post(url, {"version": world.fresh().version, taking.BUTTON: button} | fields)


def said(world) -> tuple:
    report = world.fresh()
    figures = inputs_of(report).entries
    return report.done, getattr(figures.get(world.indicator.pk), "value", None)


def test_text_is_added_to_what_is_typed_and_never_replaces_it(client, world, part):
    answer(world, "other", text="三件を処理した。")
    for _ in range(2):  # a second click adds nothing
        done = world.fresh().done or "様式を見直した。"
        answered = taking_over(client, world, f"text-{part.pk}", done=done)
        assert answered.url.endswith("/edit/#id_done")
    assert said(world) == ("様式を見直した。\n道路課：三件を処理した。", None)


def test_number_goes_into_a_blank_field_and_is_asked_about_where_one_stands(client, world, part):
    answer(world, "other", share=Decimal(3))
    taking_over(client, world, f"number-{part.pk}", done="見直した。")
    assert said(world) == ("見直した。", 3)
    asked = taking_over(client, world, f"number-{part.pk}", done="見直した。", result_value="12")
    assert said(world) == ("見直した。", 12)
    page = client.get(asked.url).content.decode()
    assert "「実績」には12が入っています。道路課の3を、どうしますか。" in page
    taking_over(client, world, f"add-{part.pk}", done="見直した。", result_value="12")
    assert said(world) == ("見直した。", 15)
    taking_over(client, world, f"replace-{part.pk}", done="見直した。", result_value="15")
    assert said(world) == ("見直した。", 3)


@pytest.mark.parametrize("typed", ["12件", "１２ 件"])
def test_number_is_added_to_a_figure_with_its_unit(client, world, part, typed):
    answer(world, "other", share=Decimal(3))
    taking_over(client, world, f"add-{part.pk}", done="見直した。", result_value=typed)
    assert said(world) == ("見直した。", 15)


def test_total_of_the_shares_goes_into_the_field(client, world, part):
    answer(world, "other", share=Decimal(3))
    answer(world, "second", share=Decimal("1.5"))
    taking_over(client, world, "number-total")
    assert said(world)[1] == Decimal("4.5")


def test_part_of_another_report_is_not_taken_over(client, world, part):
    elsewhere = world.year.reports.get(measure__code="I-1-2").contributions.create(
        division=world.divisions["second"], text="別の施策", answered_at="2024-05-01T00:00Z"
    )
    taking_over(client, world, f"text-{elsewhere.pk}", done="見直した。")
    assert said(world)[0] == "見直した。"
