"""Reminders by query against one APScheduler job a reminder: ``python -m tests.benchmarks.bench_reminders``.

In one run: seconds to find out what is next with 100,000 reminders pending, reminders handed over a second,
and the same for APScheduler's SQLite store (adding, starting, how many of a same-minute batch ran).
Figures are for comparing within a run; nothing is asserted.
"""

import asyncio
import logging
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.config import read_config
from bot.mentoring import reminders
from bot.storage.database import Database
from bot.storage.upgrade import upgrade
from handlers.reminding import Reminding
from handlers.services import Services
from knowledge import Knowledge
from tests.mentoring.cast import Cast
from tests.mentoring.test_rush import AT, PLANNED, a_rush

PENDING = 100_000
SAME_MINUTE = 2_000
JOBS = 2_000
ran = 0


def remember() -> None:
    """A job."""
    global ran
    ran += 1


async def ours(folder: Path) -> None:
    """Rows and one sweep."""
    for many, name in ((SAME_MINUTE, "due"), (PENDING, "pending")):
        database = Database(f"sqlite+aiosqlite:///{folder / name}.sqlite3")
        await upgrade(database, PLANNED)
        await a_rush(database, await Cast.on(database, PLANNED), many)
        config = read_config(None)
        services = Services(config, Clock(still_at=PLANNED), database, Knowledge(()))
        began = time.perf_counter()
        async with database.read() as session:
            await reminders.next_due(session, PLANNED, services.house)
        found = time.perf_counter() - began
        print(f"this bot     {many:7} pending   next one found in {found:6.2f} s")
        if name == "due":
            began = time.perf_counter()
            await Reminding(services).run(database, AT)
            took = time.perf_counter() - began
            print(f"this bot     {many:7} due at once: handed over in {took:6.2f} s, {many / took:6.0f}/s")
        await database.close()


async def theirs(folder: Path) -> None:
    """One job a reminder, all due at one instant."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    store = SQLAlchemyJobStore(f"sqlite:///{folder / 'jobs.sqlite3'}")
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    at = datetime.now(UTC) + timedelta(seconds=60)
    began = time.perf_counter()
    for number in range(JOBS):
        scheduler.add_job(remember, "date", run_date=at, id=str(number))
    took = time.perf_counter() - began
    print(f"APScheduler  {JOBS:7} jobs added in {took:6.2f} s, {JOBS / took:6.0f}/s")
    scheduler.shutdown()
    again = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    began = time.perf_counter()
    again.start()
    print(f"APScheduler  {JOBS:7} pending   started in {time.perf_counter() - began:6.2f} s")
    await asyncio.sleep(max((at - datetime.now(UTC)).total_seconds(), 0) + 10)
    print(f"APScheduler  {JOBS:7} due at once: {ran} ran, {JOBS - ran} were dropped as missed")
    again.shutdown(wait=False)


async def main() -> None:
    """Both in one run."""
    with tempfile.TemporaryDirectory() as folder:
        await ours(Path(folder))
        await theirs(Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
