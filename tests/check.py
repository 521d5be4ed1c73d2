"""`python -m tests.check [SINCE]`: the tests that a change may break, on SQLite.

What has changed since the commit SINCE (the last one, where none is named), committed or not,
is looked up on the street: the tests of its folders run, and of the folders that import them.
Tests that walk the whole portal are left to `make test`, but for those of the shape of the code.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.street import ROOT, imports_of, modules, place_of

APPS = ("sakado_dx", "measures", "glossary", "systems_inventory")
# App: those that import it (tests/test_architecture.py).
IMPORTED_BY = {
    "sakado_dx": {"measures", "glossary", "systems_inventory"},
    "measures": {"glossary", "systems_inventory"},
    "glossary": set(),
    "systems_inventory": set(),
}
TESTS_OF_APPS = {
    "sakado_dx": ["tests/sakado_dx", "tests/organization", "tests/records", "tests/search"],
    "measures": ["tests/measures"],
    "glossary": ["tests/glossary"],
    "systems_inventory": ["tests/systems_inventory"],
}
ALWAYS = [
    "tests/test_architecture.py", "tests/test_books.py", "tests/test_templates.py",
    "tests/progress/test_other_city.py",
]  # fmt: skip


def main(arguments: list[str]) -> int:
    since = arguments[0] if arguments else "HEAD~1"
    chosen = affected_by(changed_files(since))
    sys.stdout.write(f"{' '.join(chosen)}\n")
    command = ["-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *chosen]
    return subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode


def changed_files(since: str) -> list[str]:
    """What differs from a commit, and what no commit knows yet."""
    names = []
    for command in (["diff", "--name-only", since], ["ls-files", "-o", "--exclude-standard"]):
        names += _git(*command).split("\n")
    return sorted(filter(None, names))


def _git(*command: str) -> str:
    return subprocess.run(
        ["git", "-c", "core.quotepath=off", *command], cwd=ROOT, check=True, capture_output=True,
        text=True,
    ).stdout  # fmt: skip


def affected_by(files: Iterable[str]) -> list[str]:
    """The folders and files of tests that a change of these files may break."""
    parts = [Path(name).parts for name in files]
    apps = {name for each in parts for name in APPS if name in each[:2]}
    for app in APPS:  # in the order of their imports
        apps |= IMPORTED_BY[app] if app in apps else set()
    places = {place for each in parts if (place := _place(each))}
    if apps & {"sakado_dx", "measures"}:
        places |= set(_importers())
    else:
        places |= _reached(places | _users_of(apps))
    found = [folder for app in APPS if app in apps for folder in TESTS_OF_APPS[app]]
    found += [f"tests/progress/{place}" for place in sorted(places)]
    own = ["/".join(each) for each in parts if each[0] == "tests" and each[-1].startswith("test_")]
    wanted = [*ALWAYS, *found, *(name for name in own if "e2e" not in name)]
    return list(dict.fromkeys(name for name in wanted if (ROOT / name).exists()))


def _place(parts: tuple[str, ...]) -> str:
    """The place on the street that a file belongs to: code, templates and tests lie alike."""
    inner = parts[1:] if parts[0] in ("templates", "tests") else parts
    if inner[:1] != ("progress",) or len(inner) < 2:
        return ""
    return inner[1].removesuffix(".py")


def _importers() -> dict[str, set[str]]:
    """Places of the street, with those whose modules import them."""
    found: dict[str, set[str]] = {place_of(path): set() for path in modules()}
    for path in modules():
        for name in imports_of(path, ("progress",)):
            found[name.split(".")[1]].add(place_of(path))
    return found


def _users_of(apps: set[str]) -> set[str]:
    return {place_of(path) for path in modules() if imports_of(path, tuple(apps) or ("",))}


def _reached(places: set[str]) -> set[str]:
    """The places themselves and all that import them, directly or not."""
    importers, known = _importers(), list(places)
    for place in known:
        known += [each for each in importers.get(place, ()) if each not in known]
    return set(known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
