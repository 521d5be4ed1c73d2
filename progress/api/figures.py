"""A figure in answers: the same columns whether it is read from a publication or from the portal."""

from progress.editions.export_columns import status_word
from progress.judging.facts import Figure
from progress.publication.indicators import PublicIndicator
from progress.reading.codec import Json
from progress.reading.edition import IndicatorPart

FIGURE = ("value", "numerator", "denominator", "done", "done_on", "words", "status")


def figure_answer(
    indicator: PublicIndicator | IndicatorPart, figure: Figure, fiscal_year: int
) -> Json:
    """What a figure holds; `fiscal_year` is the one that it is of, certainty and year are of what
    is reported alone."""
    is_told = figure.is_reported
    return {
        **{name: getattr(figure, name) for name in FIGURE},
        "status_name": status_word(indicator, figure.status),
        "figure_year": fiscal_year if is_told else None,
        "certainty": figure.certainty if is_told else None,
    }
