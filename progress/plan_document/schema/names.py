"""One spelling for one name: what a document refers to is written as the document defines it.

References copied from a PDF come with other letters (⾏政課 for 行政課, Ⅰ－1 for I-1). They are
compared by the one folding key, and brought to the spelling of what they mean before anything
else looks at them; a name that stands as it is written comes first, as in sheets.
"""

from collections.abc import Iterable, Iterator

from progress.plan_document.schema.completing import measures_with_places
from progress.plan_document.schema.faults import Faults
from sakado_dx.spreadsheets.keys import match_key


class Names:
    """The names that a document defines, by their key. Of two that differ in nothing but their
    spelling none stands for a third spelling."""

    def __init__(self, names: Iterable[str]):
        self.exact = {name for name in names if name}
        self._by_key: dict[str, str | None] = {}
        for name in self.exact:
            key = match_key(name)
            self._by_key[key] = None if key in self._by_key else name

    def spell(self, name: str) -> str:
        """The name as it is defined; itself where it means none."""
        if not name or name in self.exact:
            return name
        return self._by_key.get(match_key(name)) or name

    def spell_all(self, names: list[str], place: str, faults: Faults) -> list[str]:
        """Names as they are defined; a fault where two of them are one."""
        found: list[str] = []
        for index, name in enumerate(names):
            spelled = self.spell(name)
            if spelled != name and spelled in (*found, *names):
                faults.add(f"{place}[{index}]", f"の「{name}」は「{spelled}」と同じ名称です。")
            else:
                found.append(spelled)
        return found


def spell_references(document: dict, faults: Faults) -> None:
    """Write each reference as what it refers to, in place. Whatever refers to nothing stays."""
    divisions = Names(each["name"] for each in document["divisions"])
    for place, owner, key in _lists_of_divisions(document):
        if owner[key]:
            owner[key] = divisions.spell_all(owner[key], f"{place}.{key}", faults)
    for division in document["divisions"]:
        division["parent"] = divisions.spell(division["parent"])
    placed = list(measures_with_places(document))
    effects, codes = Names(document["effect_kinds"]), Names(each["code"] for _, each in placed)
    indicators = [each for _, measure in placed for each in measure["indicators"]]
    keys = Names(each["key"] for each in indicators)
    for indicator in indicators:
        indicator["predecessor"] = keys.spell(indicator["predecessor"])
    for place, measure in placed:
        for change in measure["division_changes"]:
            change["name"] = divisions.spell(change["name"])
        kinds = effects.spell_all(list(measure["effects"]), f"{place}.effects", faults)
        measure["effects"] = dict(zip(kinds, measure["effects"].values(), strict=False))
        for part in ("related", "successors"):
            measure[part] = codes.spell_all(measure[part], f"{place}.{part}", faults)
    for system in document["information_systems"]:
        for link in system["measures"]:
            link["code"] = codes.spell(link["code"])
    _spell_bodies(document["plan"]["frame"]["bodies"])


def _lists_of_divisions(document: dict) -> Iterator[tuple[str, dict, str]]:
    """Whatever lists divisions by name: its place, and under which key."""
    for index, division in enumerate(document["divisions"]):
        yield f"divisions[{index}]", division, "successors"
    for place, measure in measures_with_places(document):
        yield place, measure, "divisions"
        yield place, measure, "divisions_in_matrix"
    for index, system in enumerate(document["information_systems"]):
        yield f"information_systems[{index}]", system, "divisions"


def _spell_bodies(bodies: list[dict]) -> None:
    names = Names(body["name"] for body in bodies)
    for body in bodies:
        for link in body["links"]:
            link["to"] = names.spell(link["to"])
