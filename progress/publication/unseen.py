"""Which reports citizens do not know of: the one home of that rule, as SQL for views and queries.

While a plan's newest edition is not public, citizens read the newest that is. A measure is unseen
that does not stand there by its key, as in `public_names.against_words`, whatever its first day;
but never a report that has a publication in force. Where the newest edition is public, or none is,
the tables are, and nothing is unseen.
"""

from collections.abc import Mapping

TABLES = {
    "editions": "progress_planedition",
    "publications": "progress_publication",
    "reports": "progress_progressreport",
    "measures": "measures_measure",
}
# Of two editions of a plan the newer: as PlanEditionQuerySet.in_order has them.
NEWER = "({0}.effective_on, {0}.number, {0}.id) > ({1}.effective_on, {1}.number, {1}.id)"
IN_FORCE = (
    "{of}.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM {publications} AS later "
    "WHERE later.report_id = {of}.report_id AND later.edition > {of}.edition)"
)
IS_READ = (
    "{of}.published_on <= {today} AND NOT EXISTS ("
    "SELECT 1 FROM {editions} AS later "
    "WHERE later.plan_id = {of}.plan_id AND later.published_on <= {today} AND {newer})"
)
WITHHELD = (
    "SELECT own.plan_id FROM {editions} AS own WHERE EXISTS ("
    "SELECT 1 FROM {editions} AS public "
    "WHERE public.plan_id = own.plan_id AND public.published_on <= {today}) "
    "AND (own.published_on IS NULL OR own.published_on > {today}) AND NOT EXISTS ("
    "SELECT 1 FROM {editions} AS later WHERE later.plan_id = own.plan_id AND {newer})"
)
UNSEEN = (
    "SELECT report.id FROM {reports} AS report "
    "JOIN {measures} AS measure ON measure.id = report.measure_id "
    "WHERE measure.plan_id IN ({withheld}) "
    "AND (measure.plan_id, measure.key) NOT IN ("
    "SELECT edition.plan_id, {key} FROM {editions} AS edition {of_edition} "
    "WHERE edition.plan_id IN ({withheld}) AND {is_read}) "
    "AND report.id NOT IN ("
    "SELECT published.report_id FROM {publications} AS published WHERE {in_force})"
)
# The measures of an edition's document, and the key of each.
OF_EDITION = {
    "sqlite": (
        "JOIN json_each(NULLIF(edition.public_document, ''), '$.policies') AS policy "
        "JOIN json_each(policy.value, '$.directions') AS direction "
        "JOIN json_each(direction.value, '$.measures') AS printed"
    ),
    "postgresql": (
        "CROSS JOIN json_array_elements("
        "NULLIF(edition.public_document, '')::json -> 'policies') AS policy "
        "CROSS JOIN json_array_elements(policy.value -> 'directions') AS direction "
        "CROSS JOIN json_array_elements(direction.value -> 'measures') AS printed"
    ),
}
KEY = {
    "sqlite": "json_extract(printed.value, '$.key')",
    "postgresql": "printed.value ->> 'key'",
}


def in_force(of: str, tables: Mapping[str, str] = TABLES) -> str:
    """Whether a publication (its alias) is its report's newest, and was not taken back."""
    return IN_FORCE.format(of=of, **tables)


def is_read(of: str, today: str, tables: Mapping[str, str] = TABLES) -> str:
    """Whether an edition (its alias) is of its plan's public ones that which citizens read."""
    return IS_READ.format(of=of, today=today, newer=NEWER.format("later", of), **tables)


def withheld_plans(today: str, tables: Mapping[str, str] = TABLES) -> str:
    """The plans whose newest edition is not public, but an earlier one is: citizens read that one."""
    return WITHHELD.format(today=today, newer=NEWER.format("later", "own"), **tables)


def unseen_reports(vendor: str, today: str, tables: Mapping[str, str] = TABLES) -> str:
    """The reports of measures that a revision begins which is not public, none that is published.
    A site that reads views finds none: the views of measures and reports are without them."""
    return UNSEEN.format(
        withheld=withheld_plans(today, tables),
        is_read=is_read("edition", today, tables),
        in_force=in_force("published", tables),
        of_edition=OF_EDITION[vendor],
        key=KEY[vendor],
        **tables,
    )
