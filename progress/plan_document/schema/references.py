"""What a document must say together: names that refer, numbers that are unique, years.

Each check names the second of two places that disagree. Values that were refused before
(None, empty) are passed over: one slip is one fault.
"""

from collections.abc import Hashable, Iterable

from progress.plan_document.schema.completing import OF_ONE_MEASURE, measures_with_places
from progress.plan_document.schema.divisions import DivisionsByName, merged_order, overlap
from progress.plan_document.schema.faults import Faults
from progress.plan_document.schema.lineage import check_lineage
from sakado_dx.spreadsheets.keys import match_key

MOST_YEARS = 50
MOST_LEVELS = 4


def check_references(document: dict, faults: Faults) -> None:
    """Add a fault for everything that does not fit together."""
    _check_plan(document, faults)
    _check_levels(document, faults)
    _check_divisions(document, faults)
    for place, measure in measures_with_places(document):
        _check_measure(measure, place, document, faults)
    _check_measures(document, faults)
    check_lineage(document, faults)
    _check_lists(document, faults)


def _refuse_repeats(entries: Iterable[tuple[str, Hashable]], what: str, faults: Faults) -> None:
    """A fault for each (place, value) whose value stood at an earlier place."""
    first: dict[Hashable, str] = {}
    for place, value in entries:
        if value in (None, "") or first.setdefault(value, place) == place:
            continue
        shown = "・".join(map(str, value)) if isinstance(value, tuple) else value
        faults.add(place, f"の{what}「{shown}」は、{first[value]} と重複しています。")


def _refuse_look_alikes(entries: Iterable[tuple[str, str]], what: str, faults: Faults) -> None:
    """A fault where two values differ in nothing but their spelling: no sheet could tell them."""
    first: dict[str, tuple[str, str]] = {}
    for place, value in entries:
        if not value:
            continue
        earlier_place, earlier = first.setdefault(match_key(value), (place, value))
        if earlier != value:
            problem = (
                f"の{what}「{value}」は、{earlier_place} の「{earlier}」と文字の形が違うだけです。"
            )
            faults.add(place, problem)


def _places(place: str, entries: list[dict], *keys: str):
    """(place, value) of each entry of a list; a tuple where several keys are named."""
    for index, entry in enumerate(entries):
        values = tuple(entry[key] for key in keys)
        complete = None not in values and "" not in values
        yield f"{place}[{index}]", (values if len(keys) > 1 else values[0]) if complete else None


def _check_plan(document: dict, faults: Faults) -> None:
    plan = document["plan"]
    first, last = plan["first_fiscal_year"], plan["last_fiscal_year"]
    if first and last and not first <= last < first + MOST_YEARS:
        cure = f"first_fiscal_year（{first}）から{MOST_YEARS}年以内の年度を指定してください。"
        faults.add("plan.last_fiscal_year", f"の値「{last}」は使えません。{cure}")
    for part in ("progress_words", "outlook_words"):
        _refuse_repeats(_places(f"plan.{part}", plan[part], "word"), "言葉", faults)
    _refuse_repeats(_places("plan.meeting_kinds", plan["meeting_kinds"], "name"), "名称", faults)
    challenges = plan["frame"]["challenges"]
    _refuse_repeats(_places("plan.frame.challenges", challenges, "number"), "番号", faults)
    _check_bodies(plan["frame"]["bodies"], faults)
    known = {policy["number"] for policy in document["policies"]}
    for index, challenge in enumerate(challenges):
        for number in challenge["policies"]:
            if number not in known:
                place = f"plan.frame.challenges[{index}].policies"
                faults.add(place, f"の「{number}」という番号は policies にありません。")


def _check_bodies(bodies: list[dict], faults: Faults) -> None:
    """Names are unique, and a body is joined to others of the plan."""
    place, names = "plan.frame.bodies", {body["name"] for body in bodies}
    _refuse_repeats(_places(place, bodies, "name"), "名称", faults)
    for index, body in enumerate(bodies):
        for number, link in enumerate(body["links"]):
            if link["to"] and (link["to"] not in names or link["to"] == body["name"]):
                where = f"{place}[{index}].links[{number}].to"
                faults.add(where, _unknown(link["to"], "ほかの bodies "))


def _check_levels(document: dict, faults: Faults) -> None:
    levels = document["plan"]["level_names"]
    if not 2 <= len(levels) <= MOST_LEVELS:
        faults.add("plan.level_names", f"は2つから{MOST_LEVELS}つまでにしてください。")
    _check_numbers("policies", document["policies"], faults)
    _check_keys(document, faults)
    for p, policy in enumerate(document["policies"]):
        place, directions = f"policies[{p}].directions", policy["directions"]
        _check_numbers(place, directions, faults)
        if len(levels) == 2:
            _check_nameless(place, directions, faults)
            continue
        for index, direction in enumerate(directions):
            if not direction["name"]:
                faults.add(f"{place}[{index}]", "に「name」がありません。")


def _check_keys(document: dict, faults: Faults) -> None:
    """A lasting key is borne once."""
    policies = document["policies"]
    _refuse_repeats(_places("divisions", document["divisions"], "key"), "key", faults)
    _refuse_repeats(_places("policies", policies, "key"), "key", faults)
    directions = (
        entry
        for p, policy in enumerate(policies)
        for entry in _places(f"policies[{p}].directions", policy["directions"], "key")
    )
    _refuse_repeats(directions, "key", faults)


def _check_nameless(place: str, directions: list[dict], faults: Faults) -> None:
    if len(directions) > 1 or any(each["name"] for each in directions):
        faults.add(place, "は、階層が2つの計画では、名称のない1件だけにしてください。")


def _check_numbers(place: str, entries: list[dict], faults: Faults) -> None:
    """Numbers stand, are unique and grow: they are the order of pages and codes."""
    before = 0
    for index, entry in enumerate(entries):
        number = entry["number"]
        if number is None:
            if "aim" not in entry:
                faults.add(f"{place}[{index}]", "に「number」がありません。")
        elif number <= before:
            cure = f"前の番号「{before}」より大きい番号にしてください。"
            faults.add(f"{place}[{index}].number", f"の値「{number}」は使えません。{cure}")
        before = max(before, number or 0)


def _check_divisions(document: dict, faults: Faults) -> None:
    divisions, named = document["divisions"], DivisionsByName(document)
    earlier: dict[str, list[tuple[int, dict]]] = {}
    for index, division in enumerate(divisions):
        place = f"divisions[{index}]"
        for other_index, other in earlier.setdefault(division["name"], []):
            if division["name"] and overlap(division, other):
                problem = (
                    f"の「{division['name']}」は、divisions[{other_index}] と期間が重なっています。"
                )
                faults.add(place, problem)
        earlier[division["name"]].append((index, division))
        if division["parent"] and not named.named(division["parent"]):
            faults.add(f"{place}.parent", _unknown(division["parent"], " divisions "))
        for s, name in enumerate(division["successors"]):
            if not named.successor(division, name):
                faults.add(f"{place}.successors[{s}]", _unknown(name, " divisions "))
    _check_parents(divisions, named, faults)


def _unknown(name: str, part: str) -> str:
    return f"の値「{name}」は{part}にありません。"


def _check_parents(divisions: list[dict], named: DivisionsByName, faults: Faults) -> None:
    """No division stands above itself."""
    for index, division in enumerate(divisions):
        seen, above = [id(division)], named.named(division["parent"])
        while above and id(above) not in seen:
            seen.append(id(above))
            above = named.named(above["parent"])
        if above is division:
            faults.add(f"divisions[{index}].parent", "をたどると、自分自身に戻ります。")


def _check_measure(measure: dict, place: str, document: dict, faults: Faults) -> None:
    plan, cells = document["plan"], measure["yearly_directions"]
    first, last = plan["first_fiscal_year"], plan["last_fiscal_year"]
    for index, cell in enumerate(cells):
        year = cell["fiscal_year"]
        if first and last and year and not first <= year <= last:
            cure = f"計画の{first}年度から{last}年度までの年度を指定してください。"
            where = f"{place}.yearly_directions[{index}].fiscal_year"
            faults.add(where, f"の値「{year}」は使えません。{cure}")
    _refuse_repeats(_places(f"{place}.yearly_directions", cells, "fiscal_year"), "年度", faults)
    for name in measure["effects"]:
        if name not in document["effect_kinds"]:
            faults.add(f"{place}.effects", f"の「{name}」は effect_kinds にありません。")
    for index, indicator in enumerate(measure["indicators"]):
        targets = f"{place}.indicators[{index}].targets"
        years = _places(
            targets, list(map(_as_version, indicator["targets"])), "fiscal_year", "role"
        )
        _refuse_repeats(years, "年度と区分", faults)
    _refuse_repeats(_places(f"{place}.indicators", measure["indicators"], "key"), "key", faults)


def _as_version(target: dict) -> dict:
    """A target with its version told in its role: each version of a year is another."""
    since = target["applies_from"]
    return target | {"role": f"{target['role']}（{since}から）" if since else target["role"]}


def _check_measures(document: dict, faults: Faults) -> None:
    measures = list(measures_with_places(document))
    codes = {measure["code"] for _, measure in measures}
    for part, what in (("code", "番号"), ("key", "key")):
        _refuse_repeats(((place, each[part]) for place, each in measures), what, faults)
        _refuse_look_alikes(((place, each[part]) for place, each in measures), what, faults)
    named, shared = DivisionsByName(document), {}
    for place, measure in measures:
        _check_measure_divisions(measure, place, named, faults)
        for index, code in enumerate(measure["related"]):
            if code not in codes or code == measure["code"]:
                faults.add(f"{place}.related[{index}]", _unknown(code, "ほかの施策"))
        for index, indicator in enumerate(measure["indicators"]):
            _check_shared(indicator, f"{place}.indicators[{index}]", shared, faults)


def _check_measure_divisions(measure, place: str, named: DivisionsByName, faults: Faults) -> None:
    for part in ("divisions", "divisions_in_matrix"):
        _check_names(measure[part] or [], f"{place}.{part}", named, faults)
    if merged_order(measure["divisions"], measure["divisions_in_matrix"] or []) is None:
        faults.add(
            f"{place}.divisions_in_matrix",
            "の並び順が divisions と食い違います。順をそろえ、計画の順は other_readings に書いてください。",
        )
    _check_changes(measure, f"{place}.division_changes", named, faults)


def _check_changes(measure, place: str, named: DivisionsByName, faults: Faults) -> None:
    listed = {*measure["divisions"], *(measure["divisions_in_matrix"] or [])}
    changes = measure["division_changes"]
    _refuse_repeats(_places(place, changes, "place"), "place", faults)
    _refuse_repeats(
        (
            (f"{place}[{i}]", (each["name"], each["first_day"] or ""))
            for i, each in enumerate(changes)
        ),
        "課と開始日",
        faults,
    )
    for index, change in enumerate(changes):
        name, where = change["name"], f"{place}[{index}]"
        if not change["first_day"] and name not in listed:
            faults.add(f"{where}.name", _unknown(name, "この施策の divisions "))
        elif not named.named(name, change["first_day"]):
            faults.add(f"{where}.name", _unknown(name, " divisions "))
        if (change["place"] or 0) >= len(listed) + len(changes):
            faults.add(f"{where}.place", f"の値「{change['place']}」は所管課の数を超えています。")


def _check_names(names: list[str], place: str, named: DivisionsByName, faults: Faults) -> None:
    for index, name in enumerate(names):
        if name and not named.named(name):
            faults.add(f"{place}[{index}]", _unknown(name, " divisions "))


def _check_shared(indicator: dict, place: str, shared: dict, faults: Faults) -> None:
    """An indicator under two measures is one: whatever both places say must be the same."""
    first_place, first = shared.setdefault(indicator["key"], (place, indicator))
    if not indicator["key"] or first is indicator:
        return
    for name in [
        name for name in indicator if name not in OF_ONE_MEASURE and indicator[name] != first[name]
    ]:
        problem = f"は、同じ key「{indicator['key']}」の {first_place}.{name} と内容が異なります。"
        faults.add(f"{place}.{name}", problem)


def _check_lists(document: dict, faults: Faults) -> None:
    systems, named = document["information_systems"], DivisionsByName(document)
    _refuse_repeats(_places("information_systems", systems, "name"), "名称", faults)
    codes = {measure["code"] for _, measure in measures_with_places(document)}
    for index, system in enumerate(systems):
        _check_names(system["divisions"], f"information_systems[{index}].divisions", named, faults)
        _check_system(system, codes, f"information_systems[{index}]", faults)
    events = _places("chronology", document["chronology"], "year", "month", "event")
    _refuse_repeats(events, "出来事", faults)
    _refuse_repeats(_places("terms", document["terms"], "term"), "用語", faults)


def _check_system(system: dict, codes: set[str], place: str, faults: Faults) -> None:
    """The measures that it names are the document's, each once; each year has one amount."""
    for index, link in enumerate(system["measures"]):
        if link["code"] and link["code"] not in codes:
            faults.add(f"{place}.measures[{index}].code", _unknown(link["code"], " policies "))
    links, amounts = system["measures"], system["amounts"]
    _refuse_repeats(_places(f"{place}.measures", links, "code"), "施策", faults)
    _refuse_repeats(_places(f"{place}.amounts", amounts, "fiscal_year"), "年度", faults)
