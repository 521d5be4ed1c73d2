"""The fixture of Sakado's plan holds every name, mark, division, year and number of the print."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sakado.json"
EFFECTS = ["市民サービスの向上", "業務の効率化", "人為的ミスの防止", "行政コストの削減"]

# code, marks in the order of EFFECTS, divisions of the detail heading, name
MEASURES = """
I-1-1 ○◎◎○ 政策企画課 業務棚卸の推進
I-1-2 ◎◎○○ 情報政策課・各課 システム標準化・共通化に対応した業務改善
I-1-3 -◎-- 政策企画課・情報政策課・各課 AIを活用した職員業務実態の分析・可視化
I-2-1 ◎◎○◎ 情報政策課・広報広聴課 AIチャットボットによる市民問合せ対応サービスの運用
I-2-2 -◎-○ 情報政策課 AIチャットボットによる職員向け問合せ対応システムの導入
I-2-3 -◎○◎ 情報政策課 AI-OCR（光学文字認識）技術の活用
I-2-4 ◎◎-- 情報政策課・各課 多言語音声翻訳技術の拡充
I-3-1 ○◎◎◎ 情報政策課・各課 RPA技術を活用した業務自動化の推進
I-4-1 ◎◎-◎ 情報政策課・各課 簡単窓口システムの拡充
I-5-1 ◎◎-- 防災安全課・各課 IoT技術の活用
II-1-1 ◎◎○◎ 市民課 マイナンバーカードの普及促進
II-1-2 ◎◎○◎ 情報政策課・市民課・課税課 コンビニエンスストアにおける証明書等の交付サービスの拡充
II-1-3 ◎◎○◎ 政策企画課・情報政策課 マイキープラットフォームを活用したサービスの開発
II-1-4 ◎○-- 市民課 マイナンバーカード申請サポートの実施
II-1-5 ◎○-- 市民課・健康保険課 マイナポータル設定支援
II-1-6 ○◎-- 政策企画課 ふるさと納税ワンストップ特例制度に係る申請のオンライン化
II-2-1 ◎◎○◎ 情報政策課 電子申請手続の受付業務数の拡大
II-2-2 ◎○-- 政策企画課・会計課・各課 キャッシュレス決済の導入
II-2-3 ◎○-- 納税課・健康保険課 共通納税システムの推進
II-3-1 ◎○-○ 情報政策課 公共施設予約システム対応施設の拡充
III-1-1 ◎○-- 情報政策課・各課 オープンデータポータルサイトの利用拡大
III-2-1 ◎○-- 情報政策課・各課 地理情報の一般公開化の促進
III-2-2 ◎○-- 交通対策課・情報政策課 バス現在位置情報検索システム（バスロケーションシステム）の拡充
III-3-1 ◎○-- 情報政策課・職員課 データ活用等に係る職員研修の実施
IV-1-1 -◎○◎ 庶務課・各課 文書管理システムの導入
IV-1-2 -◎○- 庶務課・各課 電子決裁システムの導入
IV-1-3 -◎○◎ 職員課・各課 庶務事務システムの導入
IV-1-4 -◎-○ 情報政策課・各課 オンライン会議の拡充
IV-1-5 ◎○-- 情報政策課・各施設 リモート窓口の導入
IV-1-6 -◎-○ 職員課・情報政策課 テレワークの推進
IV-1-7 -◎-- 財政課 電子契約の導入
IV-1-8 -◎○○ 施設管理課 備品管理システムの導入
IV-2-1 -◎-◎ 情報政策課・各課 情報処理システムのクラウドサービスの利用促進
IV-3-1 ○◎-◎ 情報政策課・各課 国が示した標準仕様を活用したシステムの導入
IV-4-1 ○◎-◎ 情報政策課・各課 ガバメントクラウドの活用
IV-5-1 -◎-○ 情報政策課・各課 全庁的なデジタルリテラシーの底上
V-1-1 ◎--- 情報政策課・各施設 公衆無線LANの整備
V-2-1 ◎--- 広報広聴課 ホームページのアクセシビリティ（利用しやすさ）の確保
V-2-2 ◎--- 広報広聴課 SNS（ソーシャル・ネットワーキング・サービス）を活用した情報発信
V-2-3 ◎○-- 防災安全課 防災情報の一元的な管理及び情報発信
V-2-4 ◎--- 情報政策課・各施設 デジタル推進委員との連携
V-2-5 ◎--◎ 市民生活課 デジタル回覧板の導入
VI-1-1 --◎- 情報政策課・各課 情報セキュリティポリシーの運用
VI-1-2 --◎- 情報政策課・各課 情報セキュリティ研修の充実
VI-2-1 ◎○◎- 情報政策課・各課 庁内ネットワークの安全運用
VI-2-2 --◎○ 情報政策課・各課 情報セキュリティが確保された機器の運用
VI-2-3 -○◎- 情報政策課・各課 ファイル転送システムの運用
"""

# code, cells as printed for R5 to R9 | the same with each arrow resolved
YEARLY = """
I-1-1 検討 実施 ⇒ ⇒ ⇒ | 検討 実施 実施 実施 実施
I-1-2 検討 ⇒ 導入・運用 運用 ⇒ | 検討 検討 導入・運用 運用 運用
I-1-3 検討 ⇒ 検証 ⇒ 導入・運用 | 検討 検討 検証 検証 導入・運用
I-2-1 更改・運用 ⇒ ⇒ ⇒ ⇒ | 更改・運用 更改・運用 更改・運用 更改・運用 更改・運用
I-2-2 検討 導入 運用 ⇒ ⇒ | 検討 導入 運用 運用 運用
I-2-3 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
I-2-4 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
I-3-1 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
I-4-1 拡充・運用 運用 ⇒ ⇒ ⇒ | 拡充・運用 運用 運用 運用 運用
I-5-1 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
II-1-1 普及 ⇒ ⇒ ⇒ ⇒ | 普及 普及 普及 普及 普及
II-1-2 運用 ⇒ ⇒ 拡充 ⇒ | 運用 運用 運用 拡充 拡充
II-1-3 検討 ⇒ ⇒ 導入 ⇒ | 検討 検討 検討 導入 導入
II-1-4 導入・運用 運用 ⇒ ⇒ ⇒ | 導入・運用 運用 運用 運用 運用
II-1-5 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
II-1-6 検討 導入 運用 ⇒ ⇒ | 検討 導入 運用 運用 運用
II-2-1 更改・運用 ⇒ ⇒ 更改・運用 ⇒ | 更改・運用 更改・運用 更改・運用 更改・運用 更改・運用
II-2-2 検討 導入・運用 運用 ⇒ ⇒ | 検討 導入・運用 運用 運用 運用
II-2-3 導入・運用 運用 ⇒ ⇒ ⇒ | 導入・運用 運用 運用 運用 運用
II-3-1 運用 ⇒ ⇒ ⇒ 更改・運用 | 運用 運用 運用 運用 更改・運用
III-1-1 運用 拡充 ⇒ ⇒ ⇒ | 運用 拡充 拡充 拡充 拡充
III-2-1 運用開始 ⇒ 更改・運用 ⇒ ⇒ | 運用開始 運用開始 更改・運用 更改・運用 更改・運用
III-2-2 運用 ⇒ 拡充・運用 ⇒ ⇒ | 運用 運用 拡充・運用 拡充・運用 拡充・運用
III-3-1 実施 ⇒ ⇒ ⇒ ⇒ | 実施 実施 実施 実施 実施
IV-1-1 検討 導入 運用 ⇒ ⇒ | 検討 導入 運用 運用 運用
IV-1-2 検討 導入 運用 ⇒ ⇒ | 検討 導入 運用 運用 運用
IV-1-3 検討 導入 運用 ⇒ ⇒ | 検討 導入 運用 運用 運用
IV-1-4 検討 ⇒ ⇒ ⇒ 導入・運用 | 検討 検討 検討 検討 導入・運用
IV-1-5 検討 導入・運用 運用 ⇒ ⇒ | 検討 導入・運用 運用 運用 運用
IV-1-6 運用 ⇒ 拡充・運用 運用 ⇒ | 運用 運用 拡充・運用 運用 運用
IV-1-7 導入・運用 運用 ⇒ ⇒ ⇒ | 導入・運用 運用 運用 運用 運用
IV-1-8 検討 ⇒ 導入・運用 運用 ⇒ | 検討 検討 導入・運用 運用 運用
IV-2-1 運用・拡充 ⇒ ⇒ ⇒ ⇒ | 運用・拡充 運用・拡充 運用・拡充 運用・拡充 運用・拡充
IV-3-1 運用 ⇒ 導入・運用 運用 ⇒ | 運用 運用 導入・運用 運用 運用
IV-4-1 検討 ⇒ 導入・運用 運用 ⇒ | 検討 検討 導入・運用 運用 運用
IV-5-1 実施 ⇒ ⇒ ⇒ ⇒ | 実施 実施 実施 実施 実施
V-1-1 運用 拡充 運用 ⇒ ⇒ | 運用 拡充 運用 運用 運用
V-2-1 更改、運用 ⇒ ⇒ ⇒ ⇒ | 更改、運用 更改、運用 更改、運用 更改、運用 更改、運用
V-2-2 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
V-2-3 運用 ⇒ 更改、運用 ⇒ ⇒ | 運用 運用 更改、運用 更改、運用 更改、運用
V-2-4 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
V-2-5 検討 ⇒ ⇒ ⇒ 導入・運用 | 検討 検討 検討 検討 導入・運用
VI-1-1 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
VI-1-2 運用 ⇒ ⇒ ⇒ ⇒ | 運用 運用 運用 運用 運用
VI-2-1 更改、運用 運用 ⇒ 更改、運用 運用 | 更改、運用 運用 運用 更改、運用 運用
VI-2-2 更改、運用 運用 ⇒ 更改、運用 運用 | 更改、運用 運用 運用 更改、運用 運用
VI-2-3 運用 ⇒ ⇒ ⇒ 更改、運用 | 運用 運用 運用 運用 更改、運用
"""

DIRECTIONS = """
1-1 BPR（ビジネス・プロセス・リエンジニアリング）（業務の再構築）の推進
1-2 AI（人工知能）技術の活用
1-3 RPA（ロボティック・プロセス・オートメーション）技術の活用
1-4 ICTを活用した窓口業務の改善
1-5 IoT（モノのインターネット）実装による地域課題の解決の実現
2-1 マイナンバーカードの活用
2-2 電子申請手続の利用促進
2-3 公共施設予約システムの充実
3-1 オープンデータの拡充
3-2 地理情報システムの活用
3-3 行政データの政策立案への活用促進
4-1 業務のデジタル化、ペーパーレス化の促進
4-2 情報処理システム構築における民間サービスの活用促進
4-3 標準仕様に準拠したシステムの利用推進
4-4 他団体との情報処理システムの共同利用の推進
4-5 デジタル人材の確保・育成
5-1 公衆無線LANの整備
5-2 ホームページ等を活用した情報発信
6-1 情報セキュリティ体制の運用
6-2 情報セキュリティ基盤の整備
"""


@pytest.fixture(scope="module")
def document():
    """The parsed fixture."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measures(document):
    """Measures by code, in the document's order."""
    directions = [d for policy in document["policies"] for d in policy["directions"]]
    return {m["code"]: m for direction in directions for m in direction["measures"]}


def _lines(table):
    return table.strip().splitlines()


def _marks(measure):
    assert set(measure["effects"]) <= set(EFFECTS)
    return "".join(measure["effects"].get(kind, "-") for kind in EFFECTS)


def test_plan_has_its_title_years_and_levels(document):
    plan = document["plan"]
    assert document["format"] == "dx-plan/1"
    assert plan["title"] == "坂戸市デジタル・トランスフォーメーション（DX）推進計画"
    assert (plan["city"], plan["city_code"]) == ("坂戸市", "112399")
    assert (plan["first_fiscal_year"], plan["last_fiscal_year"]) == (2023, 2027)
    assert plan["review_every"] == 3
    assert plan["level_names"] == ["基本方針", "施策の方向性", "個別施策"]
    assert document["effect_kinds"] == EFFECTS


def test_there_are_six_policies_in_order(document):
    assert [(p["number"], p["name"]) for p in document["policies"]] == [
        (1, "最先端のICTの活用"),
        (2, "行政手続等のデジタル化への対応"),
        (3, "行政データの有効活用"),
        (4, "情報処理システムの適切な運用と低コスト化の推進"),
        (5, "デジタルディバイド対策の推進"),
        (6, "情報セキュリティ対策の推進"),
    ]


def test_there_are_twenty_directions_named_as_in_chapter_3_1(document):
    found = [
        f"{policy['number']}-{direction['number']} {direction['name']}"
        for policy in document["policies"]
        for direction in policy["directions"]
    ]
    assert found == _lines(DIRECTIONS)
    assert len(found) == 20


def test_measures_have_their_marks_divisions_and_names(measures):
    found = [
        f"{m['code']} {_marks(m)} {'・'.join(m['divisions'])} {m['name']}"
        for m in measures.values()
    ]
    assert found == _lines(MEASURES)
    assert len(found) == 47


def test_codes_agree_with_the_place_in_the_tree(document):
    romans = ["I", "II", "III", "IV", "V", "VI"]
    for policy in document["policies"]:
        for direction in policy["directions"]:
            prefix = f"{romans[policy['number'] - 1]}-{direction['number']}"
            codes = [m["code"] for m in direction["measures"]]
            assert codes == [f"{prefix}-{place + 1}" for place in range(len(codes))]


def test_yearly_cells_are_printed_and_resolved(measures):
    found = []
    for code, measure in measures.items():
        cells = measure["yearly_directions"]
        assert [cell["fiscal_year"] for cell in cells] == [2023, 2024, 2025, 2026, 2027]
        printed = " ".join(cell["printed"] for cell in cells)
        resolved = " ".join(cell["resolved"] for cell in cells)
        found.append(f"{code} {printed} | {resolved}")
    assert found == _lines(YEARLY)


def test_three_measures_have_other_divisions_in_the_matrix(measures):
    different = {
        code: m["divisions_in_matrix"]
        for code, m in measures.items()
        if m["divisions"] != m["divisions_in_matrix"]
    }
    assert different == {
        "I-2-2": ["情報政策課", "各課"],
        "II-2-3": ["納税課", "高齢者福祉課", "健康保険課"],
        "III-3-1": ["情報政策課", "職員課", "各課"],
    }
