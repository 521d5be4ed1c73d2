"""A year as citizens read it by program: of its newest publications, and of nothing else."""

from collections.abc import Iterator

from progress.api.answers import PUBLICATION
from progress.api.figures import FIGURE, figure_answer
from progress.models.shown_states import WORDS
from progress.publication.content import PublicReport
from progress.publication.indicators import PublicIndicator
from progress.publication.published import PublishedReport, PublishedYear
from progress.reading.codec import Json

WITHHELD = "公表していません"
NOTHING_SHOWN = {**dict.fromkeys((*FIGURE, "figure_year", "certainty")), "words": ""}


def year_of(year: PublishedYear) -> Json:
    """A year whose 公表日 has come."""
    return {
        "fiscal_year": year.fiscal_year,
        "source": PUBLICATION,
        "is_closed": None,
        "edition": None,
        "publish_on": year.publish_on,
        "measures": year.measures,
        "published": len(year.reports),
    }


def report_of(published: PublishedReport) -> Json:
    """A report as it is published."""
    shown = published.content
    measure = shown.measure
    return {
        **{name: getattr(measure, name) for name in ("key", "code", "name", "group", "divisions")},
        "fiscal_year": shown.year,
        "policy": measure.policy,
        "direction": measure.direction,
        "source": PUBLICATION,
        "edition": published.edition,
        "edition_at": published.at,
        "state": "published",
        "state_name": WORDS["published"],
        "planned_direction": shown.planned,
        "actual_direction": shown.direction,
        **{name: getattr(shown, name) for name in FIELDS},
        "results": list(results_of(shown)),
        "internal": None,
    }


FIELDS = (
    "progress", "outlook", "whose", "self_assessment", "public_text", "opinions", "errata",
    "withheld", "contact",
)  # fmt: skip


def results_of(shown: PublicReport) -> Iterator[Json]:
    """Its indicators, each with its measure and year."""
    measure = {name: getattr(shown.measure, name) for name in ("key", "code", "name")}
    for each in shown.indicators:
        judged = each.judgement
        yield {
            "measure": measure,
            "fiscal_year": shown.year,
            "indicator": each.key,
            "label": each.label,
            "entered_under": None,
            **{name: getattr(each.facts, name) for name in ("name", "unit", "kind")},
            **_figure(each, shown.year),
            "total": judged and judged.total,
            "target": judged and judged.target,
            "next_target": judged and judged.next_target,
            "rate": judged and judged.rate and judged.rate.value,
            "judgement": judged,
        }


def _figure(each: PublicIndicator, year: int) -> Json:
    """The figure that is public, and why there is none where there is none."""
    figure = each.figure_in(year)
    if figure is None:
        return {**NOTHING_SHOWN, "status": None, "status_name": WITHHELD}
    return figure_answer(each, figure, figure.fiscal_year)


def decisions_of(shown: PublicReport) -> Iterator[Json]:
    """The opinions that are public."""
    measure = {name: getattr(shown.measure, name) for name in ("key", "code", "name")}
    for each in shown.opinions:
        yield {
            "measure": measure,
            "fiscal_year": shown.year,
            "body": each.body,
            "held_on": each.held_on,
            "opinion": each.opinion,
            "manner": "",
            "judgement": None,
            "outlook": None,
            "is_public": True,
        }
