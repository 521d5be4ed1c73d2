"""意見とその後, 正誤表 and glossary, as citizens read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from glossary.gojuon import row_of, sort_key
from glossary.models import Term
from measures.models import Plan
from progress.public.pages import measure_url
from progress.publication.content import Opinion, PublicReport
from progress.publication.published import PublishedYear
from progress.reading.edition import Erratum
from sakado_dx.fiscal import label_name


@dataclass(frozen=True)
class After:
    """What a later published year says of the measure."""

    label: str
    url: str
    content: PublicReport


@dataclass(frozen=True)
class Said:
    """The opinions on a measure, what shall come of it by the year's own report, and what later
    years say."""

    title: str
    url: str
    content: PublicReport
    opinions: tuple[Opinion, ...]
    later: tuple[After, ...]


@dataclass(frozen=True)
class Corrected:
    """A measure with the lines of its 正誤表."""

    title: str
    url: str
    lines: tuple[Erratum, ...]


def opinions_of(year: PublishedYear, years: Sequence[PublishedYear]) -> list[Said]:
    """The measures of a year with opinions that are public, in the plan's order."""
    later = [each for each in reversed(years) if each.fiscal_year > year.fiscal_year]
    return [
        Said(
            title=title_of(each.content),
            url=measure_url(year, each),
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
                yield After(label_name(year.fiscal_year), measure_url(year, own), own.content)


def errata_of(year: PublishedYear) -> list[Corrected]:
    """The measures of a year with corrected places that are public."""
    return [
        Corrected(title_of(each.content), measure_url(year, each), each.content.errata)
        for each in year.reports
        if each.content.errata
    ]


def title_of(content: PublicReport) -> str:
    return f"{content.measure.code} {content.measure.name}"


def terms_by_row() -> list[tuple[str, list[Term]]]:
    """The plan's terms under the rows of the 五十音; 3 queries."""
    terms = Term.objects.of_plan(Plan.objects.current()).prefetch_related("aliases")
    ordered = sorted(terms, key=lambda each: sort_key(each.term, each.reading))
    rows = groupby(ordered, key=lambda each: row_of(each.term, each.reading))
    return [(row, list(own)) for row, own in rows]
