"""Reading a document: whole and consistent, or every fault by its place."""

import json

import pytest

from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from tests.progress.documents import (
    FOUR_LEVELS,
    SAKADO,
    TWO_LEVELS,
    as_bytes,
    checked,
    measures,
    raw,
    with_lineage,
)

FIRST = "policies[0].directions[0].measures[0]"


def faults(data: bytes) -> list[str]:
    with pytest.raises(DocumentRefused) as refused:
        read(data)
    return [str(fault) for fault in refused.value.faults]


def faults_with(change) -> list[str]:
    """The faults of the two-level document after a change to its JSON."""
    document = raw(TWO_LEVELS)
    change(document)
    return faults(as_bytes(document))


def set_in_measure(name, value, code="A1"):
    return lambda document: measures(document)[code].update({name: value})


def first(document, **values):
    measures(document)["A1"].update(values)


YEARS_REVERSED = {"first_fiscal_year": 2027, "last_fiscal_year": 2026}


def set_in_indicator(name, value, code="A1", place=0):
    return lambda document: measures(document)[code]["indicators"][place].update({name: value})


def test_every_fault_of_a_document_is_named_by_its_place():
    document = raw(SAKADO)
    del document["plan"]["title"]
    document["plan"]["review_evry"] = 3
    measure = document["policies"][2]["directions"][0]["measures"][0]
    measure["effects"]["業務の効率化"] = "△"
    measure["divisions"][0] = "情報政索課"
    measure["indicators"][0]["kind"] = "MEASURE"
    document["chronology"][4]["month"] = "2"
    assert faults(as_bytes(document)) == [
        "plan の「review_evry」は、この形式にない項目です。使える項目: key、title、city、city_code、"
        "first_fiscal_year、last_fiscal_year、review_every、level_names、frame、"
        "code_label、mark_names、missing_words、publishes_self_assessment、shows_new_left、meeting_kinds、progress_words、outlook_words、other_readings",
        "plan に「title」がありません。",
        "policies[2].directions[0].measures[0].effects の値「△」は使えません。"
        "◎か○を指定してください。",
        "policies[2].directions[0].measures[0].indicators[0].kind の値「MEASURE」は使えません。"
        "NUMBERかANNUAL_MINIMUMかEXPANSIONかMILESTONEかQUALITATIVEを指定してください。",
        "chronology[4].month は整数で指定してください（今は文字列です）。",
        "policies[2].directions[0].measures[0].divisions[0] の値「情報政索課」は divisions にありません。",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda d: d["plan"].update(title="  "), "plan.title が空です。"),
        (lambda d: d["plan"].update(title=None), "plan に「title」がありません。"),
        (
            lambda d: d["plan"].update(city=3),
            "plan.city は文字列で指定してください（今は整数です）。",
        ),
        (
            lambda d: d["plan"].update(city_code="1234567"),
            "plan.city_code は7文字あります。6文字までにしてください。",
        ),
        (
            lambda d: d["plan"].update(review_every=True),
            "plan.review_every は整数で指定してください（今は真偽値です）。",
        ),
        (
            lambda d: d["plan"].update(review_every=1.5),
            "plan.review_every は整数で指定してください（今は小数です）。",
        ),
        (
            lambda d: d["plan"].update(city="市\u0000"),
            "plan.city に、使えない文字（U+0000）が含まれています。",
        ),
        (
            lambda d: d["plan"].update(city="\ud800"),
            "文書の最上位 の「plan.city」（1行目）に、使えない文字（U+D800）が含まれています。"
            "その文字を入力し直してください。",
        ),
        (
            lambda d: d["plan"].update(city="市 "),
            "plan.city の値「市」の前後に空白があります。取り除いてください。",
        ),
        (
            lambda d: d.update(policies={}),
            "policies は配列 [ ]で指定してください（今はオブジェクト { }です）。",
        ),
        (
            lambda d: d["plan"].update(last_fiscal_year=2024),
            "plan.last_fiscal_year の値「2024」は使えません。"
            "first_fiscal_year（2025）から50年以内の年度を指定してください。",
        ),
        (
            set_in_measure("last_day", "2027/3/31"),
            f"{FIRST}.last_day の値「2027/3/31」は使えません。2026-04-01のように指定してください。",
        ),
        (
            set_in_measure("last_day", "20270331"),
            f"{FIRST}.last_day の値「20270331」は使えません。2026-04-01のように指定してください。",
        ),
        (
            set_in_measure("effects", {"無い効果": "○"}),
            f"{FIRST}.effects の「無い効果」は effect_kinds にありません。",
        ),
        (
            set_in_measure("related", ["A1"]),
            f"{FIRST}.related[0] の値「A1」はほかの施策にありません。",
        ),
        (
            set_in_measure("divisions", ["デジタル室", "デジタル室"]),
            f"{FIRST}.divisions[1] の「デジタル室」は2回書かれています。",
        ),
        (
            set_in_measure("yearly_directions", [{"fiscal_year": 2028, "printed": "実施"}]),
            f"{FIRST}.yearly_directions[0].fiscal_year の値「2028」は使えません。"
            "計画の2025年度から2027年度までの年度を指定してください。",
        ),
        (
            set_in_measure("yearly_directions", [{"fiscal_year": 2025, "printed": "⇒"}]),
            f"{FIRST}.yearly_directions[0] の「⇒」が指す前の年度がありません。"
            "resolved に言葉で書いてください。",
        ),
        (
            set_in_measure("yearly_directions", [{"fiscal_year": 2026, "printed": "実施"}] * 2),
            f"{FIRST}.yearly_directions[1] の年度「2026」は、"
            f"{FIRST}.yearly_directions[0] と重複しています。",
        ),
        (
            set_in_indicator("unit", ""),
            f"{FIRST}.indicators[0] に「unit」がありません（種類 NUMBER には単位が必要です）。",
        ),
        (
            set_in_indicator("targets", [{"fiscal_year": 2026}]),
            f"{FIRST}.indicators[0].targets[0] に「value」がありません。",
        ),
        (
            set_in_indicator("targets", [{"fiscal_year": 2026, "value": 20}]),
            f"{FIRST}.indicators[0].targets[0].value の数値は、"
            '"20" のように引用符で囲んでください。',
        ),
        (
            set_in_indicator("targets", [{"fiscal_year": 2026, "value": "20件"}]),
            f"{FIRST}.indicators[0].targets[0].value の値「20件」は読み取れません。"
            "「件」は数値に使えません。「12.5」「1,000」のように数字だけを入力してください。",
        ),
        (
            set_in_indicator("targets", [{"fiscal_year": 2026, "value": "1.23456"}]),
            f"{FIRST}.indicators[0].targets[0].value の値「1.23456」は読み取れません。"
            "小数が4桁を超えています。小数は4桁までで入力してください。",
        ),
        (
            set_in_indicator(
                "targets",
                [{"fiscal_year": 2026, "value": "1"}, {"fiscal_year": 2026, "value": "2"}],
            ),
            f"{FIRST}.indicators[0].targets[1] の年度と区分「2026・target」は、"
            f"{FIRST}.indicators[0].targets[0] と重複しています。",
        ),
        (
            set_in_indicator("targets", [{"fiscal_year": 2026, "value": "1"}], code="B1"),
            "policies[1].directions[0].measures[0].indicators[0].targets[0].value の値「1」は使えません。"
            "種類 MILESTONE の目標は年度だけで、値を持ちません。",
        ),
        (
            set_in_indicator("key", None, code="A2", place=1),
            "policies[0].directions[0].measures[1].indicators[1] に「key」がありません。"
            "1つの施策の2つ目からの指標には key が必要です。",
        ),
        (
            set_in_indicator("key", "A1", code="A2"),
            "policies[0].directions[0].measures[1].indicators[0].name は、"
            "同じ key「A1」の policies[0].directions[0].measures[0].indicators[0].name と内容が異なります。",
        ),
        (
            set_in_measure("code", "A2"),
            f"policies[0].directions[0].measures[1] の番号「A2」は、{FIRST} と重複しています。",
        ),
        (
            lambda d: d["policies"][0]["directions"].append({"number": 2, "measures": []}),
            "policies[0].directions は、階層が2つの計画では、名称のない1件だけにしてください。",
        ),
        (
            lambda d: d["plan"].update(level_names=["柱", "中", "取組"]),
            "policies[0].directions[0] に「name」がありません。",
        ),
        (
            lambda d: d["plan"].update(level_names=["柱"]),
            "plan.level_names は2つから4つまでにしてください。",
        ),
        (
            lambda d: d["policies"][1].update(number=1),
            "policies[1].number の値「1」は使えません。前の番号「1」より大きい番号にしてください。",
        ),
        (
            lambda d: d["divisions"].append({"name": "デジタル室"}),
            "divisions[4] の「デジタル室」は、divisions[0] と期間が重なっています。",
        ),
        (
            lambda d: d["divisions"][0].update(parent="無い部"),
            "divisions[0].parent の値「無い部」は divisions にありません。",
        ),
        (
            lambda d: d["divisions"][0].update(parent="デジタル室"),
            "divisions[0].parent をたどると、自分自身に戻ります。",
        ),
        (
            lambda d: d["divisions"][0].update(successors=["無い課"]),
            "divisions[0].successors[0] の値「無い課」は divisions にありません。",
        ),
        (
            lambda d: d["divisions"][0].update(first_day="2026-04-01", last_day="2026-03-31"),
            "divisions[0] の last_day（2026-03-31）が first_day（2026-04-01）より前です。",
        ),
        (
            lambda d: d["plan"]["progress_words"].append({"word": "できた", "meaning": "done"}),
            "plan.progress_words[5] の言葉「できた」は、plan.progress_words[3] と重複しています。",
        ),
        (
            lambda d: d["plan"].update(
                frame={"challenges": [{"number": 1, "name": "課題", "policies": [9]}]}
            ),
            "plan.frame.challenges[0].policies の「9」という番号は policies にありません。",
        ),
        (
            lambda d: d["plan"].update(frame={"bodies": [{"name": "会", "links": [{"to": "会"}]}]}),
            "plan.frame.bodies[0].links[0].to の値「会」はほかの bodies にありません。",
        ),
        (
            lambda d: d.update(information_systems=[{"name": "台帳"}] * 2),
            "information_systems[1] の名称「台帳」は、information_systems[0] と重複しています。",
        ),
        (
            lambda d: d.update(information_systems=[{"name": "台帳", "divisions": ["無い課"]}]),
            "information_systems[0].divisions[0] の値「無い課」は divisions にありません。",
        ),
        (
            lambda d: d.update(information_systems=[{"name": "台帳", "category": "基幹"}]),
            "information_systems[0].category の値「基幹」は使えません。"
            "基幹系かGISを指定してください。",
        ),
        (
            lambda d: d.update(
                information_systems=[{"name": "台帳", "measures": [{"code": "Z9"}]}]
            ),
            "information_systems[0].measures[0].code の値「Z9」は policies にありません。",
        ),
        (
            lambda d: d.update(
                information_systems=[
                    {"name": "台帳", "contract_from": "2026-04-01", "contract_to": "2026-03-31"}
                ]
            ),
            "information_systems[0] の contract_to（2026-03-31）が"
            " contract_from（2026-04-01）より前です。",
        ),
        (
            lambda d: d.update(
                information_systems=[{"name": "台帳", "amounts": [{"fiscal_year": 2025}]}]
            ),
            "information_systems[0].amounts[0] に budget も spent もありません。"
            "どちらかを指定してください。",
        ),
        (
            lambda d: d.update(
                information_systems=[
                    {"name": "台帳", "amounts": [{"fiscal_year": 1950, "budget": 1}]}
                ]
            ),
            "information_systems[0].amounts[0].fiscal_year の値「1950」は使えません。"
            "1990から2200までの整数を指定してください。",
        ),
        (
            lambda d: d.update(chronology=[{"year": 2020, "month": 1, "event": "始動"}] * 2),
            "chronology[1] の出来事「2020・1・始動」は、chronology[0] と重複しています。",
        ),
        (
            lambda d: d.update(terms=[{"term": "AI"}, {"term": "AI"}]),
            "terms[1] の用語「AI」は、terms[0] と重複しています。",
        ),
    ],
)
def test_a_fault_is_named_by_its_place_and_cure(change, fault):
    assert fault in faults_with(change)


def test_one_slip_is_one_fault():
    assert len(faults_with(set_in_measure("name", ""))) == 1
    assert len(faults_with(lambda d: d["plan"].update(first_fiscal_year="2025"))) == 1
    for year in (-1, 10_000, 10**17):  # of which there is no day
        assert len(faults_with(lambda d, year=year: d["plan"].update(first_fiscal_year=year))) == 1
    assert len(faults_with(lambda d: d["policies"][0].pop("number"))) == 1


def test_lists_of_divisions_that_contradict_each_other_in_order_are_refused():
    document = raw(TWO_LEVELS)
    measure = measures(document)["A1"]
    measure["divisions_in_matrix"] = measure["divisions"][::-1]
    assert faults(as_bytes(document)) == [
        f"{FIRST}.divisions_in_matrix の並び順が divisions と食い違います。"
        "順をそろえ、計画の順は other_readings に書いてください。"
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": "住民課"}, "に「first_day」も「last_day」もありません。"),
        (
            {"name": "情報課", "first_day": "2025-04-01"},
            "に「place」がありません（先頭が 0 です）。",
        ),
        (
            {"name": "情報課", "first_day": "2025-04-01", "place": 9},
            ".place の値「9」は所管課の数を超えています。",
        ),
        (
            {"name": "情報課", "last_day": "2025-04-01"},
            ".name の値「情報課」はこの施策の divisions にありません。",
        ),
        (
            {"name": "無い課", "first_day": "2025-04-01", "place": 0},
            ".name の値「無い課」は divisions にありません。",
        ),
        (
            {"name": "情報課", "first_day": "2025-04-01", "place": 0, "in_detail": False},
            "は、in_detail と in_matrix のどちらかを true にしてください。",
        ),
    ],
)
def test_a_change_of_divisions_without_sense_is_refused(change, fault):
    document = raw(FOUR_LEVELS)
    measures(document)["1-1-ア"]["division_changes"] = [change]
    (said,) = faults(as_bytes(document))
    place = f"{FIRST}.division_changes[0]"
    assert said == f"{place}{fault}" if fault.startswith(".") else f"{place} {fault}"


def test_a_flood_of_faults_is_cut_and_counted():
    document = raw(TWO_LEVELS)
    document["terms"] = [{"term": ""}] * 700
    said = faults(as_bytes(document))
    assert len(said) == 501
    assert said[-1] == "文書の最上位 には、ほかにも200件の誤りがあります。"


def test_references_in_letters_of_a_pdf_mean_what_is_defined():
    document = raw(TWO_LEVELS)
    document["divisions"] += [{"name": "市民部"}, {"name": "旧窓口課", "last_day": "2025-03-31"}]
    document["plan"]["frame"] = {"bodies": [{"name": "推進会議"}, {"name": "行政部会"}]}
    changed = json.loads(json.dumps(document))
    for each, division, parent, former, bodies in (
        (document, "くらし窓口課", "市民部", "みなと振興課", ("推進会議", "行政部会")),
        (changed, "くらし窓⼝課", "市⺠部", "みなと振興課\U000e0100", ("推進会議", "⾏政部会")),
    ):
        each["divisions"][0]["parent"] = parent
        each["divisions"][-1]["successors"] = [division]
        each["plan"]["frame"]["bodies"][0]["links"] = [{"to": bodies[1]}]
        each["information_systems"] = [{"name": "予約台帳", "divisions": [division, former]}]
        own = measures(each)
        own["A1"]["divisions"] = [division, "デジタル室"]
        own["A1"]["divisions_in_matrix"] = [division]
        own["A1"]["division_changes"] = [{"name": division, "last_day": "2026-03-31"}]
    own = measures(changed)
    own["A1"]["effects"] = {"来庁を減らす": "◎", "職員の時間を⽣む": "○"}
    own["A2"]["related"] = ["Ａ１"]
    own["B1"]["indicators"].append({"key": "Ａ２‐声"})
    measures(document)["B1"]["indicators"].append({"key": "A2-声"})
    assert read(as_bytes(changed)) == read(as_bytes(document))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            set_in_measure("divisions", ["くらし窓口課", "くらし窓⼝課"]),
            f"{FIRST}.divisions[1] の「くらし窓⼝課」は「くらし窓口課」と同じ名称です。",
        ),
        (
            set_in_measure("effects", {"紙を減らす": "◎", "紙 を減らす": "○"}),
            f"{FIRST}.effects[1] の「紙 を減らす」は「紙を減らす」と同じ名称です。",
        ),
        (
            set_in_measure("code", "Ａ１", code="A2"),
            f"policies[0].directions[0].measures[1] の番号「Ａ１」は、{FIRST} の「A1」と"
            "文字の形が違うだけです。",
        ),
    ],
)
def test_two_spellings_of_one_name_are_refused_where_only_one_can_stand(change, fault):
    assert fault in faults_with(change)


def test_of_two_names_that_look_alike_none_is_chosen_for_a_third_spelling():
    def change(document):
        document["divisions"] += [{"name": "ＤＸ課"}, {"name": "DX課"}]
        measures(document)["A1"]["divisions"] = ["DX課", "ＤＸ課", "ＤX課"]

    assert faults_with(change) == [
        f"{FIRST}.divisions[2] の値「ＤX課」は divisions にありません。",
        f"{FIRST}.divisions_in_matrix[2] の値「ＤX課」は divisions にありません。",
    ]


def test_dash_for_a_target_is_answered_with_an_empty_value():
    told = faults_with(set_in_indicator("targets", [{"fiscal_year": 2026, "value": "－"}]))
    assert "値がないときは空欄にしてください。" in told[0]


def test_a_division_without_a_name_is_one_fault():
    assert faults_with(lambda document: document["divisions"].append({"kind": "division"})) == [
        "divisions[4] に「name」がありません。"
    ]


def test_ends_successors_tags_and_definitions_are_read():
    found = measures(checked(with_lineage(raw(TWO_LEVELS))))
    assert (found["A1"]["ending"], found["A1"]["successors"]) == ("merged", ["B1"])
    assert [tag["kind"] for tag in found["A1"]["tags"]] == ["国の重点取組", "総合計画"]
    old, new = found["B1"]["indicators"][0], found["B1"]["indicators"][-1]
    assert (old["last_fiscal_year"], new["first_fiscal_year"]) == (2025, 2026)
    assert new["predecessor"] == old["key"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            set_in_measure("ending", "finished"),
            f"{FIRST} に「last_day」がありません（ending が finished です）。",
        ),
        (
            lambda document: first(document, ending="merged", last_day="2026-03-31"),
            f"{FIRST} に「successors」がありません（ending が merged です）。",
        ),
        (
            set_in_measure("successors", ["A2"]),
            f"{FIRST} の successors は、ending が mergedかsplit のときに書きます。",
        ),
        (
            lambda document: first(
                document, ending="split", successors=["A1"], last_day="2026-03-31"
            ),
            f"{FIRST}.successors[0] の値「A1」はほかの施策にありません。",
        ),
        (
            set_in_measure("tags", [{"kind": "総合計画", "name": "窓口"}] * 2),
            f"{FIRST}.tags[1] のタグ「総合計画・窓口」は、{FIRST}.tags[0] と重複しています。",
        ),
        (
            set_in_indicator("predecessor", "Z9"),
            f"{FIRST}.indicators[0].predecessor の値「Z9」はほかの指標の key にありません。",
        ),
        (
            set_in_indicator("predecessor", "A1"),
            f"{FIRST}.indicators[0].predecessor をたどると、自分自身に戻ります。",
        ),
        (
            lambda document: measures(document)["A1"]["indicators"][0].update(YEARS_REVERSED),
            f"{FIRST}.indicators[0] の last_fiscal_year（2026）が first_fiscal_year（2027）より前です。",
        ),
    ],
)
def test_what_goes_on_in_nothing_is_refused(change, fault):
    assert fault in faults_with(change)
