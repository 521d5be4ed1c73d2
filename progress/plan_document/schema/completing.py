"""What a document leaves out, filled in: after this every key stands, in one normal form.

Runs on documents with faults too, so nothing here may rely on a value that is needed.
"""

from measures.naming import MARK_NAMES
from measures.words import MEANINGS, MISSING_WORDS, OUTLOOKS
from progress.plan_document.schema.faults import Faults
from progress.plan_document.schema.readers import refuse_value
from sakado_dx.spreadsheets.keys import match_key

AS_BEFORE = "⇒"
LEVEL_NAMES = {
    2: ["基本方針", "個別施策"],
    3: ["基本方針", "施策の方向性", "個別施策"],
    4: ["基本方針", "施策の方向性", "中分類", "個別施策"],
}
MEETING_KINDS = [{"name": "推進会議", "rank": 1, "allows_proxy": False}]
# What an indicator is under one measure alone, where it stands under several.
OF_ONE_MEASURE = ("label", "first_fiscal_year", "last_fiscal_year")
PROGRESS_WORDS = [{"word": meaning.word, "meaning": name} for name, meaning in MEANINGS.items()]
OUTLOOK_WORDS = [{"word": word, "meaning": name} for name, (word, _) in OUTLOOKS.items()]


def share_indicators(raw: dict) -> None:
    """Give an indicator that stands again under another measure what it left out there.

    Works on the JSON as it came in, where missing and empty can still be told apart. One key in two
    spellings is one indicator, under the key that stands first.
    """
    first: dict[str, dict] = {}
    for measure in _raw_measures(raw):
        for place, indicator in enumerate(_dicts(measure.get("indicators"))):
            key = indicator.get("key") or (measure.get("code") if place == 0 else None)
            if not isinstance(key, str):
                continue
            shared = first.setdefault(match_key(key), indicator | {"key": key})
            if indicator.get("key"):
                indicator["key"] = shared["key"]
            for name in shared.keys() - {"key", *OF_ONE_MEASURE}:
                indicator.setdefault(name, shared[name])


def _raw_measures(raw: dict):
    for policy in _dicts(raw.get("policies")):
        for direction in _dicts(policy.get("directions")):
            yield from _dicts(direction.get("measures"))


def _dicts(value: object) -> list[dict]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def measures_with_places(document: dict):
    """Each measure of the document with its place (``policies[0].directions[0].measures[0]``)."""
    for p, policy in enumerate(document["policies"]):
        for d, direction in enumerate(policy["directions"]):
            for m, measure in enumerate(direction["measures"]):
                yield f"policies[{p}].directions[{d}].measures[{m}]", measure


def measures_of(document: dict) -> list[dict]:
    """The measures of all policies, in the plan's order."""
    return [measure for _, measure in measures_with_places(document)]


def complete(document: dict, faults: Faults) -> None:
    """Fill in every default, in place; faults where nothing can be derived."""
    plan = document["plan"]
    plan["progress_words"] = plan["progress_words"] or [dict(each) for each in PROGRESS_WORDS]
    plan["outlook_words"] = plan["outlook_words"] or [dict(each) for each in OUTLOOK_WORDS]
    names = dict(zip(MARK_NAMES, plan["mark_names"], strict=False))
    plan["mark_names"] = [names.get(whose) or name for whose, name in MARK_NAMES.items()]
    plan["missing_words"] = _missing_words(plan["missing_words"], faults)
    plan["meeting_kinds"] = plan["meeting_kinds"] or [dict(each) for each in MEETING_KINDS]
    plan["level_names"] = plan["level_names"] or LEVEL_NAMES[_levels(document)]
    for policy in document["policies"]:
        for direction in policy["directions"]:
            if direction["number"] is None and not direction["name"]:
                direction["number"] = 1
    for place, measure in measures_with_places(document):
        _complete_measure(measure, place, faults)


def _missing_words(own: dict, faults: Faults) -> dict:
    """The plan's wording of the missing, the standard where it has none: four words that a sheet
    can tell apart, from each other and from 実績あり."""
    words = {status: own[status] or word for status, word in MISSING_WORDS.items()}
    seen = {match_key("実績あり")}
    for status, word in words.items():
        if match_key(word) in seen:
            cure = "「実績あり」や、ほかの区分の言葉と違う言葉にしてください。"
            refuse_value(faults, f"plan.missing_words.{status}", word, cure)
        seen.add(match_key(word))
    return words


def _levels(document: dict) -> int:
    if any(measure["group"] for measure in measures_of(document)):
        return 4
    named = any(each["name"] for policy in document["policies"] for each in policy["directions"])
    return 3 if named or not document["policies"] else 2


def _complete_measure(measure: dict, place: str, faults: Faults) -> None:
    measure["key"] = measure["key"] or measure["code"]
    if measure["divisions_in_matrix"] is None:
        measure["divisions_in_matrix"] = list(measure["divisions"])
    for change in measure["division_changes"]:
        if not change["first_day"]:  # one that the plan lists: the lists say where
            change["in_detail"] = change["name"] in measure["divisions"]
            change["in_matrix"] = change["name"] in measure["divisions_in_matrix"]
    _resolve(measure["yearly_directions"], f"{place}.yearly_directions", faults)
    for index, indicator in enumerate(measure["indicators"]):
        if not indicator["key"] and index == 0:
            indicator["key"] = measure["code"]
        elif not indicator["key"]:
            problem = "に「key」がありません。1つの施策の2つ目からの指標には key が必要です。"
            faults.add(f"{place}.indicators[{index}]", problem)


def _by_year(entry: dict) -> int:
    return entry["fiscal_year"] or 0


def _resolve(directions: list[dict], place: str, faults: Faults) -> None:
    """Say what each printed cell means: ⇒ is the year before, anything else itself."""
    before = ""
    for index, cell in sorted(enumerate(directions), key=lambda pair: _by_year(pair[1])):
        printed, resolved = cell["printed"], cell["resolved"]
        cell["resolved"] = resolved or (before if printed == AS_BEFORE else printed)
        if AS_BEFORE in (resolved, printed) and cell["resolved"] in ("", AS_BEFORE):
            problem = "の「⇒」が指す前の年度がありません。resolved に言葉で書いてください。"
            faults.add(f"{place}[{index}]", problem)
        before = cell["resolved"] or before


def arrange(document: dict) -> None:
    """Bring a faultless document into its one order: lists that name years by year, marks by
    effect, tags by kind, related measures and successors in the plan's order, the former on both
    sides."""
    kinds = {name: place for place, name in enumerate(document["effect_kinds"])}
    measures = measures_of(document)
    for measure in measures:
        effects = sorted(measure["effects"].items(), key=lambda pair: kinds[pair[0]])
        measure["effects"] = dict(effects)
        measure["yearly_directions"].sort(key=_by_year)
        measure["tags"].sort(key=tag_key)
        for indicator in measure["indicators"]:
            indicator["targets"].sort(
                key=lambda target: (_by_year(target), target["role"], target["applies_from"] or 0)
            )
    _relate_both_ways(measures)


def tag_key(tag: dict) -> tuple[str, str, str]:
    """What a tag is known by under its measure, and sorted."""
    return tag["kind"], tag["name"], tag["edition"]


def _relate_both_ways(measures: list[dict]) -> None:
    related = {measure["code"]: set(measure["related"]) for measure in measures}
    for measure in measures:
        for code in measure["related"]:
            related[code].add(measure["code"])
    places = {measure["code"]: place for place, measure in enumerate(measures)}
    for measure in measures:
        measure["related"] = sorted(related[measure["code"]], key=places.__getitem__)
        measure["successors"].sort(key=places.__getitem__)
