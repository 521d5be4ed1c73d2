"""The plan's own wording of the missing: 未公表 for 未報告, 調査中 for 集計中, everywhere."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from measures.models import Plan
from measures.words import MISSING_WORDS, missing_word, own_missing_words, status_by_word
from progress.corrections.pages import places_of, result_value
from progress.editions.exporting import year_file
from progress.entry import verbs as entry
from progress.entry.sheet import ResultResource
from progress.entry.sheet_columns import stated_by_word, statuses
from progress.judging.completeness import ResultEntry
from progress.judging.facts import Figure
from progress.judging.judgement import judge
from progress.models import IndicatorResult, ReviewYear
from progress.plan_document.exporting import document_of
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from progress.reading.places import shown_value
from progress.reading.years import edition_of
from sakado_dx.numbers import NoFigure, parse_number
from tests.progress.closing import close_year
from tests.progress.indicators import R6, number

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

OWN = {"not_reported": "未公表", "being_compiled": "とりまとめ中"}
WORDS = ("未公表", "対象外", "測定前", "とりまとめ中")


@pytest.fixture
def city(world):
    """The world, whose plan has its own words, with a result that is being compiled."""
    Plan.objects.filter(pk=world.plan.pk).update(missing_words=OWN)
    world.bring_to("evaluated")
    IndicatorResult.objects.update(status="being_compiled", value=None)
    return world


def year_of(city) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=city.year.pk)


def in_files(city) -> tuple[str, str, str]:
    """What CSV and JSON call the result's status, and the judgement of the first measure."""
    text = year_file(year_of(city), "csv")[1].decode("utf-8-sig")
    line = next(iter(csv.DictReader(io.StringIO(text))))
    report = json.loads(year_file(year_of(city), "json")[1])["reports"][0]["indicators"][0]
    assert report["status"] == "being_compiled"
    return line["実績の状況"], line["判定"], report["status_label"]


def close(city) -> None:
    left = city.year.reports.exclude(state="evaluated")
    reasons = {each.pk: "災害対応" for each in left}
    close_year(year_of(city), by=city.people["secretariat"], reasons=reasons)


def test_own_words_stand_in_one_order_and_the_standard_is_none():
    assert own_missing_words(OWN) == WORDS
    assert own_missing_words({}) == own_missing_words(MISSING_WORDS) == ()
    assert [missing_word(each, WORDS) for each in MISSING_WORDS] == list(WORDS)
    assert [missing_word(each) for each in MISSING_WORDS] == list(MISSING_WORDS.values())
    assert status_by_word(WORDS)["集計中"] == status_by_word(WORDS)["とりまとめ中"]


def test_judgement_is_told_in_the_plans_words():
    facts = number((R6, 10), missing_words=WORDS)
    found = judge(facts, {R6: Figure(R6, "being_compiled")}, R6)
    assert (found.label, found.finding) == ("とりまとめ中", "R6年度の実績はとりまとめ中です。")
    assert judge(facts, {}, R6).label == "未公表"
    summed = number((R6, 10), missing_words=WORDS, measured_as="period_total", period_from=2022)
    assert judge(summed, {R6: Figure(R6, "reported", 1)}, R6).label == "未確定（2年分未公表）"


def test_refusal_of_a_word_names_the_plans_word_where_the_plan_is_known():
    told = {}
    for text in ("調査中", "とりまとめ中", "－"):
        with pytest.raises(NoFigure) as refused:
            parse_number(text, WORDS)
        told[text] = refused.value.statuses
    assert told == {
        "調査中": "「とりまとめ中」", "とりまとめ中": "「とりまとめ中」",
        "－": "「とりまとめ中」「測定前」「対象外」のどれか",
    }  # fmt: skip
    with pytest.raises(NoFigure) as refused:
        parse_number("調査中")
    assert refused.value.statuses == "「集計中」"


def test_pages_and_files_of_an_open_year_use_the_plans_words(city, client):
    client.force_login(city.people["head"])
    pages = [
        reverse("progress:measure_detail", args=[city.measure.pk]),
        reverse("progress:measure_list"),
        reverse("progress:policy_list"),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert "とりまとめ中" in shown and "集計中" not in shown, page
    assert in_files(city) == ("とりまとめ中", "とりまとめ中", "とりまとめ中")
    assert "<dt>未公表</dt>" in client.get(reverse("measures:help")).content.decode()


def test_closed_year_keeps_the_words_that_were_in_force(city):
    close(city)
    before = year_file(year_of(city), "csv")
    Plan.objects.update(missing_words={"being_compiled": "確認中"})
    assert year_file(year_of(city), "csv") == before
    assert in_files(city) == ("とりまとめ中", "とりまとめ中", "とりまとめ中")
    assert edition_of(city.fresh()).frame.missing_words == WORDS


def test_form_offers_the_plans_words_and_asks_for_a_reason_in_them(world, client):
    Plan.objects.update(missing_words={"not_applicable": "該当せず", **OWN})
    client.force_login(world.people["head"])
    page = client.get(reverse("progress:report_edit", args=[world.report.pk])).content.decode()
    for word in ("該当せず", "測定前", "とりまとめ中"):
        assert f">{word}</option>" in page
    report = world.fresh()
    results = {world.indicator.pk: ResultEntry(status="not_applicable")}
    entry.save(report, by=world.people["head"], version=0, fields=world.complete, results=results)
    check = client.get(reverse("progress:report_check", args=[report.pk])).content.decode()
    assert "該当せずとする理由を、補足に入力してください。" in check


def test_correction_is_told_in_the_plans_words(city):
    place = places_of(city.fresh())[f"result-{city.indicator.pk}"]
    assert place.shown == "とりまとめ中"
    assert shown_value(result_value(ResultEntry(), "件", WORDS)) == "未公表"
    assert shown_value(result_value(ResultEntry(), "件")) == "未報告"


def test_sheets_take_the_plans_word_and_the_standard_one(city):
    assert statuses(WORDS)["being_compiled"] == "とりまとめ中"
    words = stated_by_word(WORDS)
    assert words["実績あり"] == "reported"
    assert words["とりまとめ中"] == words["集計中"] == "being_compiled"
    note = ResultResource(year_of(city)).note
    assert "「未公表」「対象外」「測定前」「とりまとめ中」と書けます。" in note


@pytest.mark.parametrize("word", ["集計中", "とりまとめ中"])
def test_history_takes_the_plans_word_and_the_standard_one(world, tmp_path, word):
    Plan.objects.update(missing_words=OWN)
    ReviewYear.objects.filter(pk=world.year.pk).update(fiscal_year=2024)
    head = "年度,施策番号,進捗,取り組んだこと,今後の方針,指標番号,実績値"
    file = tmp_path / "history.csv"
    file.write_text(f"{head}\r\nR5,I-1-1,順調,見直した。,継続,I-1-1,{word}\r\n", encoding="cp932")
    call_command("load_history", str(file), by="secretariat", reason="移行")
    assert IndicatorResult.objects.get().status == "being_compiled"


def document(words) -> bytes:
    plan = {"title": "計画", "city": "試験市", "first_fiscal_year": 2023, "last_fiscal_year": 2025}
    return json.dumps({"format": "dx-plan/1", "plan": plan | {"missing_words": words}}).encode()


def test_document_brings_the_words_and_fills_in_the_standard_ones(world):
    found = read(document(OWN))
    assert found["plan"]["missing_words"] == dict(zip(MISSING_WORDS, WORDS, strict=True))
    [values] = rows_of(found)["plan"].values()
    assert values["missing_words"] == found["plan"]["missing_words"]
    Plan.objects.filter(pk=world.plan.pk).update(missing_words=found["plan"]["missing_words"])
    stored = document_of(Plan.objects.get(pk=world.plan.pk))["plan"]["missing_words"]
    assert stored == found["plan"]["missing_words"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"being_compiled": "対象外"},
            "plan.missing_words.being_compiled の値「対象外」は使えません",
        ),
        (
            {"not_reported": "実績あり"},
            "plan.missing_words.not_reported の値「実績あり」は使えません",
        ),
        ({"unknown": "不明"}, "「unknown」は、この形式にない項目です"),
    ],
)
def test_words_that_a_sheet_could_not_tell_apart_are_refused(words, told):
    with pytest.raises(DocumentRefused) as refused:
        read(document(words))
    assert told in str(refused.value)
