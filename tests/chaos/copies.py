"""Older copies of the ledger: taken while all processes stand still, and put in its place later.

As an operator restores a backup, goes back to a snapshot, or moves a volume: SQLite's three files, or a database.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import psycopg

from . import postgres


class CannotCopyError(Exception):
    """Not at this moment: a process that stands still holds the ledger."""


class SqliteCopies:
    """Copies of a state file, beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = path.with_name("older.db")

    def take(self) -> None:
        half = self._copy.with_name("half.db")
        half.unlink(missing_ok=True)
        try:
            with (
                contextlib.closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=0.2)) as whole,
                contextlib.closing(sqlite3.connect(half)) as copy,
            ):
                whole.backup(copy)
        except sqlite3.Error as error:
            raise CannotCopyError from error
        half.replace(self._copy)

    def put(self) -> bool:
        if not self._copy.exists():
            return False
        new = self._path.with_name("new.db")
        new.write_bytes(self._copy.read_bytes())
        for end in ("-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        new.replace(self._path)
        return True


class PostgresCopies:
    """Copies of a database, as databases of the same server."""

    def __init__(self, admin: str, database: str) -> None:
        self._admin = admin
        self._database = database
        self._copy = f"{database}_older"
        self._taken = False

    def take(self) -> None:
        self._make(self._copy, self._database)
        self._taken = True

    def put(self) -> bool:
        if self._taken:
            self._make(self._database, self._copy)
        return self._taken

    def _make(self, new: str, template: str) -> None:
        postgres.kill_backends(self._admin, postgres.address_of(self._admin, template))
        try:
            with psycopg.connect(self._admin, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)'.encode())
                connection.execute(f'CREATE DATABASE "{new}" TEMPLATE "{template}"'.encode())
        except psycopg.errors.ObjectInUse as error:
            raise CannotCopyError from error

    def drop(self) -> None:
        postgres.drop(self._admin, self._copy)
