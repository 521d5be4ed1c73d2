"""Sheets of a year: results, which go through the workflow into drafts."""

from progress.importers.history import read_history
from progress.importers.results import ResultResource

__all__ = ["ResultResource", "read_history"]
