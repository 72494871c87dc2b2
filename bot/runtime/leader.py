"""Which process sends and ticks: exactly one for each database."""

import asyncio
import sqlite3
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database

_LOCK_NUMBER = 0x53454E44  # any fixed number; this one spells SEND


class AlreadyRunning(Exception):
    """Another process holds the lock of this database."""


class Leader:
    """A lock that goes when the process goes, however it ends.

    SQLite: an exclusive transaction held open on a small file beside the database (works on every
    system and needs no clean-up). PostgreSQL: a session-level advisory lock.
    """

    def __init__(self, database: Database, lock_file: Path | None) -> None:
        self._database = database
        self._file = lock_file
        self._held_file: sqlite3.Connection | None = None
        self._held: AsyncConnection | None = None

    async def wait(self, retry_seconds: float = 2.0) -> None:
        """Return once this process leads. On SQLite there is nothing to wait for: raises AlreadyRunning."""
        if self._database.is_sqlite:
            if self._file is not None:
                self._lock_file(self._file)
            return
        while True:
            if await self._try_advisory():
                return
            await asyncio.sleep(retry_seconds)

    async def release(self) -> None:
        """Let another process lead."""
        if self._held_file is not None:
            self._held_file.close()
        if self._held is not None:
            await self._held.close()

    def _lock_file(self, path: Path) -> None:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            raise AlreadyRunning from None
        self._held_file = connection

    async def _try_advisory(self) -> bool:
        connection = self._held or await self._database.engine.connect()
        self._held = connection
        got = await connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": _LOCK_NUMBER})
        await connection.commit()
        return bool(got)
