"""Bringing the tables to this version at the start; Alembic is imported only when they differ."""

import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database

log = structlog.get_logger("bot.storage.upgrade")
HEAD = "0004"
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 0x53454E45


class UpgradeError(Exception):
    """The tables could not be brought to this version; the message says what to do."""


async def upgrade(database: Database, now: datetime) -> None:
    """Bring the tables to HEAD. Safe to call at each start and from several processes.

    On SQLite a copy of the file is made first (``<name>.before-<version>``). Raises UpgradeError.
    """
    async with database.engine.connect() as connection:
        version = await connection.run_sync(_version)
    if version == HEAD:
        return
    if database.is_sqlite and version is not None:
        _back_up(database, version, now)
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda sync: run(sync, "upgrade", HEAD))
    log.info("tables upgraded", version=HEAD)


def run(connection: Connection, action: str, *arguments: str) -> Any:
    """Run one of Alembic's commands (upgrade, downgrade, check) on this connection and commit."""
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=sys.stdout)
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.rollback()
        _outside_transaction(connection, "PRAGMA foreign_keys=off")
        connection.execution_options(begin="IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
    try:
        result = getattr(command, action)(config, *arguments)
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise UpgradeError("the upgraded tables do not fit together; the copy made before is whole")
        connection.commit()
    finally:
        connection.rollback()
        if sqlite:
            _outside_transaction(connection, "PRAGMA foreign_keys=on")
    return result


def _outside_transaction(connection: Connection, statement: str) -> None:
    """SQLite ignores this pragma inside a transaction, so it goes straight to the driver."""
    raw = connection.connection.cursor()
    raw.execute(statement)
    raw.close()


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _back_up(database: Database, version: str, now: datetime) -> None:
    path = Path(database.url.partition(":///")[2])
    copy = path.with_name(f"{path.name}.before-{HEAD}-{now:%Y%m%d%H%M%S}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    log.info("copy made before the upgrade", version=version)
