"""The admin's pages that join several apps."""

from progress.admin import plans

__all__ = ["plans"]
