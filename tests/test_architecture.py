"""The shape of the code: imports go one way, functions and modules stay short (design 3)."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
# What an app may import from the project, besides itself.
MAY_IMPORT = {
    "sakado_dx": set(),
    "measures": {"sakado_dx"},
    "glossary": {"sakado_dx", "measures"},
    "systems_inventory": {"sakado_dx", "measures"},
    "progress": {"sakado_dx", "measures", "glossary", "systems_inventory"},
}
ASSEMBLY_POINTS = {"sakado_dx/urls.py", "sakado_dx/api.py", "sakado_dx/settings.py"}
# Inside progress, a module imports its own row and those above it only.
LAYERS = (
    {"models"},
    {"rules"},
    {"contributors", "files", "guards", "results", "rights"},
    {"agenda", "workflow", "reports", "snapshots", "publishing", "corrections"},
    {"charts", "plan_document"},
    {"access", "history", "importers", "exporters", "demo", "bench"},
    {"forms"},
    {"cautions", "calendar_of_years", "evidence", "merging", "parts", "reminders"},
    {"bulk", "entries", "desk", "filters", "follow_ups", "judging", "meetings", "people"},
    {"next_steps"},
    {"tables", "tables_then", "tasks"},
    {
        "views",
        "chart_views",
        "context",
        "admin",
        "management",
        "middleware",
        "desk_urls",
        "meeting_urls",
        "edition_urls",
        "urls",
    },
)
# pre_migrate and post_migrate, which take the triggers away and bring them back.
USES_SIGNALS = ["sakado_dx/records/apps.py"]
# All others open a transaction with `records.acting.acting`, so that each record says who acts.
# These write nothing that is recorded.
OPENS_TRANSACTIONS = {
    "sakado_dx/records/acting.py",
    "sakado_dx/records/chain.py",
    "sakado_dx/records/mail.py",
    "sakado_dx/records/triggers/making.py",
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


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> set[str]:
    """Dotted names of the project's modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in APPS}


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_apps_import_in_one_direction():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in modules()
        if name_of(path) not in ASSEMBLY_POINTS
        for imported in sorted(imports_of(path))
        if imported.split(".")[0] not in MAY_IMPORT[path.relative_to(ROOT).parts[0]]
        and imported.split(".")[0] != path.relative_to(ROOT).parts[0]
    ]
    assert wrong == []


def layer_of(module: str) -> int | None:
    return next((place for place, names in enumerate(LAYERS) if module in names), None)


def test_every_module_of_progress_has_its_layer():
    names = {
        path.relative_to(ROOT / "progress").parts[0] for path in modules() if is_progress(path)
    }
    unplaced = {name.removesuffix(".py") for name in names} - set().union(*LAYERS)
    assert unplaced - {"__init__", "apps"} == set()


def is_progress(path: Path) -> bool:
    return path.is_relative_to(ROOT / "progress")


def test_modules_of_progress_import_upwards_only():
    wrong = []
    for path in filter(is_progress, modules()):
        own = layer_of(path.relative_to(ROOT / "progress").parts[0].removesuffix(".py"))
        for imported in sorted(imports_of(path)):
            parts = imported.split(".")
            if parts[0] != "progress" or own is None or len(parts) < 2:
                continue
            other = layer_of(parts[1])
            if other is not None and other > own:
                wrong.append(f"{name_of(path)} imports {imported}")
    assert wrong == []


def test_no_module_has_a_name_that_says_nothing():
    assert [name_of(path) for path in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_no_signals_for_our_own_logic():
    users = [
        name_of(path)
        for path in modules()
        if any(
            isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
            for node in ast.walk(tree_of(path))
        )
    ]
    assert users == USES_SIGNALS


def test_transactions_say_who_acts():
    users = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree_of(path))
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
        for node in ast.walk(tree_of(path))
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
        if path.stem not in ("__init__", "apps") and not ast.get_docstring(tree_of(path))
    ]
    assert [name for name in silent if not name.endswith("urls.py")] == []
