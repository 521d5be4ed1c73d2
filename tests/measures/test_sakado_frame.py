"""The fixture of Sakado's plan holds its frame, its words, its ties and its own slips."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sakado.json"


@pytest.fixture(scope="module")
def document():
    """The parsed fixture."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def _measures(document):
    return [m for p in document["policies"] for d in p["directions"] for m in d["measures"]]


def _texts(node):
    return [reading["text"] for reading in node.get("other_readings", [])]


def test_challenges_lead_to_the_policies_that_answer_them(document):
    challenges = document["plan"]["frame"]["challenges"]
    assert [(c["number"], c["name"], c["policies"]) for c in challenges] == [
        (1, "スマート自治体への転換", [1]),
        (2, "行政手続等のデジタル化への対応", [2]),
        (3, "行政データの有効活用", [3]),
        (4, "情報処理システムの低コスト化", [4]),
        (5, "デジタルディバイド対策", [5]),
        (6, "情報セキュリティ対策", [6]),
        (7, "情報処理システムの標準化・共通化", [4]),
        (8, "デジタル人材の確保・育成", [4]),
    ]


def test_frame_names_bodies_and_laws(document):
    frame = document["plan"]["frame"]
    assert [body["name"] for body in frame["bodies"]] == [
        "最高デジタル責任者（CDO）",
        "デジタル推進員",
        "坂戸市デジタル・トランスフォーメーション（DX）推進計画庁内策定・推進会議",
        "政策会議",
        "企画調整会議",
        "情報システム検討会議",
    ]
    assert frame["laws"] == [
        "高度情報通信ネットワーク社会形成基本法（平成12年法律第144号）",
        "情報通信技術を活用した行政の推進等に関する法律",
        "行政手続における特定の個人を識別するための番号の利用等に関する法律",
        "官民データ活用推進基本法",
        "サイバーセキュリティ基本法",
        "地方公共団体情報システムの標準化に関する法律（令和3年法律第40号）",
    ]


def test_words_for_progress_and_outlook_have_a_meaning(document):
    plan = document["plan"]
    assert {row["word"]: row["meaning"] for row in plan["progress_words"]} == {
        "未着手": "not_started",
        "計画より進んでいる": "ahead",
        "順調": "on_track",
        "やや遅れ": "slightly_late",
        "遅れ": "late",
        "完了": "done",
        "休止": "suspended",
        "中止": "cancelled",
        "統合": "merged",
        "評価対象外": "not_evaluated",
    }
    assert {row["word"]: row["meaning"] for row in plan["outlook_words"]} == {
        "継続": "continue",
        "拡充": "expand",
        "見直し": "review",
        "縮小": "shrink",
        "統合": "merge",
        "休止": "suspend",
        "廃止": "abolish",
        "完了": "finish",
    }


def test_measures_that_the_text_ties_together_name_each_other(document):
    related = {m["code"]: m["related"] for m in _measures(document) if m["related"]}
    assert related == {
        "I-1-2": ["IV-3-1", "IV-4-1"],
        "II-1-1": ["II-1-4"],
        "II-1-4": ["II-1-1"],
        "IV-1-1": ["IV-1-2", "IV-1-3"],
        "IV-1-2": ["IV-1-1", "IV-1-3"],
        "IV-1-3": ["IV-1-1", "IV-1-2"],
        "IV-3-1": ["I-1-2", "IV-4-1"],
        "IV-4-1": ["I-1-2", "IV-3-1"],
    }


def test_matrix_spells_three_names_in_its_own_way(document):
    spelled = {
        m["code"]: m["name_in_matrix"]
        for m in _measures(document)
        if m["name_in_matrix"] != m["name"]
    }
    assert spelled == {
        "I-2-3": "AI-OCR(光学文字認識)技術の活用",
        "IV-5-1": "全庁的なデジタルリテラシーの底上げ",
        "V-2-2": "SNS（ソーシャル・ネットワークワーキング・サービス）を活用した情報発信",
    }


def test_slips_of_plan_and_policies_are_kept(document):
    assert _texts(document["plan"]) == [
        "坂戸市デジタル行政の推進に関する規程",
        "坂戸市デジタル行政の推進体制に関する規定（令和4年坂戸市訓令第4号）",
        "計画(PPLAN)",
        "更改・運用",
        "更改、運用",
        "拡充・運用",
        "運用・拡充",
    ]
    found = {p["number"]: _texts(p) for p in document["policies"] if _texts(p)}
    assert found == {5: ["デジタルデバイド対策の推進", "デジタルデバイド対策の推進"]}


def test_slips_of_directions_are_kept(document):
    found = {
        (policy["number"], direction["number"]): _texts(direction)
        for policy in document["policies"]
        for direction in policy["directions"]
        if _texts(direction)
    }
    assert found == {
        (1, 1): ["BPR（業務の再構築）の推進"],
        (1, 3): ["RPA（ロボティクス・プロセス・オートメーション）技術の活用"],
        (4, 2): ["情報処理システム構築における民間サービスの利用促進"] * 2,
        (4, 3): ["標準仕様に準拠したシステムの利用促進"],
    }


def test_slips_of_measures_are_kept(document):
    found = {m["code"]: _texts(m) for m in _measures(document) if _texts(m)}
    assert found == {
        "I-2-2": ["情報政策課・各課"],
        "II-1-1": ["成果想定"],
        "II-2-3": ["納税課・高齢者福祉課・健康保険課"],
        "III-3-1": ["情報政策課・職員課・各課"],
        "IV-5-1": ["全庁的なデジタルリテラシーの底上げ"],
        "V-2-2": ["SNS（ソーシャル・ネットワークワーキング・サービス）を活用した情報発信"],
    }


def test_own_words_name_the_chapter_they_condense(document):
    sources = {m["code"]: m["source"] for m in _measures(document)}
    assert (sources["I-1-1"], sources["VI-2-3"]) == ("計画 第3章2 I①", "計画 第3章2 VI②")
    for code, source in sources.items():
        policy, direction, _ = code.split("-")
        assert source == f"計画 第3章2 {policy}{'①②③④⑤'[int(direction) - 1]}"
    assert all(m["summary"].endswith("。") for m in _measures(document))
    assert [policy["source"] for policy in document["policies"]] == [
        f"計画 第2章1、第3章2 {roman}" for roman in ["I", "II", "III", "IV", "V", "VI"]
    ]
    assert all(policy["aim"].endswith("。") for policy in document["policies"])
    assert {term["source"] for term in document["terms"]} == {"計画 第5章1"}
    bodies = document["plan"]["frame"]["bodies"]
    short = {body["short_name"]: body["name"] for body in bodies if "short_name" in body}
    assert list(short) == ["CDO", "推進会議"]
    assert {body["source"] for body in bodies} == {"計画 第4章1(1)", "計画 第4章1(2)"}


def test_bodies_hang_together_as_chapter_4_says(document):
    bodies = document["plan"]["frame"]["bodies"]
    assert [(body.get("short_name") or body["name"], body["group"]) for body in bodies] == [
        ("CDO", "DX推進体制"),
        ("デジタル推進員", "DX推進体制"),
        ("推進会議", "計画の推進体制"),
        ("政策会議", "計画の推進体制"),
        ("企画調整会議", "計画の推進体制"),
        ("情報システム検討会議", "DX推進体制"),
    ]
    links = {body["name"]: body["links"] for body in bodies if "links" in body}
    assert list(links.values()) == [
        [{"to": "最高デジタル責任者（CDO）"}],
        [
            {"to": "政策会議", "label": "必要に応じて"},
            {"to": "企画調整会議", "label": "必要に応じて"},
        ],
    ]
    assert {link["to"] for each in links.values() for link in each} <= {
        body["name"] for body in bodies
    }
