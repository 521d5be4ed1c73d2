"""新旧対照表 of an indicator's goals: the target of each year, as it is judged from then on."""

from collections.abc import Iterable

from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.tables import Key, Rows, Values
from progress.revisions.comparison import Grid, grid_sides
from sakado_dx.fiscal import label_short

NO_TARGET = "－"
TAKEN_BACK = "取下げ"
REACHED_BY = "期限"
TITLES = {"target": "目標", "baseline": "当初値・現状値"}


def goal_years(teller: LineTeller, key: Key, rows: Rows, role: str = "target") -> dict[int, str]:
    """What stands of each year in the newest version, in words; years in order."""
    newest: dict[int, tuple[int, Values]] = {}
    for (owner, year, of, since), values in rows["targets"].items():
        if owner == key and of == role and since >= newest.get(year, (-1, {}))[0]:
            newest[year] = since, values
    unit = rows["indicators"][key]["unit"]
    return {year: _shown(newest[year][1], unit) for year in sorted(newest)}


def _shown(values: Values, unit: str) -> str:
    if values["withdrawn"]:
        return f"{TAKEN_BACK}（{values['reason']}）"
    return f"{values['value']}{unit}" if values["value"] is not None else REACHED_BY


def goal_grids(teller: LineTeller, key: Key) -> Iterable[tuple[Grid, Grid]]:
    """The goals after and before, where they differ."""
    for role, title in TITLES.items():
        before = goal_years(teller, key, teller.before, role)
        after = goal_years(teller, key, teller.after, role)
        if before == after:
            continue
        years = sorted(before | after)
        texts = [[each.get(year, NO_TARGET) for year in years] for each in (before, after)]
        yield grid_sides(title, [label_short(year) for year in years], *texts)
