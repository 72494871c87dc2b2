"""Which process sends and ticks."""

import asyncio
from pathlib import Path

import pytest

from bot.runtime.leader import AlreadyRunning, Leader
from bot.storage.database import Database


async def test_on_sqlite_a_second_bot_on_the_same_file_is_refused(tmp_path: Path) -> None:
    """At once; and let in when the first has gone."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    first, second, third = (Leader(database, tmp_path / "bot.lock") for _ in range(3))
    await first.wait()
    with pytest.raises(AlreadyRunning):
        await second.wait()
    await first.release()
    await third.wait()
    await third.release()
    await second.release()
    await database.close()


async def test_two_databases_do_not_know_of_each_other(tmp_path: Path) -> None:
    """Two bots on one computer, each with its own file."""
    database = Database("sqlite+aiosqlite://")
    for name in ("a.lock", "b.lock"):
        leader = Leader(database, tmp_path / name)
        await leader.wait()
        await leader.release()
    await database.close()


async def test_on_postgres_the_next_replica_leads_when_the_first_goes(postgres_url: str) -> None:
    """However it goes: the lock belongs to its connection."""
    one, other = Database(postgres_url), Database(postgres_url)
    first, second = Leader(one, None), Leader(other, None)
    await first.wait()
    waiting = asyncio.create_task(second.wait(retry_seconds=0.01))
    done, _ = await asyncio.wait({waiting}, timeout=0.2)
    assert not done
    await first.release()
    await one.close()
    async with asyncio.timeout(60):
        await waiting
    await second.release()
    await other.close()
