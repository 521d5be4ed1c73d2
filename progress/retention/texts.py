"""Taking the texts out of what is kept as JSON: an edition of a report, both sides of a correction."""

from copy import deepcopy
from typing import Any

from progress.models import report_fields
from progress.models.disposals import DISPOSED
from progress.reading.codec import Json

# What the plan prints or the budget names: it stays with the figures.
STAYS = ("actual_direction", "budget_name", "budget_scope")
# Places of a correction whose two sides are a text.
TEXT_PLACES = {*report_fields.kept_texts()} - {*STAYS}


def disposed(text: str | None) -> str | None:
    """廃棄済み where there was a text."""
    return DISPOSED if text else text


def is_text_place(place: str) -> bool:
    """Whether a place of a correction holds a text of people, and no figure or mark."""
    return place in TEXT_PLACES or place.endswith("-opinion")


def edition_without_texts(content: Json) -> Json:
    """A kept edition with its figures, marks and the plan's words alone."""
    left = deepcopy(content)
    report = left["report"]
    report["texts"] = {
        name: text if name in STAYS else disposed(text) for name, text in report["texts"].items()
    }
    report["secretariat_note"] = disposed(report["secretariat_note"])
    for each in left.get("decisions", ()):
        each["opinion"] = disposed(each["opinion"])
    for part in left["indicators"]:
        for kept in part["figures"].values():
            kept["note"] = disposed(kept.get("note", ""))
    for each in left.get("errata", ()):
        each["reason"] = disposed(each["reason"])
        if is_text_place(each["place"]):
            each |= {side: disposed(each[side]) for side in ("before", "after")}
    left["unfinished"] = disposed(left.get("unfinished", ""))
    left["terms"] = []
    return left


def side_without_text(place: str, value: Any) -> Any:
    """A side of a correction, as it is kept."""
    return disposed(value) if isinstance(value, str) and is_text_place(place) else value
