"""What goes on in what: the measures that follow an ended one, the definition before a changed one,
and the places that a measure has in other plans."""

from progress.plan_document.schema.completing import measures_with_places, tag_key
from progress.plan_document.schema.faults import Faults


def check_lineage(document: dict, faults: Faults) -> None:
    """Add a fault for each successor, predecessor and tag that makes no sense."""
    measures = list(measures_with_places(document))
    codes = {measure["code"] for _, measure in measures}
    before = {
        indicator["key"]: indicator["predecessor"]
        for _, measure in measures
        for indicator in measure["indicators"]
    }
    for place, measure in measures:
        for index, code in enumerate(measure["successors"]):
            if code not in codes or code == measure["code"]:
                problem = f"の値「{code}」はほかの施策にありません。"
                faults.add(f"{place}.successors[{index}]", problem)
        _check_tags(measure["tags"], f"{place}.tags", faults)
        for index, indicator in enumerate(measure["indicators"]):
            where = f"{place}.indicators[{index}].predecessor"
            _check_predecessor(indicator, where, before, faults)


def _check_tags(tags: list[dict], place: str, faults: Faults) -> None:
    seen: dict[tuple, int] = {}
    for index, tag in enumerate(tags):
        first = seen.setdefault(tag_key(tag), index)
        if first != index:
            shown = "・".join(filter(None, tag_key(tag)))
            problem = f"のタグ「{shown}」は、{place}[{first}] と重複しています。"
            faults.add(f"{place}[{index}]", problem)


def _check_predecessor(indicator: dict, place: str, before: dict, faults: Faults) -> None:
    """A new definition follows an indicator of the document, and none follows itself."""
    seen, found = set(), indicator["predecessor"]
    if found and found not in before:
        faults.add(place, f"の値「{found}」はほかの指標の key にありません。")
    while found in before and found not in seen:
        seen.add(found)
        found = before[found]
    if indicator["key"] in seen:
        faults.add(place, "をたどると、自分自身に戻ります。")
