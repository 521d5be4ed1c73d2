"""A comparison in words: what is added, changed, taken away and left, noun by noun."""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import DateField

from measures.models import Direction
from progress.plan_document.loading.comparing import Comparison, TableChanges
from progress.plan_document.rows.tables import TABLE, Key, Table, Values
from sakado_dx.fiscal import format_date, label_short

NOTHING = "（空欄）"
MEASURE = TABLE["measures"].label


class Told(NamedTuple):
    """One column of one row, before and after."""

    title: str
    column: str
    before: str
    after: str


class Section(NamedTuple):
    """One noun's changes in words; `counts` is one line of numbers."""

    label: str
    counts: str
    added: list[str]
    changed: list[Told]
    removed: list[str]
    left: list[str]

    @property
    def has_details(self) -> bool:
        """Whether there is more to tell than the number of unchanged rows."""
        return bool(self.added or self.changed or self.removed or self.left)


class Teller:
    """Names the rows of a comparison as the pages name them."""

    def __init__(self, comparison: Comparison):
        self.comparison = comparison
        ((_, plan),) = comparison.target["plan"].items()
        levels = plan["level_names"]
        self._labels = {"policies": levels[0], "measures": levels[-1]} if levels else {}
        if len(levels) > 2:
            self._labels["directions"] = levels[1]

    def sections(self) -> list[Section]:
        """Every noun that has rows, in the order of loading."""
        told = (self._section(changes) for changes in self.comparison.tables)
        return [section for section in told if section.counts != "なし" or section.left]

    def summary_lines(self) -> list[str]:
        """The same for a terminal: numbers, then each change and what the document lacks."""
        if self.comparison.is_empty:
            unchanged = sum(changes.unchanged for changes in self.comparison.tables)
            lines = [f"変更はありません（{unchanged:,}行を照合）。"]
        else:
            lines = [f"{each.label}: {each.counts}" for each in self.sections()]
        lines += [f"照合 {match}" for match in self.comparison.matches]
        for section in self.sections():
            lines += self._details(section)
        return lines

    def _details(self, section: Section) -> Iterator[str]:
        if not self.comparison.is_new:
            yield from (f"追加 {section.label} {title}" for title in section.added)
        for each in section.changed:
            yield f"変更 {section.label} {each.title} {each.column}: {each.before} → {each.after}"
        yield from (f"取り除き {section.label} {title}" for title in section.removed)
        if section.left:
            yield f"文書にない{section.label}（残します）: {'、'.join(section.left)}"

    def _section(self, changes: TableChanges) -> Section:
        table = changes.table
        return Section(
            label=self.label(table.noun),
            counts=changes.counts,
            added=[self._title(table, key) for key in changes.added],
            changed=[
                told
                for key, (before, after) in changes.changed.items()
                for told in self._changes(table, key, before, after)
            ],
            removed=[self._title(table, key) for key in changes.removed],
            left=[self._title(table, key) for key in changes.left],
        )

    def _changes(self, table: Table, key: Key, before: Values, after: Values) -> Iterator[Told]:
        title = self._title(table, key)
        for name in [name for name in after if after[name] != before[name]]:
            yield Told(
                title,
                self.column_label(table.noun, name),
                self._shown(table, name, before[name]),
                self._shown(table, name, after[name]),
            )

    def label(self, noun: str) -> str:
        """What the plan calls the rows of a noun."""
        return self._labels.get(noun) or self._in_words_of_plan(TABLE[noun].label)

    def column_label(self, noun: str, name: str) -> str:
        """What a column is called; a place in the plan by the plan's own word for that level, or
        for the one above it where a plan of two levels has none."""
        level = TABLE[noun].refs.get(name)
        if level in ("directions", "policies") and self._labels:
            return self._labels.get(level) or self._labels["policies"]
        label = str(TABLE[noun].column(name).verbose_name).partition("（")[0]
        return self._in_words_of_plan(label)

    def _in_words_of_plan(self, label: str) -> str:
        """A label of ours, with what the plan calls its measures: 関連する取組. 施策 is short for
        個別施策 too."""
        word = self._labels.get("measures", MEASURE)
        return label if word.endswith(MEASURE) else label.replace(MEASURE, word)

    def _title(self, table: Table, key: Key) -> str:
        """A row's name: ``I-2-2 各課``, ``R6 目標``; of a measure its code and name."""
        if table.noun in ("plan", "divisions"):
            return self._short(table.noun, key)
        if table.noun in ("measures", "directions", "policies"):
            name = self._values(table.noun, key)["name"]
            return f"{self._short(table.noun, key)} {name}".strip()
        parts = [
            self._shown(table, name, part)
            for name, part in zip(table.key, key, strict=True)
            if part not in (None, "") and (name, part) != ("applies_from", 0)
        ]
        return " ".join(parts) or table.label

    def _short(self, noun: str, key: Key) -> str:
        """How other rows name this one."""
        if noun == "policies":
            return self._values(noun, key)["label"]
        if noun == "directions":
            values = self._values(noun, key)
            circled = Direction(number=values["number"], name=values["name"]).circled
            return f"{self._short('policies', values['policy_id'])}{circled}"
        if noun == "measures":
            return self._values(noun, key)["code"]
        if noun in ("indicators", "divisions"):
            return self._values(noun, key)["name"]
        return self._values(noun, key)["title"] if noun == "plan" else key[0]

    def _values(self, noun: str, key: Key) -> Values:
        """A row's values as they shall be, or as they were where it goes."""
        target = self.comparison.target[noun]
        return target[key] if key in target else self.comparison.stored.rows[noun][key]

    def _shown(self, table: Table, name: str, value: object) -> str:
        if value is None or value in ("", [], {}):
            return NOTHING
        if name in table.refs:
            return self._short(table.refs[name], value)
        if name == "order":
            return f"{value + 1}番目"
        if name in ("fiscal_year", "period_from", "first_fiscal_year", "last_fiscal_year"):
            return label_short(value)
        if name == "applies_from":
            return f"{label_short(value)}から"
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(table.column(name), DateField):
            return format_date(date.fromisoformat(str(value)))
        choices = dict(table.column(name).choices or ())
        return str(choices[value]) if choices else _flat(value)


def _flat(value: object) -> str:
    """A list of texts, or texts by name, as one, anything deeper as JSON."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(value)
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return "、".join(value.values())
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
