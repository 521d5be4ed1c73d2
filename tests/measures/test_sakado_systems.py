"""The fixture of Sakado's plan holds all 89 rows of the inventory."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sakado.json"

# divisions, category, name
SYSTEMS = """
政策企画課 - まちづくり応援寄附金業務システム
秘書課 基幹系 役職員台帳システム
財政課 - 公会計システム
財政課 - 財務会計システム
財政課 - 契約管理システム
財政課 - 電子入札システム
広報広聴課 - ホームページシステム
情報政策課 基幹系 宛名管理システム
情報政策課 基幹系 番号制度対応システム
情報政策課 - 電子申請システム
情報政策課 - 公共施設予約システム
情報政策課 - 入退室管理システム
情報政策課 GIS 統合型地理情報システム
情報政策課 GIS 公開型地理情報システム
情報政策課 - グループウェアシステム
情報政策課 - ファイル転送システム
庶務課 基幹系 選挙人名簿システム
庶務課 基幹系 国民投票投票人名簿システム
庶務課 基幹系 裁判員候補者予定者名簿システム
庶務課 - 選挙管理システム
庶務課 - 例規システム
防災安全課 - 職員参集システム
防災安全課 GIS 避難行動要支援者支援システム
防災安全課 - 防災情報システム
防災安全課 - 発令判断・防災情報システム
防災安全課 - 坂戸市気象観測・河川監視システム
防災安全課 - 坂戸市防災アプリ
防災安全課 - 安全・安心メール配信サービス
職員課 - 人事給与システム
課税課 基幹系 個人住民税システム
課税課 基幹系 申告受付システム
課税課 基幹系 法人住民税システム
課税課 基幹系 軽自動車税システム
課税課 基幹系 固定資産税管理システム
課税課 GIS 固定資産管理システム
課税課 - 電子申告システム
課税課 - 家屋評価システム
納税課 基幹系 収納・滞納管理システム
交通対策課 GIS バス現在位置情報検索システム
市民課 基幹系 住民記録システム
市民課 基幹系 印鑑登録システム
市民課 基幹系 住民基本台帳ネットワークシステム
市民課 基幹系 公的個人認証システム
市民課 基幹系 戸籍管理システム
市民課 - 戸籍副本システム
市民課 基幹系 国民年金システム
市民課 GIS 住居表示システム
市民課 - 広告表示機能を有する番号案内システム
市民課 - マイナンバーカードオンライン申請補助システム
市民課・課税課 基幹系 コンビニ交付システム
市民課・情報政策課 GIS 住民記録連携システム
健康保険課 基幹系 国民健康保険システム
健康保険課 基幹系 後期高齢者医療システム
健康保険課 - 国保総合システム
健康保険課 - 国保情報集約システム
健康保険課 - 埼玉県後期高齢者医療広域連合電算処理システム
こども支援課 基幹系 児童手当システム
こども支援課 基幹系 児童扶養手当・特別児童扶養手当システム
こども支援課 基幹系 こども医療・ひとり親医療システム
保育課 基幹系 子ども子育て支援システム
市民健康センター 基幹系 健康管理システム
福祉総務課 基幹系 生活保護システム
福祉総務課 GIS 地域支え合いマップシステム
福祉総務課 - 生活保護等版レセプト管理クラウドサービス
高齢者福祉課 基幹系 介護保険・介護保険認定審査会システム
障害者福祉課 基幹系 障害手当システム
障害者福祉課 基幹系 障害福祉システム
障害者福祉課 基幹系 自立支援システム
障害者福祉課 基幹系 重度障害者システム
障害者福祉課 - 障害福祉サービス等請求審査・集計システム
環境政策課 基幹系 畜犬管理システム
廃棄物対策課 GIS ごみ集積所管理システム
廃棄物対策課 - 坂戸ごみ分別アプリ
都市計画課 GIS 都市計画情報管理システム
都市計画課 GIS 窓口対応支援システム
住宅政策課 GIS 指定道路図管理システム
住宅政策課 GIS 空き家管理システム
住宅政策課 - 建築行政共用データベースシステム
維持管理課 GIS 道路管理システム
道路河川課 - 土木積算システム
議会事務局 - 会議録検索システム
農業委員会 - 農家台帳システム
教育総務課 基幹系 幼稚園就園奨励費・幼稚園管理台帳システム
教育総務課 - 学校給食システム
教育総務課 - 学校給食費軽減システム
学校教育課 基幹系 学齢簿システム
学校教育課 基幹系 就学援助システム
学校教育課 - 統合型校務システム
図書館 - 図書館電算システム
"""


@pytest.fixture(scope="module")
def document():
    """The parsed fixture."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def test_eighty_nine_systems_have_their_divisions_and_category(document):
    found = [
        f"{'・'.join(system['divisions'])} {system['category'] or '-'} {system['name']}"
        for system in document["information_systems"]
    ]
    assert found == SYSTEMS.strip().splitlines()
    assert len(found) == 89


def test_systems_are_counted_by_category(document):
    categories = [system["category"] for system in document["information_systems"]]
    assert {name: categories.count(name) for name in categories} == {
        "基幹系": 36,
        "GIS": 14,
        "": 39,
    }


def test_only_printed_pairs_of_divisions_are_split(document):
    rows = {system["name"]: system["divisions"] for system in document["information_systems"]}
    assert {name: divisions for name, divisions in rows.items() if len(divisions) > 1} == {
        "コンビニ交付システム": ["市民課", "課税課"],
        "住民記録連携システム": ["市民課", "情報政策課"],
    }
    assert rows["介護保険・介護保険認定審査会システム"] == ["高齢者福祉課"]


def test_inventory_says_its_date_and_its_limits(document):
    note = document["information_systems_note"]
    assert note["as_of"] == "令和4年12月"
    assert ["すべて" in note["notes"][0], "情報政策課" in note["notes"][1]] == [True, True]
    assert len(note["notes"]) == 2


def test_links_with_measures_are_those_that_the_plan_tells(document):
    named = {
        system["name"]: [link["code"] for link in system.get("measures", ())]
        for system in document["information_systems"]
    }
    core = {row["name"] for row in document["information_systems"] if row["category"] == "基幹系"}
    of_all = ["I-1-2", "IV-3-1", "IV-4-1"]
    assert {name: codes for name, codes in named.items() if name in core and codes != of_all} == {
        "コンビニ交付システム": ["I-1-2", "II-1-2", "IV-3-1", "IV-4-1"],
    }
    assert {name: codes for name, codes in named.items() if name not in core and codes} == {
        "ホームページシステム": ["V-2-1"],
        "電子申請システム": ["II-2-1"],
        "公共施設予約システム": ["II-3-1"],
        "統合型地理情報システム": ["III-2-1"],
        "公開型地理情報システム": ["III-2-1"],
        "ファイル転送システム": ["VI-2-3"],
        "防災情報システム": ["V-2-3"],
        "バス現在位置情報検索システム": ["III-2-2"],
        "マイナンバーカードオンライン申請補助システム": ["II-1-4"],
    }
    links = [link for row in document["information_systems"] for link in row.get("measures", ())]
    assert [link for link in links if not link["source"].startswith("第")] == []


def test_what_the_plan_does_not_tell_of_a_system_is_left_out(document):
    told = {"name", "divisions", "category", "measures", "renewal_year"}
    assert {key for row in document["information_systems"] for key in row} == told
    renewed = {
        row["name"]: row["renewal_year"]
        for row in document["information_systems"]
        if "renewal_year" in row and row["category"] != "基幹系"
    }
    assert renewed == {
        "ホームページシステム": 2023,
        "公共施設予約システム": 2027,
        "ファイル転送システム": 2027,
        "防災情報システム": 2025,
        "バス現在位置情報検索システム": 2025,
    }
