"""The lines of a revision in words: what of which row, before and after."""

from collections.abc import Iterable
from typing import NamedTuple

from progress.models import PlanChange
from progress.plan_document.loading.comparing import Comparison
from progress.plan_document.loading.telling import NOTHING, Teller
from progress.plan_document.rows.keys import key_of, values_of
from progress.plan_document.rows.stored import Stored
from progress.plan_document.rows.tables import TABLE, Key, Rows, Table, Values
from sakado_dx.fiscal import label_short

NEW, GONE, CHANGED = "新設", "削除", "変更"
NEW_VERSION = "目標の変更"
WITHDRAWN = "目標の取下げ"
# Of a new row these are told; the others only where they say something.
NOT_TOLD = {"order", "other_readings", "source", "in_detail", "in_matrix", "year_assumed"}


class ToldLine(NamedTuple):
    """A line in words: of which row, what becomes of it, and each column before and after."""

    line: PlanChange
    title: str
    what: str
    columns: list[tuple[str, str, str]]


class LineTeller(Teller):
    """Names rows and lines of a revision, between the rows before it and after it."""

    def __init__(self, before: Rows, after: Rows):
        super().__init__(Comparison("", False, Stored(rows=before), after, []))
        self.before, self.after = before, after

    def title(self, noun: str, key: Key) -> str:
        """A row's name."""
        return self._title(TABLE[noun], key)

    def _title(self, table: Table, key: Key) -> str:
        """An indicator is called by its name alone, since its key is printed nowhere."""
        return (
            self._short("indicators", key)
            if table.noun == "indicators"
            else super()._title(table, key)
        )

    def shown(self, noun: str, name: str, value: object) -> str:
        """A column's value in words."""
        return self._shown(TABLE[noun], name, value)

    def left(self, noun: str, key: Key) -> dict[str, str]:
        """A row that a document does not hold, as the draft keeps it."""
        return {"noun": noun, "label": self.label(noun), "title": self.title(noun, key)}

    def _values(self, noun: str, key: Key) -> Values:
        """Also of a row that no longer stands: it is named by its key, once."""
        for rows in (self.after, self.before):
            if key in rows[noun]:
                return rows[noun][key]
        code = str(key[-1]) if key else ""
        name = "" if noun in ("measures", "policies") else code
        return {"name": name, "code": code, "label": code, "number": 0, "policy_id": None}

    def told(self, line: PlanChange) -> ToldLine:
        """A line in words."""
        key = key_of(line.key)
        title = self.title(line.noun, key)
        if line.noun == "targets" and line.is_new_row and key[3]:
            return self._told_version(line, key)
        if line.column:
            return ToldLine(line, title, CHANGED, [self._column(line, line.column)])
        what = NEW if line.is_new_row else GONE
        names = [name for name in _whole(line) if self._is_told(line, name)]
        columns = [self._column(line, name) for name in names]
        whole = (NOTHING, title) if line.is_new_row else (title, NOTHING)
        return ToldLine(line, title, what, columns or [(self.label(line.noun), *whole)])

    def _is_told(self, line: PlanChange, name: str) -> bool:
        value = _whole(line)[name]
        return name not in NOT_TOLD and value not in (None, "", [], {}, False)

    def _column(self, line: PlanChange, name: str) -> tuple[str, str, str]:
        table = TABLE[line.noun]
        sides = (line.before, line.after)
        if not line.column:
            sides = tuple(side and side[name] for side in sides)
        before, after = (self._shown(table, name, values_of({name: side})[name]) for side in sides)
        return self.column_label(line.noun, name), before, after

    def _told_version(self, line: PlanChange, key: Key) -> ToldLine:
        """A new version of a target, beside the one that it follows."""
        table, old = TABLE["targets"], self.version_before(key)
        title = self.title("targets", (*key[:3], 0))
        shown = [
            "取り下げ"
            if values and values["withdrawn"]
            else self._shown(table, "value", values and values["value"])
            for values in (old, line.after)
        ]
        columns = [("目標値", *shown)]
        columns.append(("適用", NOTHING, f"{label_short(key[3])}の評価から"))
        if line.after["reason"]:
            columns.append(("理由", NOTHING, line.after["reason"]))
        what = WITHDRAWN if line.after["withdrawn"] else NEW_VERSION if old else NEW
        return ToldLine(line, title, what, columns)

    def version_before(self, key: Key) -> dict | None:
        """The target's version that stands before this one."""
        versions = [
            each for each in self.before["targets"] if each[:3] == key[:3] and each[3] < key[3]
        ]
        return self.before["targets"][max(versions, key=lambda each: each[3])] if versions else None

    def measure_of(self, line: PlanChange) -> Key | None:
        """The measure under which a line is shown; None for what is the plan's own."""
        return next(iter(self.measures_of(line)), None)

    def measures_of(self, line: PlanChange) -> list[Key]:
        """All measures that a line is about: of an indicator each that shows it."""
        key, refs = key_of(line.key), TABLE[line.noun].refs
        if line.noun == "measures":
            return [key]
        owner = dict(zip(TABLE[line.noun].key, key, strict=True))
        for name in ("measure_id", "from_measure_id"):
            if name in refs and name in owner:
                return [owner[name]]
        indicator = key if line.noun == "indicators" else owner.get("indicator_id")
        return self._measures_with(indicator) if indicator else []

    def _measures_with(self, indicator: Key) -> list[Key]:
        rows = (pair for each in (self.after, self.before) for pair in each["measure_indicators"])
        return list(dict.fromkeys(measure for measure, own in rows if own == indicator))


class Group(NamedTuple):
    """The lines of one measure, or of one noun of the plan."""

    title: str
    lines: list[ToldLine]


def grouped(teller: LineTeller, lines: Iterable[PlanChange]) -> list[Group]:
    """Lines in words: first the plan's own, noun by noun, then measure by measure in its order."""
    own: dict[str, list[ToldLine]] = {}
    by_measure: dict[Key, list[ToldLine]] = {}
    for line in lines:
        measure = teller.measure_of(line)
        if measure is None:
            own.setdefault(teller.label(line.noun), []).append(teller.told(line))
        else:
            by_measure.setdefault(measure, []).append(teller.told(line))
    rows = teller.before["measures"] | teller.after["measures"]
    measures = sorted(by_measure, key=lambda key: rows[key]["order"] if key in rows else 0)
    return [Group(label, found) for label, found in own.items()] + [
        Group(teller.title("measures", key), by_measure[key]) for key in measures
    ]


def _whole(line: PlanChange) -> dict:
    """All values of a row that begins or goes; one that only joins two others has none."""
    return (line.before if line.after is None else line.after) or {}
