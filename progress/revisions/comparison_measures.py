"""新旧対照表 of one measure: its name and place, divisions, effects, years and indicators."""

from collections.abc import Iterable

from measures.models import EffectRating, Measure
from progress.models import PlanChange
from progress.plan_document.rows.tables import TABLE, Key, Rows, Values
from progress.revisions.comparison import (
    GONE,
    LEFT_OUT,
    NEW,
    Block,
    Entry,
    Grid,
    grid_sides,
    lines_of_nouns,
    lines_of_row,
    marked,
    sides,
)
from progress.revisions.comparison_targets import goal_grids, goal_years
from progress.revisions.lines import key_of
from progress.revisions.telling import LineTeller
from sakado_dx.fiscal import format_date, label_short, parse_date
from sakado_dx.text_changes import ADDED, REMOVED

# Of a measure's own row, in the order of the table; what ends it is told by itself.
COLUMNS = ("code", "name", "name_in_matrix", "direction_id", "group", "summary", "source")
ENDING = ("last_day", "ending")
NO_YEAR = "－"


def measure_entries(teller: LineTeller, key: Key, lines: list[PlanChange]) -> list[Entry]:
    """All lines of one measure as entries of the table."""
    before, after = teller.before["measures"].get(key), teller.after["measures"].get(key)
    if before is None:
        whole = tuple(_whole(teller, key, teller.after, ADDED))
        return [Entry(teller.title("measures", key), whole, (marked(NEW),), lines=lines)]
    if after is None:
        whole = tuple(_whole(teller, key, teller.before, REMOVED))
        return [Entry(teller.title("measures", key), (marked(GONE),), whole, lines=lines)]
    entries = [
        *_own_columns(teller, key, before, after, lines),
        *_listed(teller, key, lines),
        *_years(teller, key, lines),
    ]
    for indicator in _indicators(teller, key):
        entries += _indicator(teller, key, indicator, lines)
    return [*entries, *_end(teller, key, before, after, lines)]


def _place(teller: LineTeller, key: Key, part: str) -> str:
    return f"{teller.title('measures', key)}\n{part}"


def _own_columns(
    teller: LineTeller, key: Key, before: Values, after: Values, lines: list[PlanChange]
) -> Iterable[Entry]:
    own = lines_of_row(lines, "measures", key)
    for name in COLUMNS:
        if before[name] == after[name]:
            continue
        shown = [teller.shown("measures", name, values[name]) for values in (before, after)]
        new, old = sides(*shown)
        label = str(TABLE["measures"].column(name).verbose_name)
        reasons = [line for line in own if line.column == name]
        yield Entry(_place(teller, key, label), (new,), (old,), lines=reasons)


def _end(
    teller: LineTeller, key: Key, before: Values, after: Values, lines: list[PlanChange]
) -> Iterable[Entry]:
    """A measure that ends, or whose end moves; where it goes on."""
    own = [line for line in lines_of_row(lines, "measures", key) if line.column in ENDING]
    own += lines_of_nouns(lines, "measure_successors")
    if before["last_day"] == after["last_day"]:
        return
    if after["last_day"] is None:
        end = f"{_day(before['last_day'])}をもって終了"
        yield Entry(
            _place(teller, key, "終わり"), (marked(GONE),), (marked(end, REMOVED),), lines=own
        )
        return
    word = Measure.Ending(after["ending"]).label if after.get("ending") else "終了"
    goes_on = _successors(teller, key)
    said = f"{GONE}{_day(after['last_day'])}をもって{word}{goes_on}"
    old = marked(f"{teller.title('measures', key)}{LEFT_OUT}")
    yield Entry(teller.title("measures", key), (marked(said, ADDED),), (old,), lines=own)


def _successors(teller: LineTeller, key: Key) -> str:
    to = [pair[1] for pair in teller.after.get("measure_successors", {}) if pair[0] == key]
    names = "、".join(f"「{teller.title('measures', each)}」" for each in to)
    return f"（{names}に引き継ぐ）" if names else ""


def _day(text: str) -> str:
    return format_date(parse_date(text))


def _listed(teller: LineTeller, key: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    """Divisions, effects and related measures, each as one text."""
    told = {
        "所管課": ("measure_divisions", divisions_of),
        "取組の主な効果": ("effects", _effects_of),
        "関連する施策": ("related", _related_of),
    }
    for label, (noun, text_of) in told.items():
        before, after = (text_of(teller, key, rows) for rows in (teller.before, teller.after))
        if before != after:
            new, old = sides(before, after)
            own = lines_of_nouns(lines, noun)
            yield Entry(_place(teller, key, label), (new,), (old,), lines=own)


def _under(rows: Rows, noun: str, key: Key) -> list[tuple[Key, Values]]:
    found = [(own, values) for own, values in rows[noun].items() if own[0] == key]
    return sorted(found, key=lambda row: row[1].get("order", 0))


def divisions_of(teller: LineTeller, key: Key, rows: Rows) -> str:
    """The divisions of a measure, each with the days that it does not share with the measure."""
    told = []
    for (_, division, first), values in _under(rows, "measure_divisions", key):
        days = [f"{_day(first)}から"] if first else []
        days += [f"{_day(values['last_day'])}まで"] if values["last_day"] else []
        place = "" if values["in_detail"] else "（体系表のみ）"
        name = teller.shown("measure_divisions", "division_id", division)
        told.append(f"{name}{place}{'（' + ''.join(days) + '）' if days else ''}")
    return "、".join(told)


def _effects_of(teller: LineTeller, key: Key, rows: Rows) -> str:
    marks = dict(EffectRating.Mark.choices)
    kinds = rows["effect_kinds"]
    own = [(kind, values) for (_, kind), values in _under(rows, "effects", key)]
    own.sort(key=lambda row: kinds[row[0]]["order"] if row[0] in kinds else 0)
    return "、".join(f"{kind[0]} {marks[values['mark']]}" for kind, values in own)


def _related_of(teller: LineTeller, key: Key, rows: Rows) -> str:
    codes = [rows["measures"][to]["code"] for (_, to), _ in _under(rows, "related", key)]
    return "、".join(sorted(codes))


def _cells(rows: Rows, key: Key) -> dict[int, str]:
    """What is printed of each year, ⇒ as printed."""
    return {own[1]: values["printed"] for own, values in _under(rows, "yearly_directions", key)}


def _years(teller: LineTeller, key: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    before, after = _cells(teller.before, key), _cells(teller.after, key)
    if before == after:
        return
    years = sorted(before | after)
    texts = [[each.get(year) or NO_YEAR for year in years] for each in (before, after)]
    new, old = grid_sides("", [label_short(year) for year in years], *texts)
    own = lines_of_nouns(lines, "yearly_directions")
    yield Entry(_place(teller, key, "年度別の方向性"), (new,), (old,), lines=own)


def _indicators(teller: LineTeller, key: Key) -> list[Key]:
    """The indicators that stand under the measure before or after, in its order."""
    found = {}
    for rows in (teller.before, teller.after):
        found |= {own[1]: None for own, _ in _under(rows, "measure_indicators", key)}
    return list(found)


def _indicator(
    teller: LineTeller, measure: Key, key: Key, lines: list[PlanChange]
) -> Iterable[Entry]:
    own = lines_of_row(lines, "indicators", key) + lines_of_row(lines, "targets", key)
    under = lines_of_row(lines, "measure_indicators", measure)
    own += [line for line in under if key_of(line.key)[1] == key]
    before, after = (rows["indicators"].get(key) for rows in (teller.before, teller.after))
    place = _place(teller, measure, f"成果目標　{(after or before)['name']}")
    if not own:
        return
    if before is None:
        whole = tuple(_goal(teller, key, teller.after, ADDED))
        yield Entry(place, whole, (marked(NEW),), lines=own)
        return
    if after is None:
        whole = tuple(_goal(teller, key, teller.before, REMOVED))
        yield Entry(place, (marked(GONE),), whole, lines=own)
        return
    new, old = [], []
    for name in ("name", "unit", "kind", "sense", "measured_as", "definition", "printed", "note"):
        if before[name] != after[name]:
            label = str(TABLE["indicators"].column(name).verbose_name).partition("（")[0]
            shown = [teller.shown("indicators", name, each[name]) for each in (before, after)]
            later, earlier = sides(*(f"{label}：{text}" for text in shown))
            new.append(later)
            old.append(earlier)
    for later, earlier in goal_grids(teller, key):
        new.append(later)
        old.append(earlier)
    ended = _stands_until(teller, measure, key)
    if ended:
        new.append(marked(f"{label_short(ended)}をもって終了", ADDED))
    yield Entry(place, tuple(new), tuple(old), lines=own)


def _stands_until(teller: LineTeller, measure: Key, key: Key) -> int | None:
    before, after = (
        rows["measure_indicators"].get((measure, key), {}).get("last_fiscal_year")
        for rows in (teller.before, teller.after)
    )
    return after if after != before else None


def _goal(teller: LineTeller, key: Key, rows: Rows, kind: str) -> Iterable[Block]:
    """A whole indicator: name, definition, its goals."""
    values = rows["indicators"][key]
    unit = f"（{values['unit']}）" if values["unit"] else ""
    yield marked(f"{values['name']}{unit}", kind)
    if values["definition"]:
        yield marked(f"定義：{values['definition']}", kind)
    goals = goal_years(teller, key, rows)
    if goals:
        heads = tuple(label_short(year) for year in goals)
        yield Grid("目標", heads, tuple(marked(text, kind) for text in goals.values()))


def _whole(teller: LineTeller, key: Key, rows: Rows, kind: str) -> Iterable[Block]:
    """A whole measure that begins or goes."""
    values = rows["measures"][key]
    yield marked(f"{values['code']}　{values['name']}", kind)
    if values["first_day"]:
        yield marked(f"開始日：{_day(values['first_day'])}", kind)
    divisions = divisions_of(teller, key, rows)
    effects = _effects_of(teller, key, rows)
    for label, text in (("所管課", divisions), ("効果", effects), ("概要", values["summary"])):
        if text:
            yield marked(f"{label}：{text}", kind)
    cells = _cells(rows, key)
    if cells:
        heads = tuple(label_short(year) for year in sorted(cells))
        texts = tuple(marked(cells[year] or NO_YEAR, kind) for year in sorted(cells))
        yield Grid("年度別の方向性", heads, texts)
    for (_, indicator), _values in _under(rows, "measure_indicators", key):
        yield from _goal(teller, indicator, rows, kind)
