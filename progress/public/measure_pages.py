"""A measure's public page: what was published of it in a year, with charts and other years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress.charts.cache import size_of
from progress.judging.shown_years import YEARS_AROUND
from progress.public.charts import PublicSeries, series_of
from progress.public.pages import measure_url
from progress.publication.content import PublicReport
from progress.publication.published import PublishedReport, PublishedYear
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import label_name

OfItsYears = Mapping[int, PublishedReport]  # of a measure, by the fiscal year
# The drawing for wide windows and the one for phones.
SHAPES = ("wide", "narrow")


@dataclass(frozen=True)
class Picture:
    """Address and size (px) of one shape of a drawing."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class ShownSeries:
    """An indicator with the addresses of its picture, if there is one."""

    series: PublicSeries
    wide: Picture | None = None
    narrow: Picture | None = None


@dataclass(frozen=True)
class OtherYear:
    """The same measure in another year that is published; `content` is what it says there."""

    label: str
    url: str
    content: PublicReport


@dataclass(frozen=True)
class OtherYears:
    """`later` and `earlier`: the ones whose pages go on, where more is published."""

    shown: Sequence[OtherYear]
    later: OtherYear | None = None
    earlier: OtherYear | None = None


def shown_series(
    year: PublishedYear, report: PublishedReport, own: OfItsYears
) -> list[ShownSeries]:
    """The indicators of the measure, numbered as their pictures' addresses are: from 1; `own` is
    what its years publish of it."""
    found = series_of(year, {each: of_year.content for each, of_year in own.items()})
    return [_shown(year, report, number, each) for number, each in enumerate(found, start=1)]


def _shown(
    year: PublishedYear, report: PublishedReport, number: int, series: PublicSeries
) -> ShownSeries:
    if series.chart is None:
        return ShownSeries(series)
    pictures = (
        Picture(
            reverse(
                "progress:public_indicator_chart",
                args=[year.fiscal_year, report.slug, number, shape],
            ),
            *size_of(series.chart, shape),
        )
        for shape in SHAPES
    )
    return ShownSeries(series, *pictures)


def other_years(fiscal_year: int, own: OfItsYears) -> OtherYears:
    """The measure's other published years around this one, the newest first. What lies further
    away is led to from the page of the last one on that side."""
    before = sorted((each for each in own if each < fiscal_year), reverse=True)
    after = sorted(each for each in own if each > fiscal_year)
    near = [*reversed(after[:YEARS_AROUND]), *before[:YEARS_AROUND]]
    shown = [
        OtherYear(label_name(each), measure_url(each, own[each]), own[each].content)
        for each in near
    ]
    return OtherYears(
        shown,
        later=shown[0] if len(after) > YEARS_AROUND else None,
        earlier=shown[-1] if len(before) > YEARS_AROUND else None,
    )


def pictures_of_policies(year: PublishedYear, chart) -> dict[str, Picture]:
    """The chart by policy, by the name of its shape."""
    return {
        shape: Picture(
            reverse("progress:public_policies_chart", args=[year.fiscal_year, shape]),
            *size_of(chart, shape),
        )
        for shape in SHAPES
    }
