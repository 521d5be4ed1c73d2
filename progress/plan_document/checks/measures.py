"""Checks of each measure of a document: divisions, years, effects, indicators, targets."""

import re
from collections.abc import Iterator
from datetime import date

from measures.naming import numbered
from progress.plan_document.checks.findings import CAUTION, ERROR, Finding, of_measure
from sakado_dx.fiscal import fiscal_year_of, label_short
from sakado_dx.spreadsheets.codes import is_changed_by_sheets

PRINTED_CODE = re.compile(r"([IVXLC]+)-([0-9]+)-([0-9]+)")
WITHOUT_FIGURES = ("MILESTONE", "QUALITATIVE")


def measure_findings(measure: dict, document: dict, today: date) -> Iterator[Finding]:
    """Everything that does not fit in one measure."""
    yield from _divisions(measure, document, today)
    yield from _years(measure, document)
    if document["effect_kinds"] and not measure["effects"]:
        yield of_measure(CAUTION, measure, "主な効果の印（◎・○）が1つもありません。")
    if not measure["indicators"]:
        yield of_measure(CAUTION, measure, "成果目標がありません。")
    for indicator in measure["indicators"]:
        for weight, sentence in _indicator(indicator, measure, document["plan"]):
            yield of_measure(weight, measure, f"指標「{indicator['name']}」{sentence}")


def spreadsheet_findings(measures: list[dict]) -> Iterator[Finding]:
    """Codes that a spreadsheet changes as it opens a file: 1.10 becomes 1.1, 1-1 a date, 01 the
    number 1, 1E2 a hundred. Cells formatted as text keep them."""
    for measure in measures:
        for code in dict.fromkeys(
            [measure["code"], *(each["key"] for each in measure["indicators"])]
        ):
            if is_changed_by_sheets(code):
                sentence = (
                    f"番号「{code}」は、表計算ソフトで開くと日付や別の数に変わることがあります。"
                    "セルを文字列にするか、「施策1-1」のような番号にしてください。"
                )
                yield of_measure(CAUTION, measure, sentence)


def code_findings(document: dict) -> Iterator[Finding]:
    """Codes such as I-1-2 that do not say where the measure stands."""
    for policy in document["policies"]:
        printed = numbered(document["plan"]["code_label"], policy["number"])
        for direction in policy["directions"]:
            for place, measure in enumerate(direction["measures"], start=1):
                expected = f"{printed}-{direction['number']}-{place}"
                if PRINTED_CODE.fullmatch(measure["code"]) and measure["code"] != expected:
                    sentence = f"番号が計画での位置（{expected}）と合いません。"
                    yield of_measure(CAUTION, measure, sentence)


def _divisions(measure: dict, document: dict, today: date) -> Iterator[Finding]:
    detail, matrix = measure["divisions"], measure["divisions_in_matrix"]
    standing = _standing_on(measure, today)
    if not detail and not any(each["in_detail"] for each in measure["division_changes"]):
        yield of_measure(ERROR, measure, "所管課がありません。報告する課を登録してください。")
    elif not standing and not _has_ended(measure, today):
        yield of_measure(ERROR, measure, "現在の所管課がありません。所管替えを登録してください。")
    elif standing and _is_collective(standing[0], document):
        sentence = f"主管課が総称（{standing[0]}）です。報告する課を先頭にしてください。"
        yield of_measure(ERROR, measure, sentence)
    if set(detail) != set(matrix):
        places = f"体系表では「{_joined(matrix)}」、個別施策の欄では「{_joined(detail)}」"
        sentence = f"所管課が、{places}です。個別施策の欄を有効とします。"
        yield of_measure(CAUTION, measure, sentence)


def _joined(names: list[str]) -> str:
    return "・".join(names) or "なし"


def _has_ended(measure: dict, today: date) -> bool:
    return bool(measure["last_day"]) and measure["last_day"] < today.isoformat()


def _standing_on(measure: dict, today: date) -> list[str]:
    """The measure's divisions of a day, lead first, later ones at their places."""
    day = today.isoformat()
    ended = {
        each["name"]
        for each in measure["division_changes"]
        if not each["first_day"] and each["last_day"] < day
    }
    names = [name if name not in ended else None for name in measure["divisions"]]
    later = [each for each in measure["division_changes"] if each["first_day"]]
    for each in sorted(later, key=lambda each: each["place"]):
        stands = each["first_day"] <= day and (not each["last_day"] or each["last_day"] >= day)
        names.insert(each["place"], each["name"] if stands and each["in_detail"] else None)
    return [name for name in names if name]


def _is_collective(name: str, document: dict) -> bool:
    kinds = {each["name"]: each["kind"] for each in document["divisions"]}
    return kinds.get(name) == "collective"


def _years(measure: dict, document: dict) -> Iterator[Finding]:
    plan, cells = document["plan"], measure["yearly_directions"]
    known = {cell["fiscal_year"] for cell in cells}
    first, last = _own_years(measure, plan)
    years = range(first, last + 1)
    missing = [label_short(year) for year in years if year not in known]
    if missing:
        sentence = f"年度別の方向性がない年度があります（{'、'.join(missing)}）。"
        yield of_measure(ERROR, measure, sentence)
    before = ""
    for cell in cells:
        if cell["printed"] == "⇒" and before and cell["resolved"] != before:
            year = label_short(cell["fiscal_year"])
            sentence = (
                f"{year}の「⇒」の内容「{cell['resolved']}」が、前の年度の「{before}」と違います。"
            )
            yield of_measure(CAUTION, measure, sentence)
        before = cell["resolved"]


def _own_years(measure: dict, plan: dict) -> tuple[int, int]:
    """The plan's years in which the measure stands: one that came later, or has ended, has no
    direction outside them."""
    begun, ended = measure["first_day"], measure["last_day"]
    first = fiscal_year_of(date.fromisoformat(begun)) if begun else plan["first_fiscal_year"]
    last = fiscal_year_of(date.fromisoformat(ended)) if ended else plan["last_fiscal_year"]
    return max(first, plan["first_fiscal_year"]), min(last, plan["last_fiscal_year"])


def _indicator(indicator: dict, measure: dict, plan: dict) -> Iterator[tuple[str, str]]:
    """Weight and sentence of what is missing in an indicator or its targets."""
    targets, kind = indicator["targets"], indicator["kind"]
    goals = [target for target in targets if target["role"] == "target"]
    if kind == "MILESTONE" and not goals:
        yield ERROR, "に、達成する年度がありません。"
    elif kind == "EXPANSION" and not any(target["role"] == "baseline" for target in targets):
        yield ERROR, "に、拡充の始まりとなる値（baseline）がありません。"
    elif kind in ("NUMBER", "ANNUAL_MINIMUM") and not goals:
        yield ERROR, "に、目標の値がありません。"
    if kind not in WITHOUT_FIGURES and not indicator["measured_as"]:
        yield CAUTION, "に、測り方（年度末の状態・年度中の量・割合）がありません。"
    yield from _dates(goals, plan)
    yield from _years_of_goals(goals, kind, indicator["measured_as"], _own_years(measure, plan))


def _dates(goals: list[dict], plan: dict) -> Iterator[tuple[str, str]]:
    first, last = plan["first_fiscal_year"], plan["last_fiscal_year"]
    for target in goals:
        year = label_short(target["fiscal_year"])
        if target["year_assumed"]:
            yield CAUTION, f"の目標の年度は計画に明記がなく、{year}とみなしています。"
        if not first <= target["fiscal_year"] <= last:
            yield CAUTION, f"の目標の年度（{year}）が計画の期間の外にあります。"


def _years_of_goals(
    goals: list[dict], kind: str, way: str, own_years: tuple[int, int]
) -> Iterator[tuple[str, str]]:
    """Of the years that the targets are for, whatever versions they have, beside those in which
    the measure stands."""
    first, last = own_years
    years = {target["fiscal_year"] for target in goals}
    if way == "FLOW" and kind == "NUMBER" and years == {last}:
        yield (
            CAUTION,
            (
                "は、年度中の量（FLOW）で、目標が最終年度だけにあります。期間の合計の目標であれば、"
                "測り方を PERIOD_TOTAL にしてください。"
            ),
        )
    missing = [label_short(year) for year in range(first, last + 1) if year not in years]
    if kind == "ANNUAL_MINIMUM" and goals and missing:
        yield CAUTION, f"に、下限の値がない年度があります（{'、'.join(missing)}）。"
