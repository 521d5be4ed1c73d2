"""What is made in the database: a trigger of SQLite, a trigger or a function of PostgreSQL.

Each piece has a `place` (what it is called), a `definition` (what the database's catalogue
says of it when it is as we made it) and the SQL that makes it.
"""

from dataclasses import dataclass

PREFIX = "sakado_dx_"

# Stands in a statement for the schema in which all is made (making.py).
SCHEMA = "<schema>"
FIXED_PATH = "(fixed path)"

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
    """A function in PL/pgSQL, of a trigger unless it `returns` something else. `body` runs from
    DECLARE or BEGIN to END; `arguments` are spelled as the catalogue does (``place bigint``).

    One that writes the record runs with its owner's rights (`as_owner`): the portal's role has
    none of its own there.
    """

    name: str
    body: str
    arguments: str = ""
    returns: str = "trigger"
    as_owner: bool = False

    @property
    def place(self) -> tuple[str, str]:
        return "", f"{self.name}({self.arguments})"

    @property
    def definition(self) -> str:
        return f"{self.returns} {'owner' if self.as_owner else 'caller'} {FIXED_PATH}{self.body}"

    @property
    def sql(self) -> str:
        """Fixed to this schema and to UTC, whatever settings and temporary tables the writer
        has."""
        definer = " SECURITY DEFINER" if self.as_owner else ""
        return (
            f"CREATE OR REPLACE FUNCTION {quoted(self.name)}({self.arguments})"
            f" RETURNS {self.returns} LANGUAGE plpgsql{definer}"
            f" SET search_path TO {SCHEMA}, pg_temp SET timezone TO 'UTC' AS $portal${self.body}$portal$"
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
