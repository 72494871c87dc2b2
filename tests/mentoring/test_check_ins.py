"""A leader's word to their mentor: one a day, compared with their own last time, gone when it should be."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.mentoring import check_ins
from bot.mentoring.check_ins import Trend
from bot.mentoring.errors import Refusal
from bot.mentoring.retention import purge
from bot.mentoring.schools import leave_team
from bot.storage.agreed import CheckIn
from bot.storage.database import Database
from tests.mentoring.cast import NOW, ZONE, Cast

DAY = timedelta(days=1)


async def trend(cast: Cast) -> Trend:
    """What the mentor is told of the school."""
    async with cast.database.read() as session:
        return check_ins.trend_of(await check_ins.heard(session, cast.school.id or 0))


@pytest.mark.parametrize(
    ("values", "expected"),
    [((), "none"), ((1,), "first"), ((3, 3), "same"), ((2, 4), "steadier"), ((1, 4, 3), "harder")],
)
async def test_the_trend_is_against_the_last_time(
    database: Database, values: tuple[int, ...], expected: Trend
) -> None:
    """The latest two decide."""
    cast = await Cast.on(database)
    async with database.write() as session:
        for number, value in enumerate(values):
            at = NOW + number * DAY
            await check_ins.add(session, cast.place(cast.senco, "senco"), value, at, ZONE)
    assert await trend(cast) == expected


async def test_each_leader_is_compared_with_themselves_and_the_harder_is_heard(database: Database) -> None:
    """A head for whom all goes well does not drown out the SENCO."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    async with database.write() as session:
        for days, value in ((0, 3), (7, 1)):
            await check_ins.add(session, cast.place(cast.senco, "senco"), value, NOW + days * DAY, ZONE)
        await check_ins.add(session, cast.place(cast.head, "headteacher"), 5, NOW + 8 * DAY, ZONE)
    assert await trend(cast) == "harder"
    assert await trend(other) == "none"
    async with database.read() as session:
        heard = await check_ins.heard(session, cast.school.id or 0)
    assert [(one.person.name, one.trend) for one in heard] == [("Hana", "first"), ("Sam", "harder")]


async def test_a_second_tap_on_the_same_day_corrects_the_first(database: Database) -> None:
    """So that a slip of the thumb is no trend, and no "twice running"."""
    cast = await Cast.on(database)
    place = cast.place(cast.senco, "senco")
    async with database.write() as session:
        await check_ins.add(session, place, 1, NOW, ZONE)
        one = await check_ins.add(session, place, 1, NOW + timedelta(hours=1), ZONE)
        assert not await check_ins.very_hard_again(session, one)
        assert len((await session.exec(select(CheckIn))).all()) == 1
        next_day = await check_ins.add(session, place, 1, NOW + DAY, ZONE)
        assert await check_ins.very_hard_again(session, next_day)
        better = await check_ins.add(session, place, 2, NOW + 2 * DAY, ZONE)
        assert not await check_ins.very_hard_again(session, better)


async def test_only_the_five_answers_and_a_short_line_are_taken(database: Database) -> None:
    """Anything else is refused, and so is somebody else's check-in."""
    cast = await Cast.on(database)
    place = cast.place(cast.senco, "senco")
    async with database.write() as session:
        for value in (0, 6):
            with pytest.raises(Refusal, match="old_button"):
                await check_ins.add(session, place, value, NOW, ZONE)
        one = await check_ins.add(session, place, 5, NOW, ZONE)
        for text, why in ((" ", "nothing_typed"), ("x" * 501, "too_long")):
            with pytest.raises(Refusal, match=why):
                check_ins.say(one, text)
        with pytest.raises(Refusal, match="old_button"):
            await check_ins.own(session, one.id or 0, cast.head)


async def test_they_go_with_private_questions_and_with_whoever_leaves(database: Database) -> None:
    """After as many days; at once on leaving, only that person's."""
    cast = await Cast.on(database)
    async with database.write() as session:
        for person in (cast.senco, cast.head):
            await check_ins.add(session, cast.place(person, "senco"), 3, NOW, ZONE)
        await check_ins.add(session, cast.place(cast.head, "headteacher"), 4, NOW + 30 * DAY, ZONE)
        await leave_team(session, cast.school.id or 0, cast.senco.id or 0, None, None, NOW)
    async with database.read() as session:
        assert set((await session.exec(select(CheckIn.person_id))).all()) == {cast.head.id}
    await purge(database, NOW + 91 * DAY, NOW, 90, 12, ())
    async with database.read() as session:
        assert (await session.exec(select(CheckIn.value))).all() == [4]
