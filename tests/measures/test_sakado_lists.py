"""The fixture of Sakado's plan holds its divisions, chronology and glossary."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sakado.json"

CHRONOLOGY = """
1997-06 庁内各課にパソコン導入
1997-10 庁内LAN運用開始
1998-10 庁内ポータルサイト（グループウェア）運用開始
2002-10 総合行政ネットワーク（LGWAN）運用開始
2003-02 坂戸市IT推進アクションプラン策定
2003-05 坂戸市情報セキュリティ体制に関する規程制定
2003-10 庁内LAN運用拡張（職員1人1台を実現）
2004-07 電子計算組織アウトソーシングサービス業務運用開始（データセンターと結合）し、順次業務システムを拡大していく
2006-06 坂戸市行政手続等における情報通信の技術の利用に関する条例制定
2006-06 市長の所管する行政手続等における情報通信の技術の利用に関する規則制定
2006-08 電子申請システム運用開始
2008-01 坂戸市情報処理システム管理運用規程制定
2012-01 第二期電子計算組織アウトソーシングサービス業務運用開始
2015-01 公共施設空き状況確認システム運用開始
2015-03 統合型地理情報システム運用開始
2015-12 坂戸市個人番号の利用及び特定個人情報の提供に関する条例制定
2015-12 坂戸市個人番号の利用及び特定個人情報の提供に関する条例施行規則制定
2016-03 坂戸市ICT推進アクションプラン2016策定
2017-01 庁内ネットワークの3層分離（基幹系、LGWAN系、インターネット系）
2017-11 マイナンバー制度情報連携本運用開始
2018-01 公共施設予約システム運用開始
2019-01 庁内ネットワークの無線化運用開始
2019-07 公衆無線LANを庁舎1階に配備
2019-08 AIチャットボットの運用開始
2020-01 基幹系業務システム運用開始（新たなデータセンターへの切り替え結合）
2020-03 統合型地理情報システムの更改運用開始（公開型地理情報システム搭載）
2020-03 坂戸市デジタル行政推進計画策定
2020-05 多言語音声翻訳機の運用開始
2020-05 RPA・AI-OCR運用開始
2020-07 公開型地理情報システム運用開始 e-マップさかど
2020-10 コンビニ交付サービス運用開始
2021-01 かんたん窓口サービス（証明発行機能）運用開始
2021-02 テレワークシステム実証実験開始
2021-07 音声テキスト化システムの運用開始
2022-03 坂戸市デジタル行政の推進に関する規程制定
2022-03 坂戸市情報セキュリティ体制に関する規程改正
"""

TERMS = """
AI えーあい
BPR びーぴーあーる
GIS じーあいえす
ICT あいしーてぃー
IoT あいおーてぃー
LAN らん
OCR おーしーあーる
RPA あーるぴーえー
SNS えすえぬえす
アウトソーシング あうとそーしんぐ
アクセシビリティ あくせしびりてぃ
オープンデータ おーぷんでーた
ガバメントクラウド がばめんとくらうど
クラウドコンピューティング くらうどこんぴゅーてぃんぐ
グループウェア ぐるーぷうぇあ
サイバー攻撃 さいばーこうげき
情報セキュリティ じょうほうせきゅりてぃ
情報セキュリティポリシー じょうほうせきゅりてぃぽりしー
情報リテラシー じょうほうりてらしー
スマートフォン すまーとふぉん
政府共通ネットワーク せいふきょうつうねっとわーく
タブレット端末 たぶれっとたんまつ
地域情報プラットフォーム ちいきじょうほうぷらっとふぉーむ
チャットボット ちゃっとぼっと
デジタルディバイド でじたるでぃばいど
デジタル手続法 でじたるてつづきほう
デジタル・トランスフォーメーション（DX） でじたるとらんすふぉーめーしょん
テレワーク てれわーく
ポータルサイト ぽーたるさいと
マイキープラットフォーム まいきーぷらっとふぉーむ
マイナアシスト まいなあしすと
マイナポータル まいなぽーたる
マイナンバー（個人番号） まいなんばー
マイナンバーカード（個人番号カード） まいなんばーかーど
モバイル端末 もばいるたんまつ
ロボティクス ろぼてぃくす
5G（第5世代移動通信システム） ふぁいぶじー
"""

DIVISIONS = """
総合政策部 そうごうせいさくぶ
政策企画課 せいさくきかくか
秘書課 ひしょか
財政課 ざいせいか
広報広聴課 こうほうこうちょうか
情報政策課 じょうほうせいさくか
庶務課 しょむか
防災安全課 ぼうさいあんぜんか
職員課 しょくいんか
施設管理課 しせつかんりか
課税課 かぜいか
納税課 のうぜいか
市民生活課 しみんせいかつか
交通対策課 こうつうたいさくか
市民課 しみんか
健康保険課 けんこうほけんか
こども支援課 こどもしえんか
保育課 ほいくか
市民健康センター しみんけんこうせんたー
福祉総務課 ふくしそうむか
高齢者福祉課 こうれいしゃふくしか
障害者福祉課 しょうがいしゃふくしか
環境政策課 かんきょうせいさくか
廃棄物対策課 はいきぶつたいさくか
都市計画課 としけいかくか
住宅政策課 じゅうたくせいさくか
維持管理課 いじかんりか
道路河川課 どうろかせんか
会計課 かいけいか
議会事務局 ぎかいじむきょく
農業委員会 のうぎょういいんかい
教育総務課 きょういくそうむか
学校教育課 がっこうきょういくか
図書館 としょかん
各課 かくか
各施設 かくしせつ
"""


@pytest.fixture(scope="module")
def document():
    """The parsed fixture."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measures(document):
    """Measures by code."""
    directions = [d for policy in document["policies"] for d in policy["directions"]]
    return {m["code"]: m for direction in directions for m in direction["measures"]}


def _lines(table):
    return table.strip().splitlines()


def _key(text):
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def test_divisions_stand_in_the_citys_order(document):
    divisions = document["divisions"]
    assert [f"{d['name']} {d['reading']}" for d in divisions] == _lines(DIVISIONS)
    assert [d["kind"] for d in divisions] == ["division"] * 34 + ["collective"] * 2
    assert [d["name"] for d in divisions[34:]] == ["各課", "各施設"]
    assert {d["name"]: d["parent"] for d in divisions if d["parent"]} == {
        "情報政策課": "総合政策部"
    }


def test_every_division_that_is_referred_to_is_declared(document, measures):
    declared = {division["name"] for division in document["divisions"]}
    used = {"総合政策部"}
    for measure in measures.values():
        used.update(measure["divisions"], measure["divisions_in_matrix"])
    for system in document["information_systems"]:
        used.update(system["divisions"])
    assert used == declared


def test_thirty_six_events_have_calendar_years(document):
    events = document["chronology"]
    found = [f"{event['year']}-{event['month']:02} {event['event']}" for event in events]
    assert found == _lines(CHRONOLOGY)
    assert len(found) == 36


def test_thirty_seven_terms_have_readings(document):
    terms = document["terms"]
    assert [f"{term['term']} {term['reading']}" for term in terms] == _lines(TERMS)
    assert len(terms) == 37
    assert all(re.fullmatch("[ぁ-んー]+", term["reading"]) for term in terms)
    assert all(term["explanation"].endswith("。") for term in terms)


def test_no_two_terms_answer_to_one_name(document):
    names = [_key(n) for term in document["terms"] for n in [term["term"], *term["aliases"]]]
    assert len(names) == len(set(names))


def test_terms_are_found_under_their_other_names(document):
    aliases = {term["term"]: term["aliases"] for term in document["terms"]}
    assert "デジタルデバイド" in aliases["デジタルディバイド"]
    assert "マイナ・アシスト" in aliases["マイナアシスト"]
    assert "AI-OCR" in aliases["OCR"]
    assert aliases["マイナンバー（個人番号）"] == ["マイナンバー", "個人番号", "My Number"]
    assert aliases["5G（第5世代移動通信システム）"] == ["5G", "第5世代移動通信システム"]
