"""新旧対照表 of the indicators of one measure: names, definition, goals, how long they stand."""

from collections.abc import Iterable

from progress.models import PlanChange
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.tables import Key, Rows, Values
from progress.revisions.comparison import (
    GONE,
    LEFT_OUT,
    NEW,
    Block,
    Entry,
    Grid,
    Text,
    lines_of_row,
    marked,
    sides,
)
from progress.revisions.comparison_targets import goal_grids, goal_years
from sakado_dx.fiscal import label_short
from sakado_dx.text_changes import ADDED, REMOVED

# What an indicator is, by which a new definition is told from the one before.
DEFINED = ("kind", "sense", "measured_as", "numerator_name", "denominator_name", "period_from")
COLUMNS = ("name", "unit", *DEFINED, "definition", "printed", "note")
# Of a target what the table of years does not say.
BESIDE_GOALS = ("source", "year_assumed", "decided_on", "reason")
Sides = tuple[Text, Text]


def indicator_entries(teller: LineTeller, measure: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    """All lines of the measure's indicators, in its order."""
    yield from _order(teller, measure, lines)
    for key in _indicators(teller, measure):
        own = lines_of_row(lines, "indicators", key) + lines_of_row(lines, "targets", key)
        under = lines_of_row(lines, "measure_indicators", measure)
        own += [line for line in under if key_of(line.key)[1] == key and line.column != "order"]
        if own:
            yield _indicator(teller, measure, key, own)


def _indicators(teller: LineTeller, measure: Key) -> list[Key]:
    """The indicators that stand under the measure before or after, in its order."""
    found = {}
    for rows in (teller.before, teller.after):
        found |= dict.fromkeys(_under(rows, measure))
    return list(found)


def _under(rows: Rows, measure: Key) -> list[Key]:
    own = [each for each in rows["measure_indicators"].items() if each[0][0] == measure]
    return [key[1] for key, _ in sorted(own, key=lambda row: row[1]["order"])]


def _order(teller: LineTeller, measure: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    """Where those that stood before the revision and stand after it are put in another order."""
    under = lines_of_row(lines, "measure_indicators", measure)
    own = [line for line in under if line.column == "order"]
    before, after = _under(teller.before, measure), _under(teller.after, measure)
    before = [key for key in before if key in after]
    after = [key for key in after if key in before]
    if own and before != after:
        names = [
            "、".join(teller.title("indicators", key) for key in keys) for keys in (before, after)
        ]
        new, old = sides(*names)
        yield Entry(_place(teller, measure, "成果目標の並び順"), (new,), (old,), lines=own)


def _place(teller: LineTeller, measure: Key, part: str) -> str:
    return f"{teller.title('measures', measure)}\n{part}"


def _indicator(teller: LineTeller, measure: Key, key: Key, own: list[PlanChange]) -> Entry:
    before, after = (rows["indicators"].get(key) for rows in (teller.before, teller.after))
    place = _place(teller, measure, f"成果目標　{(after or before)['name']}")
    if before is None:
        whole = tuple(whole_indicator(teller, key, teller.after, ADDED))
        return Entry(place, whole, (marked(NEW),), lines=own)
    if after is None:
        whole = tuple(whole_indicator(teller, key, teller.before, REMOVED))
        return Entry(place, (marked(GONE),), whole, lines=own)
    found: list[tuple[Block, Block]] = [
        _named_sides(
            teller.column_label("indicators", name),
            *(teller.shown("indicators", name, each[name]) for each in (before, after)),
        )
        for name in COLUMNS
        if before[name] != after[name]
    ]
    found += goal_grids(teller, key)
    found += _beside_goals(teller, own)
    found += _under_measure(teller, (measure, key))
    new, old = [each for each, _ in found], [each for _, each in found]
    ended = _stands_until(teller, (measure, key))
    if ended:
        new.append(marked(f"{label_short(ended)}をもって終了", ADDED))
        if not old:
            old.append(marked(f"{before['name']}{LEFT_OUT}"))
    return Entry(place, tuple(new), tuple(old), lines=own)


def _named_sides(label: str, before: str, after: str) -> Sides:
    """``単位：件`` after and before."""
    return sides(f"{label}：{before}", f"{label}：{after}")


def _beside_goals(teller: LineTeller, own: Iterable[PlanChange]) -> Iterable[Sides]:
    """Of targets their source, and the like; the reason of one that is taken back stands with it."""
    for line in own:
        if line.noun == "targets" and line.column in BESIDE_GOALS:
            row = teller.after["targets"].get(key_of(line.key), {})
            if line.column == "reason" and row.get("withdrawn"):
                continue
            told = teller.told(line)
            label, before, after = told.columns[0]
            yield _named_sides(f"{told.title}の{label}", before, after)


def _under_measure(teller: LineTeller, link: Key) -> Iterable[Sides]:
    """What it is called under the measure, and from when it stands there; until when, where an end
    is taken back or moved."""
    before, after = (rows["measure_indicators"].get(link) for rows in (teller.before, teller.after))
    if not (before and after):
        return
    names = ["label", "first_fiscal_year"]
    if before["last_fiscal_year"]:
        names.append("last_fiscal_year")
    for name in names:
        if before[name] != after[name]:
            shown = [
                teller.shown("measure_indicators", name, each[name]) for each in (before, after)
            ]
            yield _named_sides(teller.column_label("measure_indicators", name), *shown)


def _stands_until(teller: LineTeller, link: Key) -> int | None:
    """The last year of one that had none."""
    before, after = (
        rows["measure_indicators"].get(link, {}).get("last_fiscal_year")
        for rows in (teller.before, teller.after)
    )
    return None if before else after


def whole_indicator(teller: LineTeller, key: Key, rows: Rows, kind: str) -> Iterable[Block]:
    """A whole indicator: name, definition and what of it is another than before, its goals."""
    values = rows["indicators"][key]
    unit = f"（{values['unit']}）" if values["unit"] else ""
    yield marked(f"{values['name']}{unit}", kind)
    if values["definition"]:
        yield marked(f"定義：{values['definition']}", kind)
    for name in _defined_anew(values, rows):
        text = teller.shown("indicators", name, values[name])
        yield marked(f"{teller.column_label('indicators', name)}：{text}", kind)
    goals = goal_years(teller, key, rows)
    if goals:
        heads = tuple(label_short(year) for year in goals)
        yield Grid("目標", heads, tuple(marked(text, kind) for text in goals.values()))


def _defined_anew(values: Values, rows: Rows) -> list[str]:
    """By what one that goes on from another is defined otherwise; of a share of what it is made."""
    earlier = rows["indicators"].get(values["predecessor_id"])
    if earlier is None:
        return [name for name in ("numerator_name", "denominator_name") if values[name]]
    return [name for name in DEFINED if values[name] != earlier[name]]
