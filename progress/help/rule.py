"""A rule as the page 集計と判定の方法 says it."""

from typing import NamedTuple


class Rule(NamedTuple):
    """A sentence for everybody, and the test that shows it."""

    sentence: str
    test: str
