"""What is inconsistent in a plan, by weight."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from measures.models import MeasureDivision
from progress.plan_document.checks.checking import by_weight, check, check_document
from progress.plan_document.checks.findings import CAUTION, ERROR, SPELLING, Finding
from tests.progress.documents import FOUR_LEVELS, TWO_LEVELS, checked, measures, raw

TODAY = date(2026, 5, 1)


def findings_after(change, path=TWO_LEVELS) -> list[tuple[str, str, str]]:
    """Weight, code or place, and sentence of what a change makes inconsistent."""
    document = raw(path)
    before = check_document(checked(document), TODAY)
    change(document)
    after = check_document(checked(document), TODAY)
    return [(f.weight, f.code or f.place, f.sentence) for f in after if f not in before]


# The target of the last year, and a revision of it.
LAST_IN_TWO_VERSIONS = [
    {"fiscal_year": 2027, "value": "10"},
    {"fiscal_year": 2027, "value": "20", "applies_from": 2026},
]


def in_measure(code, /, **values):
    return lambda document: measures(document)[code].update(values)


def in_indicator(code, /, **values):
    return lambda document: measures(document)[code]["indicators"][0].update(values)


def test_the_doubts_of_sakados_plan_are_found_and_no_other(sakado_plan):
    found = by_weight(check(sakado_plan, TODAY))
    assert list(found) == [CAUTION, SPELLING]
    assert [(f.code, f.sentence) for f in found[CAUTION]] == [
        (
            "I-2-2",
            "所管課が、体系表では「情報政策課・各課」、個別施策の欄では「情報政策課」です。"
            "個別施策の欄を有効とします。",
        ),
        (
            "II-1-5",
            "指標「健康保険証との連携率」の目標の年度は計画に明記がなく、R9とみなしています。",
        ),
        (
            "II-2-3",
            "所管課が、体系表では「納税課・高齢者福祉課・健康保険課」、"
            "個別施策の欄では「納税課・健康保険課」です。個別施策の欄を有効とします。",
        ),
        (
            "III-3-1",
            "所管課が、体系表では「情報政策課・職員課・各課」、"
            "個別施策の欄では「情報政策課・職員課」です。個別施策の欄を有効とします。",
        ),
    ]


def test_the_spellings_of_sakados_plan_are_found_and_no_other(sakado_plan):
    found = by_weight(check(sakado_plan, TODAY))
    assert [str(f) for f in found[SPELLING]] == [
        "IV-5-1 全庁的なデジタルリテラシーの底上: "
        "体系表では「全庁的なデジタルリテラシーの底上げ」です。",
        "V-2-2 SNS（ソーシャル・ネットワーキング・サービス）を活用した情報発信: "
        "体系表では「SNS（ソーシャル・ネットワークワーキング・サービス）を活用した情報発信」です。",
        "II-1-1 マイナンバーカードの普及促進: "
        "目標の呼び名が「成果想定」です（ほかは「成果目標」）。",
        "年度別の方向性: 同じ段階の書き方が分かれています: "
        "「更改・運用」14か所、「更改、運用」13か所。",
        "年度別の方向性: 同じ段階の書き方が分かれています: "
        "「拡充・運用」5か所、「運用・拡充」5か所。",
        f"計画 {sakado_plan}: 第1章2(2)の年表では「坂戸市デジタル行政の推進に関する規程」です。",
        f"計画 {sakado_plan}: 第4章1(1)では"
        "「坂戸市デジタル行政の推進体制に関する規定（令和4年坂戸市訓令第4号）」です。",
        f"計画 {sakado_plan}: 第4章2では「計画(PPLAN)」です。",
        "I① BPR（ビジネス・プロセス・リエンジニアリング）（業務の再構築）の推進: "
        "第3章2の一覧表では「BPR（業務の再構築）の推進」です。",
        "I③ RPA（ロボティック・プロセス・オートメーション）技術の活用: "
        "第3章2の一覧表では「RPA（ロボティクス・プロセス・オートメーション）技術の活用」です。",
        "IV② 情報処理システム構築における民間サービスの活用促進: "
        "第3章2の一覧表では「情報処理システム構築における民間サービスの利用促進」です。",
        "IV② 情報処理システム構築における民間サービスの活用促進: "
        "第3章2の見出しでは「情報処理システム構築における民間サービスの利用促進」です。",
        "IV③ 標準仕様に準拠したシステムの利用推進: "
        "第3章2の見出しでは「標準仕様に準拠したシステムの利用促進」です。",
        "V デジタルディバイド対策の推進: 目次では「デジタルデバイド対策の推進」です。",
        "V デジタルディバイド対策の推進: 第2章1では「デジタルデバイド対策の推進」です。",
    ]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            in_measure("A1", divisions=[]),
            (ERROR, "A1", "所管課がありません。報告する課を登録してください。"),
        ),
        (
            in_measure("B2", divisions=["全部署", "デジタル室"]),
            (ERROR, "B2", "主管課が総称（全部署）です。報告する課を先頭にしてください。"),
        ),
        (
            in_measure("B1", division_changes=[{"name": "みなと振興課", "last_day": "2026-03-31"}]),
            (ERROR, "B1", "現在の所管課がありません。所管替えを登録してください。"),
        ),
        (
            in_measure("A1", divisions_in_matrix=[]),
            (
                CAUTION,
                "A1",
                "所管課が、体系表では「なし」、個別施策の欄では「くらし窓口課・デジタル室」です。"
                "個別施策の欄を有効とします。",
            ),
        ),
        (
            in_measure("A1", yearly_directions=[{"fiscal_year": 2026, "printed": "開始"}]),
            (ERROR, "A1", "年度別の方向性がない年度があります（R7、R9）。"),
        ),
        (
            lambda d: measures(d)["A1"]["yearly_directions"][2].update(resolved="休止"),
            (CAUTION, "A1", "R9の「⇒」の内容「休止」が、前の年度の「開始」と違います。"),
        ),
        (
            in_measure("A1", effects={}),
            (CAUTION, "A1", "主な効果の印（◎・○）が1つもありません。"),
        ),
        (in_measure("B1", indicators=[]), (CAUTION, "B1", "成果目標がありません。")),
        (
            in_indicator("A1", targets=[]),
            (ERROR, "A1", "指標「予約による受付の割合」に、目標の値がありません。"),
        ),
        (
            in_indicator("A1", kind="EXPANSION"),
            (
                ERROR,
                "A1",
                "指標「予約による受付の割合」に、拡充の始まりとなる値（baseline）がありません。",
            ),
        ),
        (
            in_indicator("B1", targets=[]),
            (ERROR, "B1", "指標「電子台帳への移行」に、達成する年度がありません。"),
        ),
        (
            in_indicator("A1", measured_as=""),
            (
                CAUTION,
                "A1",
                "指標「予約による受付の割合」に、"
                "測り方（年度末の状態・年度中の量・割合）がありません。",
            ),
        ),
        (
            lambda d: measures(d)["B2"]["indicators"][0]["targets"].pop(),
            (CAUTION, "B2", "指標「勉強会の回数」に、下限の値がない年度があります（R9）。"),
        ),
        (
            in_indicator("A1", measured_as="FLOW", targets=LAST_IN_TWO_VERSIONS),
            (
                CAUTION,
                "A1",
                "指標「予約による受付の割合」は、年度中の量（FLOW）で、目標が最終年度だけにあります。"
                "期間の合計の目標であれば、測り方を PERIOD_TOTAL にしてください。",
            ),
        ),
        (
            in_indicator("B1", targets=[{"fiscal_year": 2030}]),
            (
                CAUTION,
                "B1",
                "指標「電子台帳への移行」の目標の年度（R12）が計画の期間の外にあります。",
            ),
        ),
        (
            in_measure("B1", code="I-9-9"),
            (CAUTION, "I-9-9", "番号が計画での位置（II-1-1）と合いません。"),
        ),
        (
            in_measure("A1", name_in_matrix="窓口予約の整備"),
            (SPELLING, "A1", "体系表では「窓口予約の整備」です。"),
        ),
        (
            in_indicator("A1", label="めざす値"),
            (SPELLING, "A1", "目標の呼び名が「めざす値」です（ほかは「成果目標」）。"),
        ),
        (
            in_measure("A1", other_readings=[{"text": "窓口の予約"}]),
            (SPELLING, "A1", "別の箇所では「窓口の予約」です。"),
        ),
        (
            lambda d: d["policies"].append({"number": 3, "name": "名ばかり"}),
            (CAUTION, "III 名ばかり", "施策が1つもありません。"),
        ),
        (
            lambda d: d["plan"].update(frame={"challenges": [{"number": 2, "name": "人手"}]}),
            (CAUTION, "課題2 人手", "応える柱がありません。"),
        ),
        (
            lambda d: d.update(information_systems=[{"name": "係船台帳"}]),
            (CAUTION, "情報システム 係船台帳", "課がありません。"),
        ),
        (
            lambda d: d.update(terms=[{"term": "AI", "reading": "えーあい"}]),
            (CAUTION, "用語 AI", "説明がありません。"),
        ),
        (
            lambda d: d.update(terms=[{"term": "AI", "explanation": "学ぶ仕組み"}]),
            (CAUTION, "用語 AI", "よみがないため、五十音の行に並びません。"),
        ),
        (
            in_measure("B1", name="窓口予約 の導入"),
            (CAUTION, "施策 窓口予約 の導入", "「窓口予約の導入」と同じ名称です。"),
        ),
        (
            lambda document: document["plan"].update(city_code="112390"),
            (
                CAUTION,
                raw(TWO_LEVELS)["plan"]["city"],
                "団体コード「112390」は、全国地方公共団体コードではありません。"
                "検査数字（最後の1桁）を含む6桁の数字にしてください。",
            ),
        ),
    ],
)
def test_an_inconsistency_is_found(change, finding):
    assert findings_after(change) == [finding]


def test_cells_of_the_same_phases_in_other_words_are_a_slip():
    def change(document):
        cells = measures(document)["A2"]["yearly_directions"]
        cells[1]["printed"], cells[2]["printed"] = "更改・運用", "運用、更改"

    sentence = "同じ段階の書き方が分かれています: 「更改・運用」1か所、「運用、更改」1か所。"
    assert findings_after(change) == [(SPELLING, "年度別の方向性", sentence)]


@pytest.mark.parametrize("same", ["窓口 予約の導入", "窓口予約の導入", "窓口予約の　導入"])
def test_width_and_spaces_make_no_other_name(same):
    assert findings_after(in_measure("A1", name_in_matrix=same)) == []


@pytest.mark.parametrize("same", ["窓⼝予約の導⼊", "窓口予約の導\U000e0100入"])
def test_letters_copied_from_a_pdf_make_no_other_name(same):
    assert findings_after(in_measure("A1", name_in_matrix=same)) == []


def test_dots_and_commas_are_equal_in_names():
    def change(document):
        document["terms"] = [
            {"term": term, "reading": "こうかい", "explanation": "替えること"}
            for term in ("更改・運用", "更改、運用", "運用・更改")
        ]

    told = (CAUTION, "用語 更改、運用", "「更改・運用」と同じ名称です。")
    assert findings_after(change) == [told]


def test_a_later_division_stands_in_for_one_that_has_ended():
    sentences = [f.sentence for f in check_document(checked(raw(FOUR_LEVELS)), TODAY)]
    assert "現在の所管課がありません。所管替えを登録してください。" not in sentences


def test_an_ended_measure_needs_no_division_of_today():
    change = {"division_changes": [{"name": "みなと振興課", "last_day": "2026-03-31"}]}
    assert findings_after(in_measure("B1", **change, last_day="2026-03-31")) == []


def test_the_command_lists_findings_by_weight_and_ends_well_without_errors(sakado_plan):
    out = StringIO()
    call_command("check_plan", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == [f"計画「{sakado_plan}」", "注意（4件）"]
    assert "表記のゆれ（15件）" in lines


def test_the_command_fails_where_there_are_errors(invented_city):
    MeasureDivision.objects.filter(measure__code="A2").delete()
    out = StringIO()
    with pytest.raises(CommandError, match="誤りが1件あります"):
        call_command("check_plan", stdout=out)
    sentence = "A2 待ち時間の短縮: 所管課がありません。報告する課を登録してください。"
    assert out.getvalue().splitlines()[1:3] == ["誤り（1件）", f"  - {sentence}"]


def test_a_plan_without_a_slip_is_told_so(invented_city):
    out = StringIO()
    call_command("check_plan", stdout=out)
    assert out.getvalue() == f"計画「{invented_city}」\n  食い違いはありません。\n"


def test_the_command_wants_a_plan(db):
    with pytest.raises(CommandError, match="計画が登録されていません"):
        call_command("check_plan")


def test_a_finding_reads_as_a_line():
    assert str(Finding(ERROR, "I-1-1 窓口", "課がありません。")) == "I-1-1 窓口: 課がありません。"


@pytest.mark.parametrize(
    ("code", "is_told"),
    [
        ("1.10", True), ("1-1", True), ("3/4", True), ("01", True), ("1E2", True),
        ("2024-1-1", True), ("I-1-1", False), ("1.1", False), ("S01", False), ("ア-①", False),
        ("10", False), ("施策1-1", False),
    ],
)  # fmt: skip
def test_code_that_a_spreadsheet_would_change_is_told(code, is_told):
    found = findings_after(in_measure("B1", code=code))
    assert any("表計算ソフトで開くと" in sentence for _, _, sentence in found) is is_told


def test_minimum_is_asked_for_the_years_in_which_its_measure_stands():
    """B2 begins in the second year of its plan and has a minimum for each year from then on."""

    def begins_later(document):
        measure = measures(document)["B2"]
        measure["first_day"] = "2026-04-01"
        cells = measure["yearly_directions"][1:]
        measure["yearly_directions"] = [
            {**each, "printed": "実施", "resolved": "実施"} for each in cells
        ]
        own = measure["indicators"][0]
        own["targets"] = [each for each in own["targets"] if each["fiscal_year"] > 2025]

    assert [each for each in findings_after(begins_later) if "下限" in each[2]] == []
