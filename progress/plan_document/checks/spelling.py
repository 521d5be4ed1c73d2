"""Slips of spelling: what the plan writes in two ways, in names, cells and labels."""

from collections import Counter
from collections.abc import Iterator

from measures.models import Direction, Policy
from measures.naming import numbered
from measures.words import phases
from progress.plan_document.checks.findings import SPELLING, Finding, of_measure
from progress.plan_document.schema.completing import measures_of
from sakado_dx.spreadsheets.keys import match_key


def spelling_findings(document: dict) -> Iterator[Finding]:
    """Every name that stands in two spellings, and every other reading that is recorded."""
    measures, plan = measures_of(document), document["plan"]
    for measure in measures:
        in_matrix = measure["name_in_matrix"]
        if in_matrix and match_key(in_matrix) != match_key(measure["name"]):
            yield of_measure(SPELLING, measure, f"体系表では「{in_matrix}」です。")
    yield from _labels(measures)
    cells = Counter(cell["resolved"] for each in measures for cell in each["yearly_directions"])
    yield from _phases(cells)
    told = {match_key(cell) for cell in cells}
    yield from _other_readings(f"計画 {plan['title']}", plan["other_readings"], told)
    for policy in document["policies"]:
        label = numbered(plan["code_label"], policy["number"])
        row = Policy(number=policy["number"], name=policy["name"], label=label)
        yield from _other_readings(str(row), policy["other_readings"])
        for direction in policy["directions"]:
            place = str(Direction(number=direction["number"], name=direction["name"]))
            yield from _other_readings(f"{row.printed_number}{place}", direction["other_readings"])
    for measure in measures:
        place = f"{measure['code']} {measure['name']}"
        for finding in _other_readings(place, measure["other_readings"], _told_of(measure)):
            yield finding._replace(code=measure["code"])


def _told_of(measure: dict) -> set[str]:
    """What other checks tell of a measure already: it is not told twice."""
    labels = [indicator["label"] for indicator in measure["indicators"]]
    told = [measure["name_in_matrix"], "・".join(measure["divisions_in_matrix"]), *labels]
    return {match_key(text) for text in told}


def _other_readings(place: str, readings: list[dict], told: set[str] = frozenset()):
    for reading in readings:
        if match_key(reading["text"]) not in told:
            where = f"{reading['place']}では" if reading["place"] else "別の箇所では"
            yield Finding(SPELLING, place, f"{where}「{reading['text']}」です。")


def _labels(measures: list[dict]) -> Iterator[Finding]:
    """Measures that call their target otherwise than nearly all do."""
    counts = Counter(each["label"] for measure in measures for each in measure["indicators"])
    usual = counts.most_common(1)[0][0] if counts else ""
    for measure in measures:
        for indicator in measure["indicators"]:
            if indicator["label"] != usual:
                sentence = f"目標の呼び名が「{indicator['label']}」です（ほかは「{usual}」）。"
                yield of_measure(SPELLING, measure, sentence)


def _phases(cells: Counter[str]) -> Iterator[Finding]:
    """Cells of the yearly directions that say the same in other words' order or dots."""
    spellings: dict[frozenset[str], list[str]] = {}
    for cell in cells:
        spellings.setdefault(phases(cell), []).append(cell)
    for same in spellings.values():
        if len(same) > 1:
            told = "、".join(f"「{cell}」{cells[cell]}か所" for cell in same)
            yield Finding(SPELLING, "年度別の方向性", f"同じ段階の書き方が分かれています: {told}。")
