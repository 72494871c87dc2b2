"""APScheduler as the knock at the door: its few jobs only call ``tick(now)``.

What is due is found by a query at each tick (never one job a reminder), so a cancelled or moved
meeting leaves no stale ping behind and a restart forgets nothing.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.mentoring.duty import Duty
from bot.storage.database import Database

log = structlog.get_logger("bot.runtime.schedule")
KNOCK_EVERY = timedelta(seconds=20)
LONGEST_STEP = timedelta(days=1)


class Schedule:
    """Knocks every 20 seconds of real time and runs every duty; one failing does not stop the others."""

    def __init__(
        self, database: Database, clock: Clock, duties: Sequence[Duty], committed: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._duties = duties
        self._committed = committed
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin to knock, at once and then regularly."""
        self._scheduler.add_job(
            self._knock,
            "interval",
            seconds=KNOCK_EVERY.total_seconds(),
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Knock no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self, now: datetime) -> None:
        """Do everything that is due at ``now``."""
        for duty in self._duties:
            try:
                await duty.run(self._database, now)
            except Exception as error:
                log.error("duty failed", job=duty.name, exc_info=error)
        self._committed()

    async def advance(self, target: datetime, settled: Callable[[], Awaitable[None]]) -> None:
        """Move the clock to ``target``, ticking at every due instant on the way, in order.

        ``settled`` returns when what a tick wrote has been sent.
        """
        while (step := await self._next_step(target)) < target:
            self._clock.move_to(step)
            await self.tick(step)
            await settled()
        self._clock.move_to(target)
        await self.tick(target)
        await settled()

    async def _next_step(self, target: datetime) -> datetime:
        now = self._clock.now()
        steps = [target, now + LONGEST_STEP]
        for duty in self._duties:
            due = await duty.next_at(self._database, now) if duty.next_at else None
            if due is not None and due > now:
                steps.append(due)
        return min(steps)

    async def _knock(self) -> None:
        """A stop cuts a tick short: what it had not committed is due again."""
        with contextlib.suppress(asyncio.CancelledError):
            await self.tick(self._clock.now())
