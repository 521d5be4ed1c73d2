"""Sheets of a year: results, which go through the workflow into drafts."""

from progress.importers.results import ResultResource

__all__ = ["ResultResource"]
