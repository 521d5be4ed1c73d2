"""新旧対照表 of one measure: its name and place, divisions, effects, years and end."""

from collections.abc import Iterable

from measures.models import EffectRating, Measure
from progress.models import PlanChange
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.tables import Key, Rows, Values
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
from progress.revisions.comparison_indicators import indicator_entries, whole_indicator
from sakado_dx.fiscal import format_date, label_short, parse_date
from sakado_dx.text_changes import ADDED, REMOVED

# Of a measure's own row, in the order of the table; what ends it is told by itself.
COLUMNS = (
    "code", "name", "name_in_matrix", "direction_id", "group", "summary", "source", "first_day",
)  # fmt: skip
ENDING = ("last_day", "ending")
NO_YEAR = "－"
# Where a division is printed, in the detail and in the matrix, by whether it is.
PLACES = {
    (True, True): "", (True, False): "（体系表にない）", (False, True): "（体系表のみ）",
    (False, False): "",
}  # fmt: skip
FIRST = "（先頭）"


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
    entries += indicator_entries(teller, key, lines)
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
        label = teller.column_label("measures", name)
        reasons = [line for line in own if line.column == name]
        yield Entry(_place(teller, key, label), (new,), (old,), lines=reasons)


def _end(
    teller: LineTeller, key: Key, before: Values, after: Values, lines: list[PlanChange]
) -> Iterable[Entry]:
    """A measure that ends, goes on after all, or ends otherwise; where it goes on."""
    own = [line for line in lines_of_row(lines, "measures", key) if line.column in ENDING]
    own += lines_of_nouns(lines, "measure_successors")
    title = teller.title("measures", key)
    was, will = _end_of(teller, key, teller.before), _end_of(teller, key, teller.after)
    if was == will:
        return
    if not after["last_day"]:
        new, old = marked(GONE), marked(was, REMOVED)
        yield Entry(_place(teller, key, "終わり"), (new,), (old,), lines=own)
    elif not before["last_day"]:
        old = marked(f"{title}{LEFT_OUT}")
        yield Entry(title, (marked(f"{GONE}{will}", ADDED),), (old,), lines=own)
    else:
        new, old = sides(was, will)
        yield Entry(_place(teller, key, "終わり"), (new,), (old,), lines=own)


def _end_of(teller: LineTeller, key: Key, rows: Rows) -> str:
    """``令和9年3月31日をもって統合（「…」に引き継ぐ）``; blank while it goes on."""
    values = rows["measures"][key]
    if not values["last_day"]:
        return ""
    word = Measure.Ending(values["ending"]).label if values.get("ending") else "終了"
    to = [pair[1] for pair in rows.get("measure_successors", {}) if pair[0] == key]
    names = "、".join(f"「{teller.title('measures', each)}」" for each in to)
    return f"{_day(values['last_day'])}をもって{word}{f'（{names}に引き継ぐ）' if names else ''}"


def _day(text: str) -> str:
    return format_date(parse_date(text))


def _listed(teller: LineTeller, key: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    """Divisions, effects and related measures, each as one text."""
    told = {
        "所管課": ("measure_divisions", divisions_of),
        "取組の主な効果": ("effects", _effects_of),
        teller.label("related"): ("related", _related_of),
    }
    if any(line.column == "order" for line in lines_of_row(lines, "measures", key)):
        told["並び順"] = ("measures", _stands_after)
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
        place = PLACES[values["in_detail"], values["in_matrix"]]
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


def _stands_after(teller: LineTeller, key: Key, rows: Rows) -> str:
    """After which measure it stands, of those that stood before the revision and stand after it."""
    both = teller.before["measures"].keys() & teller.after["measures"].keys()
    ordered = sorted(both, key=lambda each: (rows["measures"][each]["order"], each))
    place = ordered.index(key)
    return f"{teller.title('measures', ordered[place - 1])}の次" if place else FIRST


def _cells(rows: Rows, key: Key, column: str = "printed") -> dict[int, str]:
    """What is printed of each year, ⇒ as printed; or what that means."""
    return {own[1]: values[column] for own, values in _under(rows, "yearly_directions", key)}


def _years(teller: LineTeller, key: Key, lines: list[PlanChange]) -> Iterable[Entry]:
    """What is printed; what it means where that alone changes."""
    part = "年度別の方向性"
    before, after = _cells(teller.before, key), _cells(teller.after, key)
    if before == after:
        part = "年度別の方向性（内容）"
        before, after = (_cells(rows, key, "resolved") for rows in (teller.before, teller.after))
    if before == after:
        return
    years = sorted(before | after)
    texts = [[each.get(year) or NO_YEAR for year in years] for each in (before, after)]
    new, old = grid_sides("", [label_short(year) for year in years], *texts)
    own = lines_of_nouns(lines, "yearly_directions")
    yield Entry(_place(teller, key, part), (new,), (old,), lines=own)


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
        yield from whole_indicator(teller, indicator, rows, kind)
