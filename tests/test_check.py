"""`make check` runs the tests that a change may break, by the street's own list."""

import pytest

from tests.check import ALWAYS, affected_by


def chosen(*files: str) -> set[str]:
    return {name.removeprefix("tests/progress/") for name in affected_by(files)} - {
        name.removeprefix("tests/progress/") for name in ALWAYS
    }


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("templates/progress/people/handover.html", {"people"}),
        ("tests/progress/people/test_people.py", {"people", "people/test_people.py"}),
        ("progress/people/pages.py", {"people"}),
        (
            "progress/desk/pages.py",
            {"admin", "dashboards", "demo", "desk", "pack", "reviews", "revisions", "sheets"},
        ),
        ("README.md", set()),
        ("tests/test_settings.py", {"tests/test_settings.py"}),
        ("tests/e2e/test_desk.py", set()),
    ],
)
def test_change_runs_the_tests_of_its_folder_and_of_those_that_import_it(changed, tests):
    assert chosen(changed) == tests


def test_change_at_the_head_of_the_street_runs_all_that_follow():
    assert {"entry", "meetings", "reading", "year"} <= chosen("progress/models/reports.py")
    assert "tests/measures" not in chosen("progress/models/reports.py")
    assert {"tests/measures", "tests/organization", "entry"} <= chosen("sakado_dx/fiscal.py")


def test_folder_is_named_once_whatever_changed_in_it():
    found = affected_by(["progress/desk/pages.py", "progress/desk/views.py"])
    assert len(found) == len(set(found))
