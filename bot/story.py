"""The rehearsal's invented school: its people, and the chapters one can jump to.

Everything is told through the same functions the bot itself uses, so what the page shows is what a real
programme would see. It is a practice school: left out of every figure.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.application import MentoringBot
from bot.mentoring import actions, findings, meetings, notes
from bot.mentoring.access import Place
from bot.mentoring.meeting_plan import plan_meetings
from bot.mentoring.people import be_in, meet
from bot.mentoring.schools import join_team, make_mentor, make_school
from bot.rehearsal.chat import Chat
from bot.rehearsal.person import Person as User
from bot.rehearsal.server import LocalTelegram
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.schools import School, SchoolChat
from handlers import group_card
from knowledge.agendas import agenda_for

SCHOOL = "Larkfield Primary (practice)"
HALF_PAST_THREE = time(15, 30)
FINDINGS = (
    "Support plans do not say in small steps what staff should do",
    "Teachers of non-core subjects are unsure how to adapt lessons",
    "Leaders do not use what they know about attendance of pupils with SEND",
)
CONTROLS = (
    ("start", "From the beginning", "The school has just been set up; nothing is planned."),
    ("meeting2", "Jump to meeting 2", "Six meetings are planned, the first has taken place."),
    (
        "meeting4",
        "Jump to meeting 4",
        "Half-way: decisions, open actions, points with and without attention.",
    ),
)


@dataclass(frozen=True, slots=True)
class Story:
    """Who takes part, as Telegram knows them."""

    senco: User
    head: User
    mentor: User
    lead: User
    group: Chat

    @classmethod
    def cast(cls, telegram: LocalTelegram) -> Self:
        """The people and their group. All have pressed Start already, except the newcomer."""
        add = telegram.add_person
        senco = add("Romy Ashdown", "romy", "SENCO of Larkfield Primary", started=True)
        head = add("Tom Brierley", "tombrierley", "headteacher of Larkfield Primary", started=True)
        mentor = add("Alma Fenn", "almafenn", "mentor (Regional SEND Leader)", started=True)
        lead = add("Lee Marlow", "leemarlow", "programme lead", started=True)
        add("Newcomer", None, "has never met the bot")
        group = telegram.add_group(
            "Larkfield leadership", [mentor, senco, head], about="the leadership team", members_may_pin=True
        )
        telegram.controls = [{"id": name, "label": label, "about": about} for name, label, about in CONTROLS]
        return cls(senco, head, mentor, lead, group)


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of the story as the chapters need them."""

    school: School
    mentor: Person
    senco: Person
    head: Person


async def tell(bot: MentoringBot, story: Story, chapter: str) -> None:
    """Bring the school to a chapter; further chapters build on earlier ones. Unknown names do nothing."""
    told = await _set_up(bot, story)
    chapters: dict[str, Callable[[MentoringBot, Story, Told], Coroutine[Any, Any, None]]] = {
        "meeting2": _second_meeting,
        "meeting4": _fourth_meeting,
    }
    if chapter in chapters:
        await chapters[chapter](bot, story, told)
        async with bot.database.write() as session:
            await group_card.put_up(bot.services, session, told.school)
        bot.delivery.wake()
    await bot.settled()


async def _set_up(bot: MentoringBot, story: Story) -> Told:
    """The school with its team and group; found again when it is there already."""
    now = bot.clock.now()
    async with bot.database.write() as session:
        mentor, senco, head, _ = [
            await _person(session, user, now) for user in (story.mentor, story.senco, story.head, story.lead)
        ]
        row = await session.get(SchoolChat, story.group.id)
        if row is not None:
            school = await session.get_one(School, row.school_id)
            return Told(school, mentor, senco, head)
        await make_mentor(session, mentor, "East", now)
        school = await make_school(session, mentor, SCHOOL, now, practice=True, phase="primary")
        await join_team(session, school.id or 0, senco, "senco", now)
        await join_team(session, school.id or 0, head, "headteacher", now)
        await be_in(session, story.group.id, "supergroup", now, title=story.group.title)
        session.add(
            SchoolChat(
                chat_id=story.group.id,
                school_id=school.id or 0,
                state="confirmed",
                asked_by=mentor.id or 0,
                confirmed_by=mentor.id,
                at=now,
            )
        )
        return Told(school, mentor, senco, head)


async def _second_meeting(bot: MentoringBot, story: Story, told: Told) -> None:
    """Findings, six planned meetings, the first one held with a decision and an action."""
    now = bot.clock.now()
    async with bot.database.write() as session:
        if await meetings.next_number(session, told.school.id or 0) > 1:
            return
        await findings.add(session, Place(told.mentor, told.school, "mentor"), "\n".join(FINDINGS), now)
        zone = bot.config.zone
        first = now.astimezone(zone).date() + timedelta(days=7)
        for proposal in plan_meetings(
            first, 6, 3, first.weekday() if first.weekday() < 5 else 3, HALF_PAST_THREE
        ):
            made = await meetings.make_meeting(
                session,
                told.school,
                told.mentor,
                proposal.at,
                now,
                zone=zone,
                title=agenda_for(proposal.number).title,
            )
            for person in (told.senco, told.head):
                await meetings.answer(session, made, person.id or 0, "yes", now)
    await _hold_next(
        bot, told, "We start with pupil passports in every class", "Draft one passport for each class"
    )


async def _fourth_meeting(bot: MentoringBot, story: Story, told: Told) -> None:
    """Two more meetings held; something done, something still open."""
    await _second_meeting(bot, story, told)
    await _hold_next(
        bot, told, "Two priorities: small steps in plans, and non-core subjects", "Visit two art lessons"
    )
    await _hold_next(
        bot, told, "Subject leaders get a one-page guide each", "Write the page for music and PE"
    )
    now = bot.clock.now()
    async with bot.database.write() as session:
        everything = await actions.open_in_school(session, told.school.id or 0)
        if everything:
            await actions.set_state(session, everything[0][0], "done", told.senco, now)


async def _hold_next(bot: MentoringBot, told: Told, decision: str, action: str) -> None:
    """Move the clock to just after the next meeting and note what was decided and agreed there."""
    async with bot.database.read() as session:
        coming = await meetings.coming(session, told.school.id or 0, bot.clock.now())
    if not coming:
        return
    meeting = coming[0]
    await bot.move_clock(meeting.starts_at + timedelta(minutes=meeting.minutes))
    now = bot.clock.now()
    place = Place(told.head, told.school, "headteacher")
    async with bot.database.write() as session:
        listed = await findings.of_school(session, told.school.id or 0)
        about = listed[(meeting.number - 1) % 2].id if listed else None
        (await session.get_one(Meeting, meeting.id)).finding_id = about
        await notes.add(
            session,
            place,
            decision,
            now,
            audience="team",
            kind="decision",
            meeting_id=meeting.id,
            finding_id=about,
        )
        await actions.make(
            session,
            place,
            action,
            told.senco.id,
            (now + timedelta(days=7)).date(),
            now,
            finding_id=about,
            meeting_id=meeting.id,
        )


async def _person(session: AsyncSession, user: User, now: datetime) -> Person:
    await be_in(session, user.id, "private", now)
    person = await meet(session, user.id, user.name, user.username, now)
    person.reach = "yes"
    await session.flush()
    return person
