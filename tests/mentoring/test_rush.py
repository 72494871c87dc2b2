"""Ten thousand meetings are due their reminder in the same minute: none lost, none twice."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, func, select

from bot.clock import Clock
from bot.config import read_config
from bot.mentoring import meetings, reminders
from bot.mentoring.taking import take
from bot.storage.database import Database
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.outbox import OutboxRow
from bot.storage.people import Chat, Person
from bot.storage.schools import Member
from handlers.reminding import Reminding
from handlers.services import Services
from knowledge import Knowledge
from tests.mentoring.cast import HOUSE, Cast, london

MANY = 10_000
FIRST = 1_000_000
START = london(2026, 9, 24, 15, 30)
AT = london(2026, 9, 23, 15, 30)
PLANNED = london(2026, 9, 14, 9)
CHAT = {"kind": "private", "is_forum": False, "state": "active", "bot_is": "member", "created_at": PLANNED}
KNOWN = {"reach": "yes", "answers": "full", "created_at": PLANNED}


def a_meeting(number: int, cast: Cast) -> dict[str, Any]:
    """One meeting of the rush, as a row."""
    return {
        "id": FIRST + number, "school_id": cast.school.id, "number": number, "stage": "gather",
        "title": "Listening", "starts_at": START, "wall": "2026-09-24T15:30", "zone": "Europe/London",
        "minutes": 60, "state": "planned", "version": 0, "uid": f"rush-{number}",
        "organiser_id": cast.mentor.id, "agenda": [], "created_at": PLANNED, "changed_at": PLANNED,
    }  # fmt: skip


def _member(number: int, cast: Cast) -> dict[str, Any]:
    place = {"school_id": cast.school.id, "person_id": FIRST + number}
    return place | {"role": "senior_leader", "state": "active", "joined_at": PLANNED}


async def a_rush(database: Database, cast: Cast, many: int, first_chat: int = FIRST) -> None:
    """As many meetings, each with one person asked, straight into the tables."""
    numbers = range(many)
    people = [
        KNOWN | {"id": FIRST + number, "telegram_id": first_chat + number, "name": f"Person {number}"}
        for number in numbers
    ]
    asked = [{"meeting_id": FIRST + n, "person_id": FIRST + n, "answer": "none"} for n in numbers]
    async with database.write() as session:
        connection = await session.connection()
        for kind, rows in (
            (Chat, [CHAT | {"id": first_chat + number} for number in numbers]),
            (Person, people),
            (Member, [_member(number, cast) for number in numbers]),
            (Meeting, [a_meeting(number, cast) for number in numbers]),
            (Rsvp, asked),
        ):
            await connection.execute(insert(kind), rows)


async def test_none_of_ten_thousand_is_lost_or_written_twice(database: Database, clock: Clock) -> None:
    """Every one once, though the schedule knocks again and again; what was called off stays unsaid."""
    cast = await Cast.on(database, PLANNED)
    await a_rush(database, cast, MANY)
    reminding = Reminding(Services(read_config(None), clock, database, Knowledge([])))
    await reminding.run(database, AT - timedelta(minutes=1))
    async with database.read() as session:
        assert (await session.exec(select(func.count()).select_from(OutboxRow))).one() == 0
    async with database.write() as session:
        off = await session.get_one(Meeting, FIRST + 7)
        await meetings.cancel(session, off, cast.mentor, AT - timedelta(minutes=1))
    for seconds in (0, 20, 40):
        await reminding.run(database, AT + timedelta(seconds=seconds))
    async with database.write() as session:
        moved = await session.get_one(Meeting, FIRST + 9_999)
        await meetings.move(session, moved, START + timedelta(days=7), cast.mentor, AT)
    async with database.read() as session:
        chats = (await session.exec(select(OutboxRow.chat_id).where(OutboxRow.state == "pending"))).all()
        assert len(chats) == len(set(chats)) == MANY - 2
        assert not {FIRST + 7, FIRST + 9_999} & set(chats)
        noted = await session.exec(select(func.count()).where(col(Notice.kind) == "reminder_day"))
        assert noted.one() == MANY - 2


async def test_a_knock_when_nothing_is_due_reads_none_of_them(database: Database) -> None:
    """Ten thousand meetings next week are no work today; and none once they were handled."""
    cast = await Cast.on(database, PLANNED)
    await a_rush(database, cast, 200)
    async with database.read() as session:
        await session.exec(select(Notice))
        assert await reminders.due(session, london(2026, 9, 15, 12), HOUSE) == []
        assert not [one for one in session.identity_map.values() if isinstance(one, Meeting | Rsvp | Person)]
        assert await reminders.next_due(session, london(2026, 9, 15, 12), HOUSE) == AT


async def test_somebody_who_is_gone_between_finding_and_taking_stops_nobody_else(database: Database) -> None:
    """Forgotten in that minute: the others get theirs."""
    cast = await Cast.on(database, PLANNED)
    await a_rush(database, cast, 3)
    async with database.read() as session:
        found = await reminders.due(session, AT, HOUSE)
    async with database.write() as session:
        await session.delete(await session.get_one(Person, FIRST + 1))
    async with database.write() as session:
        assert [one.person.id for one in await take(session, found, AT)] == [FIRST, FIRST + 2]
