"""A newer edition made of the one before: what has changed is put in, all else stays.

Names, targets and words are never read again from the plan of today: a closed year keeps those
that it was judged by.
"""

from collections.abc import Mapping

from progress.editions.indicator_part import judged
from progress.reading.codec import Json


def evaluated_again(old: Json, new: Json, figures: Mapping[int, Json]) -> Json:
    """The edition after an unlocked report was evaluated: its own words and figures are new.

    `new` is the content as built from live rows, `figures` are those that the report enters.
    """
    year = str(old["fiscal_year"])
    content = old | {name: new[name] for name in ("report", "decisions", "errata")}
    content["terms"] = old["terms"] + [pair for pair in new["terms"] if pair not in old["terms"]]
    content["unfinished"] = ""
    for entry in old["indicators"]:
        if entry["is_entered_here"]:
            content = with_figure(content, entry["id"], year, figures.get(entry["id"]))
    return content


def with_figure(content: Json, indicator_id: int, year: str, figure: Json | None) -> Json:
    """The content with one figure changed (None takes it away) and its judgement made anew.

    The same content where it does not hold the indicator, or holds just that figure.
    """
    indicators = [
        _with_figure(entry, year, figure, content["fiscal_year"])
        if entry["id"] == indicator_id
        else entry
        for entry in content["indicators"]
    ]
    return content if indicators == content["indicators"] else content | {"indicators": indicators}


def _with_figure(entry: Json, year: str, figure: Json | None, fiscal_year: int) -> Json:
    if int(year) > fiscal_year or entry["figures"].get(year) == figure:
        return entry
    figures = {key: value for key, value in entry["figures"].items() if key != year}
    if figure is not None:
        figures[year] = figure
    return judged(entry | {"figures": dict(sorted(figures.items()))}, fiscal_year)


def with_value(content: Json, name: str, value) -> Json:
    """The content with one field of the report changed."""
    return content | {"report": content["report"] | {name: value}}


def with_errata(content: Json, line: Json) -> Json:
    """The content with one line more in its 正誤表."""
    return content | {"errata": [*content["errata"], line]}
