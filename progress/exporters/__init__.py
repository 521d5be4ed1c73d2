"""A year as a file."""

from progress.exporters.year import FORMATS, year_file

__all__ = ["FORMATS", "year_file"]
