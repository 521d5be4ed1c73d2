"""意見とその後, 正誤表 and glossary, as citizens read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from glossary.gojuon import row_of, sort_key
from glossary.models import Term
from measures.models import Plan
from progress.judging.shown_years import YEARS_AROUND
from progress.public.pages import measure_url
from progress.publication.content import Opinion, PublicReport
from progress.publication.published import PublishedYear
from progress.reading.edition import Erratum
from progress.reading.plan_names import is_shared
from sakado_dx.fiscal import label_name


@dataclass(frozen=True)
class After:
    """What a later published year says of the measure."""

    label: str
    url: str
    content: PublicReport


@dataclass(frozen=True)
class Said:
    """The opinions on a measure, what shall come of it by the year's own report, and what the next
    years say; those after them are led to from the measure's own pages."""

    title: str
    url: str
    content: PublicReport
    opinions: tuple[Opinion, ...]
    later: tuple[After, ...]


@dataclass(frozen=True)
class Corrected:
    """Lines of the 正誤表, and title and address of the measures that they are of: one, or those
    that share what was corrected."""

    measures: tuple[tuple[str, str], ...]
    lines: tuple[Erratum, ...]

    @property
    def is_shared(self) -> bool:
        return len(self.measures) > 1


def opinions_of(year: PublishedYear, years: Sequence[PublishedYear]) -> list[Said]:
    """The measures of a year with opinions that are public, in the plan's order."""
    ahead = range(year.fiscal_year + 1, year.fiscal_year + YEARS_AROUND + 1)
    later = [
        each for each in reversed(years) if each.fiscal_year in ahead and each.is_of_plan_of(year)
    ]
    return [
        Said(
            title=title_of(each.content),
            url=measure_url(year.fiscal_year, each),
            content=each.content,
            opinions=each.content.opinions,
            later=tuple(_after(each.content.measure.key, later)),
        )
        for each in year.reports
        if each.content.opinions
    ]


def _after(key: str, later: Sequence[PublishedYear]):
    for year in later:
        for own in year.reports:
            if own.content.measure.key == key:
                yield After(
                    label_name(year.fiscal_year), measure_url(year.fiscal_year, own), own.content
                )


def errata_of(year: PublishedYear) -> list[Corrected]:
    """What was corrected of a year in what is public: first what measures share, each line once,
    then measure by measure."""
    holders: dict[Erratum, list[tuple[str, str]]] = {}
    for each in year.reports:
        for line in filter(_is_shared, each.content.errata):
            holders.setdefault(line, []).append(
                (title_of(each.content), measure_url(year.fiscal_year, each))
            )
    by_measures: dict[tuple[tuple[str, str], ...], list[Erratum]] = {}
    for line, measures in holders.items():
        if len(measures) > 1:
            by_measures.setdefault(tuple(measures), []).append(line)
    told = {line for lines in by_measures.values() for line in lines}
    for each in year.reports:
        if own := [line for line in each.content.errata if line not in told]:
            by_measures[(title_of(each.content), measure_url(year.fiscal_year, each)),] = own
    return [Corrected(measures, tuple(lines)) for measures, lines in by_measures.items()]


def _is_shared(line: Erratum) -> bool:
    return is_shared(line.place)


def number_of_errata(year: PublishedYear) -> int:
    """How many places of a year were corrected."""
    return sum(len(each.lines) for each in errata_of(year))


def title_of(content: PublicReport) -> str:
    return f"{content.measure.code} {content.measure.name}"


def terms_by_row() -> list[tuple[str, list[Term]]]:
    """The plan's terms under the rows of the 五十音; 3 queries."""
    terms = Term.objects.of_plan(Plan.objects.current()).prefetch_related("aliases")
    ordered = sorted(terms, key=lambda each: sort_key(each.term, each.reading))
    rows = groupby(ordered, key=lambda each: row_of(each.term, each.reading))
    return [(row, list(own)) for row, own in rows]
