"""Where the forms of a draft's measures and indicators stand, and what they show."""

from datetime import date

from progress.models import PlanRevision
from progress.plan_document.rows.tables import Key
from progress.revisions.drafting import first_year_open
from progress.revisions.indicator_forms import IndicatorForm
from progress.revisions.measure_forms import MeasureForm
from progress.revisions.readings import reading_of
from progress.revisions.target_forms import Frame
from sakado_dx.fiscal import label_name, label_short


def frame_of(revision: PlanRevision, today: date) -> Frame:
    """The plan before and after a draft, and the years that may still change."""
    reading, plan = reading_of(revision), revision.plan
    years = range(plan.first_fiscal_year, plan.last_fiscal_year + 1)
    first = first_year_open(revision.effective_on, today)
    mends_slips = revision.kind == PlanRevision.Kind.SLIP
    return Frame(reading.before, reading.after, reading.teller, first, years, mends_slips)


def standing(frame: Frame, noun: str, key: str) -> Key | None:
    """The key of a row as an address names it, where such a row stands."""
    return (key,) if (key,) in frame.after[noun] else None


def page_of_measure(form: MeasureForm) -> dict:
    """What the form of a measure shows besides its fields: the years that are over, and which
    indicators may be defined anew."""
    frame, key = form.frame, form.key
    cells = frame.after["yearly_directions"]
    past = [year for year in frame.years if year < frame.cell_years.start]
    return {
        "past": [
            (label_short(year), cells[key, year]["printed"])
            for year in past
            if (key, year) in cells
        ],
        "first_year": label_name(frame.first_year),
        "mends_slips": frame.mends_slips,
        "indicators": [
            (each[0], frame.after["indicators"][each]["name"]) for each in form.indicators()
        ]
        if key
        else [],
    }


def page_of_indicator(form: IndicatorForm) -> dict:
    """What the form of an indicator shows besides its fields."""
    earlier = form.earlier and form.frame.after["indicators"][form.earlier]["name"]
    return {
        "measure_title": form.frame.teller.title("measures", form.measure),
        "earlier": earlier,
        "first_year": form.first_year_name,
    }


def levels_of(frame: Frame) -> list[tuple[str, str, str]]:
    """Policies with their directions that have a name, in the plan's order: noun, key, title."""
    found, rows = [], frame.after
    for policy in sorted(rows["policies"], key=lambda key: rows["policies"][key]["number"]):
        found.append(("policies", policy[0], frame.teller.title("policies", policy)))
        own = [
            key
            for key, each in rows["directions"].items()
            if each["policy_id"] == policy and each["name"]
        ]
        for key in sorted(own, key=lambda key: rows["directions"][key]["number"]):
            found.append(("directions", key[0], frame.teller.title("directions", key)))
    return found
