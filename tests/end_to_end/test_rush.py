"""A rush of reminders, paced: a question is answered in between, and a change in that minute wins."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.mentoring import meetings
from bot.storage.meetings import Meeting
from tests.end_to_end.harness import PATIENCE, World
from tests.mentoring.cast import Cast
from tests.mentoring.test_rush import AT, FIRST, PLANNED, a_rush

MANY = 40
A_FEW = 10


@pytest.fixture
def clock() -> Clock:
    """A minute before the reminders are due."""
    return Clock(still_at=AT - timedelta(minutes=1))


async def until(true: Callable[[], bool]) -> None:
    """Look again until something is so."""
    while not true():  # noqa: ASYNC110  the local Telegram has no event for it
        await asyncio.sleep(0.005)


async def test_a_question_comes_first_and_what_is_called_off_is_not_sent(
    database_url: str, clock: Clock
) -> None:
    """Five messages a second: the answer overtakes the reminders that wait; the rest is called off."""
    async with World(database_url, clock, {"pace_overall": 5}) as world:
        people = [world.telegram.add_person(f"Person {number}", started=True) for number in range(MANY)]
        nell = world.telegram.add_person("Nell", started=True)
        assert [one.id - people[0].id for one in people] == list(range(MANY))
        cast = await Cast.on(world.bot.database, PLANNED, tag=77)
        await a_rush(world.bot.database, cast, MANY, first_chat=people[0].id)

        def reminded() -> int:
            return sum(bool(one.private.from_bot()) for one in people)

        clock.move_to(AT)
        await world.bot.schedule.tick(AT)
        async with asyncio.timeout(PATIENCE):
            await until(lambda: reminded() >= 2)
            before = reminded()
            await nell.say("what is the graduated approach")
            await until(lambda: bool(nell.private.from_bot()))
        assert reminded() - before <= A_FEW
        async with world.bot.database.write() as session:
            for number in range(MANY):
                meeting = await session.get_one(Meeting, FIRST + number)
                await meetings.cancel(session, meeting, cast.mentor, AT)
        flying = reminded() + 8
        await world.settled()
        assert 2 <= reminded() <= flying < MANY
        assert {len(one.private.from_bot()) for one in people} == {0, 1}
        assert world.telegram.violations == []
