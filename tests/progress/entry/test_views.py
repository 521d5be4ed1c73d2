"""The entry page: nothing typed is lost, two editors see both texts, one door."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measures.models import Indicator
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.year import verbs as year_verbs


@pytest.fixture
def as_person(client, world):
    """Log somebody in by role."""

    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


def form_of(world, version: int = 0, **more) -> dict:
    return {
        "version": version,
        "progress": world.word("順調").pk,
        "outlook": world.word("継続", "outlook").pk,
        "done": "窓口の様式を見直した。",
        f"result-{world.indicator.pk}-value": "１，０００",
        "save": "1",
        **more,
    }


def edit_url(world) -> str:
    return reverse("progress:report_edit", args=[world.report.pk])


def test_saving_keeps_texts_words_and_full_width_figures(as_person, world):
    answer = as_person("reporter").post(edit_url(world), form_of(world))
    assert (answer.status_code, answer.url) == (302, edit_url(world))
    report = world.fresh()
    assert (report.state, report.progress.word, report.done) == (
        "draft",
        "順調",
        "窓口の様式を見直した。",
    )
    assert IndicatorResult.objects.get().value == Decimal(1000)


def test_saving_and_checking_leads_to_the_answers(as_person, world):
    client = as_person("head")
    answer = client.post(edit_url(world), form_of(world, check="1"))
    assert answer.url == reverse("progress:report_check", args=[world.report.pk])
    page = client.get(answer.url)
    assert "1,000件" in page.content.decode()
    assert page.context["missing"] == []


def test_draft_with_an_error_keeps_the_rest_and_shows_what_was_typed(as_person, world):
    data = form_of(world, **{f"result-{world.indicator.pk}-value": "①"})
    answer = as_person("reporter").post(edit_url(world), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="①"' in page
    assert "エラー：" in page
    report = world.fresh()
    assert (report.state, report.done) == ("draft", "窓口の様式を見直した。")
    assert not IndicatorResult.objects.exists()
    assert f'name="version" value="{report.version}"' in page


def test_second_save_after_an_error_needs_no_reload(as_person, world):
    client = as_person("reporter")
    client.post(edit_url(world), form_of(world, initial_budget="abc"))
    answer = client.post(edit_url(world), form_of(world, version=1, initial_budget="1,200"))
    assert answer.status_code == 302
    assert world.fresh().initial_budget == 1200


def test_two_editors_get_both_texts_and_neither_is_lost(as_person, world):
    entry.save(world.report, by=world.people["head"], version=0, fields={"done": "先に書いた。"})
    answer = as_person("reporter").post(edit_url(world), form_of(world, version=0))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先に書いた。" in page
    assert page.count("窓口の様式を見直した。") == 2  # beside the other text, and in its box
    assert world.fresh().done == "先に書いた。"
    again = as_person("reporter").post(edit_url(world), form_of(world, version=1))
    assert (again.status_code, world.fresh().done) == (302, "窓口の様式を見直した。")


def test_the_same_post_sent_again_is_no_conflict(as_person, world):
    client = as_person("reporter")
    client.post(edit_url(world), form_of(world))
    answer = client.post(edit_url(world), form_of(world))
    assert answer.status_code == 302
    assert StatusChange.objects.count() == 1


def test_report_submitted_meanwhile_keeps_the_typed_text_on_the_page(as_person, world):
    world.bring_to("submitted")
    answer = as_person("reporter").post(edit_url(world), form_of(world, version=1, done="加筆"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "加筆" in page and "提出済み" in page
    assert world.fresh().done == "窓口の様式を見直した。"


def test_draft_in_a_closed_year_is_told_as_closed_and_never_as_saved(as_person, world):
    client = as_person("reporter")
    client.post(edit_url(world), form_of(world))
    ReviewYear.objects.update(closed_at="2024-08-01T00:00:00Z")
    page = client.get(edit_url(world), follow=True).content.decode()
    assert "令和5年度（R5）は締められているため、入力できません。" in page
    again = client.post(edit_url(world), form_of(world, version=1))
    told = again.content.decode()
    assert again.status_code == 409
    assert "令和5年度（R5）は締められているため" in told and "もう一度保存" not in told
    check = client.get(reverse("progress:report_check", args=[world.report.pk])).content.decode()
    assert edit_url(world) not in check


def test_secretariat_on_behalf_is_asked_for_a_reason(as_person, world):
    client = as_person("secretariat")
    answer = client.post(edit_url(world), form_of(world))
    assert answer.status_code == 200
    assert "代行して入力する理由を入力してください。" in answer.content.decode()
    assert world.fresh().version == 0
    client.post(edit_url(world), form_of(world, reason="担当者が病休のため"))
    assert world.fresh().changes.get().reason == "担当者が病休のため"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"value": "0"}, "reported"),
        ({"value": "", "status": "not_applicable"}, "not_applicable"),
        ({"value": "", "status": "not_yet_measured"}, "not_yet_measured"),
        ({"value": "", "status": "being_compiled"}, "being_compiled"),
    ],
)
def test_zero_and_the_words_for_no_figure_are_kept_apart(as_person, world, typed, status):
    prefix = f"result-{world.indicator.pk}-"
    data = form_of(world, **{prefix + name: value for name, value in typed.items()})
    as_person("reporter").post(edit_url(world), data)
    assert IndicatorResult.objects.get().status == status


def test_blank_figure_stays_unreported_and_makes_no_row(as_person, world):
    as_person("reporter").post(
        edit_url(world), form_of(world, **{f"result-{world.indicator.pk}-value": ""})
    )
    assert not IndicatorResult.objects.exists()


def test_answer_whether_a_milestone_is_done_can_be_taken_back(as_person, world):
    Indicator.objects.update(kind=Indicator.Kind.MILESTONE, unit="")
    page, name = as_person("reporter"), f"result-{world.indicator.pk}-done"
    page.post(edit_url(world), form_of(world, **{name: "no"}))
    assert IndicatorResult.objects.get().done is False
    assert "まだ選ばない" in page.get(edit_url(world)).content.decode()
    page.post(edit_url(world), form_of(world, version=1, **{name: ""}))
    stored = IndicatorResult.objects.get()
    assert (stored.status, stored.done) == ("not_reported", None)


def test_value_beside_a_word_is_refused_in_words(as_person, world):
    prefix = f"result-{world.indicator.pk}-"
    data = form_of(world, **{prefix + "value": "3", prefix + "status": "not_applicable"})
    answer = as_person("reporter").post(edit_url(world), data)
    assert "実績あり以外の状況では" in answer.content.decode()


@pytest.mark.parametrize("role", ["co_owner", "other", "department", "council"])
def test_form_of_others_is_refused_with_a_sentence(as_person, world, role):
    answer = as_person(role).get(edit_url(world))
    assert answer.status_code == 403
    assert "主管課の職員と事務局" in answer.content.decode()


def test_head_submits_and_sees_the_done_page(as_person, world):
    world.bring_to("draft")
    client = as_person("head")
    answer = client.post(reverse("progress:report_submit", args=[world.report.pk]), {"version": 1})
    assert answer.url == reverse("progress:report_done", args=[world.report.pk])
    assert world.fresh().state == "submitted"
    again = client.post(reverse("progress:report_submit", args=[world.report.pk]), {"version": 1})
    assert again.status_code == 302
    assert "提出しました" in client.get(answer.url).content.decode()


def test_reporter_is_told_who_submits(as_person, world):
    world.bring_to("draft")
    client = as_person("reporter")
    url = reverse("progress:report_check", args=[world.report.pk])
    assert "提出は所属長か所属長代理が行います" in client.get(url).content.decode()
    client.post(reverse("progress:report_submit", args=[world.report.pk]), {"version": 1})
    assert world.fresh().state == "draft"


def test_blank_public_text_says_what_will_be_published(as_person, world):
    world.bring_to("draft")
    url = reverse("progress:report_check", args=[world.report.pk])
    said = "（空欄のため、「取り組んだこと」をそのまま公表します）"
    assert said in as_person("head").get(url).content.decode()
    entry.save(
        world.fresh(), by=world.people["head"], version=1, fields={"public_text": "窓口が早い。"}
    )
    assert said not in as_person("head").get(url).content.decode()


def test_incomplete_report_lists_what_is_missing(as_person, world):
    page = as_person("head").get(reverse("progress:report_check", args=[world.report.pk]))
    assert [each.field for each in page.context["missing"]] == [
        "progress",
        "done",
        "outlook",
        f"result-{world.indicator.pk}",
    ]


def test_withdrawing_brings_the_draft_back(as_person, world):
    world.bring_to("submitted")
    url = reverse("progress:report_withdraw", args=[world.report.pk])
    answer = as_person("head").post(url, {"version": 2})
    assert (answer.url, world.fresh().state) == (edit_url(world), "draft")


def test_last_years_text_stands_beside_the_field(as_person, world):
    world.bring_to("confirmed")
    year = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due="2099-05-31"
    )
    report = ProgressReport.objects.get(year=year, measure=world.measure)
    page = as_person("reporter").get(reverse("progress:report_edit", args=[report.pk]))
    assert "窓口の様式を見直した。" in page.content.decode()
    assert "data-copy-from" in page.content.decode()


def test_my_measures_groups_by_what_is_to_be_done(as_person, world):
    world.bring_to("returned")
    years = as_person("reporter").get(reverse("progress:my_measures")).context["years"]
    groups = {group.title: [task.title for task in group.tasks] for group in years[0].groups}
    assert groups == {"差戻し": ["I-1-1 施策I-1-1"]}


def test_measure_of_another_division_is_not_among_mine(as_person, world):
    years = as_person("co_owner").get(reverse("progress:my_measures")).context["years"]
    assert years == []


def read_form(client, world) -> dict:
    """The hidden marks of what the page was opened with, and its version."""
    page = client.get(edit_url(world))
    return {"as_read": page.context["as_read"], "version": world.fresh().version}


def test_second_editor_chooses_field_by_field(as_person, world):
    client = as_person("reporter")
    opened = read_form(client, world)
    results = {world.indicator.pk: ResultEntry(status="reported", value=Decimal(7))}
    first = {"done": "先に書いた。", "issues": "課題。"}
    entry.save(world.report, by=world.people["head"], version=0, fields=first, results=results)
    prefix = f"result-{world.indicator.pk}-"
    mine = form_of(world, **opened, **{f"{prefix}certainty": "estimate"})
    refused = client.post(edit_url(world), mine)
    assert refused.status_code == 409
    assert {each.label: each.keeps_theirs for each in refused.context["differences"]} == {
        "進捗": False,
        "取り組んだこと": False,
        "今後の方針": False,
        "課題": True,  # he never touched it
        "処理件数：実績値（件）": False,
        "処理件数：確からしさ": False,
    }
    assert [(each.mine, each.theirs) for each in refused.context["differences"]][-1] == (
        "見込",
        "確定",
    )
    choices = {
        "choice:done": "mine",
        "choice:issues": "theirs",
        f"choice:{prefix}value": "theirs",
        f"choice:{prefix}certainty": "theirs",
    }
    again = mine | choices | {"version": 1, "as_read": refused.context["as_read"]}
    assert client.post(edit_url(world), again).status_code == 302
    stored = world.fresh()
    assert (stored.done, stored.issues) == ("窓口の様式を見直した。", "課題。")
    assert IndicatorResult.objects.get().value == 7


def test_choice_of_a_third_ones_text_that_nobody_saw_is_asked_again(as_person, world):
    entry.save(world.report, by=world.people["head"], version=0, fields={"done": "一つ目。"})
    entry.save(world.fresh(), by=world.people["head"], version=1, fields={"done": "二つ目。"})
    choice = {"choice:done": "theirs"}
    answer = as_person("reporter").post(edit_url(world), form_of(world, version=1, **choice))
    assert answer.status_code == 409
    assert [each.theirs for each in answer.context["differences"]][:1] != ["窓口の様式を見直した。"]
    assert world.fresh().done == "二つ目。"
