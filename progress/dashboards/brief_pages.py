"""One page a measure for 答弁資料: what was promised, how it went, what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from measures.words import is_slip
from progress.judging.shown_years import shown_years
from progress.models import ProgressReport
from progress.reading.before import Before
from progress.reading.edition import Edition, PlannedYear
from progress.reading.words import UNREPORTED
from sakado_dx.fiscal import label_short

ASKED = ("done", "effects", "issues", "next_work")
MOST_DECISIONS = 4


@dataclass(frozen=True)
class BriefYear:
    """A year of the plan: planned and actual direction, and the mark that counted, or why there is
    none; all of them blank of a year that is still to come."""

    label: str
    planned: str
    actual: str
    word: str = ""
    meaning: str = ""
    is_current: bool = False

    @property
    def slipped(self) -> bool:
        return is_slip(self.planned, self.actual)


def years_of(edition: Edition, before: Before) -> list[BriefYear]:
    """The plan's years side by side, as many as a page shows; no query."""
    return list(_years(edition, before))


def _years(edition: Edition, before: Before) -> Iterator[BriefYear]:
    plan, said = edition.plan, edition.report
    scheduled = {each.fiscal_year: each for each in plan.years}
    for year in shown_years(edition.frame.fiscal_years, edition.fiscal_year):
        own = scheduled.get(year) or PlannedYear(year, "", "")
        told, planned = before.of_year(plan.id, year), own.planned or own.printed
        if year == edition.fiscal_year:
            mark = said.mark.progress or UNREPORTED
            actual = said.texts["actual_direction"]
            yield BriefYear(label_short(year), planned, actual, mark.word, mark.meaning, True)
        elif told:
            actual, word = own.actual, told.progress
            yield BriefYear(label_short(year), planned, actual, word, told.meaning)
        else:
            outside = plan.lifetime.outside(year) if year in before.year_ids else ""
            yield BriefYear(label_short(year), planned, "", outside)


def texts_of(edition: Edition) -> list[tuple[str, str]]:
    """What was reported in words, as (label, text), without what is blank."""
    labels = {each.name: str(each.verbose_name) for each in ProgressReport._meta.fields}
    texts = edition.report.texts
    return [(labels[name], texts[name]) for name in ASKED if texts.get(name)]
