"""概要版: a revision on one sheet, in numbers and names (新規○件・拡充○件・終了○件・目標変更○件)."""

from dataclasses import dataclass
from decimal import Decimal

from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.tables import Key, Rows

BEGINS, WIDENED, ENDS, OTHER_GOALS = "新規", "拡充", "終了", "目標変更"
# By the word that the plan has for its measures.
RULES = {
    BEGINS: "新しく始まる{}",
    WIDENED: "続く{}のうち、成果目標か所管課が加わるもの、目標がより高くなるもの",
    ENDS: "廃止、統合、分割、完了により終わる{}",
    OTHER_GOALS: "続く{}のうち、目標か、指標の定義が変わるもの（取下げを含む）",
}


@dataclass(frozen=True)
class Summary:
    """Titles of measures by what becomes of them, in the plan's order; one may stand twice."""

    titles: dict[str, list[str]]
    measure_word: str

    @property
    def parts(self) -> list[tuple[str, list[str], str]]:
        """(word, titles of measures, the rule)."""
        return [
            (word, self.titles[word], rule.format(self.measure_word))
            for word, rule in RULES.items()
        ]

    @property
    def line(self) -> str:
        """``新規1件・拡充0件・終了2件・目標変更3件``."""
        return "・".join(f"{word}{len(titles):,}件" for word, titles, _ in self.parts)


def summary_of(teller: LineTeller) -> Summary:
    """What becomes of the plan's measures between the rows before and after."""
    before, after = teller.before["measures"], teller.after["measures"]
    ordered = sorted(after, key=lambda key: after[key]["order"])
    goes_on = [key for key in ordered if key in before and not _ends(teller, key)]
    found = {
        BEGINS: [key for key in ordered if key not in before],
        WIDENED: [key for key in goes_on if _is_widened(teller, key)],
        ENDS: [key for key in ordered if key in before and _ends(teller, key)],
        OTHER_GOALS: [key for key in goes_on if _has_other_goals(teller, key)],
    }
    titles = {word: [teller.title("measures", key) for key in keys] for word, keys in found.items()}
    return Summary(titles, teller.label("measures"))


def _ends(teller: LineTeller, key: Key) -> bool:
    old, new = teller.before["measures"][key], teller.after["measures"][key]
    return bool(new["last_day"]) and new["last_day"] != old["last_day"]


def _indicators(rows: Rows, key: Key) -> set[Key]:
    return {own[1] for own in rows["measure_indicators"] if own[0] == key}


def _divisions(rows: Rows, key: Key) -> set[Key]:
    return {own[1] for own in rows["measure_divisions"] if own[0] == key}


def _goals(rows: Rows, indicators: set[Key]) -> dict[tuple[Key, int], dict]:
    """The newest version of each year's target."""
    newest: dict[tuple[Key, int], tuple[int, dict]] = {}
    for (owner, year, role, since), values in rows["targets"].items():
        place = owner, year
        if owner in indicators and role == "target" and since >= newest.get(place, (-1, {}))[0]:
            newest[place] = since, values
    return {place: values for place, (_, values) in newest.items()}


def _has_other_goals(teller: LineTeller, key: Key) -> bool:
    shared = _indicators(teller.before, key)
    if _goals(teller.before, shared) != _goals(teller.after, shared):
        return True
    return any(
        teller.after["indicators"][each].get("predecessor_id") in shared
        for each in _indicators(teller.after, key) - shared
    )


def _is_widened(teller: LineTeller, key: Key) -> bool:
    old, new = _indicators(teller.before, key), _indicators(teller.after, key)
    rows = teller.after["indicators"]
    if any(rows[each].get("predecessor_id") is None for each in new - old):
        return True
    if _divisions(teller.after, key) - _divisions(teller.before, key):
        return True
    return _is_raised(teller, old & new)


def _is_raised(teller: LineTeller, indicators: set[Key]) -> bool:
    """Whether a target of a year asks for more than it did, in its indicator's sense."""
    before, after = _goals(teller.before, indicators), _goals(teller.after, indicators)
    for place in before.keys() & after.keys():
        old, new = before[place], after[place]
        if old["value"] is None or new["value"] is None or new["withdrawn"]:
            continue
        sign = -1 if teller.after["indicators"][place[0]]["sense"] == "down" else 1
        if sign * (Decimal(new["value"]) - Decimal(old["value"])) > 0:
            return True
    return False
