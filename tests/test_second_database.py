"""The list of what the second database is not asked names what stands."""

from pathlib import Path

import pytest

from tests.second_database import EACH_ROW, SHOWING, TAKING_IN

TESTS = Path(__file__).parent


@pytest.mark.parametrize("pattern", SHOWING + TAKING_IN + EACH_ROW)
def test_each_pattern_names_files_that_stand(pattern):
    found = list(TESTS.glob(pattern.replace("*/", "**/", 1)))
    assert [each for each in found if each.name.startswith("test_") and each.suffix == ".py"]
