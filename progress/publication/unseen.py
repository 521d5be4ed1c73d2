"""Which reports citizens do not know of: the one home of that rule, as SQL for views and queries.

While a plan's newest edition is not public, citizens read the newest that is. A measure is unseen
that does not stand there by its key, as in `public_names.against_words`, whatever its first day;
but never a report that has a publication in force. Where the newest edition is public, or none is,
the tables are, and nothing is unseen.
"""

# Of two editions of a plan the newer: as PlanEditionQuerySet.in_order has them.
NEWER = "({0}.effective_on, {0}.number, {0}.id) > ({1}.effective_on, {1}.number, {1}.id)"
IN_FORCE = (
    "{of}.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM progress_publication AS later "
    "WHERE later.report_id = {of}.report_id AND later.edition > {of}.edition)"
)
IS_READ = (
    "{of}.published_on <= {today} AND NOT EXISTS ("
    "SELECT 1 FROM progress_planedition AS later "
    "WHERE later.plan_id = {of}.plan_id AND later.published_on <= {today} AND {newer})"
)
WITHHELD = (
    "SELECT own.plan_id FROM progress_planedition AS own WHERE EXISTS ("
    "SELECT 1 FROM progress_planedition AS public "
    "WHERE public.plan_id = own.plan_id AND public.published_on <= {today}) "
    "AND (own.published_on IS NULL OR own.published_on > {today}) AND NOT EXISTS ("
    "SELECT 1 FROM progress_planedition AS later WHERE later.plan_id = own.plan_id AND {newer})"
)
# The keys of the edition that is read are taken together once, by one function: PostgreSQL guesses a
# hundred rows for each list of lists, and plans for a million reports.
UNSEEN = (
    "SELECT report.id FROM progress_progressreport AS report "
    "JOIN measures_measure AS measure ON measure.id = report.measure_id "
    "WHERE measure.plan_id IN ({withheld}) AND {is_no_key} "
    "AND report.id NOT IN ("
    "SELECT published.report_id FROM progress_publication AS published WHERE {in_force})"
)
OF_EDITION = "FROM progress_planedition AS edition {} WHERE edition.plan_id IN ({}) AND {}"
# Whether a measure is none of the document that is read.
IS_NO_KEY = {
    "sqlite": (
        "measure.plan_id || ' ' || measure.key NOT IN ("
        "SELECT edition.plan_id || ' ' || json_extract(printed.value, '$.key') {of_edition})"
    ),
    "postgresql": (
        "measure.plan_id || ' ' || measure.key <> ALL (ARRAY("
        "SELECT edition.plan_id || ' ' || (printed.key #>> '{{}}') {of_edition}))"
    ),
}
# The measures of an edition's document.
PRINTED = {
    "sqlite": (
        "JOIN json_each(NULLIF(edition.public_document, ''), '$.policies') AS policy "
        "JOIN json_each(policy.value, '$.directions') AS direction "
        "JOIN json_each(direction.value, '$.measures') AS printed"
    ),
    "postgresql": (
        "CROSS JOIN jsonb_path_query(NULLIF(edition.public_document, '')::jsonb, "
        "'$.policies[*].directions[*].measures[*].key') AS printed(key)"
    ),
}


def in_force(of: str) -> str:
    """Whether a publication (its alias) is its report's newest, and was not taken back."""
    return IN_FORCE.format(of=of)


def is_read(of: str, today: str) -> str:
    """Whether an edition (its alias) is of its plan's public ones that which citizens read."""
    return IS_READ.format(of=of, today=today, newer=NEWER.format("later", of))


def withheld_plans(today: str) -> str:
    """The plans whose newest edition is not public, but an earlier one is: citizens read that one."""
    return WITHHELD.format(today=today, newer=NEWER.format("later", "own"))


def unseen_reports(vendor: str, today: str) -> str:
    """The reports of measures that a revision begins which is not public, none that is published."""
    withheld = withheld_plans(today)
    of_edition = OF_EDITION.format(PRINTED[vendor], withheld, is_read("edition", today))
    return UNSEEN.format(
        withheld=withheld,
        is_no_key=IS_NO_KEY[vendor].format(of_edition=of_edition),
        in_force=in_force("published"),
    )
