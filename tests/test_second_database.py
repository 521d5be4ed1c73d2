"""The list of what the second database is not asked names what stands."""

from fnmatch import fnmatch
from pathlib import Path

from tests.second_database import EACH_ROW, SHOWING, TAKING_IN

TESTS = Path(__file__).parent
PATTERNS = SHOWING + TAKING_IN + EACH_ROW


def test_each_pattern_names_files_that_stand():
    names = [each.relative_to(TESTS).as_posix() for each in TESTS.rglob("test_*.py")]
    assert [each for each in PATTERNS if not any(fnmatch(name, each) for name in names)] == []
