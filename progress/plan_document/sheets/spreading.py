"""A document in normal form as the rows of its sheets; `gathering` is the way back."""

from collections.abc import Iterator

from progress.plan_document.schema.completing import AS_BEFORE, OF_ONE_MEASURE, measures_of
from progress.plan_document.sheets.columns import CalendarYear, Column, Line, Mark, Planned
from progress.plan_document.sheets.measure_shapes import EFFECTS, YEARS
from progress.plan_document.sheets.shape import RESOLVED, Shape
from progress.plan_document.sheets.shapes import SHAPES
from sakado_dx.fiscal import label_name

Row = dict[object, object]


def rows_by_sheet(document: dict) -> dict[str, list[Row]]:
    """The rows of every sheet, by its name; a row has its values by the keys of the columns."""
    rows = {shape.name: [] for shape in SHAPES}
    _spread_plan(document, rows)
    for policy in document["policies"]:
        rows["基本方針"].append(policy)
        for direction in policy["directions"]:
            _spread_direction(direction, policy["number"], rows)
    for measure in measures_of(document):
        _spread_measure(measure, rows)
    _spread_indicators(document, rows)
    rows["課"] += document["divisions"]
    rows["情報システム"] += document["information_systems"]
    for system in document["information_systems"]:
        named = {"system": system["name"]}
        rows["システムの施策"] += [named | link for link in system["measures"]]
        rows["システムの金額"] += [named | amount for amount in system["amounts"]]
    notes = document["information_systems_note"]["notes"]
    rows["システムの注記"] += [{"number": n, "note": note} for n, note in enumerate(notes, 1)]
    rows["年表"] += [
        each | {"year": CalendarYear().named(each["year"], each["month"])}
        for each in document["chronology"]
    ]
    rows["用語"] += document["terms"]
    rows["別の表記"] += list(_readings(document))
    return rows


def columns_of(shape: Shape, document: dict) -> list[Column]:
    """The sheet's columns for this document: its years and its effects have one each."""
    columns = list(shape.columns)
    if shape is YEARS:
        columns += _year_columns(document)
    if shape is EFFECTS:
        columns += [Column(name, ("effect", name), Mark()) for name in document["effect_kinds"]]
    return columns


def _year_columns(document: dict) -> Iterator[Column]:
    plan, measures = document["plan"], measures_of(document)
    spelled = {year for each in measures for year, _ in _spelled_out(each)}
    for year in range(plan["first_fiscal_year"], plan["last_fiscal_year"] + 1):
        yield Column(label_name(year), ("printed", year), Planned())
        if year in spelled:
            yield Column(f"{label_name(year)}{RESOLVED}", ("resolved", year), Line())


def _spelled_out(measure: dict) -> Iterator[tuple[int, str]]:
    """Years whose cells mean something else than they say, and what."""
    before = ""
    for cell in measure["yearly_directions"]:
        told = before if cell["printed"] == AS_BEFORE else cell["printed"]
        if cell["resolved"] != told:
            yield cell["fiscal_year"], cell["resolved"]
        before = cell["resolved"] or before


def _spread_plan(document: dict, rows: dict[str, list[Row]]) -> None:
    plan, frame = document["plan"], document["plan"]["frame"]
    marks = {f"mark_{place}": name for place, name in enumerate(plan["mark_names"])}
    framed = {"position": frame["position"], "frame_source": frame["source"], "laws": frame["laws"]}
    as_of = {"as_of": document["information_systems_note"]["as_of"]}
    rows["計画"].append(plan | marks | plan["missing_words"] | framed | as_of)
    rows["課題"] += frame["challenges"]
    rows["推進体制"] += frame["bodies"]
    rows["推進体制のつながり"] += [
        link | {"body": body["name"]} for body in frame["bodies"] for link in body["links"]
    ]
    rows["会議"] += plan["meeting_kinds"]
    rows["進捗の言葉"] += plan["progress_words"]
    rows["今後の方針の言葉"] += plan["outlook_words"]


def is_understood(direction: dict) -> bool:
    """Whether a measure alone tells that there is such a direction: in plans of two levels."""
    return not direction["name"] and direction["number"] == 1 and bool(direction["measures"])


def _spread_direction(direction: dict, policy: int, rows: dict[str, list[Row]]) -> None:
    understood = is_understood(direction)
    if not understood:
        rows["方向性"].append(direction | {"policy": policy})
    number = None if understood else direction["number"]
    for measure in direction["measures"]:
        matrix, key = measure["divisions_in_matrix"], measure["key"]
        place = {"policy": policy, "direction": number}
        rows["施策"].append(
            measure
            | place
            | {
                "divisions_in_matrix": None if matrix == measure["divisions"] else matrix,
                "key": "" if key == measure["code"] else key,
            }
        )


def _spread_measure(measure: dict, rows: dict[str, list[Row]]) -> None:
    named = {"measure": measure["code"], "measure_name": measure["name"]}
    printed = {
        ("printed", each["fiscal_year"]): each["printed"] for each in measure["yearly_directions"]
    }
    resolved = {("resolved", year): meaning for year, meaning in _spelled_out(measure)}
    rows["年度別の方向性"].append(named | printed | resolved)
    rows["効果"].append(
        named | {("effect", name): mark for name, mark in measure["effects"].items()}
    )
    rows["タグ"] += [named | tag for tag in measure["tags"]]
    rows["所管替え"] += [named | change for change in measure["division_changes"]]


def _spread_indicators(document: dict, rows: dict[str, list[Row]]) -> None:
    """An indicator with its targets once, and a line for each further measure."""
    seen: set[str] = set()
    for measure in measures_of(document):
        named = {"measure": measure["code"], "measure_name": measure["name"]}
        for indicator in measure["indicators"]:
            key, name = indicator["key"], indicator["name"]
            if key in seen:
                again = {"key": key} | {each: indicator[each] for each in OF_ONE_MEASURE}
                rows["指標"].append(named | again)
                continue
            seen.add(key)
            rows["指標"].append(named | indicator)
            own = {"indicator": key, "indicator_name": name}
            rows["目標"] += [own | target for target in indicator["targets"]]


def _readings(document: dict) -> Iterator[Row]:
    yield from document["plan"]["other_readings"]
    for policy in document["policies"]:
        of_policy = {"policy": policy["number"]}
        yield from (of_policy | each for each in policy["other_readings"])
        for direction in policy["directions"]:
            of_direction = of_policy | {"direction": direction["number"]}
            yield from (of_direction | each for each in direction["other_readings"])
            for measure in direction["measures"]:
                of_measure = {"measure": measure["code"]}
                yield from (of_measure | each for each in measure["other_readings"])
