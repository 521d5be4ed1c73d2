"""Years that a workbook shows by an era: ggge"年度", "令和"0"年度".

openpyxl takes such a cell for a plain number (46113, 8), and people see 令和8年度.
"""

import re

from sakado_dx import fiscal

# [$-411], "年度", \年, ggg, e, 0, and any other letter.
PIECE = re.compile(
    r'\[[^\]]*\]|"(?P<text>[^"]*)"|\\(?P<letter>.)|(?P<era>g{1,3})|(?P<year>ee?)|(?P<digit>0+|\#)|.'
)
# What belongs to neither an era nor its year leaves the number as it is.
PLAIN = frozenset("@ ")


def era_year(number: int | float, number_format: str, is_1904: bool = False) -> str:
    """``令和8年度`` where the format shows a year of an era, empty where it shows anything else."""
    pieces = list(PIECE.finditer(number_format.split(";")[0]))
    if any(not (each.lastgroup or each[0][0] == "[" or each[0] in PLAIN) for each in pieces):
        return ""
    kinds = {each.lastgroup for each in pieces}
    if "digit" not in kinds and {"era", "year"} & kinds:
        return _of_day(number, pieces, is_1904)
    named = next((each["text"] for each in pieces if each["text"]), "")
    if named.strip() in fiscal.ERA_BY_MARK and "digit" in kinds and number == int(number):
        return _written(pieces, {"digit": str(int(number))})
    return ""


def _of_day(number: int | float, pieces: list[re.Match], is_1904: bool) -> str:
    try:
        day = fiscal.from_excel_serial(number, is_1904)
        era = fiscal.era_of(day)
    except ValueError:  # no day of a workbook's calendar, or one before the eras
        return ""
    names = {"g": era.letter, "gg": era.name[0], "ggg": era.name}
    year = str(day.year - era.first_day.year + 1)
    return _written(pieces, {"year": year}, names)


def _written(pieces: list[re.Match], values: dict[str, str], eras: dict[str, str] | None = None):
    """The pieces as they are shown; of several digits' places the first takes them all."""
    written, values = "", dict(values)
    for each in pieces:
        kind = each.lastgroup
        if kind in ("text", "letter"):
            written += each[kind]
        elif kind == "era":
            written += eras[each[0]]
        elif kind:
            written += values.pop(kind, "")
    return written.strip()
