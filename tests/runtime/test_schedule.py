"""What is due is done in order, and one failing duty does not stop the others."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.mentoring.duty import Duty
from bot.runtime.schedule import LONGEST_STEP, Schedule
from bot.storage.database import Database
from tests.conftest import NOON

NOWHERE = Database("sqlite+aiosqlite://")


class Diary:
    """A duty that is due at some instants; notes when it was called and what the clock said."""

    def __init__(self, clock: Clock, *due: datetime) -> None:
        self.clock = clock
        self.due = due
        self.called: list[datetime] = []

    async def run(self, _database: Database, now: datetime) -> None:
        """Everything due up to now."""
        assert now == self.clock.now()
        self.called.append(now)

    async def next_at(self, _database: Database, now: datetime) -> datetime | None:
        """The next instant."""
        return min((one for one in self.due if one > now), default=None)


def hours(*count: float) -> list[datetime]:
    """Instants so many hours after noon."""
    return [NOON + timedelta(hours=one) for one in count]


async def test_moving_the_clock_ticks_at_every_due_instant_in_order(clock: Clock) -> None:
    """Two duties' instants are woven together; what each tick wrote is said before the next."""
    one, other = Diary(clock, *hours(1, 5)), Diary(clock, *hours(3, 5, 9))
    settled: list[datetime] = []
    committed: list[datetime] = []

    async def settle() -> None:
        settled.append(clock.now())

    schedule = Schedule(
        NOWHERE,
        clock,
        [Duty("one", one.run, one.next_at), Duty("other", other.run, other.next_at)],
        lambda: committed.append(clock.now()),
    )
    await schedule.advance(hours(6)[0], settle)
    assert one.called == other.called == hours(1, 3, 5, 6)
    assert settled == committed == hours(1, 3, 5, 6)
    assert clock.now() == hours(6)[0]


async def test_a_long_way_is_gone_a_day_at_a_time(clock: Clock) -> None:
    """A duty that cannot say when it is due is asked daily."""
    diary = Diary(clock)

    async def settle() -> None:
        return

    await Schedule(NOWHERE, clock, [Duty("diary", diary.run)], lambda: None).advance(
        NOON + 3.5 * LONGEST_STEP, settle
    )
    assert diary.called == [NOON + part * LONGEST_STEP for part in (1, 2, 3, 3.5)]


async def test_a_failing_duty_does_not_stop_the_others(clock: Clock) -> None:
    """What went before and what comes after is done, and is said."""
    diary, woken = Diary(clock), []

    async def failing(_database: Database, _now: datetime) -> None:
        raise ValueError("zebra")

    duties = [Duty("before", diary.run), Duty("failing", failing), Duty("after", diary.run)]
    await Schedule(NOWHERE, clock, duties, lambda: woken.append(True)).tick(NOON)
    assert diary.called == [NOON, NOON]
    assert woken == [True]


async def test_it_knocks_at_once_when_it_starts(clock: Clock) -> None:
    """What fell due while nothing ran is done without waiting."""
    knocked = asyncio.Event()

    async def run(_database: Database, _now: datetime) -> None:
        knocked.set()

    schedule = Schedule(NOWHERE, clock, [Duty("d", run)], lambda: None)
    schedule.start()
    try:
        async with asyncio.timeout(60):
            await knocked.wait()
    finally:
        schedule.stop()
