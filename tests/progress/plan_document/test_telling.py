"""A comparison in words, for the command and for the page."""

from model_bakery import baker

from glossary.models import Term
from measures.models import Measure
from progress.plan_document.loading.comparing import compare
from progress.plan_document.loading.telling import Teller, Told
from tests.progress.documents import FOUR_LEVELS, SAKADO, TWO_LEVELS, checked, loaded, measures, raw


def told_of(document):
    return Teller(compare(checked(document)))


def sections_of(document):
    return {section.label: section for section in told_of(document).sections()}


def test_a_plan_that_stands_already_is_unchanged_in_all_its_rows(sakado_plan):
    assert told_of(raw(SAKADO)).summary_lines() == ["変更はありません（1,190行を照合）。"]


def test_a_new_plan_is_told_in_numbers_and_with_its_own_names_of_levels(db):
    lines = told_of(raw(FOUR_LEVELS)).summary_lines()
    assert lines[:8] == [
        "計画: 追加 1",
        "進捗・方針の言葉: 追加 18",
        "会議の種類: 追加 1",
        "課: 追加 5",
        "課の引継ぎ先: 追加 1",
        "効果の種類: 追加 2",
        "目標: 追加 2",
        "方針: 追加 1",
    ]
    assert lines[8] == "事業: 追加 2"


def test_every_changed_column_is_told_before_and_after(invented_city):
    document = raw(TWO_LEVELS)
    document["plan"]["review_every"] = 3
    document["plan"]["frame"] = {"laws": ["条例一", "条例二"]}
    document["policies"][0]["aim"] = ""
    measure = measures(document)["A1"]
    measure["name"] = "予約の導入"
    measure["effects"]["来庁を減らす"] = "○"
    measure["divisions"] = measure["divisions"][::-1]
    measure["divisions_in_matrix"] = ["デジタル室"]
    measure["indicators"][0]["sense"] = "down"
    measure["indicators"][0]["targets"][0] |= {"value": "25", "year_assumed": True}
    changed = [told for section in told_of(document).sections() for told in section.changed]
    assert changed == [
        Told("潮凪市デジタル市役所行動計画", "見直しの間隔", "（空欄）", "3"),
        Told("潮凪市デジタル市役所行動計画", "根拠となる法令等", "（空欄）", "条例一、条例二"),
        Told(
            "I 待たせない窓口", "ねらい", "来なくてよい、書かなくてよい窓口にします。", "（空欄）"
        ),
        Told("A1 予約の導入", "取組名", "窓口予約の導入", "予約の導入"),
        Told("A1 デジタル室", "並び順", "2番目", "1番目"),
        Told("A1 くらし窓口課", "体系表にある", "はい", "いいえ"),
        Told("A1 くらし窓口課", "並び順", "1番目", "2番目"),
        Told("A1 来庁を減らす", "印", "◎", "○"),
        Told("A1", "向き", "大きいほどよい", "小さいほどよい"),
        Told("予約による受付の割合 R8 目標", "値", "20", "25"),
        Told("予約による受付の割合 R8 目標", "年度は計画に明記なし", "いいえ", "はい"),
    ]


def test_what_is_added_taken_away_and_left_is_named(invented_city):
    baker.make(Term, plan=invented_city, term="手で足した語", reading="")
    document = raw(TWO_LEVELS)
    document["policies"][1]["directions"][0]["measures"].pop(0)
    measures(document)["B2"]["yearly_directions"].pop()
    measures(document)["B2"]["related"] = ["A2"]
    sections = sections_of(document)
    assert sections["取組"].left == ["B1 係船台帳の電子化"]
    assert sections["用語"].left == ["手で足した語"]
    assert sections["年度別の方向性"].removed == ["B2 R9"]
    assert sections["関連する取組"].added == ["A2 B2", "B2 A2"]
    lines = told_of(document).summary_lines()
    assert [line for line in lines if ": " not in line or "残します" in line] == [
        "文書にない取組（残します）: B1 係船台帳の電子化",
        "取り除き 年度別の方向性 B2 R9",
        "追加 関連する取組 A2 B2",
        "追加 関連する取組 B2 A2",
        "文書にない指標（残します）: B1",
        "文書にない用語（残します）: 手で足した語",
    ]


def test_a_measure_that_is_renumbered_is_named_by_its_new_code(invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["B1"] |= {"key": "B1", "code": "B9"}
    measures(document)["B9"]["indicators"][0]["key"] = "B1"
    loaded(document)
    assert Measure.objects.get(key="B1").code == "B9"
    measures(document)["B9"]["effects"] = {}
    assert sections_of(document)["効果の印"].removed == ["B9 紙を減らす"]
