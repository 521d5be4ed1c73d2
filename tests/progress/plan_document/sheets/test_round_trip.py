"""A plan's workbook says what its exchange document says: there and back nothing differs."""

import pytest

from progress.plan_document.sheets.reading import read_workbook
from progress.plan_document.sheets.workbook import to_workbook
from tests.progress.documents import (
    FOUR_LEVELS,
    SAKADO,
    TWO_LEVELS,
    checked,
    measures,
    raw,
    with_lineage,
)
from tests.progress.plan_books import Changed

ODD_TEXTS = [
    "=1+1", "'係", "-", "@係", "+8", "1-1", "0123", "2026/4/1", "5月1日", "50%", "１２", "ⅠⅡ①",
    "TRUE", "NA", "#REF!", "t-CO₂", "𠮷野家", "葛\U000e0100城", "〜～", "⇒", "、・",
    "（なし）係", "合計課", "※", "a\u3000b", "1e5", "<b>&amp;", '"', "長" * 100,
]  # fmt: skip


def there_and_back(document: dict) -> dict:
    return read_workbook("計画.xlsx", to_workbook(document)).document


@pytest.mark.parametrize("path", [SAKADO, TWO_LEVELS, FOUR_LEVELS], ids=lambda path: path.stem)
def test_a_workbook_tells_the_document_it_was_made_of(path):
    document = checked(raw(path))
    taking = read_workbook("計画.xlsx", to_workbook(document))
    assert taking.document == document
    assert taking.notices == []


def test_a_workbook_saved_by_another_program_tells_the_same():
    assert Changed().read() == checked(raw(TWO_LEVELS))


@pytest.mark.parametrize("path", [TWO_LEVELS, FOUR_LEVELS], ids=lambda path: path.stem)
def test_odd_names_come_back_letter_by_letter(path):
    document = raw(path)
    document["divisions"] += [{"name": text} for text in ODD_TEXTS]
    document["terms"] = [{"term": text, "aliases": ODD_TEXTS} for text in ODD_TEXTS]
    document["terms"] += [{"term": "行", "explanation": " 前の空白\n\n二行目\tタブ \n"}]
    document["information_systems"] = [{"name": text, "divisions": ODD_TEXTS} for text in ODD_TEXTS]
    document["information_systems_note"] = {
        "as_of": "令和4年12月",
        "notes": ["※ 注記\n二行目", "計"],
    }
    document = checked(document)
    assert there_and_back(document) == document


SYSTEM = {
    "name": "税務台帳", "vendor": "見本情報", "contract_from": "2024-04-01", "contract_to": "2029-03-31",
    "renewal_year": 2028, "network_zone": "LGWAN系", "hosting": "クラウド",
    "standard_works": ["個人住民税", "子ども・子育て支援"], "standard_state": "移行作業中",
    "standard_on": "2026-03-31", "cloud_state": "着手前", "cloud_on": "2027-03-31",
    "measures": [{"code": "A1", "source": "第3章2"}, {"code": "B2", "source": ""}],
    "amounts": [
        {"fiscal_year": 2024, "budget": 0, "spent": None},
        {"fiscal_year": 2025, "budget": 1200, "spent": 1100},
    ],
}  # fmt: skip


def test_what_is_kept_of_a_system_comes_back():
    document = checked(raw(TWO_LEVELS) | {"information_systems": [SYSTEM, {"name": "台帳"}]})
    assert document["information_systems"][0] == SYSTEM | {"divisions": [], "category": ""}
    assert there_and_back(document) == document


def test_a_system_that_is_not_listed_is_named_by_its_cell():
    book = Changed(checked(raw(TWO_LEVELS) | {"information_systems": [SYSTEM]}))
    [fault] = book.put("システムの施策", 1, "名称", "無い台帳").faults()
    assert "シート「システムの施策」" in fault and "シート「情報システム」" in fault


def test_an_indicator_of_two_measures_and_revised_targets_come_back():
    document = raw(TWO_LEVELS)
    shared = measures(document)["A1"]["indicators"][0]
    shared["targets"] += [
        {"fiscal_year": 2027, "value": "30.1234", "applies_from": 2026, "decided_on": "2026-05-01",
         "reason": "二回に分けた"},
        {"fiscal_year": 2026, "applies_from": 2026, "withdrawn": True, "reason": "廃止"},
        {"fiscal_year": 2019, "value": "0", "role": "baseline", "source": "調査"},
        {"fiscal_year": 2024, "value": "-12345678901.5", "role": "baseline", "source": "決算"},
    ]  # fmt: skip
    measures(document)["B2"]["indicators"].append({**shared, "key": "A1", "label": "再掲"})
    shared |= {"measured_as": "PERIOD_TOTAL", "period_from": 2026, "numerator_name": "予約"}
    measures(document)["B2"]["indicators"][-1] |= {
        key: shared[key] for key in ("measured_as", "period_from", "numerator_name")
    }
    document = checked(document)
    assert there_and_back(document) == document


def test_ends_definitions_and_tags_come_back():
    document = checked(with_lineage(raw(TWO_LEVELS)))
    assert there_and_back(document) == document


def test_an_end_without_its_day_is_told_in_the_words_of_the_sheet():
    document = checked(with_lineage(raw(TWO_LEVELS)))
    [fault] = Changed(document).put("施策", 1, "終わった日", "").faults()
    assert fault == (
        "シート「施策」M3「終わった日」 が空欄です（「終わり方」が「統合」です）。"
        "値を入力してください。"
    )


def test_what_the_two_places_of_a_plan_say_otherwise_comes_back():
    document = raw(FOUR_LEVELS)
    first, second = (measures(document)[code] for code in ("1-1-ア", "1-1-イ"))
    second["divisions_in_matrix"] = []
    first["yearly_directions"] = [
        {"fiscal_year": 2024, "printed": ""},
        {"fiscal_year": 2025, "printed": "→", "resolved": "試行"},
        {"fiscal_year": 2026, "printed": "⇒"},
        {"fiscal_year": 2028, "printed": "運用", "resolved": "本格運用"},
    ]
    document["plan"]["other_readings"] = [{"text": "計画の別名"}]
    document["policies"][0]["other_readings"] = [{"place": "目次", "text": "方針の別名"}]
    first["other_readings"] = [{"place": "表", "text": "事業の別名"}]
    document["plan"]["frame"]["bodies"] += [{"name": "部会", "links": [{"to": "推進本部"}]}]
    document["plan"]["missing_words"] = {"being_compiled": "調査中"}
    document["plan"] |= {"publishes_self_assessment": True, "code_label": "政策目標1"}
    document["chronology"] = [
        {"year": year, "month": month, "event": f"{year}年{month}月の出来事"}
        for year, month in ((1989, 1), (1989, 2), (2019, 4), (2019, 5), (1912, 7), (2199, 12))
    ]
    document = checked(document)
    assert there_and_back(document) == document


def test_a_policy_without_measures_and_a_two_level_plans_readings_come_back():
    document = raw(TWO_LEVELS)
    document["policies"] += [
        {"number": 5, "name": "空の柱"},
        {"number": 7, "name": "空の方向性のある柱", "directions": [{"measures": []}]},
    ]
    document["policies"][0]["directions"][0]["other_readings"] = [{"text": "方向性の別名"}]
    document = checked(document)
    assert there_and_back(document) == document
