"""Editions of a year's reports: the content of each as JSON, built, amended and written."""

from progress.snapshots.amending import evaluated_again, with_errata, with_figure, with_value
from progress.snapshots.content import contents_of
from progress.snapshots.indicator_part import figures_entered
from progress.snapshots.writing import newest_content, write_editions

__all__ = [
    "contents_of",
    "evaluated_again",
    "figures_entered",
    "newest_content",
    "with_errata",
    "with_figure",
    "with_value",
    "write_editions",
]
