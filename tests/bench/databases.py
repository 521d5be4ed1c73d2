"""A database for one run, thrown away after it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def throwaway_database(server_url: str = "") -> Iterator[str]:
    """The DATABASE_URL of an empty database: a file in a temporary folder, or one of its own
    on the PostgreSQL server of `server_url`, whose own database is left alone."""
    if server_url:
        with _on_server(server_url) as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def _on_server(server_url: str) -> Iterator[str]:
    name = f"bench_{secrets.token_hex(6)}"
    _execute(server_url, f"CREATE DATABASE {name}")
    try:
        # A server that does not wait for its disk (.ci/postgres.sh) at least writes its log.
        more = {"path": f"/{name}", "query": "options=-c%20synchronous_commit%3Don"}
        yield urlunsplit(urlsplit(server_url)._replace(**more))
    finally:
        _execute(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    import psycopg2  # only where PostgreSQL is asked for

    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
