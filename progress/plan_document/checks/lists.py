"""Checks of what stands beside the measures: levels, challenges, systems, terms, names."""

from collections.abc import Iterator

from measures.models import Policy
from measures.municipalities import code_fault
from progress.plan_document.checks.findings import CAUTION, Finding
from progress.plan_document.schema.completing import measures_of
from sakado_dx.spreadsheets.keys import match_key


def list_findings(document: dict) -> Iterator[Finding]:
    """Everything that is missing or doubled in a plan's lists."""
    if fault := code_fault(document["plan"]["city_code"]):
        yield Finding(CAUTION, document["plan"]["city"], fault)
    yield from _levels(document)
    for challenge in document["plan"]["frame"]["challenges"]:
        if not challenge["policies"]:
            place = f"課題{challenge['number']} {challenge['name']}"
            yield Finding(
                CAUTION, place, f"応える{document['plan']['level_names'][0]}がありません。"
            )
    for system in document["information_systems"]:
        if not system["divisions"]:
            place = f"情報システム {system['name']}"
            yield Finding(CAUTION, place, "課がありません。")
    for term in document["terms"]:
        yield from _term(term)
    yield from _doubles(document)


def _levels(document: dict) -> Iterator[Finding]:
    between = document["plan"]["level_names"][1:-1]
    for policy in document["policies"]:
        place = str(Policy(number=policy["number"], name=policy["name"]))
        measures = [each for direction in policy["directions"] for each in direction["measures"]]
        if not measures:
            yield Finding(CAUTION, place, "施策が1つもありません。")
            continue
        for direction in policy["directions"]:
            if between and not direction["measures"]:
                sentence = f"{between[0]}「{direction['name']}」に施策が1つもありません。"
                yield Finding(CAUTION, place, sentence)


def _term(term: dict) -> Iterator[Finding]:
    place = f"用語 {term['term']}"
    if not term["explanation"]:
        yield Finding(CAUTION, place, "説明がありません。")
    if not term["reading"]:
        yield Finding(CAUTION, place, "よみがないため、五十音の行に並びません。")


def _doubles(document: dict) -> Iterator[Finding]:
    """Two names in one list that differ in nothing but width, spaces or dots."""
    lists = {
        "施策": [measure["name"] for measure in measures_of(document)],
        "課": [*dict.fromkeys(division["name"] for division in document["divisions"])],
        "情報システム": [system["name"] for system in document["information_systems"]],
        "用語": [term["term"] for term in document["terms"]],
    }
    for label, names in lists.items():
        seen: dict[str, str] = {}
        for name in names:
            key = match_key(name)
            if key in seen:
                yield Finding(CAUTION, f"{label} {name}", f"「{seen[key]}」と同じ名称です。")
            seen.setdefault(key, name)
