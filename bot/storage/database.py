"""The database: one engine, short transactions, and on SQLite one writer at a time.

SQLite runs in WAL mode with foreign keys on; a writing transaction starts with BEGIN IMMEDIATE under one
lock of this process, so it never fails half-way with "database is locked". PostgreSQL needs neither.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.near import near

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=normal",
    "busy_timeout=100",
    "foreign_keys=on",
    "secure_delete=on",
    "temp_store=memory",
)


class Database:
    """Gives sessions for reading and for writing; remembers nothing else."""

    def __init__(self, url: str) -> None:
        """Connect lazily to ``url``, which names its asynchronous driver."""
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"pool_size": 20, "pool_pre_ping": True}
        if self.is_sqlite:
            options = {"connect_args": {"async_creator_fn": near, "isolation_level": None}}
        self.engine = create_async_engine(url, hide_parameters=True, **options)
        self._writer = asyncio.Lock()
        self._reading = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        writing = self.engine.execution_options(begin="IMMEDIATE")
        self._writing = async_sessionmaker(writing, class_=AsyncSession, expire_on_commit=False)
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _set_up_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing it changes is kept."""
        async with self._reading() as session:
            yield session

    def look(self) -> AsyncSession:
        """A session for reading that the caller closes."""
        return self._reading()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back on any error.

        Keep it short: on SQLite everybody else who writes waits for it.
        """
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._writer)
            session = await stack.enter_async_context(self._writing())
            await stack.enter_async_context(session.begin())
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _set_up_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
