"""SQLite without a thread between: statements run where they are asked for.

aiosqlite hands every call (cursor, statement, fetch, close) to a thread and waits for it; that hand-over
costs several times what a statement of ours costs (see tests/benchmarks/bench_bot.py). Our
transactions are short and their statements are of a few rows, so they run on the event loop. The one thing
that can take long is waiting for another process to finish writing: a BEGIN that finds the file locked
tries again later and lets everybody else go on meanwhile.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from typing import Any

import aiosqlite

PATIENCE = 5.0
"""Seconds that a transaction waits for another process to finish writing."""
_RETRY = 0.02


class NearConnection(aiosqlite.Connection):
    """An aiosqlite connection that calls SQLite directly."""

    def __await__(self) -> Generator[Any, None, "NearConnection"]:
        return self._connect().__await__()

    async def _connect(self) -> "NearConnection":
        self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._connection:
            raise ValueError("Connection closed")
        if not (args and isinstance(args[0], str) and args[0].startswith("BEGIN")):
            return fn(*args, **kwargs)
        until = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return fn(*args, **kwargs)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > until:
                    raise
                await asyncio.sleep(_RETRY)

    def stop(self) -> None:
        """Close at once."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def near(*args: Any, **kwargs: Any) -> NearConnection:
    """Make a connection, to be awaited like aiosqlite's own."""
    return NearConnection(lambda: sqlite3.connect(*args, **kwargs), 64)
