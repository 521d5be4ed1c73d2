"""How cities word a target, read into indicators of the five kinds. Nothing is taken silently:
every reading says in `remarks` what was understood and what was guessed.

``RPA導入業務数：R5年度19業務 R9年度30業務``, ``毎年2回以上``, ``R5年度3件⇒拡充``, ``R6年度の導入``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from progress.plan_document.schema.readers import plain
from sakado_dx.fiscal import UnreadableFiscalYear, label_short, parse_fiscal_year
from sakado_dx.numbers import UnreadableNumber, fitting, parse_number

# Letter by letter, so that places in the folded text are places in the text as it is printed.
HALF = {ord(full): chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF01, 0xFF5F))}
HALF |= {ord("\u3000"): " ", ord("，"): ",", ord("／"): "/", ord("ー"): "ー"}
ARROWS = "⇒→➡➔⇨"

YEAR = r"(?P<year>(?:令和|平成|R|H)\s?(?:元|[0-9]{1,2})(?:\s?年度?)?|20[0-9]{2}\s?年度?)(?:\([^)]{1,8}\))?"
BY = r"(?:\s?(?:末|当初|時点|中))?\s?(?:(?:まで|より|から)?(?:に|の|は|で)?)\s?[:=]?\s?"
NUMBER = r"(?P<number>[▲△-]?[0-9][0-9,]*(?:\.[0-9]+)?)"
UNIT = r"(?P<unit>(?:[^\s0-9()「」、。,:;・以でをにはがとのへ⇒→➡➔⇨~〜\-+]|-(?=[A-Za-z])){0,10})"
BOUND = r"\s?(?P<bound>以上|以下|以内|未満)?"
FIGURE = re.compile(rf"{YEAR}{BY}{NUMBER}\s?{UNIT}{BOUND}")
FIGURE_BEFORE_YEAR = re.compile(rf"{NUMBER}\s?{UNIT}{BOUND}\s?\({YEAR}{BY}\)")
BARE = re.compile(rf"{NUMBER}\s?{UNIT}{BOUND}")
ANNUAL = re.compile(
    rf"(?:毎年度?|各年度?|年間?|年度ごとに)\s?(?:に|で|あたり)?\s?{NUMBER}\s?{UNIT}\s?(?P<bound>以上|以下|以内)"
)
GROWS = re.compile(rf"\s?(?:[{ARROWS}]|から)\s?(?P<how>拡充|充実|拡大|増加|増)")
DATED = re.compile(
    rf"{YEAR}(?:\s?(?:末|中))?\s?(?:(?:まで|から|より)?(?:に|の|を目途に|を目標に)?)"
)
BULLET = re.compile(r"^[\s・●○◆■□▪※*-]*(?:\([0-9]{1,2}\)|[①-⑳]|[0-9]{1,2}[.)])?[\s・]*")
NAME_END = re.compile(r"[\s:はをの、,(]+$")
BRACKETS = re.compile(r"\((?P<note>[^()]*)\)\s*$")
ABOUT = re.compile(r"約|概ね|おおむね|程度|前後|[~〜～]")
EACH_YEAR = re.compile(r"年間|毎年|常時|常に")
FEWER = re.compile(r"削減|減少|短縮|縮減|低減|待ち時間|不満|事故|超過")
WITHIN_YEAR = re.compile(r"開催|研修|実施回数|利用件数|対応件数|受付件数|延べ|年間")
WITHIN_UNITS = re.compile(r"^(?:回|度)$|/年|/月|年$")
KINDS = {
    "NUMBER": "数値", "ANNUAL_MINIMUM": "毎年の下限", "EXPANSION": "拡充", "MILESTONE": "達成時期",
    "QUALITATIVE": "言葉による目標",
}  # fmt: skip
WAYS = {"STOCK": "年度末の状態・累計", "FLOW": "年度中の量", "RATE": "割合"}


@dataclass
class Reading:
    """An indicator as a wording tells it, with the keys of the document, and how it was read."""

    name: str
    kind: str
    printed: str
    unit: str = ""
    sense: str = "up"
    measured_as: str = ""
    targets: list[dict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_wording(text: str, years: tuple[int, int]) -> list[Reading]:
    """Every indicator that a cell words; `years` are the plan's first and last."""
    return [_read(statement, years) for statement in _statements(text)]


def folded(text: str) -> str:
    """Half-width signs and digits, as many letters as before."""
    return text.translate(HALF)


def _statements(text: str) -> list[str]:
    """The lines of a cell, one an indicator: a line of figures alone goes on with the line above."""
    found: list[str] = []
    for line in re.split(r"[\n;；]", text):
        line = line[BULLET.match(folded(line)).end() :].strip()
        if not line:
            continue
        if found and (_is_continued(found[-1]) or _goes_on(line)):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _is_continued(line: str) -> bool:
    return folded(line).endswith((":", "("))


def _goes_on(line: str) -> bool:
    """Whether a line begins with a year and its figure: it has no name of its own."""
    match = FIGURE.match(folded(line))
    return bool(match) or bool(ANNUAL.match(folded(line)))


def _read(statement: str, years: tuple[int, int]) -> Reading:
    half = folded(statement)
    for attempt in (_annual, _figures, _milestone, _loose):
        if reading := attempt(statement, half, years):
            break
    else:
        reading = Reading(_name(statement), "QUALITATIVE", statement)
    reading.remarks.insert(0, f"種類を「{KINDS[reading.kind]}」と読みました。")
    if reading.targets and ABOUT.search(statement):
        reading.remarks.append("「約」などの言葉があります。値を確かめてください。")
    if others := _other_numbers(half, reading):
        reading.remarks.append(f"ほかにも数（{'、'.join(others)}）があります。確かめてください。")
    return reading


def _other_numbers(half: str, reading: Reading) -> list[str]:
    """Numbers behind the name that are neither a year nor a value that was taken."""
    taken = {each["value"] for each in reading.targets}
    behind = half.replace(folded(reading.name), "", 1)
    numbers = re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", re.sub(YEAR, " ", behind))
    return [each for each in numbers if each.replace(",", "") not in taken]


def _annual(statement: str, half: str, years: tuple[int, int]) -> Reading | None:
    """``毎年2回以上``: at least so much in each of the plan's years."""
    if not (match := ANNUAL.search(half)) or (value := _value(match)) is None:
        return None
    reading = Reading(_name(statement[: match.start()]), "ANNUAL_MINIMUM", statement)
    reading.targets = [_target(year, value) for year in range(years[0], years[1] + 1)]
    describe(reading, statement[slice(*match.span("unit"))], match["bound"], way="FLOW")
    return reading


def _figures(statement: str, half: str, years: tuple[int, int]) -> Reading | None:
    """``R5年度19業務 R9年度30業務`` and ``R5年度3件⇒拡充``."""
    matches = list(FIGURE.finditer(half)) or list(FIGURE_BEFORE_YEAR.finditer(half))
    pairs = [(year_of(match["year"]), _value(match), match) for match in matches]
    pairs = [each for each in pairs if each[0] and each[1] is not None]
    if not pairs:
        return None
    first, last = pairs[0][2], pairs[-1][2]
    reading = Reading(_name(statement[: first.start()]), "NUMBER", statement)
    reading.targets = [_target(year, value) for year, value, _ in pairs]
    if grows := GROWS.match(half, last.end()):
        _grow(reading, grows["how"])
    unit = next((s for s in (_unit(statement, each) for *_, each in pairs) if s), "")
    bound = next((each["bound"] for *_, each in pairs if each["bound"]), None)
    values = [Decimal(value) for _, value, _ in pairs]
    falls = reading.kind == "NUMBER" and len(values) > 1 and values[-1] < values[0]
    describe(reading, unit, "以下" if falls else bound)
    return reading


def _milestone(statement: str, half: str, years: tuple[int, int]) -> Reading | None:
    """``R6年度の導入``: a year and what shall be done by then."""
    if not (match := DATED.search(half)) or not (year := year_of(match["year"])):
        return None
    if BARE.search(half, match.end()) and re.search(r"[0-9]", half[match.end() :]):
        return None
    before, after = statement[: match.start()], statement[match.end() :]
    name = _name(before) + ("" if ":" in folded(before) and not after else after.strip(" 　。)）"))
    if ":" in half[: match.start()] and after.strip():
        name = f"{_name(before)}：{after.strip(' 　。)）')}"
    reading = Reading(name or "達成", "MILESTONE", statement)
    reading.targets = [_target(year, None)]
    reading.remarks.append(f"{label_short(year)}までに達成することとしました。")
    return reading


def _loose(statement: str, half: str, years: tuple[int, int]) -> Reading | None:
    """A figure apart from its year (``R7年度に標準仕様準拠システム20業務``), or without one: then it
    is the plan's last year's, or each year's where the name speaks of each year."""
    found = next(re.finditer(YEAR, half), None)
    masked = re.sub(YEAR, lambda match: " " * len(match[0]), half)
    head, colon, _ = half.partition(":")
    match = BARE.search(masked, len(head) + 1 if colon else 0)
    if not match or not (match["unit"] or match["bound"]) or (value := _value(match)) is None:
        return None
    year = year_of(found["year"]) if found else None
    name = _loose_name(statement, head if colon else "", match.start(), found)
    reading = Reading(name or _name(statement), "NUMBER", statement)
    if year:
        reading.targets = [_target(year, value)]
    elif match["bound"] == "以上" and EACH_YEAR.search(statement):
        reading.kind = "ANNUAL_MINIMUM"
        reading.targets = [_target(each, value) for each in range(years[0], years[1] + 1)]
    else:
        reading.targets = [_target(years[1], value) | {"year_assumed": True}]
        reading.remarks.append(
            f"年度が書かれていないため、最終年度（{label_short(years[1])}）の目標としました。"
        )
    if year and (grows := GROWS.match(half, match.end())):
        _grow(reading, grows["how"])
    describe(reading, statement[slice(*match.span("unit"))], match["bound"])
    return reading


def _loose_name(statement: str, head: str, start: int, found: re.Match | None) -> str:
    """What stands before the colon; else what stands before the figure, without the year."""
    if head:
        return _name(statement[: len(head)])
    end = DATED.match(folded(statement), found.start()).end() if found else 0
    before = statement[: found.start()] if found and found.start() < start else ""
    return _name(f"{before}{statement[end:start]}") if end <= start else _name(statement[:start])


def _grow(reading: Reading, how: str) -> None:
    """The figure before 拡充 is what a growth begins with."""
    reading.kind = "EXPANSION"
    reading.targets = [each | {"role": "baseline"} for each in reading.targets[-1:]]
    reading.remarks.append(f"「{how}」の前の数を、当初の値としました。")


def describe(reading: Reading, unit: str, bound: str | None, way: str = "") -> None:
    """Unit, sense and way of measuring: what is guessed is told."""
    reading.unit = unit.strip()
    fewer = bound in ("以下", "以内", "未満") or (not bound and FEWER.search(reading.name))
    reading.sense = "down" if fewer else "up"
    if fewer:
        reading.remarks.append("小さいほどよい指標としました。")
    reading.measured_as = _way(reading, way)
    reading.remarks.append(f"測り方「{WAYS[reading.measured_as]}」は推測です。")
    if not reading.unit:
        reading.remarks.append("単位が読み取れません。記入してください。")


def _way(reading: Reading, usual: str) -> str:
    if reading.unit in ("%", "％", "パーセント", "‰"):
        return "RATE"
    within = WITHIN_UNITS.search(folded(reading.unit)) or WITHIN_YEAR.search(reading.name)
    return "FLOW" if within else usual or "STOCK"


def _unit(statement: str, match: re.Match) -> str:
    return statement[slice(*match.span("unit"))].strip()


def _target(year: int, value: str | None) -> dict:
    return {"fiscal_year": year, "role": "target", "value": value}


def _value(match: re.Match) -> str | None:
    """The figure of a match as the document writes it; None where no column could hold it."""
    try:
        return plain(fitting(parse_number(match["number"].rstrip(",")), match["number"]))
    except UnreadableNumber:
        return None


def year_of(text: str) -> int | None:
    """The fiscal year that a piece of text names; None where it names none."""
    try:
        return parse_fiscal_year(text)
    except UnreadableFiscalYear:
        return None


def _name(text: str) -> str:
    """A name without the mark behind it: 指標名： R5 → 指標名."""
    half = folded(text)
    return text[: NAME_END.search(half).start()].strip() if NAME_END.search(half) else text.strip()


@dataclass(frozen=True)
class CellFigure:
    """What a cell of a column of figures says: the value, and with it perhaps unit, year, bound."""

    value: str
    unit: str = ""
    year: int | None = None
    bound: str = ""


def read_figure(text: str) -> CellFigure | None:
    """``12``, ``12件（R4）``, ``R9年度 80%以上``; None for what is no figure."""
    half = folded(text).strip()
    for pattern in (FIGURE, FIGURE_BEFORE_YEAR, BARE):
        match = pattern.fullmatch(half) or (pattern is not BARE and pattern.match(half))
        if match and (value := _value(match)) is not None:
            year = year_of(match["year"]) if "year" in pattern.groupindex else None
            return CellFigure(value, match["unit"].strip(), year, match["bound"] or "")
    return None


def years_in(texts: Iterable[str]) -> Iterator[int]:
    """Every fiscal year that texts name with an era or 年度."""
    for text in texts:
        for match in re.finditer(YEAR, folded(text)):
            if year := year_of(match["year"]):
                yield year
