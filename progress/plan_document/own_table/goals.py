"""What a row promises: from its wording, or from columns of an indicator's name and figures."""

from collections.abc import Iterator, Mapping

from progress.plan_document.own_table.roles import heading_year
from progress.plan_document.own_table.rows import OwnRow
from progress.plan_document.own_table.wording import (
    CellFigure,
    Reading,
    describe,
    read_figure,
    read_wording,
)
from sakado_dx.fiscal import label_short

NO_VALUE = frozenset(("-", "－", "―", "ー", "…", "未定", "－－"))


def goals_of(row: OwnRow, headings: Mapping[int, str], years: tuple[int, int]) -> Iterator[Reading]:
    """The indicators of a row; nothing where it promises nothing."""
    figures = [*row.cells("baseline"), *row.cells("target")]
    if row.text("indicator") and (figures or not row.text("goal")):
        yield _from_columns(row, headings, years)
    elif row.text("goal"):
        wording = row.text("goal")
        if row.text("indicator") and row.text("indicator") not in wording:
            wording = f"{row.text('indicator')}：{wording}"
        yield from read_wording(wording, years)
    elif figures:
        yield _from_columns(row, headings, years)


def _from_columns(row: OwnRow, headings: Mapping[int, str], years: tuple[int, int]) -> Reading:
    """An indicator whose figures stand in columns of their own."""
    cells = [("baseline", *cell) for cell in row.cells("baseline")]
    cells += [("target", *cell) for cell in row.cells("target")]
    reading = Reading(row.text("indicator").replace("\n", " "), "NUMBER", "")
    units, bounds = [row.text("unit")], []
    for role, column, text in cells:
        figure = read_figure(text)
        if figure is None:
            if role == "baseline":
                _say_unread(reading, headings[column], text)
            continue
        _add_target(reading, role, figure, headings[column], years)
        units.append(figure.unit)
        bounds.append(figure.bound)
    if not any(each["role"] == "target" for each in reading.targets):
        return _in_words(row, reading, headings, years)
    values = [float(each["value"]) for each in reading.targets]
    falls = len(values) > 1 and values[-1] < values[0]
    bound = next((each for each in bounds if each), "以下" if falls else None)
    reading.remarks.append("種類を「数値」としました。毎年の下限や拡充なら、直してください。")
    describe(reading, next((unit for unit in units if unit), ""), bound)
    return reading


def _add_target(
    reading: Reading, role: str, figure: CellFigure, heading: str, years: tuple[int, int]
) -> None:
    year = figure.year or heading_year(heading)
    target = {"fiscal_year": year, "role": role, "value": figure.value}
    if role == "baseline":
        target["source"] = heading
    if year is None:
        year = years[1] if role == "target" else years[0] - 1
        target |= {"fiscal_year": year, "year_assumed": True}
        what = "目標値" if role == "target" else "現状値"
        reading.remarks.append(f"{what}の年度が書かれていないため、{label_short(year)}としました。")
    reading.targets.append(target)


def _say_unread(reading: Reading, heading: str, text: str) -> None:
    if text.strip() not in NO_VALUE:
        reading.remarks.append(f"「{heading}」の「{text}」は数として読み取れません。")


def _in_words(
    row: OwnRow, reading: Reading, headings: Mapping[int, str], years: tuple[int, int]
) -> Reading:
    """No figure to reach: the words of the target's cells are the promise, and the year above
    them is when it is due."""
    told = [(column, text) for column, text in row.cells("target") if text not in NO_VALUE]
    said = "：".join(part for part in (reading.name, " ".join(text for _, text in told)) if part)
    (found, *_) = read_wording(said, years) or [Reading(said, "QUALITATIVE", said)]
    due = [year for column, _ in told if (year := heading_year(headings[column]))]
    if found.kind == "QUALITATIVE" and due:
        found.kind, found.targets = "MILESTONE", [{"fiscal_year": due[-1], "role": "target"}]
        found.remarks = [
            f"種類を「達成時期」とし、{label_short(due[-1])}までに達成することとしました。"
        ]
    if found.kind == "EXPANSION":
        found.targets += reading.targets
    found.remarks += reading.remarks
    return found
