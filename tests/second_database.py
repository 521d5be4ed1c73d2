"""Which tests the second database is asked, too (`pytest --only-database`).

The long run asks it all that reaches a database. The short one asks what two databases do in two
ways: rules and triggers, transactions and locks, the SQL of many rows, and the verbs that write.
What shows pages or reads files asks through those; the browser tests walk every page on PostgreSQL.
"""

from fnmatch import fnmatch

ASKING = {"db", "transactional_db", "live_server"}

# By path below tests/. What pages say of rows, and how many queries they take, is one on both.
SHOWING = (
    "*/test_views.py",
    "*/test_*_views.py",
    "*/test_query_counts.py",
    "*/test_promised_queries.py",
    "test_access_table.py",
    "*/test_frame.py",
    "*/test_kept_texts.py",
    "*/test_year_stays.py",
    "*/test_closed_offers.py",
    "*/admin/*",
    "*/test_admin*.py",
    "*/audit/test_records.py",
    "*/charts/*",
    "*/dashboards/*",
    "*/decisions/test_papers.py",
    "*/decisions/test_screen.py",
    "*/demo/test_systems.py",
    "*/desk/test_again.py",
    "*/desk/test_next_steps.py",
    "*/desk/test_plan_lines.py",
    "*/desk/test_reminders.py",
    "*/desk/test_review.py",
    "*/desk/test_start.py",
    "*/desk/test_traces.py",
    "*/entry/test_contribution_pages.py",
    "*/entry/test_handover.py",
    "*/entry/test_part_sheets.py",
    "*/entry/test_tasks.py",
    "*/help/*",
    "*/letters/test_notices.py",
    "*/people/test_people.py",
    "*/reading/test_heat_map.py",
    "*/reference/*",
    "*/revisions/test_comparison.py",
    "*/year/test_forms.py",
    "organization/test_errors.py",
    "organization/test_told_of_a_save.py",
    "health/test_probes.py",
)
# Which file or password is taken, and which request is refused before any row is asked for.
TAKING_IN = (
    "*/test_importers*.py",
    "*/test_exporting.py",
    "*/entry/test_evidence.py",
    "*/entry/test_fractions.py",
    "*/entry/test_sheet.py",
    "*/imports/test_command.py",
    "*/imports/test_effects.py",
    "*/imports/test_looking.py",
    "*/imports/test_wizard.py",
    "*/plan_document/test_checking.py",
    "*/plan_document/test_telling.py",
    "organization/test_body_limits.py",
    "organization/test_login_budget.py",
    "organization/test_password*.py",
    "sakado_dx/test_spreadsheets_validating.py",
)
# Here each row of a table of examples is another rule of the database; elsewhere the first will do.
EACH_ROW = ("*/guards/*", "records/*", "*/test_limits.py")


def choose(items: list, root, is_long: bool) -> tuple[list, list]:
    """Those of `items` that the second database is asked, and the others."""
    kept, left_out, begun = [], [], set()
    for item in items:
        path = item.path.relative_to(root / "tests").as_posix()
        stays = is_asking(item) and (is_long or _is_of_databases(item, path, begun))
        (kept if stays else left_out).append(item)
    return kept, left_out


def is_asking(item) -> bool:
    """Whether the test reaches a database at all."""
    return bool(ASKING & set(item.fixturenames) or item.get_closest_marker("django_db"))


def _is_of_databases(item, path: str, begun: set) -> bool:
    """Whether the short run asks it; `begun` are the tables of examples whose first row is asked."""
    if item.get_closest_marker("one_database") or _is_in(path, SHOWING + TAKING_IN):
        return False
    name = (path, item.originalname)
    is_further = name in begun
    begun.add(name)
    return not is_further or _is_in(path, EACH_ROW)


def _is_in(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)
