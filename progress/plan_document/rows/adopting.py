"""Which of what a document tells the city hall already has, and under which lasting keys.

What carries a key is known by it. What carries none is matched: the plan by its city and title, or
by its city and years where only one plan has these; policies and directions by their numbers,
measures by their codes, divisions by their names. A match under another name is told.
"""

from copy import deepcopy

from measures.models import Direction, Plan
from progress.plan_document.rows.flattening import direction_key, plan_key, policy_key
from progress.plan_document.rows.stored import Stored
from progress.plan_document.rows.tables import Key, Values
from progress.plan_document.schema.completing import measures_of
from progress.plan_document.schema.divisions import DivisionsByName, default_key, in_force, overlap
from progress.plan_document.schema.faults import DocumentRefused, Fault, Faults
from progress.plan_document.schema.names import Names, spell_references
from sakado_dx.lasting_keys import free_key

MOST_OF_KEY = Direction._meta.get_field("key").max_length


def find_plan(told: dict) -> Plan | None:
    """The stored plan that a document's `plan` means, or None where it is a new one."""
    if told["key"]:
        found = Plan.objects.filter(key=told["key"]).first()
        if found:
            return found
    same_city = Plan.objects.filter(city=told["city"])
    found = same_city.filter(title=told["title"]).first()
    if found or told["key"]:
        return found
    years = {name: told[name] for name in ("first_fiscal_year", "last_fiscal_year")}
    of_these_years = list(same_city.filter(**years)[:2])
    return of_these_years[0] if len(of_these_years) == 1 else None


def with_stored_keys(document: dict, stored: Stored) -> dict:
    """The document with the keys, and its divisions with the first days, under which they stand.

    Raises ``DocumentRefused`` where a division would stand twice on a day.
    """
    names = Names(values["name"] for values in stored.rows["divisions"].values())
    document = deepcopy(_as_registered(document, names))
    _adopt_divisions(document, stored)
    _adopt_levels(document, stored)
    _adopt_measures(document, stored)
    return document


def matches(document: dict, stored: Stored) -> list[str]:
    """What was matched without a key, and is called otherwise than it stands, in words."""
    told = []
    plan = document["plan"]
    if stored.plan and not plan["key"] and stored.plan.title != plan["title"]:
        years = "市区町村と年度の同じ登録済みの計画"
        told.append(
            f"計画「{plan['title']}」を、{years}「{stored.plan.title}」の改称とみなします。"
        )
    policies = {values["number"]: values for values in stored.rows["policies"].values()}
    for policy in document["policies"]:
        told += _renamed("第1階層", policy, policies.get(policy["number"]), str(policy["number"]))
    by_code = {values["code"]: (key, values) for key, values in stored.rows["measures"].items()}
    for measure in measures_of(document):
        key, values = by_code.get(measure["code"], ((measure["key"],), None))
        if key != (measure["key"],) and measure["key"] == measure["code"]:
            told.append(
                f"施策「{measure['code']} {measure['name']}」を、同じ番号の登録済みの施策"
                f"「{values['name']}」（変わらない番号 {key[0]}）とみなします。"
            )
    return told


def _renamed(what: str, entry: dict, stands: Values | None, number: str) -> list[str]:
    if entry["key"] or stands is None or stands["name"] == entry["name"]:
        return []
    return [
        f"{what}「{number} {entry['name']}」を、同じ番号の登録済みの「{stands['name']}」の改称とみなします。"
    ]


def _adopt_levels(document: dict, stored: Stored) -> None:
    if stored.plan:
        document["plan"]["key"] = stored.plan.key
    document["plan"]["key"] = plan_key(document["plan"])
    policies = {values["number"]: key for key, values in stored.rows["policies"].items()}
    _give_keys(document["policies"], policies, set(stored.rows["policies"]), policy_key)
    directions = {
        (values["policy_id"][0], values["number"]): key
        for key, values in stored.rows["directions"].items()
    }
    taken = set(stored.rows["directions"])
    for policy in document["policies"]:
        own = {number: key for (of, number), key in directions.items() if of == policy["key"]}
        _give_keys(
            policy["directions"], own, taken, lambda each, of=policy: direction_key(each, of)
        )


def _give_keys(entries: list[dict], stored: dict[int, Key], taken: set[Key], default) -> None:
    """A key to each entry without one: that of the stored row of its number, where no other entry
    bears it, else its own, which nothing bears yet."""
    borne = {each["key"] for each in entries if each["key"]}
    for entry in [each for each in entries if not each["key"]]:
        (key,) = stored.get(entry["number"], ("",))
        if not key or key in borne:
            key = free_key(default(entry), {each for (each,) in taken} | borne, MOST_OF_KEY)
        entry["key"] = key
        borne.add(key)


def _adopt_measures(document: dict, stored: Stored) -> None:
    """A measure without a key of its own (it is its code then) is the one that bears the code."""
    keys = {values["code"]: key[0] for key, values in stored.rows["measures"].items()}
    measures = measures_of(document)
    told = {measure["key"] for measure in measures if measure["key"] != measure["code"]}
    for measure in measures:
        code = measure["code"]
        bearer = keys.get(code)
        if measure["key"] == code and bearer and bearer not in told:
            measure["key"] = bearer


def _adopt_divisions(document: dict, stored: Stored) -> None:
    """A division is the registered one of its key; without a key, of its name: where it has no
    first day, the one in force on the plan's first."""
    first_day = DivisionsByName(document).first_day
    registered: dict[str, list[dict]] = {}
    for (key,), values in stored.rows["divisions"].items():
        registered.setdefault(values["name"], []).append(values | {"key": key})
    known = {key for (key,) in stored.rows["divisions"]}
    faults = []
    for index, division in enumerate(document["divisions"]):
        namesakes = registered.get(division["name"], [])
        if division["key"] not in known:
            _adopt(division, namesakes, first_day)
            faults += _clashes(division, namesakes, index)
    if faults:
        raise DocumentRefused(faults)


def _adopt(division: dict, namesakes: list[dict], first_day: str) -> None:
    candidates = [each for each in namesakes if overlap(each, division)]
    if not division["first_day"] and candidates:
        standing = [each for each in candidates if in_force(each, first_day)]
        found = (standing if len(candidates) > 1 and standing else candidates)[0]
        division["first_day"] = found["first_day"]
    same = [each for each in namesakes if each["first_day"] == division["first_day"]]
    own = division["key"] or default_key(division["name"], division["first_day"])
    division["key"] = same[0]["key"] if same else own


def _as_registered(document: dict, names: Names) -> dict:
    """The document with its divisions in the letters under which they are registered: ⾏政課 of a
    PDF is the 行政課 that stands."""
    own = {each["name"] for each in document["divisions"]}
    meant = {name: names.spell(name) for name in own}
    meant = {name: other for name, other in meant.items() if other != name and other not in own}
    if not meant:
        return document
    document = deepcopy(document)
    for division in document["divisions"]:
        division["name"] = meant.get(division["name"], division["name"])
    spell_references(document, Faults())
    return document


def _clashes(division: dict, registered: list[dict], index: int) -> list[Fault]:
    return [
        Fault(
            f"divisions[{index}]",
            f"の「{division['name']}」は、設置日の異なる同じ名称の課が登録されていて、期間が重なります。"
            "first_day を登録に合わせるか、登録の設置日と廃止日を直してください。",
        )
        for each in registered
        if each["first_day"] != division["first_day"] and overlap(each, division)
    ]
