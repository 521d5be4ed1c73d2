"""The two roles of PostgreSQL: who owns the tables and migrates, and who the portal runs as.

The portal's role changes rows and nothing else: no DDL, no TRUNCATE, and no writing of the record,
which triggers, sealing and disposal write with their owner's rights (triggers/audit_postgresql.py).
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers import audit_postgresql as audit
from sakado_dx.records.triggers.pieces import PREFIX, literal, quoted

RECORD = "records_auditrecord"
READ_ONLY = (RECORD, "django_migrations")
CALLED = (audit.SEAL, audit.DISPOSE, audit.STOCK)


class NotApart(Exception):
    """The two roles would be one, or the portal's could do what the owner may."""


def statements(connection: BaseDatabaseWrapper, portal: str) -> list[str]:
    """What gives the role `portal` what it may do, for the owner to run after each update; to run
    it again changes nothing. Raises NotApart; 2 queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_database(), current_schema(), coalesce((SELECT rolsuper"
            " OR rolcreaterole OR rolbypassrls OR pg_has_role(oid, current_user, 'MEMBER')"
            " FROM pg_roles WHERE rolname = %s), false)",
            [portal],
        )
        owner, database, schema, is_mighty = cursor.fetchone()
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::"
            "regnamespace AND prorettype = 'trigger'::regtype AND starts_with(proname, %s)",
            [PREFIX],
        )
        functions = sorted(row[0] for row in cursor.fetchall())
    if portal == owner or is_mighty:
        raise NotApart(
            f"ロール {portal} は、表の持ち主か、その権限を持つロールです。ほかの名前にしてください。"
        )
    return list(_statements(quoted(portal), portal, quoted(database), quoted(schema), functions))


def _statements(
    role: str, name: str, database: str, schema: str, functions: list[str]
) -> Iterator[str]:
    yield (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)}) THEN"
        f" CREATE ROLE {role} LOGIN; END IF; END $$"
    )
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}"
    yield f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    for table in READ_ONLY:
        yield f"REVOKE INSERT, UPDATE, DELETE ON {schema}.{table} FROM {role}"
    yield f"REVOKE ALL ON SEQUENCE {schema}.{RECORD}_id_seq FROM {role}"
    yield f"GRANT SELECT ON SEQUENCE {schema}.{RECORD}_id_seq TO {role}"  # a backup reads it
    # What the next update makes.
    in_schema = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}"
    yield f"{in_schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
    yield f"{in_schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}"
    yield "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    # A trigger function could be put on a temporary table, and write a record of it.
    for function in functions:
        yield f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {role}"
    for function in CALLED:
        signature = f"{quoted(function.name)}({function.arguments})"
        yield f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {signature} TO {role}"
