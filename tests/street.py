"""The street of `progress`: its folders in the order in which they may import each other.

A folder imports those that stand before it, and no other. `make check` reads the same list.
"""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRESS = ROOT / "progress"
# What a noun's folder may hold, each also behind a prefix: contribution_views.py.
PARTS = ("views", "forms", "pages", "verbs")
# Folders of the street with the modules that are theirs alone, and the loose modules (None).
STREET: dict[str, set[str] | None] = {
    "models": {
        "approvals", "changes", "contributions", "decisions", "disposals", "draft_marks", "editions", "effects",
        "follow_ups", "letters", "meetings", "new_measures", "packs", "plan_editions", "reference_values",
        "report_fields", "report_sets", "reports", "results",
        "retention", "review_decisions", "reviews", "revisions", "shown_states", "years",
    },
    "plan_document": {"checks", "exporting", "loading", "own_table", "rows", "schema", "sheets"},
    "judging": {
        "amounts", "completeness", "council", "facts", "findings", "fractions", "homes", "judgement",
        "lifetimes", "marks", "milestones", "pasts", "rates", "result_cells", "results", "shares", "shown_years",
        "steps", "targets", "totals", "turns", "typed", "warnings", "ways",
    },
    "rights": {"lookups", "predicates"},
    "reading": {
        "attention", "before", "codec", "dashboard", "decisions", "edition", "heat_map",
        "indicators", "inputs", "kept", "lineage", "live", "live_editions", "live_indicators", "live_plan",
        "measure", "names_then", "one_report",
        "places", "plan_names", "reports", "rows", "sittings", "stored", "words", "years",
    },
    "workflow": {"asking", "mail_text", "many", "posts", "record", "refusals", "table"},
    "guards": {"conditions", "disposals", "guard", "making", "middleware", "opening", "sql"},
    "access": None,
    "attachments": None,
    "form_fields": None,
    "plan_editions": {"addresses", "printed", "promises", "public_plan", "writing"},
    "reference_values": {"addresses"},
    "search": {"decisions", "divisions", "follow_ups", "reports"},
    "charts": {
        "addresses", "bars", "bars_layout", "cache", "context", "directions", "directions_layout", "drawing", "failed",
        "frame", "indicator", "indicator_labels", "indicator_layout", "kinds", "marks", "notes", "past_layout",
        "placing", "policies", "policies_layout", "scales", "serving", "sources", "style", "tables",
        "timeline", "timeline_layout", "track", "track_layout", "words", "words_layout",
    },
    "unsent": {"doors", "lists", "reading"},
    "letters": {"composing", "filling", "notices", "paper_word", "wording"},
    "year": {"back_notices", "calendar", "contributors", "days"},
    "follow_ups": {"notices", "requests"},
    "people": set(),
    "editions": {
        "amending", "export_columns", "export_json", "exporting", "migrating", "proving", "sheet",
        "sheet_columns", "unlocking", "writing",
    },
    "meetings": {"addresses", "agenda"},
    "decisions": {"evaluating", "paper_word"},
    "approvals": set(),
    "publication": {
        "content", "indicators", "public_names", "published", "republishing", "shared", "unseen",
    },
    "entry": {
        "answers", "cautions", "content", "merging", "notes", "paper_word", "sheet", "sheet_columns",
        "taking", "tasks",
    },
    "frame": None,
    "corrections": {"checking"},
    "desk": {
        "early", "facts", "lines", "next_steps", "notices", "plan_lines", "reminders", "retention_lines", "waiting",
    },
    "dashboards": {"addresses", "filters"},
    "help": {"drawings", "goals", "rule", "rules"},
    "pack": {
        "gathering", "items", "making", "measures", "orders", "paper_word", "printing", "public",
        "systems", "workbook", "workbook_charts",
    },
    "public": {"addresses", "charts", "frame", "middleware", "shown", "tables"},
    "open_data": {
        "addresses", "catalogue", "columns", "dictionary", "files", "gathering", "licence",
        "plan_rows", "result_rows", "tables", "writing",
    },
    "api": {"answers", "figures", "inside", "published", "sources"},
    "static_site": {"asking", "exporting", "folders", "links", "refusals"},
    "audit": {
        "codes", "exporting", "marking", "plan_lines", "reading", "structures", "subjects", "words",
    },
    "retention": {"addresses", "archive", "contents", "leftovers", "texts"},
    "reference": {"addresses"},
    "imports": {
        "addresses", "consequences", "drafts", "effects", "judged", "kept", "lists", "promised", "working",
    },
    "revisions": {
        "addresses", "applying", "comparison", "comparison_indicators", "comparison_measures",
        "comparison_targets", "deciding",
        "drafting", "editing", "fetching", "limits", "lines", "middleware", "notices", "open_reports",
        "paper_word", "public_table", "readings", "redefining", "renewing", "slips", "summary",
        "undoing", "workbook",
    },
    "reviews": {"addresses", "deciding", "fetching", "indicators", "side_by_side", "taking"},
    "sheets": {
        "columns", "comparing", "drafting", "gathering", "instructions", "lines", "paper_drafting",
        "papers", "reading", "workbook",
    },
    "demo": {
        "figures", "loading", "people", "reporting", "reviews", "revisions", "scenario", "systems", "texts",
        "years",
    },
    "admin": {
        "charts", "consequences", "frame", "indicators", "measures", "own_tables", "plan_loading",
        "plans", "promises", "read_only", "reports", "results", "titles", "years",
    },
    "management": {"commands"},
    "urls": None,
    "apps": None,
}  # fmt: skip


def place_of(path: Path) -> str:
    """The name on the street of a module of `progress`: its folder's, or its own."""
    return path.relative_to(PROGRESS).parts[0].removesuffix(".py")


@cache
def modules() -> tuple[Path, ...]:
    """The modules of `progress`, without migrations and its empty `__init__`."""
    return tuple(
        path
        for path in sorted(PROGRESS.rglob("*.py"))
        if "migrations" not in path.parts and path != PROGRESS / "__init__.py"
    )


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path, apps: tuple[str, ...]) -> set[str]:
    """Dotted names of the modules of these apps that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{path.relative_to(ROOT)}: relative import")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in apps}
