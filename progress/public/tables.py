"""What the public pages may read of the database: a view `public_…` for each table that they need.

A site for citizens alone (PUBLIC_ONLY) reads these views in place of the tables, by the same
models, and its PostgreSQL role may read nothing else. A view has the columns of its table; those
that are not public are empty in it. Of reports it has what is published, in force and past its
公表日, and that the others exist; of the plan what the plan itself prints.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "public_"
# The day in Japan, as the database has it: nothing shows before its 公表日, whoever asks.
TODAY = {
    "postgresql": "(now() AT TIME ZONE 'Asia/Tokyo')::date",
    "sqlite": "date('now', '+9 hours')",
}
NEWEST = (
    "withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM progress_publication AS later "
    "WHERE later.report_id = {of}.report_id AND later.edition > {of}.edition)"
)
# Not what is prepared for a day to come: a division, or who takes a measure over.
BEGUN = "(first_day IS NULL OR first_day <= {today})"
PLAN_TABLES = (
    "measures_plan", "measures_policy", "measures_direction", "measures_measure",
    "measures_measuredivision", "organization_division", "measures_effectkind",
    "measures_effectrating", "measures_yearlydirection", "measures_indicator",
    "measures_measureindicator", "measures_indicatortarget",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A table and what its view holds: `only` these columns, or all but free texts (JSON too) that
    are not among `texts` and references to people; of all rows those `where` is true (`{today}`)."""

    model: type[models.Model]
    texts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    where: str = ""
    instead: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table.removeprefix(PREFIX)

    @property
    def view(self) -> str:
        return f"{PREFIX}{self.table}"

    def shows(self, field: models.Field) -> bool:
        """Whether the view holds what the column holds."""
        if self.only:
            return field.name in self.only
        if field.is_relation:
            return field.related_model._meta.label != "organization.User"
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_free = is_text or isinstance(field, models.JSONField)
        return not is_free or field.name in self.texts


def shown_tables() -> list[Shown]:
    """All that public code reads, a view after those that it is made of."""
    return [*_of_years(), *_of_the_plan(), *_beside_the_plan()]


def _of_years() -> Iterator[Shown]:
    model = apps.get_model
    published = (
        "SELECT report.year_id FROM progress_progressreport AS report "
        "JOIN progress_publication AS own ON own.report_id = report.id "
        f"WHERE own.{NEWEST.format(of='own')}"
    )
    yield Shown(
        model("progress.ReviewYear"),
        only=("id", "plan", "fiscal_year", "publish_on", "is_sample"),
        where=f"publish_on <= {{today}} AND id IN ({published})",
    )
    yield Shown(
        model("progress.ProgressReport"),
        only=("id", "year", "measure"),
        where=f"year_id IN (SELECT id FROM {PREFIX}progress_reviewyear)",
    )
    yield Shown(
        model("progress.Publication"),
        only=("id", "report", "edition", "content", "published_on", "at"),
        where=f"{NEWEST.format(of='progress_publication')} AND report_id IN "
        f"(SELECT id FROM {PREFIX}progress_progressreport)",
    )


# What the plan prints: free texts by the name of their table.
PRINTED = {
    "measures.Plan": (
        "title", "city", "city_code", "level_names", "mark_names", "missing_words",
    ),
    "measures.Policy": ("name", "aim", "label"),
    "measures.Direction": ("name",),
    "measures.Measure": ("key", "code", "name", "group", "summary"),
    "measures.MeasureDivision": (),
    "measures.EffectKind": ("name",),
    "measures.EffectRating": ("mark",),
    "measures.YearlyDirection": ("printed", "resolved"),
    "measures.Indicator": (
        "key", "name", "unit", "printed", "note", "numerator_name", "denominator_name",
    ),
    "measures.MeasureIndicator": ("label",),
    "measures.IndicatorTarget": ("source",),
    "glossary.Term": ("term", "reading", "explanation", "source"),
    "glossary.TermAlias": ("alias",),
}  # fmt: skip


def _of_the_plan() -> Iterator[Shown]:
    for label, texts in PRINTED.items():
        where = BEGUN if label == "measures.MeasureDivision" else ""
        yield Shown(apps.get_model(label), texts, where=where)
    yield Shown(apps.get_model("measures.Measure").related.through)


def _beside_the_plan() -> Iterator[Shown]:
    """Names of divisions, and when the plan was last written; of systems, successors and tags,
    which are asked for with what stands around a measure, nothing."""
    system = apps.get_model("systems_inventory.InformationSystem")
    successors = apps.get_model("measures.Measure").successors.through
    tag = apps.get_model("measures.MeasureTag")
    for model in (system, system.measures.through, successors, tag):
        yield Shown(model, only=("id",), where="1 = 0")
    is_public = "CASE WHEN published_on <= {today} THEN published_on END"
    yield Shown(  # whether a revision in force is not yet public, and no document
        apps.get_model("progress.PlanEdition"),
        only=("id", "plan", "number", "effective_on"),
        instead=(("published_on", is_public),),
    )
    yield Shown(
        apps.get_model("organization.Division"),
        only=("id", "name", "kind", "order", "first_day", "last_day"),
        where=BEGUN,
    )
    yield Shown(
        apps.get_model("records.AuditRecord"),
        only=("id", "at"),
        instead=(("table_name", f"'{PREFIX}' || table_name"),),
        where=f"table_name IN {PLAN_TABLES}",
    )


def view_sql(shown: Shown, connection: BaseDatabaseWrapper) -> str:
    """The statement that makes a view."""
    quote = connection.ops.quote_name
    instead = dict(shown.instead)
    columns = []
    for field in shown.model._meta.local_concrete_fields:
        empty = f"CAST(NULL AS {field.cast_db_type(connection)})"
        other = instead.get(field.name, empty).replace("{today}", TODAY[connection.vendor])
        held = quote(field.column) if shown.shows(field) else other
        columns.append(f"{held} AS {quote(field.column)}")
    where = f" WHERE {shown.where.format(today=TODAY[connection.vendor])}" if shown.where else ""
    made_of = f"SELECT {', '.join(columns)} FROM {quote(shown.table)}{where}"
    return f"CREATE VIEW {quote(shown.view)} AS {made_of}"


def are_made_of(connection: BaseDatabaseWrapper) -> bool:
    """Whether all tables are there that the views are made of: not after a migration back."""
    there = set(connection.introspection.table_names())
    return all(each.table in there for each in shown_tables())


def make_all(connection: BaseDatabaseWrapper, readers: Iterable[str] = ()) -> None:
    """All views anew, unless they are there as they should be. The roles that could read them, and
    `readers`, which could before a migration, may read the new ones."""
    wanted = {each.view: view_sql(each, connection) for each in shown_tables()}
    if not out_of_date(connection):
        return
    readers = sorted({*readers, *drop_all(connection)})
    run(connection, list(wanted.values()))
    if connection.vendor == "postgresql":
        quote = connection.ops.quote_name
        comments = [
            f"COMMENT ON VIEW {quote(name)} IS '{_mark(sql)}'" for name, sql in wanted.items()
        ]
        run(connection, [*comments, *(grant_sql(each) for each in readers)])


def out_of_date(connection: BaseDatabaseWrapper) -> list[str]:
    """The views that are not there as this program makes them."""
    stored = _stored(connection)
    wanted = {each.view: _mark(view_sql(each, connection)) for each in shown_tables()}
    return [name for name, mark in wanted.items() if stored.get(name) != mark]


def refused(connection: BaseDatabaseWrapper) -> list[str]:
    """The views that whoever is connected may not read; none of SQLite."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_table_is_visible(oid) "
            "AND NOT has_table_privilege(oid, 'SELECT')",
            [[each.view for each in shown_tables()]],
        )
        return sorted(name for (name,) in cursor.fetchall())


def _readers(connection: BaseDatabaseWrapper) -> list[str]:
    """The PostgreSQL roles, besides the owner, that may read a view."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT pg_get_userbyid(own.grantee) FROM pg_class AS view "
            "CROSS JOIN LATERAL aclexplode(view.relacl) AS own "
            "WHERE view.relkind = 'v' AND view.relname = ANY(%s) "
            "AND pg_table_is_visible(view.oid) AND own.privilege_type = 'SELECT' "
            "AND own.grantee NOT IN (0, view.relowner)",
            [[each.view for each in shown_tables()]],
        )
        return [name for (name,) in cursor.fetchall()]


def _stored(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The marks of the views that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'view' AND name LIKE 'public!_%%' "
                "ESCAPE '!'"
            )
            return {name: _mark(sql) for name, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relkind = 'v' AND relname LIKE 'public\\_%%' AND pg_table_is_visible(oid)"
        )
        return dict(cursor.fetchall())


def _mark(sql: str) -> str:
    """Of a view's statement, since PostgreSQL keeps it in words of its own."""
    return sha256(sql.encode()).hexdigest()


def drop_all(connection: BaseDatabaseWrapper) -> list[str]:
    """Before a migration: no table can be changed while a view reads it. The roles that could read
    the views, to be given the new ones."""
    readers = _readers(connection) if connection.vendor == "postgresql" else []
    quote = connection.ops.quote_name
    names = [each.view for each in reversed(shown_tables())]
    run(connection, [f"DROP VIEW IF EXISTS {quote(name)}" for name in names])
    return readers


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """All of the statements or none."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def read_views() -> None:
    """From now on this process reads the views, and nothing that has none."""
    for each in shown_tables():
        point(each.model, each.view, managed=False)


def point(model: type[models.Model], table: str, *, managed: bool) -> None:
    """Let a model read a table or a view, before it has read any. `managed` says whether PostgreSQL
    knows what follows from a key: not of a view."""
    model._meta.db_table, model._meta.managed = table, managed
    for field in model._meta.local_concrete_fields:
        field.__dict__.pop("cached_col", None)  # names the table that it was first asked of


def role_sql(role: str) -> list[str]:
    """What gives a PostgreSQL role the views, and nothing else."""
    return [
        f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"',
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        grant_sql(role),
        f'ALTER ROLE "{role}" SET default_transaction_read_only = on',
    ]


def grant_sql(role: str) -> str:
    """What lets a role read the views."""
    names = ", ".join(f'"{each.view}"' for each in shown_tables())
    return f'GRANT SELECT ON {names} TO "{role}"'
