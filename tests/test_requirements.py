"""What is installed: exact versions with hashes, and what runs needs nothing of what tests."""

import re
from functools import cache
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.street import ROOT, imports_of
from tests.test_architecture import APPS, modules

LISTS = ("requirements.txt", "requirements-test.txt")
BLOCK = re.compile(r"^(\S+)==([^\s\\]+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.M)


@cache
def pins(name: str) -> dict[str, int]:
    """The number of hashes, by the package's canonical name."""
    found = BLOCK.findall((ROOT / name).read_text("utf-8"))
    assert len(found) == len({canonicalize_name(package) for package, _, _ in found})
    return {canonicalize_name(package): text.count("--hash") for package, _, text in found}


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_a_version_with_its_hashes_or_a_comment(name):
    rest = BLOCK.sub("", (ROOT / name).read_text("utf-8")).splitlines()
    own = {"-r requirements.txt"} if name == LISTS[1] else set()
    assert {line for line in rest if line and not line.startswith("#")} == own


def test_no_package_stands_in_both_lists():
    assert set(pins(LISTS[0])) & set(pins(LISTS[1])) == set()


def test_files_of_other_machines_have_their_hashes():
    """Compiled packages have a file for each Python and platform."""
    few = {name: pins(LISTS[0])[name] for name in ("numpy", "pillow", "lxml", "psycopg2-binary")}
    assert {name: number for name, number in few.items() if number < 20} == {}


def test_what_the_portal_imports_stands_in_the_list_for_running():
    installed = packages_distributions()
    roots = {name.partition(".")[0] for path in modules() for name in imports_of(path, installed)}
    dists = {canonicalize_name(name) for root in roots - set(APPS) for name in installed[root][:1]}
    assert dists >= {"django", "openpyxl", "django-axes"}
    assert dists - set(pins(LISTS[0])) == set()


def test_list_for_running_holds_all_that_comes_along():
    named = pins(LISTS[0])
    wanting = []
    for name in named:
        for one in map(Requirement, requires(name) or ()):
            asked = one.marker is None or one.marker.evaluate({"extra": ""})
            if asked and canonicalize_name(one.name) not in named:
                wanting.append(f"{name} wants {one.name}")
    assert wanting == []
