"""The entry page: nothing typed is lost, two editors see both texts, one door."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measures.models import Indicator
from progress.entry import verbs as entry
from progress.entry.merging import UNCHOSEN
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
    assert (answer.status_code, answer.url) == (302, f"{edit_url(world)}#id_outlook")
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


def test_submission_on_behalf_with_an_answer_sent_twice_is_one(as_person, world):
    version = world.bring_to("returned").version
    client = as_person("secretariat")
    url = reverse("progress:report_submit", args=[world.report.pk])
    told = {"version": version, "reason": "電話で頼まれた。", "answer": "一行目\r\n二行目"}
    for _ in range(2):
        assert client.post(url, told).status_code == 302
    change = world.report.changes.get(verb="submit", version=version + 1)
    assert change.reason == "電話で頼まれた。\n差戻しへの回答：一行目\n二行目"
    assert client.post(url, told | {"answer": "別の回答"}).status_code == 409


def test_submission_that_does_not_wait_sent_twice_is_one(as_person, world):
    world.leave_parts_open()
    world.bring_to("draft")
    client, url = as_person("head"), reverse("progress:report_submit", args=[world.report.pk])
    told = {"version": 1, "without_parts": "電話で確かめた。"}
    for _ in range(2):
        assert client.post(url, told).status_code == 302
    assert client.post(url, told | {"without_parts": "別の理由"}).status_code == 409


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
        f"result-{world.indicator.pk}",
        "done",
        "progress",
        "outlook",
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


def test_measure_of_another_division_is_not_among_mine(as_person, world):
    tasks = as_person("co_owner").get(reverse("progress:my_measures")).context["tasks"]
    assert [each.what for each in (*tasks.owed, *tasks.done)] == ["関係課の記載"]


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


def test_nothing_is_proposed_where_both_wrote_and_an_open_choice_is_asked_again(as_person, world):
    client = as_person("reporter")
    opened = read_form(client, world)
    first = {"done": "先に書いた。", "issues": "課題。"}
    entry.save(world.report, by=world.people["head"], version=0, fields=first)
    mine = form_of(world, **opened)
    refused = client.post(edit_url(world), mine)
    page = refused.content.decode()
    assert {each.name: each.chosen for each in refused.context["differences"]}.items() >= {
        "choice:done": "", "choice:issues": "theirs",
    }.items()  # fmt: skip
    assert 'name="asked:choice:done"' in page and 'name="asked:choice:issues"' not in page
    assert f"最後に更新したのは、{world.people['head'].name}さんです" in page
    again = mine | {"version": 1, "as_read": refused.context["as_read"], "asked:choice:done": "1"}
    asked = client.post(edit_url(world), again | {"choice:issues": "theirs"})
    assert (asked.status_code, asked.context["refusal"]) == (409, UNCHOSEN)
    assert [each.name for each in asked.context["differences"]] == ["choice:done"]
    assert mine["done"] in asked.content.decode()
    assert (world.fresh().done, world.fresh().version) == ("先に書いた。", 1)
    chosen = again | {"choice:issues": "theirs", "choice:done": "mine"}
    assert client.post(edit_url(world), chosen).status_code == 302
    assert (world.fresh().done, world.fresh().issues) == (mine["done"], "課題。")


def test_choice_of_a_third_ones_text_that_nobody_saw_is_asked_again(as_person, world):
    entry.save(world.report, by=world.people["head"], version=0, fields={"done": "一つ目。"})
    entry.save(world.fresh(), by=world.people["head"], version=1, fields={"done": "二つ目。"})
    choice = {"choice:done": "theirs"}
    answer = as_person("reporter").post(edit_url(world), form_of(world, version=1, **choice))
    assert answer.status_code == 409
    assert [each.theirs for each in answer.context["differences"]][:1] != ["窓口の様式を見直した。"]
    assert world.fresh().done == "二つ目。"


def asked_of(page) -> dict:
    """What the form asks, as its page says it."""
    return {
        "questions": page.context["answered"].questions,
        "said": page.context["answered"].words,
        "others": [each.title for each in page.context["others"].sections],
        "others_open": page.context["others"].is_open,
    }


def test_four_questions_stand_first_and_all_the_rest_is_folded(as_person, world):
    page = as_person("reporter").get(edit_url(world))
    assert asked_of(page) == {
        "questions": ("成果指標", "取り組んだこと", "進捗", "今後の方針"),
        "said": "4つのうち0つ入力済み",
        "others": ["効果と課題", "公表用の記載", "金額"],
        "others_open": False,
    }
    text = page.content.decode()
    places = [text.index(f'id="{each}"') for each in ("id_done", "id_progress", "id_outlook")]
    assert [text.index('id="result-'), *places, text.index('id="others"')] == sorted(
        [text.index('id="result-'), *places, text.index('id="others"')]
    )
    assert "まだ保存していません" in text


@pytest.mark.parametrize(
    ("typed", "is_open", "words"),
    [
        ({"effects": "待ち時間が減った。"}, False, "1つ入力済み"),
        ({"effects": "減った。", "settled_amount": "0"}, False, "2つ入力済み"),
        ({"settled_amount": "abc"}, True, "1つ入力済み"),
        ({"actual_direction": "運用"}, False, "1つ入力済み、確認1件"),
        ({"actual_direction": "導入・運用"}, False, ""),
        ({"actual_direction": ""}, False, ""),  # of a draft that another form or a sheet brought
    ],
)
def test_fold_says_what_it_holds_and_is_open_for_an_error(as_person, world, typed, is_open, words):
    client = as_person("reporter")
    answer = client.post(edit_url(world), form_of(world, actual_direction="導入・運用") | typed)
    page = answer if answer.status_code == 200 else client.get(edit_url(world))
    assert asked_of(page)["others_open"] is is_open
    assert page.context["others"].words == words


def test_fold_is_open_for_what_was_sent_and_is_not_saved(as_person, world):
    entry.save(world.report, by=world.people["head"], version=0, fields={"done": "一つ目。"})
    late = as_person("reporter").post(edit_url(world), form_of(world, effects="減った。"))
    assert (late.status_code, late.context["others"].is_open) == (409, True)


def test_foot_counts_the_questions_as_they_are_saved(as_person, world):
    client = as_person("reporter")
    late = form_of(world, progress=world.word("遅れ").pk, outlook="")
    client.post(edit_url(world), late)
    page = client.get(edit_url(world))
    assert asked_of(page)["said"] == "4つのうち2つ入力済み"  # the reason of 遅れ is missing
    assert "分に保存" in page.content.decode()
    client.post(edit_url(world), late | {"version": 1, "progress_reason": "契約が遅れたため"})
    assert asked_of(client.get(edit_url(world)))["said"] == "4つのうち3つ入力済み"


def test_save_leads_back_to_the_last_place_that_changed(as_person, world):
    client = as_person("reporter")
    client.post(edit_url(world), form_of(world))
    figure = f"result-{world.indicator.pk}"
    again = client.post(edit_url(world), form_of(world, version=1, **{f"{figure}-value": "7"}))
    assert again.url == f"{edit_url(world)}#{figure}"
    nothing = client.post(edit_url(world), form_of(world, version=2, **{f"{figure}-value": "7"}))
    assert nothing.url == edit_url(world)


def test_each_word_of_progress_is_explained_and_says_whether_it_needs_a_reason(as_person, world):
    page = as_person("reporter").get(edit_url(world)).content.decode()
    late, fine = world.word("遅れ").pk, world.word("順調").pk
    assert "遅れています。" in page and "予定どおりです。" in page
    assert "「遅れ」「休止」のときは必要です。" in page
    radios = {pk: page.split(f'name="progress" value="{pk}"')[1][:120] for pk in (late, fine)}
    assert {pk: "data-needs-reason" in tag for pk, tag in radios.items()} == {
        late: True,
        fine: False,
    }


def test_milestone_of_an_earlier_year_asks_nothing_and_says_when(as_person, world):
    Indicator.objects.update(kind=Indicator.Kind.MILESTONE, unit="")
    IndicatorResult.objects.create(
        indicator=world.indicator,
        fiscal_year=2022,
        report=world.report,
        status="reported",
        done=True,
        done_on="2023-03-01",
    )
    page = as_person("reporter").get(edit_url(world))
    text = page.content.decode()
    assert f"result-{world.indicator.pk}-done" not in text
    assert "R4年度（令和5年3月1日）に達成しました。この年度に入力するものはありません。" in text
    assert asked_of(page)["questions"] == ("取り組んだこと", "進捗", "今後の方針")


def test_finding_and_cautions_stand_where_they_can_be_cured(as_person, world):
    client, name = as_person("reporter"), f"result-{world.indicator.pk}-value"
    client.post(edit_url(world), form_of(world, **{name: "4件"}))
    page = client.get(edit_url(world))
    result = page.context["results"][0]
    assert (result.finding.label, result.cautions) == (
        "未達成",
        ("「処理件数」は目標の40.0%です。",),
    )
    told = {
        each.field.name: each.cautions
        for section in page.context["asked"]
        for each in section.fields
        if each.cautions
    }
    assert told == {
        "progress": ("目標を達成していない「処理件数」があります。進捗を確かめてください。",)
    }
    assert page.content.decode().count('class="caution"') == 2


def test_share_where_things_are_counted_is_refused_and_the_fold_shows_the_way_out(as_person, world):
    client, name = as_person("reporter"), f"result-{world.indicator.pk}-value"
    refused = client.post(edit_url(world), form_of(world, **{name: "50%"}))
    assert "割合ではなく、件の数を入力してください。" in refused.content.decode()
    assert refused.context["results"][0].holds_more
    assert not IndicatorResult.objects.exists()


@pytest.mark.parametrize("page", ["report_edit", "division_table"])
def test_entry_of_a_sum_over_the_period_says_that_it_is_none(as_person, world, page):
    Indicator.objects.filter(pk=world.indicator.pk).update(measured_as="period_total")
    results = {world.indicator.pk: ResultEntry("reported", value=Decimal(12))}
    entry.save(world.fresh(), by=world.people["reporter"], version=0, results=results)
    args = {"report_edit": [world.report.pk]}
    args["division_table"] = [world.year.pk, world.divisions["lead"].pk]
    shown = as_person("reporter").get(reverse(f"progress:{page}", args=args[page])).content.decode()
    assert "令和5年度中の件数（累計ではありません）" in shown
    assert "R5年度まで12件" in shown
