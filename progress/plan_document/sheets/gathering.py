"""The rows of the plan's sheets as a document, not yet checked; `spreading` is the way there."""

import re
from collections.abc import Iterable

from measures.words import MISSING_WORDS
from progress.plan_document.schema.document import FORMAT
from progress.plan_document.schema.names import Names
from progress.plan_document.sheets.list_shapes import PLAN
from progress.plan_document.sheets.measure_shapes import EFFECTS
from progress.plan_document.sheets.origins import Origin, Origins
from progress.plan_document.sheets.taking import Taken, TakenRow
from sakado_dx.spreadsheets.keys import match_key

BETWEEN = re.compile(r"[、，,;；]+")
BETWEEN_OR_DOT = re.compile(r"[、，,;；・]+")
FRAME = {"position": "position", "frame_source": "source", "laws": "laws"}
LISTED = {  # part of the document: its sheet
    "divisions": "課",
    "information_systems": "情報システム",
    "chronology": "年表",
    "terms": "用語",
}
LISTED_IN_PLAN = {
    "meeting_kinds": "会議",
    "progress_words": "進捗の言葉",
    "outlook_words": "今後の方針の言葉",
}


class Gathering:
    """Puts a document together: `document` as JSON would tell it, and where all of it stands."""

    def __init__(self, taken: Taken):
        self.taken, self.origins = taken, Origins()
        self.policies: dict[int, dict] = {}
        self.directions: dict[tuple[int, int], dict] = {}
        self.measures: dict[str, dict] = {}
        self.indicators: dict[str, dict] = {}
        self.names: dict[str, str] = {}
        self.document = self._document()

    def _document(self) -> dict:
        self.document = {"format": FORMAT, "plan": self._plan()}
        for part, sheet in LISTED.items():
            self.document[part] = [self._made(row) for row in self.taken.rows[sheet]]
        self._add_to_systems("システムの施策", "measures")
        self._add_to_systems("システムの金額", "amounts")
        self.document["policies"] = self._policies()
        self._add_directions()
        self._add_measures()
        self.document["effect_kinds"] = self._add_effects()
        self._add_years()
        self._add_to_measures("所管替え", "division_changes")
        self._add_to_measures("タグ", "tags")
        self._add_indicators()
        self._add_targets()
        self.document["information_systems_note"] = self._notes()
        self._add_readings()
        self._split_names()
        return self.document

    # What each part of this stands on

    def _made(self, row: TakenRow, *left_out: str, **more: object) -> dict:
        """The object that a row tells, without what only links it."""
        values = {key: value for key, value in row.values.items() if key not in left_out}
        return self.origins.note(values | more, row.origin)

    def _linked(self, row: TakenRow, key: str, found: dict, sheet: str) -> dict | None:
        """What the row's code means; a fault where it means nothing."""
        if key not in row.values:
            self._refuse_blank(row, key)
            return None
        code = row.values[key]
        owner = found.get(code)
        if owner is None and isinstance(code, str):
            owner = found.get(Names(found).spell(code))
        if owner is None:
            cure = f"番号を確かめるか、シート「{sheet}」に行を加えてください。"
            self.taken.refuse(row.origin, key, f"シート「{sheet}」にない番号です。", cure)
        return owner

    def _refuse_blank(self, row: TakenRow, key: str) -> None:
        if (row.origin.told(), row.origin.told(key)) not in self.taken.faulted:
            self.taken.refuse(row.origin, key, "空欄です。", "値を入力してください。")

    def _measure_of(self, row: TakenRow) -> dict | None:
        owner = self._linked(row, "measure", self.measures, "施策")
        if owner is not None:
            self._check_name(row, "measure_name", owner.get("name", ""))
        return owner

    def _check_name(self, row: TakenRow, key: str, name: str) -> None:
        """A name beside a code is for people; that of another row tells that the code is wrong."""
        written = match_key(row.origin.text(key))
        if written and written != match_key(name) and written in self.names:
            other = self.names[written]
            problem = f"隣の番号は「{name}」のもので、この名称は「{other}」のものです。"
            self.taken.refuse(row.origin, key, problem, "番号か名称のどちらかを直してください。")

    # The parts

    def _plan(self) -> dict:
        rows = self.taken.rows["計画"]
        row = rows[0] if rows else TakenRow(Origin(PLAN, 0))
        marks = [row.values.get(f"mark_{place}", "") for place in range(3)]
        framed = {key: row.values[own] for own, key in FRAME.items() if own in row.values}
        missing = {key: row.values[key] for key in MISSING_WORDS if key in row.values}
        left_out = (*FRAME, *MISSING_WORDS, "mark_0", "mark_1", "mark_2", "as_of")
        plan = self._made(row, *left_out)
        plan["mark_names"] = marks
        plan["missing_words"] = self.origins.note(missing, row.origin)
        plan["frame"] = self.origins.note(framed, row.origin)
        plan["frame"]["challenges"] = [self._made(each) for each in self.taken.rows["課題"]]
        plan["frame"]["bodies"] = self._bodies()
        for part, sheet in LISTED_IN_PLAN.items():
            plan[part] = [self._made(each) for each in self.taken.rows[sheet]]
        return plan

    def _bodies(self) -> list[dict]:
        bodies = [self._made(row, links=[]) for row in self.taken.rows["推進体制"]]
        by_name = {each["name"]: each for each in bodies if "name" in each}
        for row in self.taken.rows["推進体制のつながり"]:
            if (owner := self._linked(row, "body", by_name, "推進体制")) is not None:
                owner["links"].append(self._made(row, "body"))
        return bodies

    def _notes(self) -> dict:
        rows = self.taken.rows["計画"]
        note = {"notes": [row.values.get("note", "") for row in self.taken.rows["システムの注記"]]}
        if rows and "as_of" in rows[0].values:
            note["as_of"] = rows[0].values["as_of"]
        return note

    def _policies(self) -> list[dict]:
        made = [self._made(row, directions=[]) for row in self.taken.rows["基本方針"]]
        for policy in made:
            self.policies.setdefault(policy.get("number"), policy)
        return made

    def _add_directions(self) -> None:
        for row in self.taken.rows["方向性"]:
            if (policy := self._linked(row, "policy", self.policies, "基本方針")) is not None:
                made = self._made(row, "policy", measures=[])
                policy["directions"].append(made)
                self.directions.setdefault((policy["number"], made.get("number")), made)

    def _add_measures(self) -> None:
        for row in self.taken.rows["施策"]:
            measure = self._made(row, "policy", "direction", yearly_directions=[], effects={})
            measure |= {"indicators": [], "division_changes": [], "tags": []}
            self.measures.setdefault(row.values.get("code"), measure)
            self.names.setdefault(match_key(measure.get("name", "")), measure.get("name", ""))
            if (direction := self._direction_of(row)) is not None:
                direction["measures"].append(measure)

    def _direction_of(self, row: TakenRow) -> dict | None:
        policy = self._linked(row, "policy", self.policies, "基本方針")
        if policy is None:
            return None
        number = row.values.get("direction")
        if number is None and "direction" in row.origin.cells and row.origin.text("direction"):
            return None  # refused before
        place = policy["number"], number or 1
        if number is None and place not in self.directions:
            made = self.origins.note({"measures": []}, row.origin)
            policy["directions"].append(made)
            self.directions[place] = made
        direction = self.directions.get(place)
        if direction is None or (number is None and direction.get("name")):
            cure = "番号を確かめるか、シート「方向性」に行を加えてください。"
            problem = "空欄です。" if number is None else "シート「方向性」にない番号です。"
            self.taken.refuse(row.origin, "direction", problem, cure)
            return None
        return direction

    def _add_effects(self) -> list[str]:
        for row in self.taken.rows["効果"]:
            if (measure := self._measure_of(row)) is not None:
                marks = {key[1]: mark for key, mark in row.values.items() if key[0] == "effect"}
                measure["effects"] |= marks
                self.origins.note(measure["effects"], row.origin)
        columns = self.taken.columns.get(EFFECTS.name, [])
        return [each.key[1] for each in columns if each.key[0] == "effect"]

    def _add_years(self) -> None:
        for row in self.taken.rows["年度別の方向性"]:
            if (measure := self._measure_of(row)) is None:
                continue
            cells: dict[int, dict] = {}
            for key, value in row.values.items():
                if key != "measure":
                    part, year = key
                    cells.setdefault(year, {"fiscal_year": year})[part] = value
            for year, cell in cells.items():
                measure["yearly_directions"].append(self._year_cell(row.origin, year, cell))

    def _year_cell(self, origin: Origin, year: int, cell: dict) -> dict:
        printed = origin.cells.get(("printed", year)) or origin.cells[("resolved", year)]
        keys = dict.fromkeys(("fiscal_year", "printed"), printed)
        meant = origin.cells.get(("resolved", year), printed)
        own = Origin(origin.shape, origin.row, keys | {"resolved": meant})
        return self.origins.note(cell, own)

    def _add_to_measures(self, sheet: str, part: str) -> None:
        for row in self.taken.rows[sheet]:
            if (measure := self._measure_of(row)) is not None:
                measure[part].append(self._made(row, "measure"))

    def _add_to_systems(self, sheet: str, part: str) -> None:
        systems = self.document["information_systems"]
        by_name = {each["name"]: each for each in systems if "name" in each}
        for row in self.taken.rows[sheet]:
            if (system := self._linked(row, "system", by_name, "情報システム")) is not None:
                system.setdefault(part, []).append(self._made(row, "system"))

    def _add_indicators(self) -> None:
        for row in self.taken.rows["指標"]:
            if (measure := self._measure_of(row)) is None:
                continue
            made = self._made(row, "measure")
            key = made.get("key") or (None if measure["indicators"] else measure.get("code"))
            measure["indicators"].append(made)
            first = self.indicators.setdefault(key, made)
            if first is made:
                made["targets"] = []
                self.names.setdefault(match_key(made.get("name", "")), made.get("name", ""))

    def _add_targets(self) -> None:
        for row in self.taken.rows["目標"]:
            owner = self._linked(row, "indicator", self.indicators, "指標")
            if owner is not None:
                self._check_name(row, "indicator_name", owner.get("name", ""))
                owner.setdefault("targets", []).append(self._made(row, "indicator"))

    def _add_readings(self) -> None:
        for row in self.taken.rows["別の表記"]:
            owner = self._owner_of_reading(row)
            if owner is not None:
                reading = self._made(row, "policy", "direction", "measure")
                owner.setdefault("other_readings", []).append(reading)

    def _owner_of_reading(self, row: TakenRow) -> dict | None:
        if "measure" in row.values:
            return self._linked(row, "measure", self.measures, "施策")
        if "policy" not in row.values and "direction" not in row.values:
            return self.document["plan"]
        policy = self._linked(row, "policy", self.policies, "基本方針")
        if policy is None or "direction" not in row.values:
            return policy
        own = {
            number: each for (of, number), each in self.directions.items() if of == policy["number"]
        }
        return self._linked(row, "direction", own, "方向性")

    # Names that stand in one cell

    def _split_names(self) -> None:
        """Several names on one line, as people type them, where each of them is known."""
        divisions = Names(each.get("name", "") for each in self.document["divisions"])
        codes = Names(code for code in self.measures if code)
        for measure in self.measures.values():
            for key in ("divisions", "divisions_in_matrix"):
                _split(measure, key, divisions)
            for key in ("related", "successors"):
                _split(measure, key, codes)
        for part, key in (("information_systems", "divisions"), ("divisions", "successors")):
            for each in self.document[part]:
                _split(each, key, divisions)


def _split(owner: dict, key: str, known: Names) -> None:
    if owner.get(key):
        owner[key] = [name for line in owner[key] for name in _parts(line, known)]


def _parts(line: str, known: Names) -> Iterable[str]:
    if known.spell(line) in known.exact:
        return [line]
    for between in (BETWEEN, BETWEEN_OR_DOT):
        parts = [part.strip() for part in between.split(line) if part.strip()]
        if parts and all(known.spell(part) in known.exact for part in parts):
            return parts
    return [line]
