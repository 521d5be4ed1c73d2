"""A measure's public page: what was published of it in a year, with charts and other years."""

from collections.abc import Sequence
from dataclasses import dataclass

from progress.charts.cache import size_of
from progress.public.charts import PublicSeries, series_of
from progress.public.pages import measure_url
from progress.publication.content import PublicReport
from progress.publication.published import PublishedReport, PublishedYear
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import label_name

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


def shown_series(
    year: PublishedYear, years: Sequence[PublishedYear], report: PublishedReport
) -> list[ShownSeries]:
    """The indicators of the measure, numbered as their pictures' addresses are: from 1."""
    found = series_of(year, years, report.content.measure.key)
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


def other_years(
    year: PublishedYear, years: Sequence[PublishedYear], report: PublishedReport
) -> list[OtherYear]:
    """The measure's other published years, the newest first."""
    return [
        OtherYear(label_name(other.fiscal_year), measure_url(other, own), own.content)
        for other in years
        if other != year
        for own in other.reports
        if own.content.measure.key == report.content.measure.key
    ]


def pictures_of_policies(year: PublishedYear, chart) -> dict[str, Picture]:
    """The chart by policy, by the name of its shape."""
    return {
        shape: Picture(
            reverse("progress:public_policies_chart", args=[year.fiscal_year, shape]),
            *size_of(chart, shape),
        )
        for shape in SHAPES
    }
