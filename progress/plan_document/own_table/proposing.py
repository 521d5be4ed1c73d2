"""A city's own table as the plan's sheets, for a person to put right: the workbook is what they
load, and its memos say what was read, guessed and left open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from measures.naming import ROMAN, numbered
from progress.plan_document.own_table.finding import Found
from progress.plan_document.own_table.goals import goals_of
from progress.plan_document.own_table.labels import read_label, split_code
from progress.plan_document.own_table.plan_facts import plan_of, years_of
from progress.plan_document.own_table.roles import LEVELS, heading_year
from progress.plan_document.own_table.rows import OwnRow
from progress.plan_document.schema.completing import AS_BEFORE
from progress.plan_document.sheets.columns import Column, Line, Mark, Planned
from progress.plan_document.sheets.list_shapes import PLAN
from progress.plan_document.sheets.measure_shapes import EFFECTS, YEARS
from progress.plan_document.sheets.shape import RESOLVED
from progress.plan_document.sheets.shapes import SHAPES
from progress.plan_document.sheets.spreading import Row
from sakado_dx.fiscal import label_name
from sakado_dx.spreadsheets.keys import match_key

ARROWS = frozenset(("→", "➡", "➔", "⇨", "〃", "同左", "同上"))
BETWEEN = re.compile(r"[、，,・／/;；\n]+|\s{1,}")
COLLECTIVE = re.compile(
    r"^(?:各|全|関係|庁内)(?:課|部|所属|部署|課等|部課|関係課|全課)?.*(?:課|部|所属|部署|等)$"
)
LEAD = re.compile(r"^[◎○●]|[（(](?:主管|主|副|関係)[）)]")
USUAL_MARKS = {"◎": "◎", "○": "○", "〇": "○", "◯": "○"}


@dataclass
class Proposal:
    """The rows of the plan's sheets as a table tells them, with memos by sheet and row (of the
    plan's own sheet by key)."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {s.name: [] for s in SHAPES})
    memos: dict[tuple[str, object], str] = field(default_factory=dict)
    years: tuple[int, int] = (0, 0)
    effects: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def add(self, sheet: str, row: Row, *remarks: str) -> None:
        """One more row of a sheet, with what must be said of it."""
        self.rows[sheet].append(row)
        if said := "".join(remarks):
            self.memos[sheet, len(self.rows[sheet]) - 1] = said

    @property
    def columns(self) -> dict[str, list[Column]]:
        """The columns of each sheet, with one for every year and effect."""
        columns = {shape.name: list(shape.columns) for shape in SHAPES}
        meant = {key[1] for row in self.rows[YEARS.name] for key in row if key[0] == "resolved"}
        for year in range(self.years[0], self.years[1] + 1):
            columns[YEARS.name].append(Column(label_name(year), ("printed", year), Planned()))
            if year in meant:
                heading = f"{label_name(year)}{RESOLVED}"
                columns[YEARS.name].append(Column(heading, ("resolved", year), Line()))
        columns[EFFECTS.name] += [Column(name, ("effect", name), Mark()) for name in self.effects]
        return columns


def propose(found: Found, roles: Mapping[int, str], rows: list[OwnRow]) -> Proposal:
    """The plan that a table tells, as far as it tells one."""
    proposal = Proposal(years=years_of(found, roles, rows))
    proposal.effects = [
        found.headings[c].rpartition(" ")[2] for c, r in roles.items() if r == "effect"
    ]
    reader = _Reader(found, roles, proposal)
    for row in rows:
        reader.take(row)
    reader.finish()
    plan, told = plan_of(found, roles, proposal.years, reader.code_label)
    proposal.rows[PLAN.name].append(plan)
    proposal.memos |= {(PLAN.name, key): said for key, said in told.items()}
    return proposal


class _Reader:
    """Takes row after row, and remembers under which policy, direction and measure it stands."""

    def __init__(self, found: Found, roles: Mapping[int, str], proposal: Proposal):
        self.found, self.roles, self.proposal = found, roles, proposal
        self.policies: dict[str, int] = {}
        self.directions: dict[tuple[int, str], int] = {}
        self.last: dict[str, str] = {}
        self.place: tuple[int, int | None] = (0, None)
        self.measure: Row | None = None
        self.codes: set[str] = set()
        self.keys: set[str] = set()
        self.divisions: dict[str, None] = {}
        self.has = set(roles.values())
        self.code_label = ROMAN

    def take(self, row: OwnRow) -> None:
        """A row begins a measure, or goes on with the one above."""
        self._enter_levels(row)
        if self._begins(row):
            self._begin(row)
        elif self.measure is not None and not row.text("name"):
            self._remark_of_measure(
                f"元の表の{row.number}行目は施策名が空欄のため、この施策の続きとしました。"
            )
        if self.measure is not None:
            self._add_goals(row)
        elif set(row.texts) - set(LEVELS):
            self.proposal.unused.append(f"{row.number}行目：施策名がなく、上にも施策がありません。")

    def _remark_of_measure(self, said: str) -> None:
        place = "施策", len(self.proposal.rows["施策"]) - 1
        before = self.proposal.memos.get(place, "")
        self.proposal.memos[place] = before + said

    # Levels

    def _enter_levels(self, row: OwnRow) -> None:
        if text := row.text("policy"):
            number = self._numbered(text, self.policies, "基本方針", {})
            if number != self.place[0]:
                self.place, self.measure, self.last = (number, None), None, {}
        elif not self.place[0] and "policy" not in self.has:
            self.policies[""] = 1
            said = "元の表に第1階層の列がないため、一つだけ置きました。名称を直してください。"
            self.proposal.add("基本方針", {"number": 1, "name": "（名称を記入）"}, said)
            self.place = (1, None)
        if (text := row.text("direction")) and self.place[0]:
            own = {
                name: n for (policy, name), n in self.directions.items() if policy == self.place[0]
            }
            more = {"policy": self.place[0]}
            number = self._numbered(text, own, "方向性", more)
            self.directions[self.place[0], match_key(text)] = number
            if number != self.place[1]:
                self.place, self.measure, self.last = (self.place[0], number), None, {}

    def _numbered(self, text: str, known: dict[str, int], sheet: str, more: Row) -> int:
        """The number of a policy or direction, which is added where it is new."""
        key = match_key(text)
        if key in known:
            return known[key]
        label, highest = read_label(text), max(known.values(), default=0)
        if sheet == "基本方針" and not known and label.number and label.is_arabic:
            self.code_label = "1"
        fits = label.number is not None and label.number > highest
        number = label.number if fits else highest + 1
        said = "" if fits else "番号は、元の表に出てきた順に付けました。"
        known[key] = number
        self.proposal.add(sheet, more | {"number": number, "name": label.name}, said)
        return number

    # Measures

    def _begins(self, row: OwnRow) -> bool:
        """Whether the row's name or code is another than that of the measure above."""
        told = {role: match_key(row.text(role)) for role in ("code", "name") if row.text(role)}
        if self.measure is None:
            return "name" in told
        return any(self.last.get(role, "") != key for role, key in told.items())

    def _begin(self, row: OwnRow) -> None:
        said = [f"元の表の{row.number}行目。"]
        code, name = split_code(row.text("name"))
        code = self._code(row.text("code") or code, said)
        self.last = {role: match_key(row.text(role)) for role in ("code", "name")}
        policy, direction = self.place
        if not policy:
            said.append("基本方針が空欄です。")
        divisions = self._read_divisions(row.text("divisions"), said)
        self.measure = {
            "code": code, "name": name, "policy": policy or None, "direction": direction,
            "group": row.text("group"), "divisions": divisions, "summary": row.text("summary"),
            "source": row.text("source"),
        }  # fmt: skip
        self.proposal.add("施策", self.measure, *said)
        self._add_years(row)
        self._add_effects(row)

    def _code(self, printed: str, said: list[str]) -> str:
        policy, direction = self.place
        if printed and printed not in self.codes:
            self.codes.add(printed)
            return printed
        head = [numbered(self.code_label, policy or 1), *([str(direction)] if direction else [])]
        number = 1
        while (code := "-".join([*head, str(number)])) in self.codes:
            number += 1
        self.codes.add(code)
        why = f"番号「{printed}」が重なるため" if printed else "番号がないため"
        said.append(f"{why}、位置から付けました。")
        return code

    def _read_divisions(self, text: str, said: list[str]) -> list[str]:
        names = [LEAD.sub("", part).strip() for part in BETWEEN.split(text)]
        names = list(dict.fromkeys(name for name in names if name))
        if not names and "divisions" in self.has:
            said.append("所管課が空欄です。")
        if LEAD.search(text):
            said.append(f"所管課は「{' '.join(text.split())}」から印を除きました。")
        self.divisions |= dict.fromkeys(names)
        return names

    def _add_years(self, row: OwnRow) -> None:
        cells, before = {}, ""
        for column, text in sorted(row.cells("year"), key=lambda cell: self._year(cell[0])):
            year = self._year(column)
            cells["printed", year] = text
            if text in ARROWS and before:
                cells["resolved", year] = before
            elif text != AS_BEFORE:
                before = text
        named = {"measure": self.measure["code"], "measure_name": self.measure["name"]}
        self.proposal.add(YEARS.name, named | cells)

    def _year(self, column: int) -> int:
        return heading_year(self.found.headings[column]) or 0

    def _add_effects(self, row: OwnRow) -> None:
        marks, said = {}, []
        for column, text in row.cells("effect"):
            name = self.found.headings[column].rpartition(" ")[2]
            if mark := USUAL_MARKS.get(text):
                marks["effect", name] = mark
            elif text not in ("-", "－", "×"):
                said.append(f"「{name}」の「{text}」は◎でも○でもないため、空欄としました。")
        named = {"measure": self.measure["code"], "measure_name": self.measure["name"]}
        self.proposal.add(EFFECTS.name, named | marks, *said)

    # Indicators

    def _add_goals(self, row: OwnRow) -> None:
        code, name = self.measure["code"], self.measure["name"]
        for reading in goals_of(row, self.found.headings, self.proposal.years):
            said = list(reading.remarks)
            if not reading.name:
                reading.name = name
                said.append("指標名が書かれていないため、施策名としました。")
            key = self._key(code)
            indicator = {
                "measure": code, "measure_name": name, "key": key, "name": reading.name,
                "unit": reading.unit, "kind": reading.kind, "sense": reading.sense,
                "measured_as": reading.measured_as, "printed": reading.printed,
                "note": row.text("note"),
            }  # fmt: skip
            self.proposal.add("指標", indicator, *said)
            own = {"indicator": key, "indicator_name": reading.name}
            for target in sorted(reading.targets, key=lambda each: each["fiscal_year"]):
                self.proposal.add("目標", own | target)

    def _key(self, code: str) -> str:
        """The measure's code for its first indicator, then with a number behind."""
        key, number = code, 1
        while key in self.keys:
            number += 1
            key = f"{code}({number})"
        self.keys.add(key)
        return key

    # Lists

    def finish(self) -> None:
        """The divisions in the order in which they came."""
        for name in self.divisions:
            is_collective = bool(COLLECTIVE.match(name))
            said = "総称としました。" if is_collective else ""
            kind = "collective" if is_collective else "division"
            self.proposal.add("課", {"name": name, "kind": kind}, said)
