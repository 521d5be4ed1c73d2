"""The exchange document of a whole plan: read, compare, load, export, check.

fixtures/README.md describes the format. ``read`` turns bytes into a document or names every
fault; ``compare`` says what loading would change; ``load`` changes it.
"""

from progress.plan_document.loading.comparing import Comparison, compare
from progress.plan_document.loading.loading import Loaded, LoadedMeanwhile, load
from progress.plan_document.schema.faults import DocumentRefused, Fault
from progress.plan_document.schema.reading import read

__all__ = [
    "Comparison",
    "DocumentRefused",
    "Fault",
    "Loaded",
    "LoadedMeanwhile",
    "compare",
    "load",
    "read",
]
