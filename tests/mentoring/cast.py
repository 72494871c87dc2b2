"""A school with a mentor, a SENCO and a headteacher, and what tests do with it, straight on the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.mentoring import meetings, reminders, taking
from bot.mentoring.access import Place
from bot.mentoring.audience import Role
from bot.mentoring.calendars import terms_data
from bot.mentoring.people import be_in, meet
from bot.mentoring.reminders import House
from bot.mentoring.schools import join_team, make_mentor, make_school
from bot.mentoring.settings import preference
from bot.mentoring.term_lines import read_lines
from bot.mentoring.terms import Terms
from bot.storage.database import Database
from bot.storage.meetings import Meeting, Notice
from bot.storage.people import Person
from bot.storage.schools import School

ZONE = ZoneInfo("Europe/London")
HOUSE = House(ZONE, time(18), time(8))
TERM_LINES = """Autumn 1: 2 Sept - 23 Oct
Half term: 26 Oct - 30 Oct
Autumn 2: 2 Nov - 18 Dec
Christmas holiday: 21 Dec - 1 Jan
INSET 4 Jan
Spring 1: 5 Jan - 12 Feb
Half term: 15 Feb - 19 Feb
Spring 2: 22 Feb - 26 Mar
Easter holiday: 29 Mar - 9 Apr
Summer 1: 12 Apr - 28 May"""
TERMS = Terms(tuple(read_lines(TERM_LINES, 2026).periods), source="typed")


def london(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A London wall time as an instant in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


NOW = london(2026, 9, 14, 9)


@dataclass
class Cast:
    """The people and their school."""

    database: Database
    school: School
    mentor: Person
    senco: Person
    head: Person

    @classmethod
    async def on(
        cls, database: Database, now: datetime = NOW, *, tag: int = 0, terms: Terms | None = None
    ) -> "Cast":
        """Make them. ``tag`` keeps several schools apart."""
        async with database.write() as session:
            people = []
            for number, name in enumerate(("Mina", "Sam", "Hana"), start=1):
                await be_in(session, 100 * tag + number, "private", now)
                person = await meet(session, 100 * tag + number, name, f"{name.lower()}{tag}", now)
                person.reach = "yes"
                people.append(person)
            await make_mentor(session, people[0], None, now)
            school = await make_school(session, people[0], f"School {tag}", now)
            school.terms = terms_data(terms) if terms else None
            await join_team(session, school.id or 0, people[1], "senco", now)
            await join_team(session, school.id or 0, people[2], "headteacher", now)
        return cls(database, school, *people)

    def place(self, person: Person, role: Role) -> Place:
        """A person's standing in the school."""
        return Place(person, self.school, role)

    async def meeting(
        self, starts_at: datetime, now: datetime = NOW, *, number: int | None = None
    ) -> Meeting:
        """A planned meeting, the mentor organises it."""
        async with self.database.write() as session:
            return await meetings.make_meeting(
                session, self.school, self.mentor, starts_at, now, zone=ZONE, title="Listening", number=number
            )

    async def answers(self, meeting: Meeting, person: Person, word: str, now: datetime = NOW) -> bool:
        """Somebody answers; says whether all have now."""
        async with self.database.write() as session:
            fresh = await session.get_one(Meeting, meeting.id)
            return await meetings.answer(session, fresh, person.id or 0, word, now)

    async def chooses(
        self, person: Person, *, leads: Sequence[str] | None = None, paused_until: datetime | None = None
    ) -> None:
        """Settings of a person."""
        async with self.database.write() as session:
            row = await preference(session, person)
            row.paused_until = paused_until
            if leads is not None:
                row.reminders = {"leads": list(leads)}
            session.add(row)


async def sent(database: Database, now: datetime) -> list[tuple[str, str]]:
    """Take what is due now; gives (lead, name) of what is to be sent, in order of names."""
    async with database.read() as session:
        due = await reminders.due(session, now, HOUSE)
    async with database.write() as session:
        taken = await taking.take(session, due, now)
    return sorted((one.reminder.lead, one.person.name) for one in taken)


async def reasons(database: Database) -> set[tuple[str, str]]:
    """Every reminder that was not sent, with why: ("lead person", reason)."""
    async with database.read() as session:
        rows = await session.exec(
            select(Notice, Person)
            .join(Person, col(Person.id) == Notice.person_id)
            .where(Notice.state == "skipped")
        )
        return {
            (f"{row.kind.removeprefix('reminder_')} {person.name}", row.reason or "")
            for row, person in rows.all()
        }


async def instants(database: Database, start: datetime, end: datetime) -> list[tuple[datetime, str, str]]:
    """Everything that goes out between two instants, at its minute, as the schedule would find it."""
    found, now = [], start
    while now < end:
        found += [(now, lead, name) for lead, name in await sent(database, now)]
        async with database.read() as session:
            following = await reminders.next_due(session, now, HOUSE)
        now = min(following or end, now + timedelta(days=1))
    return found
