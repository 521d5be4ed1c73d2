"""What is made in the database: a trigger of SQLite, a trigger or a function of PostgreSQL.

Each piece has a `place` (what it is called), a `definition` (what the database's catalogue
says of it when it is as we made it) and the SQL that makes it.
"""

from dataclasses import dataclass

PREFIX = "sakado_dx_"

# Bits of pg_trigger.tgtype, which no version of PostgreSQL writes differently.
TYPE_BITS = {
    "ROW": 1,
    "STATEMENT": 0,
    "BEFORE": 2,
    "AFTER": 0,
    "INSERT": 4,
    "DELETE": 8,
    "UPDATE": 16,
    "TRUNCATE": 32,
}


def quoted(name: str) -> str:
    """An identifier as both databases read it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text constant as both databases read it."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class SqliteTrigger:
    """`name` starts with PREFIX and is unique in the database; `body` is all that follows
    CREATE TRIGGER name."""

    name: str
    table: str
    body: str

    @property
    def place(self) -> tuple[str, str]:
        return self.table, self.name

    @property
    def definition(self) -> str:
        return self.sql

    @property
    def sql(self) -> str:
        return f"CREATE TRIGGER {quoted(self.name)} {self.body}"


@dataclass(frozen=True)
class PgFunction:
    """A trigger function in PL/pgSQL. `body` runs from DECLARE or BEGIN to END."""

    name: str
    body: str

    @property
    def place(self) -> tuple[str, str]:
        return "", self.name

    @property
    def definition(self) -> str:
        return self.body

    @property
    def sql(self) -> str:
        """Fixed to this schema, whatever search path the writer of a row has."""
        return (
            f"CREATE OR REPLACE FUNCTION {quoted(self.name)}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path FROM CURRENT AS $portal${self.body}$portal$"
        )


@dataclass(frozen=True)
class PgTrigger:
    """Calls a function. `timing` is BEFORE or AFTER, `level` ROW or STATEMENT."""

    name: str
    table: str
    timing: str
    events: tuple[str, ...]
    level: str
    function: str
    arguments: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        return self.table, self.name

    @property
    def definition(self) -> str:
        bits = sum(TYPE_BITS[word] for word in (self.level, self.timing, *self.events))
        return " ".join((str(bits), self.function, *self.arguments))

    @property
    def sql(self) -> str:
        arguments = ", ".join(map(literal, self.arguments))
        return (
            f"CREATE TRIGGER {quoted(self.name)} {self.timing} {' OR '.join(self.events)}"
            f" ON {quoted(self.table)} FOR EACH {self.level}"
            f" EXECUTE FUNCTION {quoted(self.function)}({arguments})"
        )


Piece = SqliteTrigger | PgFunction | PgTrigger
