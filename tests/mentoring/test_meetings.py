"""Meetings as the programme keeps them: numbers, versions, answers, moves."""

from datetime import timedelta

import pytest

from bot.mentoring import meetings
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import add_offline
from bot.storage.database import Database
from bot.storage.meetings import Meeting
from bot.storage.outbox import OutboxRow, Outgoing, put
from tests.mentoring.cast import NOW, ZONE, Cast, london

START = london(2026, 9, 24, 15, 30)


async def test_numbers_go_on_and_the_stage_follows(database: Database) -> None:
    """A cancelled meeting frees no number; six meetings go through gather, plan, do, review."""
    cast = await Cast.on(database)
    made = [await cast.meeting(START + timedelta(days=number)) for number in range(3)]
    async with database.write() as session:
        await meetings.cancel(session, await session.get_one(Meeting, made[2].id), cast.mentor, NOW)
    assert [one.number for one in made] == [1, 2, 3]
    assert (await cast.meeting(START + timedelta(days=9))).number == 4
    assert [meetings.stage_of(number, 6) for number in range(1, 7)] == [
        "gather",
        "gather",
        "plan",
        "do",
        "review",
        "review",
    ]


async def test_the_whole_team_and_the_mentor_are_asked(database: Database) -> None:
    """The organiser comes; nobody else has answered."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(START)
    async with database.read() as session:
        found = {person.name: row.answer for person, row in await meetings.answers(session, meeting)}
    assert found == {"Mina": "yes", "Sam": "none", "Hana": "none"}


async def test_only_the_last_answer_makes_it_complete_and_only_once(database: Database) -> None:
    """The organiser is told once; people who are not on Telegram are not waited for."""
    cast = await Cast.on(database)
    async with database.write() as session:
        await add_offline(session, cast.school.id or 0, "Jo Pell", "governor", NOW)
    meeting = await cast.meeting(START)
    assert not await cast.answers(meeting, cast.senco, "yes")
    assert await cast.answers(meeting, cast.head, "other_time")
    assert not await cast.answers(meeting, cast.head, "no")


async def test_a_move_asks_everybody_again_and_takes_back_what_is_unsent(database: Database) -> None:
    """The mover comes; the UID stays, the version rises, the stale reminder is retired."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(START)
    await cast.answers(meeting, cast.head, "yes")
    async with database.write() as session:
        row = await put(session, Outgoing(2, "stale", subject=meetings.subject(meeting)), NOW)
    async with database.write() as session:
        fresh = await session.get_one(Meeting, meeting.id)
        old = await meetings.move(session, fresh, START + timedelta(days=1), cast.senco, NOW)
        found = {person.name: one.answer for person, one in await meetings.answers(session, fresh)}
    assert old == START
    assert found == {"Mina": "none", "Sam": "yes", "Hana": "none"}
    assert (fresh.uid, fresh.version, fresh.wall) == (meeting.uid, meeting.version + 1, "2026-09-25T15:30")
    async with database.read() as session:
        assert (await session.get_one(OutboxRow, row)).state == "obsolete"


async def test_called_off_and_brought_back_keeps_the_answers(database: Database) -> None:
    """Two versions later everything stands as it did."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(START)
    await cast.answers(meeting, cast.head, "yes")
    async with database.write() as session:
        fresh = await session.get_one(Meeting, meeting.id)
        await meetings.cancel(session, fresh, cast.mentor, NOW)
        assert list(await meetings.coming(session, cast.school.id or 0, NOW)) == []
        await meetings.restore(session, fresh, cast.mentor, NOW)
        found = {person.name: one.answer for person, one in await meetings.answers(session, fresh)}
    assert found["Hana"] == "yes"
    assert fresh.version == 2


async def test_the_past_cannot_be_planned_moved_or_answered(database: Database) -> None:
    """Each with its own refusal."""
    cast = await Cast.on(database)
    with pytest.raises(Refusal, match="in_the_past"):
        await cast.meeting(NOW)
    meeting = await cast.meeting(START)
    later = START + timedelta(hours=2)
    with pytest.raises(Refusal, match="meeting_over"):
        await cast.answers(meeting, cast.head, "yes", later)
    async with database.write() as session:
        fresh = await session.get_one(Meeting, meeting.id)
        with pytest.raises(Refusal, match="meeting_over"):
            await meetings.move(session, fresh, later + timedelta(days=1), cast.mentor, later)
        with pytest.raises(Refusal, match="meeting_over"):
            await meetings.restore(session, fresh, cast.mentor, NOW)


async def test_a_number_that_is_planned_is_taken_and_strangers_are_not_invited(database: Database) -> None:
    """/meet 2 twice is a question, not two meetings; another school's mentor has no answer here."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    meeting = await cast.meeting(START, number=2)
    with pytest.raises(Refusal, match="number_taken"):
        await cast.meeting(START, number=2)
    with pytest.raises(Refusal, match="not_invited"):
        await cast.answers(meeting, other.senco, "yes")


@pytest.mark.parametrize("minutes", [14, 481, 0, -5])
async def test_odd_lengths_are_refused(database: Database, minutes: int) -> None:
    """A quarter of an hour to a day."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(START)
    async with database.write() as session:
        with pytest.raises(Refusal, match="length_odd"):
            await meetings.set_minutes(session, await session.get_one(Meeting, meeting.id), minutes, NOW)


async def test_notes_belong_to_the_meeting_that_goes_on_or_was_last(database: Database) -> None:
    """None before the first; a cancelled one never."""
    cast = await Cast.on(database)
    first = await cast.meeting(START)
    second = await cast.meeting(START + timedelta(days=1))
    school_id = cast.school.id or 0
    async with database.write() as session:
        assert await meetings.latest(session, school_id, START - timedelta(minutes=1)) is None
        await meetings.cancel(session, await session.get_one(Meeting, second.id), cast.mentor, NOW)
        found = await meetings.latest(session, school_id, START + timedelta(days=3))
    assert found is not None
    assert found.id == first.id
    assert first.zone == str(ZONE)
