"""A division's reports in one table: each line its own version, and what fails stays in its cell."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.entry import table_forms, table_pages
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ProgressReport
from progress.reading.inputs import inputs_of
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.unsent import UnsentInput
from tests.progress.conftest import World, make_indicator, make_measure

pytestmark = pytest.mark.one_database  # what pages say is decided in Python


@pytest.fixture
def url(world) -> str:
    return reverse("progress:division_table", args=[world.year.pk, world.divisions["lead"].pk])


@pytest.fixture
def reporter(client, world):
    client.force_login(world.people["reporter"])
    return client


def line(world: World, version: int = 0, **cells: str) -> dict[str, str]:
    pk = world.report.pk
    figure = cells.pop("figure", None)
    named = {f"r{pk}-{name}": text for name, text in cells.items()}
    if figure is not None:
        named[f"r{pk}-result-{world.indicator.pk}"] = figure
    return {f"version-{pk}": str(version), **named}


def test_four_answers_of_a_line_are_saved_as_a_draft(reporter, world, url):
    cells = {
        "figure": "１，２００",
        "done": "窓口を改めた。",
        "progress": "順調",
        "outlook": "継続",
    }
    answer = reporter.post(url, line(world, **cells))

    assert (answer.status_code, answer.url) == (302, url)
    report = world.fresh()
    assert (report.state, report.done, report.progress.word, report.outlook.word) == (
        "draft",
        "窓口を改めた。",
        "順調",
        "継続",
    )
    assert IndicatorResult.objects.get().value == Decimal(1200)


def test_first_save_takes_the_planned_direction_along_as_the_form_does(reporter, world, url):
    reporter.post(url, line(world, done="窓口を改めた。"))
    assert world.fresh().actual_direction == world.report.planned_direction != ""
    fields = {"actual_direction": ""}
    entry.save(world.fresh(), by=world.people["head"], version=1, fields=fields)
    reporter.post(url, line(world, version=2, done="窓口をまた改めた。"))
    assert world.fresh().actual_direction == ""


def test_word_that_is_changed_here_is_a_change_from_last_year(reporter, world, url):
    entry.save(
        world.fresh(),
        by=world.people["head"],
        version=0,
        fields=world.complete | {"is_unchanged": True},
    )
    reporter.post(url, line(world, version=1, figure="12"))
    assert world.fresh().is_unchanged
    reporter.post(url, line(world, version=2, done="窓口を改めた。"))
    assert not world.fresh().is_unchanged


def test_secretariat_without_a_reason_is_told_at_the_head_of_the_page(client, world, url):
    client.force_login(world.people["secretariat"])
    page = client.post(url, line(world, done="電話で聞いた。")).content.decode()

    assert '<a href="#id_reason">代行して入力する理由：代行して入力する理由を入力' in page
    assert "<title>エラー：" in page
    assert (world.fresh().state, "電話で聞いた。" in page) == ("not_started", True)


def test_line_that_was_left_as_it_was_read_is_not_saved(reporter, world, url):
    world.bring_to("draft")
    page = reporter.get(url)
    form = page.context["table"].rows[0].form
    cells = {name: form[name].value() or "" for name in ("done", "progress", "outlook")}
    entry.save(world.fresh(), by=world.people["head"], version=1, fields={"done": "係長が直した。"})
    reporter.post(url, line(world, version=1, **cells) | {"as_read": page.context["table"].marks})

    assert (world.fresh().done, world.fresh().version) == ("係長が直した。", 2)


def test_unreadable_cell_stays_with_its_reason_and_the_others_are_saved(reporter, world, url):
    answer = reporter.post(
        url, line(world, figure="約12", done="窓口を改めた。", progress="順調だ")
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'value="約12"' in page and "「約」は数値に使えません" in page
    assert 'value="順調だ"' in page and "使えない言葉です" in page
    assert world.fresh().done == "窓口を改めた。"
    assert not IndicatorResult.objects.exists()


def test_line_that_another_saved_meanwhile_shows_both_texts(reporter, world, url):
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": "先に書いた。"})
    answer = reporter.post(url, line(world, done="後から書いた。"))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "後から書いた。</textarea>" in page and "保存されている内容：先に書いた。" in page
    assert world.fresh().done == "先に書いた。"
    assert f'name="version-{world.report.pk}" value="1"' in page
    assert f"最後に更新したのは、{world.people['head'].name}さんです" in page


def test_line_that_was_handed_in_meanwhile_promises_no_further_save(reporter, world, url):
    world.bring_to("submitted")
    page = reporter.post(url, line(world, done="後から書いた。")).content.decode()

    assert "後から書いた。</textarea>" in page
    assert "この報告は今「提出済み」です。" in page
    assert "もう一度保存すると" not in page


def test_line_has_the_cautions_of_its_words_too(reporter, world, url):
    world.bring_to("draft")
    IndicatorResult.objects.update(value=1)
    entry.save(
        world.fresh(),
        by=world.people["reporter"],
        version=1,
        fields={"progress": world.word("順調"), "actual_direction": "検討"},
    )
    (row,) = reporter.get(url).context["table"].open_rows
    assert [said for said in row.progress.cautions if "目標" in said]
    assert [said for said in row.more_cautions if "方向性" in said]
    page = reporter.get(url).content.decode()
    for said in (*row.progress.cautions, *row.more_cautions):
        assert f"確かめてください：{said}" in page


def test_same_line_sent_twice_is_saved_once(reporter, world, url):
    answers = [reporter.post(url, line(world, done="窓口を改めた。")) for _ in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert world.fresh().version == 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "12.5", ResultEntry("reported", value=Decimal("12.5"))),
        ("number", "１２件", ResultEntry("reported", value=Decimal(12))),
        ("number", "0", ResultEntry("reported", value=Decimal(0))),
        ("number", "", ResultEntry()),
        ("number", "集計中", ResultEntry("being_compiled")),
        ("number", "対象外", ResultEntry("not_applicable")),
        ("number", "測定前", ResultEntry("not_yet_measured")),
        ("number", "未報告", ResultEntry()),
        ("milestone", "R7.3.31", ResultEntry("reported", done=True, done_on=date(2025, 3, 31))),
        ("milestone", "未達成", ResultEntry("reported", done=False)),
        ("qualitative", "待ち時間が減った。", ResultEntry("reported", words="待ち時間が減った。")),
    ],
)
def test_cell_takes_what_a_sheet_takes_and_shows_it_again(world, kind, text, expected):
    world.indicator.kind = kind
    world.indicator.save()
    asked = inputs_of(world.fresh()).entered[0]
    cell = table_forms.ResultCell(asked, ResultEntry())

    assert cell.clean(text) == expected
    assert cell.clean(cell.show(expected)) == expected


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("number", "123456789012", "整数は11桁までで入力してください。"),
        ("number", "12.34567", "小数は4桁までで入力してください。"),
        ("qualitative", "あ" * 32_768, "一つの項目に入るのは32,767文字までです"),
    ],
)
def test_figure_that_no_column_holds_stays_in_its_cell(reporter, world, url, kind, text, reason):
    world.indicator.kind = kind
    world.indicator.save()
    answer = reporter.post(url, line(world, figure=text, done="見直した。"))

    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert world.fresh().done == "見直した。"
    assert not IndicatorResult.objects.exists()


def test_saving_a_figure_anew_keeps_its_note(reporter, world, url):
    kept = ResultEntry("reported", value=Decimal(9), note="速報による。", certainty="preliminary")
    entry.save(
        world.fresh(),
        by=world.people["reporter"],
        version=0,
        results={world.indicator.pk: kept},
    )
    reporter.post(url, line(world, version=1, figure="10"))

    result = IndicatorResult.objects.get()
    assert (result.value, result.note) == (Decimal(10), "速報による。")


WINDOW = "0123456789abcdef"


def type_in(reporter, world: World, text: str, report: ProgressReport | None = None) -> None:
    pk = (report or world.report).pk
    message = {
        "user": world.people["reporter"].pk,
        "window": WINDOW,
        "fields": {f"r{pk}-done": {"text": text, "age": 0, "number": 1, "read": "", "label": ""}},
    }
    keep = reverse("progress:unsent_keep", args=["row", pk])
    assert reporter.post(keep, message, content_type="application/json").status_code == 200


def test_unsent_input_comes_back_into_its_line_and_goes_with_the_save(reporter, world, url):
    type_in(reporter, world, "書きかけ。")
    table = reporter.get(url).context["table"]
    (row,) = table.open_rows
    assert row.form["done"].value() == "書きかけ。"

    # Another window than that in which it was typed: it was filled with what was kept.
    seen = {f"unsent_seen-{world.report.pk}": row.unsent.seen.isoformat()}
    sent = line(world, done="書きかけ。書き足した。") | {"as_read": table.marks}
    reporter.post(url, sent | seen | {"unsent_window": "fedcba9876543210"})
    assert world.fresh().done == "書きかけ。書き足した。"
    assert UnsentInput.objects.get().fields == {}


def test_unsent_input_of_a_line_that_was_refused_stays(reporter, world, url):
    type_in(reporter, world, "後から書いた。")
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": "先に書いた。"})
    reporter.post(url, line(world, done="後から書いた。") | {"unsent_window": WINDOW})

    assert UnsentInput.objects.get().entries[f"r{world.report.pk}-done"].text == "後から書いた。"


def test_unsent_input_of_a_line_that_was_not_sent_stays(reporter, world, url):
    type_in(reporter, world, "別の画面で書いた。")
    other = own_reports(world, 1)[0]
    reporter.post(
        url,
        {f"version-{other.pk}": "0", f"r{other.pk}-done": "書いた。"} | {"unsent_window": WINDOW},
    )

    kept = UnsentInput.objects.get(subject=world.report.pk)
    assert kept.entries[f"r{world.report.pk}-done"].text == "別の画面で書いた。"


def own_reports(world: World, count: int) -> list[ProgressReport]:
    """More measures of the division, each with its indicator and report."""
    reports = []
    for place in range(3, count + 3):
        direction, lead = world.measure.direction, world.divisions["lead"]
        measure = make_measure(world.plan, direction, f"I-1-{place}", place, [lead])
        make_indicator(world.plan, f"N-{place}", measure)
        reports.append(ProgressReport.objects.create(year=world.year, measure=measure))
    return reports


def sent_as_opened(client, url: str, **cells: str) -> dict[str, str]:
    """All that the open table sends; `cells` are what its user has changed."""
    table = client.get(url).context["table"]
    sent = {"as_read": table.marks, "unsent_window": WINDOW}
    for row in table.open_rows:
        sent[f"version-{row.report.pk}"] = str(row.version)
        sent |= {bound.html_name: bound.value() or "" for bound in row.form}
    return sent | cells


def test_one_changed_line_costs_the_same_however_many_lines_are_sent(
    reporter, world, url, django_assert_num_queries, django_assert_max_num_queries
):
    name = f"r{world.report.pk}-done"
    # The window is noted at its first sending.
    reporter.post(url, sent_as_opened(reporter, url, **{name: "初め。"}))
    sent = sent_as_opened(reporter, url, **{name: "一つめ。"})
    with django_assert_max_num_queries(60) as few:
        assert reporter.post(url, sent).status_code == 302
    count = len(few)
    own_reports(world, 9)
    sent = sent_as_opened(reporter, url, **{name: "二つめ。"})
    with django_assert_num_queries(count):
        assert reporter.post(url, sent).status_code == 302
    assert world.fresh().done == "二つめ。"
    assert list(UnsentInput.objects.values_list("subject", flat=True)) == [world.report.pk]


def test_cell_that_its_sender_never_touched_stays_as_a_colleague_saved_it(reporter, world, url):
    world.bring_to("draft")
    pk = world.report.pk
    sent = sent_as_opened(reporter, url, **{f"r{pk}-done": "後から書いた。"})
    colleague = {"done": "先に書いた。", "outlook": world.word("見直し", "outlook")}
    entry.save(world.fresh(), by=world.people["head"], version=1, fields=colleague)

    answer = reporter.post(url, sent)
    assert answer.status_code == 409
    (row,) = answer.context["table"].open_rows
    assert (row.done.field.value(), row.done.theirs) == ("後から書いた。", "先に書いた。")
    assert (row.outlook.field.value(), row.outlook.theirs) == ("見直し", "")
    again = {bound.html_name: bound.value() or "" for bound in row.form}
    again |= {f"version-{pk}": str(row.version), "as_read": answer.context["table"].marks}
    assert reporter.post(url, again).status_code == 302
    assert (world.fresh().done, world.fresh().outlook.word) == ("後から書いた。", "見直し")


def test_table_that_came_back_without_a_reason_meets_who_saved_meanwhile(client, world, url):
    """It is sent again with the version and the marks that it was read with."""
    client.force_login(world.people["secretariat"])
    pk = world.report.pk
    sent = sent_as_opened(client, url, **{f"r{pk}-progress": "遅れ"})
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": "課が書いた。"})

    table = client.post(url, sent).context["table"]
    (row,) = table.open_rows
    again = {bound.html_name: bound.value() or "" for bound in row.form}
    again |= {f"version-{pk}": str(row.version), "as_read": table.marks, "reason": "電話で聞いた。"}
    answer = client.post(url, again)
    assert answer.status_code == 409
    (row,) = answer.context["table"].open_rows
    assert (row.done.field.value(), row.progress.field.value()) == ("課が書いた。", "遅れ")
    assert world.fresh().done == "課が書いた。"


def test_report_that_was_handed_in_is_listed_without_cells(reporter, world, url):
    world.bring_to("submitted")
    table = reporter.get(url).context["table"]

    assert [row.report.pk for row in table.others] == [world.report.pk]


def test_table_of_many_measures_costs_no_more_queries(world, django_assert_max_num_queries):
    year, division = world.year, world.divisions["lead"]
    own_reports(world, 10)
    standing = standing_of(world.people["reporter"])
    with django_assert_max_num_queries(15):
        table = table_pages.table_of(standing, year, division)
        table.fill(standing)
        assert len(table.rows) >= 11
        for row in table.rows:
            list(row.figures)
