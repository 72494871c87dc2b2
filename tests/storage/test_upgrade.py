"""The tables come, go and come again, on both databases."""

from pathlib import Path

from sqlalchemy import inspect, text

from bot.storage.database import Database
from bot.storage.upgrade import HEAD, run, upgrade
from tests.conftest import NOON


async def test_upgrade_check_downgrade_upgrade(database: Database) -> None:
    """What migrations build is what the models say, and it can be taken down and built again."""
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda sync: run(sync, "check"))
        await connection.run_sync(lambda sync: run(sync, "downgrade", "base"))
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        assert left == ["alembic_version"]
        await connection.run_sync(lambda sync: run(sync, "upgrade", "head"))
        version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert version == HEAD


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    """A second start finds the tables as they are."""
    await upgrade(database, NOON)
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


async def test_a_copy_is_made_before_an_upgrade(tmp_path: Path) -> None:
    """SQLite: the file as it was lies beside the upgraded one."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda sync: run(sync, "upgrade", "0001"))
    await upgrade(database, NOON)
    await database.close()
    assert _copies(tmp_path) == [f"bot.sqlite3.before-{HEAD}-20261125120000"]


def _copies(folder: Path) -> list[str]:
    """The copies made before upgrades."""
    return [path.name for path in folder.glob("*.before-*")]
