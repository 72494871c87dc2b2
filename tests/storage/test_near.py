"""SQLite called directly: waiting for another process keeps nobody else waiting."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.storage import near
from bot.storage.database import Database


@pytest.fixture
def database(empty_sqlite: Path) -> Database:
    """A database in a file of its own."""
    return Database(f"sqlite+aiosqlite:///{empty_sqlite}")


async def test_a_write_waits_for_another_process_while_others_go_on(database: Database) -> None:
    """Reading is possible meanwhile, and the write goes through once the file is free."""
    order = []

    async def write() -> None:
        async with database.write() as session:
            await session.scalar(text("SELECT 1"))
            order.append("written")

    with closing(_other_process(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        async with database.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM person")) == 0
        order.append("read")
        await asyncio.sleep(0)
        other.execute("ROLLBACK")
        await waiting
    await database.close()
    assert order == ["read", "written"]


async def test_a_write_gives_up_after_its_patience(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is the database's own, as with any driver."""
    monkeypatch.setattr(near, "PATIENCE", 0)
    with closing(_other_process(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            async with database.write() as session:
                await session.scalar(text("SELECT 1"))
    await database.close()


async def test_a_closed_connection_says_so() -> None:
    """No statement can go to a file that was closed."""
    connection = await near.near(":memory:")
    await connection.close()
    with pytest.raises(ValueError, match="no active connection"):
        await connection.execute("SELECT 1")


def _other_process(database: Database) -> sqlite3.Connection:
    return sqlite3.connect(database.url.partition(":///")[2], isolation_level=None)
