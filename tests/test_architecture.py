"""The shape of the code: imports go one way, functions and modules stay short.

progress/README.md draws the street.
"""

import ast
import re
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path

import pytest
from django.apps import apps

from tests import street

ROOT = street.ROOT
APPS = ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
# What an app may import from the project, besides itself.
MAY_IMPORT = {
    "sakado_dx": set(),
    "measures": {"sakado_dx"},
    "glossary": {"sakado_dx", "measures"},
    "systems_inventory": {"sakado_dx", "measures"},
    "progress": {"sakado_dx", "measures", "glossary", "systems_inventory"},
}
ASSEMBLY_POINTS = {f"sakado_dx/{name}.py" for name in ("urls", "public_urls", "api", "settings")}
# pre_migrate and post_migrate, which take triggers and public views away and bring them back.
USES_SIGNALS = ["sakado_dx/records/apps.py", "progress/apps.py"]
# All others open a transaction with `records.acting.acting`, so that each record says who acts.
# These write nothing that is recorded, or take back what they have written inside of one.
OPENS_TRANSACTIONS = {
    "sakado_dx/backup/databases.py",
    "sakado_dx/backup/putting_back.py",  # takes a schema back as it was
    "sakado_dx/records/acting.py",
    "sakado_dx/records/chain.py",
    "sakado_dx/records/mail.py",
    "sakado_dx/records/management/commands/database_roles.py",  # changes no row
    "sakado_dx/records/stock.py",  # its records are told whose they are
    "sakado_dx/records/triggers/making.py",
    "sakado_dx/spreadsheets/resources.py",
    "sakado_dx/spreadsheets/trial.py",
    "progress/public/tables.py",
}
FORBIDDEN_NAMES = {"common", "utils", "services", "helpers"}
LONGEST_FUNCTION = 50
LONGEST_MODULE = 300


@cache
def modules() -> tuple[Path, ...]:
    return tuple(
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_apps_import_in_one_direction():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in modules()
        if name_of(path) not in ASSEMBLY_POINTS
        for imported in sorted(street.imports_of(path, APPS))
        if imported.split(".")[0] not in MAY_IMPORT[path.relative_to(ROOT).parts[0]]
        and imported.split(".")[0] != path.relative_to(ROOT).parts[0]
    ]
    assert wrong == []


def test_every_folder_and_module_of_progress_stands_on_the_street():
    places = {street.place_of(path): path.parent == street.PROGRESS for path in street.modules()}
    loose = {name for name, own in street.STREET.items() if own is None}
    assert {name for name, is_loose in places.items() if is_loose} == loose
    assert set(places) == set(street.STREET)


def test_folders_import_what_stands_before_them_on_the_street():
    order = list(street.STREET)
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in street.modules()
        for imported in sorted(street.imports_of(path, ("progress",)))
        if order.index(imported.split(".")[1]) > order.index(street.place_of(path))
    ]
    assert wrong == []


def test_folders_hold_the_parts_of_a_noun_and_the_modules_named_for_them():
    found: dict[str, set[str]] = {name: set() for name, own in street.STREET.items() if own}
    for path in street.modules():
        _, *inner = path.relative_to(street.PROGRESS).parts
        if inner and inner[0] != "__init__.py":
            name = inner[0].removesuffix(".py")
            if name.rsplit("_", 1)[-1] not in street.PARTS:
                found.setdefault(street.place_of(path), set()).add(name)
    assert found == {name: own for name, own in street.STREET.items() if own}


def test_addresses_are_grouped_by_the_folder_of_their_view():
    folders = [
        each.callback.__module__.split(".")[1]
        for each in import_module("progress.urls").urlpatterns
    ]
    groups = [name for name, _ in groupby(folders)]
    assert groups == sorted(set(groups), key=list(street.STREET).index)


def _is_of_views(name: str) -> bool:
    """Not the noun 見直し, which ends like it."""
    return name == "views" or name.endswith("_views")


def test_no_view_imports_another_nouns_views():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in modules()
        if _is_of_views(path.stem)
        for imported in sorted(street.imports_of(path, APPS))
        if any(_is_of_views(part) for part in imported.split("."))
    ]
    assert wrong == []


@pytest.mark.parametrize("root", ["templates/progress", "tests/progress"])
def test_templates_and_tests_lie_as_the_code(root):
    folders = {path.name for path in (ROOT / root).iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders - set(street.STREET) == set()


def test_no_private_attribute_of_django_is_touched():
    """They change without notice, and whoever sets one lies to the ORM."""
    private = {"_state", "_prefetched_objects_cache", "_result_cache"}
    users = [
        f"{name_of(path)}: {node.attr}"
        for path in [*modules(), *(ROOT / "tests").rglob("*.py")]
        for node in ast.walk(street.tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in private
    ]
    assert users == []


def test_reports_are_held_by_one_method():
    """`ProgressReportQuerySet.held`: another lock on their rows stops a closing for ever."""
    locked = re.compile(r"(?:ProgressReport\.objects|\.reports)\b[^\n]*\.select_for_update")
    assert [name_of(path) for path in modules() if locked.search(path.read_text())] == []


def test_what_stands_is_updated_and_never_displaced():
    """On SQLite triggers see none of what an upsert displaces: `records/storing.py` tells what
    stands from what is missing. Many-to-many rows are `set`, which adds what is not there."""
    many = {field.name for model in apps.get_models() for field in model._meta.many_to_many}
    users = [
        f"{name_of(path)}: {found}"
        for path in modules()
        for node in ast.walk(street.tree_of(path))
        if isinstance(node, ast.Call) and (found := upsert_in(node, many))
    ]
    assert many and users == []


def upsert_in(call: ast.Call, many: set[str]) -> str:
    """The word that makes an upsert of a call; blank where none does."""
    words = {each.arg for each in call.keywords} & {"update_conflicts", "ignore_conflicts"}
    match call.func:
        # What a resource keeps in a list of its own has such a name too.
        case ast.Attribute(attr="add", value=ast.Attribute(attr=name, value=owner)):
            is_own = isinstance(owner, ast.Name) and owner.id == "self"
            return f"{name}.add" if name in many and not is_own else ""
    return " ".join(sorted(words))


@pytest.mark.parametrize(
    "text",
    [
        "rows.bulk_create(x, update_conflicts=True)",
        "rows.bulk_create(x, ignore_conflicts=True)",
        "meeting.members.add(x)",
    ],
)
def test_upserts_are_told(text):
    assert upsert_in(ast.parse(text, mode="eval").body, {"members"})


def test_no_module_has_a_name_that_says_nothing():
    assert [name_of(path) for path in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_no_signals_for_our_own_logic():
    users = [
        name_of(path)
        for path in modules()
        if any(
            isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
            for node in ast.walk(street.tree_of(path))
        )
    ]
    assert users == USES_SIGNALS


def test_transactions_say_who_acts():
    users = {
        name_of(path)
        for path in modules()
        for node in ast.walk(street.tree_of(path))
        if isinstance(node, ast.Attribute | ast.alias)
        and getattr(node, "attr", getattr(node, "name", "")) == "atomic"
    }
    assert users == OPENS_TRANSACTIONS


@pytest.mark.parametrize("folder", APPS)
def test_modules_stay_short(folder):
    long = {
        name_of(path): len(path.read_text().splitlines())
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def functions() -> list[tuple[str, int]]:
    return [
        (f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1)
        for path in modules()
        for node in ast.walk(street.tree_of(path))
        if is_function(node)
    ]


def test_no_function_is_long():
    assert [name for name, lines in functions() if lines > LONGEST_FUNCTION] == []


def test_half_of_the_functions_are_shorter_than_nine_lines():
    lengths = sorted(lines for _, lines in functions())
    assert lengths[len(lengths) // 2] < 9


def test_public_classes_and_functions_say_what_they_are_for():
    """Modules, and public functions of modules that others import, have a docstring."""
    silent = [
        name_of(path)
        for path in modules()
        if path.stem not in ("__init__", "apps") and not ast.get_docstring(street.tree_of(path))
    ]
    assert [name for name in silent if not name.endswith("urls.py")] == []
