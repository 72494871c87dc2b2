"""Copying the SQLite database out and back; PostgreSQL has its own tools for that."""

import sqlite3
from contextlib import closing
from pathlib import Path


class BackupError(Exception):
    """The copy could not be made or used; the message says why and what to do."""


def back_up(database: Path | None, copy: Path) -> str:
    """Copy the whole database to ``copy``, which must not exist yet. Gives a line that says so.

    Safe while the bot runs: SQLite's own backup sees one consistent state.
    """
    source_path = _sqlite(database)
    if copy.exists():
        raise BackupError(f"{copy} exists already; choose another name.")
    try:
        with closing(sqlite3.connect(source_path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise BackupError(f"The copy could not be written ({type(error).__name__}).") from None
    return f"Copied to {copy}. It holds personal data: keep it as safe as the original."


def put_back(database: Path | None, copy: Path) -> str:
    """Replace the database by ``copy``; refuses while a bot uses it or when the copy is damaged."""
    if database is None:
        raise BackupError("DATABASE_URL is not SQLite: use pg_restore.")
    if not copy.is_file():
        raise BackupError(f"There is no file {copy}.")
    _need_whole(copy)
    try:
        with closing(sqlite3.connect(database.with_name(database.name + ".lock"), timeout=0)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(database)) as target:
                source.backup(target)
    except sqlite3.OperationalError:
        raise BackupError("A bot is using the database. Stop it first.") from None
    return f"Restored from {copy}."


def _sqlite(database: Path | None) -> Path:
    if database is None:
        raise BackupError("DATABASE_URL is not SQLite: use pg_dump.")
    if not database.is_file():
        raise BackupError(f"There is no database at {database} yet.")
    return database


def _need_whole(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError
            connection.execute("SELECT 1 FROM alembic_version").fetchone()
    except sqlite3.Error:
        raise BackupError(f"{copy} is not a whole copy of this bot's database.") from None
