"""An invented school in the database: a mentor, a deputy, a SENCO, a private chat for each."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place, mentorship_of
from bot.mentoring.people import be_in, meet
from bot.mentoring.reminders import House
from bot.mentoring.schools import join_team, make_mentor, make_school
from bot.storage.conversation import Question
from bot.storage.people import Person
from bot.storage.schools import Mentor, Preference, School

HOUSE = House(ZoneInfo("Europe/London"), time(18, 0), time(8, 0))


@dataclass
class Team:
    """A school and its people."""

    school: School
    mentor: Person
    deputy: Person
    senco: Person

    @property
    def place(self) -> Place:
        """The SENCO's standing."""
        return Place(self.senco, self.school, "senco")


async def team(session: AsyncSession, now: datetime, *, first_id: int = 700, deputy: bool = True) -> Team:
    """A school with everybody on Telegram; ids from ``first_id`` on."""
    people = []
    for number, name in enumerate(("Mina Okoro", "Dev Sharma", "Sam Field")):
        await be_in(session, first_id + number, "private", now)
        person = await meet(session, first_id + number, name, None, now)
        person.reach = "yes"
        people.append(person)
    await make_mentor(session, people[0], None, now)
    await make_mentor(session, people[1], None, now)
    school = await make_school(session, people[0], "Larkfield Primary", now)
    await join_team(session, school.id or 0, people[2], "senco", now)
    mentorship = await mentorship_of(session, school.id or 0)
    assert mentorship is not None
    if deputy:
        mentorship.deputy_id = people[1].id
        session.add(mentorship)
    await session.flush()
    return Team(school, *people)


async def works(session: AsyncSession, person: Person, *days: int) -> None:
    """A mentor's working weekdays."""
    row = await session.get(Mentor, person.id)
    assert row is not None
    row.works_on = list(days)
    session.add(row)


async def chooses(session: AsyncSession, person: Person, **choices: object) -> None:
    """Some of a person's settings."""
    row = await session.get(Preference, person.id) or Preference(person_id=person.id or 0)
    for name, value in choices.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def asks(session: AsyncSession, person: Person, text: str | None, now: datetime) -> Question:
    """A question that found no answer, asked in private."""
    question = Question(
        chat_id=person.telegram_id or 0,
        asker=person.telegram_id or 0,
        text=text,
        state="unsure",
        audience="asker",
        asked_at=now,
    )
    session.add(question)
    await session.flush()
    return question
