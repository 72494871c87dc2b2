"""Kept no longer than promised."""

from datetime import timedelta

from sqlmodel import SQLModel, select

from bot.mentoring.access import Place
from bot.mentoring.mentorships import end
from bot.mentoring.notes import add
from bot.mentoring.people import be_in, meet
from bot.mentoring.retention import purge
from bot.mentoring.schools import join_team, make_mentor, make_school
from bot.storage.agreed import Note
from bot.storage.conversation import Question
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.people import Chat, Person
from bot.storage.schools import School, SchoolChat
from bot.storage.updates import IncomingUpdate
from tests.conftest import NOON

LEAD = 7
DAY = timedelta(days=1)


async def rows(database: Database, table: type[SQLModel]) -> int:
    """How many rows a table has."""
    async with database.read() as session:
        return len((await session.exec(select(table))).all())


async def test_the_record_goes_some_months_after_the_mentorship_ended(database: Database) -> None:
    """Before that everything stays; afterwards the school, its words and its people are gone, leads stay."""
    async with database.write() as session:
        mentor = await meet(session, 1, "Mina", None, NOON)
        senco = await meet(session, 2, "Sam", None, NOON)
        await meet(session, LEAD, "Lee", None, NOON)
        await make_mentor(session, mentor, None, NOON)
        school = await make_school(session, mentor, "Larkfield", NOON)
        await join_team(session, school.id or 0, senco, "senco", NOON)
        place = Place(mentor, school, "mentor")
        await add(session, place, "passports first", NOON, audience="team")
        await end(session, place, NOON)
    await purge(database, NOON + 300 * DAY, NOON, 90, 12, (LEAD,))
    assert await rows(database, School) == 1
    assert await rows(database, Person) == 3
    await purge(database, NOON + 400 * DAY, NOON, 90, 12, (LEAD,))
    assert (await rows(database, School), await rows(database, Note)) == (0, 0)
    async with database.read() as session:
        assert set((await session.exec(select(Person.name))).all()) == {"Mina", "Lee"}


async def test_a_strangers_question_and_chat_are_forgotten_after_a_day(database: Database) -> None:
    """Somebody known keeps theirs for as long as promised."""
    async with database.write() as session:
        known = await meet(session, 1, "Mina", None, NOON)
        await make_mentor(session, known, None, NOON)
        for who in (1, 99):
            await be_in(session, who, "private", NOON)
            session.add(Question(chat_id=who, asker=who, state="answered", audience="asker", asked_at=NOON))
    await purge(database, NOON + 2 * DAY, NOON, 90, 12, ())
    async with database.read() as session:
        assert (await session.exec(select(Question.asker))).all() == [1]
        assert (await session.exec(select(Chat.id))).all() == [1]
    await purge(database, NOON + 91 * DAY, NOON, 90, 12, ())
    assert await rows(database, Question) == 0


async def test_handled_updates_go_after_a_week_and_open_ones_stay(database: Database) -> None:
    """Real time counts here, whatever the agreed clock says."""
    async with database.write() as session:
        for number, state, handled in ((1, "done", NOON), (2, "new", None), (3, "set_aside", NOON)):
            session.add(
                IncomingUpdate(
                    update_id=number,
                    lane=1,
                    kind="message",
                    state=state,
                    received_at=NOON,
                    handled_at=handled,
                )
            )
    await purge(database, NOON, NOON + 8 * DAY, 90, 12, ())
    async with database.read() as session:
        assert (await session.exec(select(IncomingUpdate.update_id))).all() == [2]


async def test_the_rows_behind_cards_that_still_stand_are_kept(database: Database) -> None:
    """An edit finds its message through them; without its row a card would be said again instead."""
    async with database.write() as session:
        mentor = await meet(session, 1, "Mina", None, NOON)
        await make_mentor(session, mentor, None, NOON)
        school = await make_school(session, mentor, "Larkfield", NOON)
        await be_in(session, -5, "supergroup", NOON)
        for _ in range(2):
            row = OutboxRow(
                chat_id=-5, kind="send", priority=0, state="sent", made_at=NOON, closed_at=NOON, message_id=8
            )
            session.add(row)
        await session.flush()
        session.add(
            SchoolChat(
                chat_id=-5,
                school_id=school.id or 0,
                state="confirmed",
                asked_by=mentor.id or 0,
                card_outbox_id=row.id,
                at=NOON,
            )
        )
        kept = row.id
    await purge(database, NOON + 200 * DAY, NOON, 90, 12, ())
    async with database.read() as session:
        assert (await session.exec(select(OutboxRow.id))).all() == [kept]
