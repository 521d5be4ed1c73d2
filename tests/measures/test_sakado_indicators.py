"""The fixture of Sakado's plan holds all 47 outcome targets, typed, with every figure and year."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sakado.json"

# code | kind | name | unit | figures by year (R5=19; a bare year has no value) | measured as
INDICATORS = """
I-1-1 | MILESTONE | 業務の可視化を全庁的に進める | - | R6 | -
I-1-2 | NUMBER | 改善業務数 | 業務 | R7=20 | STOCK
I-1-3 | MILESTONE | 導入（に向けて検討） | - | R9 | -
I-2-1 | NUMBER | AI問合せ対応件数 | 件/年 | R6=100000 | FLOW
I-2-2 | MILESTONE | 導入（に向けて検討） | - | R6 | -
I-2-3 | QUALITATIVE | 事務の省力化・効率化 | - | - | -
I-2-4 | QUALITATIVE | 外国籍市民とのコミュニケーションの円滑化 | - | - | -
I-3-1 | NUMBER | RPA導入業務数 | 業務 | R5=19 R9=30 | STOCK
I-4-1 | QUALITATIVE | 各窓口における待ち時間の削減 | - | - | -
I-5-1 | EXPANSION | IoT実装システム | システム | R5=1 | STOCK
II-1-1 | NUMBER | マイナンバーカード交付枚数 | 枚 | R5=90800 R6=99920 | STOCK
II-1-2 | NUMBER | コンビニ交付サービス対応証明書数 | 種 | R5=7 R8=8 | STOCK
II-1-3 | NUMBER | マイキープラットフォームを活用したサービス提供業務数 | 業務 | R8=1 | STOCK
II-1-4 | NUMBER | マイナンバーカード交付枚数 | 枚 | R5=90800 R6=99920 | STOCK
II-1-5 | NUMBER | 健康保険証との連携率 | % | R9=100 | RATE
II-1-6 | MILESTONE | 導入 | - | R6 | -
II-2-1 | NUMBER | 市民向け電子申請受付業務数 | 業務 | R5=36 R6=40 | STOCK
II-2-2 | MILESTONE | キャッシュレス決済を導入 | - | R6 | -
II-2-3 | EXPANSION | QRコード対応 | 税目 | R5=5 | STOCK
II-3-1 | MILESTONE | システムの更改に併せたサービスの向上 | - | R9 | -
III-1-1 | NUMBER | オープンデータポータルサイト公開データセット数 | 件 | R5=25 R6=30 | STOCK
III-2-1 | NUMBER | 地理情報オープンデータ公開件数 | 件 | R5=20 R9=30 | STOCK
III-2-2 | MILESTONE | システム更改に併せた利便性の向上 | - | R7 | -
III-3-1 | ANNUAL_MINIMUM | 職員向け研修開催回数 | 回 | R5=2 R6=2 R7=2 R8=2 R9=2 | FLOW
IV-1-1 | MILESTONE | 文書管理システムを導入 | - | R6 | -
IV-1-2 | MILESTONE | 電子決裁システムを導入 | - | R6 | -
IV-1-3 | MILESTONE | 庶務事務システムを導入 | - | R6 | -
IV-1-4 | MILESTONE | 電子会議システムを導入 | - | R9 | -
IV-1-5 | NUMBER | リモート窓口対応施設数 | 施設 | R6=8 | STOCK
IV-1-6 | MILESTONE | テレワーク制度を導入 | - | R7 | -
IV-1-7 | NUMBER | 電子契約件数 | 件 | R5=20 R9=40 | FLOW
IV-1-8 | MILESTONE | 備品管理システムを導入 | - | R7 | -
IV-2-1 | EXPANSION | クラウドサービス利用システム数 | 件 | R5=3 | STOCK
IV-3-1 | NUMBER | 標準仕様準拠システム | 業務 | R7=20 | STOCK
IV-4-1 | MILESTONE | 基幹系業務システムの更改時に併せた導入 | - | R7 | -
IV-5-1 | ANNUAL_MINIMUM | DX研修実施回数 | 回 | R5=1 R6=1 R7=1 R8=1 R9=1 | FLOW
V-1-1 | NUMBER | 公衆無線LANサービス提供施設数 | 施設 | R5=1 R6=8 | STOCK
V-2-1 | QUALITATIVE | アクセシビリティの更なる向上 | - | - | -
V-2-2 | EXPANSION | 情報提供システム数 | システム | R5=6 | STOCK
V-2-3 | QUALITATIVE | 防災情報システムの更改に併せたサービスの拡充 | - | - | -
V-2-4 | EXPANSION | 実施施設（携帯キャリア） | 社 | R5=3 | STOCK
V-2-5 | MILESTONE | 配信 | - | R9 | -
VI-1-1 | QUALITATIVE | PDCAサイクルに基づくポリシーの運用 | - | - | -
VI-1-2 | EXPANSION | 情報セキュリティ研修回数 | 回 | R5=5 | FLOW
VI-2-1 | ANNUAL_MINIMUM | 庁内ネットワークの年間稼働率 | % | R5=99.9 R6=99.9 R7=99.9 R8=99.9 R9=99.9 | RATE
VI-2-2 | QUALITATIVE | 最先端のセキュリティ技術を取り入れた機器の運用 | - | - | -
VI-2-3 | QUALITATIVE | システムの更改に併せたセキュリティの向上 | - | - | -
"""


@pytest.fixture(scope="module")
def measures():
    """Measures by code, in the document's order."""
    policies = json.loads(FIXTURE.read_text(encoding="utf-8"))["policies"]
    return {m["code"]: m for p in policies for d in p["directions"] for m in d["measures"]}


def _figure(target):
    year = f"R{target['fiscal_year'] - 2018}"
    return year if target["value"] is None else f"{year}={target['value']}"


def _indicator_row(measure):
    (indicator,) = measure["indicators"]
    figures = " ".join(_figure(target) for target in indicator["targets"])
    cells = [indicator["kind"], indicator["name"], indicator["unit"], figures]
    cells.append(indicator["measured_as"])
    return " | ".join([measure["code"], *(cell or "-" for cell in cells)])


def test_indicators_have_every_printed_figure_and_year(measures):
    assert [
        _indicator_row(measure) for measure in measures.values()
    ] == INDICATORS.strip().splitlines()


def test_kinds_of_indicators_are_counted(measures):
    kinds = [m["indicators"][0]["kind"] for m in measures.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "MILESTONE": 15,
        "NUMBER": 15,
        "QUALITATIVE": 8,
        "EXPANSION": 6,
        "ANNUAL_MINIMUM": 3,
    }


def test_starting_figures_are_the_only_baselines(measures):
    for measure in measures.values():
        (indicator,) = measure["indicators"]
        expected = "baseline" if indicator["kind"] == "EXPANSION" else "target"
        assert {target["role"] for target in indicator["targets"]} <= {expected}
        assert indicator["sense"] == "up"


def test_only_the_year_that_the_print_leaves_out_is_assumed(measures):
    assumed = [
        (code, target["fiscal_year"])
        for code, measure in measures.items()
        for target in measure["indicators"][0]["targets"]
        if target["year_assumed"]
    ]
    assert assumed == [("II-1-5", 2027)]


def test_shared_indicator_differs_only_in_its_label(measures):
    (first,), (second,) = measures["II-1-1"]["indicators"], measures["II-1-4"]["indicators"]
    assert (first["key"], first["label"], second["label"]) == ("II-1-1", "成果想定", "成果目標")
    assert first | {"label": ""} == second | {"label": ""}
    labels = [m["indicators"][0]["label"] for m in measures.values()]
    assert labels.count("成果想定") == 1 and labels.count("成果目標") == 46


def test_printed_targets_stand_as_they_are(measures):
    printed = {code: m["indicators"][0]["printed"] for code, m in measures.items()}
    assert printed["I-3-1"] == "RPA導入業務数：R5年度 19業務 R9年度 30業務"
    assert printed["II-1-5"] == "健康保険証との連携率 100%"
    assert printed["VI-1-2"] == "情報セキュリティ研修回数：令和5年度 5回⇒充実"
    uptime = measures["VI-2-1"]["indicators"][0]
    assert uptime["printed"] == "庁内ネットワークの年間稼働率：99.9%以上（保守作業時間は除く）"
    assert uptime["note"] == "保守作業時間は除く"


def test_an_indicator_is_keyed_by_the_first_measure_that_carries_it(measures):
    keys = {code: m["indicators"][0]["key"] for code, m in measures.items()}
    assert {code: key for code, key in keys.items() if code != key} == {"II-1-4": "II-1-1"}
    assert len(set(keys.values())) == 46
