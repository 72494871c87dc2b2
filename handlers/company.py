"""Who is in a school's group: how many, and whom of them the bot can write to.

It is asked before anything is written. Telegram tells an ordinary member how many are there and, mostly,
whether somebody it names is; it gives no list. A call that fails or takes long costs nothing but the count.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, TelegramError

from bot.mentoring import dialogues
from bot.mentoring.access import mentors_of, place_here, team_of
from bot.mentoring.errors import Refusal
from bot.mentoring.people import known
from bot.storage.meetings import Meeting
from bot.storage.people import Chat, Person
from bot.storage.schools import School, SchoolChat
from bot.storage.work import Work
from handlers.group_card import groups_of
from handlers.turn import Turn

log = structlog.get_logger("handlers.company")
PATIENCE = 2.0
"""Seconds to wait for Telegram's count."""
MOST_ASKED_FOR = 30
_HERE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


@dataclass(frozen=True, slots=True)
class Company:
    """``people`` counts everybody in the group but the bot; ``known`` are the school's people among them.

    ``unreached`` are known too, but have not pressed Start (or have blocked the bot).
    """

    chat_id: int
    title: str | None
    people: int
    known: tuple[Person, ...]
    unreached: tuple[Person, ...]

    @property
    def strangers(self) -> int:
        """How many are there whom the school's team does not have."""
        return max(self.people - len(self.known), 0)

    @property
    def missing(self) -> int:
        """How many there cannot be written to privately."""
        return self.strangers + len(self.unreached)


async def of_place(turn: Turn) -> Company | None:
    """The group of the school that is meant here."""

    async def school(session: AsyncSession) -> int | None:
        person = await known(session, turn.user.id)
        try:
            return (await place_here(session, person, turn.chat.id)).school.id if person else None
        except Refusal:
            return None

    return await _of(turn, school)


async def of_meeting(turn: Turn, meeting_id: int) -> Company | None:
    """The group of a meeting's school."""

    async def school(session: AsyncSession) -> int | None:
        meeting = await session.get(Meeting, meeting_id)
        return meeting.school_id if meeting else None

    return await _of(turn, school)


async def of_dialogue(turn: Turn) -> Company | None:
    """The group of the school that the speaker's open dialogue is about."""

    async def school(session: AsyncSession) -> int | None:
        now = turn.services.clock.now()
        found = await dialogues.current(session, turn.chat.id, turn.thread_id, turn.user.id, now)
        return found.data.get("school") if found else None

    return await _of(turn, school)


async def of_school(turn: Turn, school_id: int) -> Company | None:
    """A school's group."""

    async def school(_session: AsyncSession) -> int | None:
        return school_id

    return await _of(turn, school)


async def of_group(turn: Turn, chat_id: int, school_id: int | None = None) -> Company | None:
    """A group that is about to be this school's, or that has been asked to be a school's."""

    async def school(session: AsyncSession) -> int | None:
        asked = await session.get(SchoolChat, chat_id)
        return school_id or (asked.school_id if asked else None)

    return await _of(turn, school, chat_id)


async def tell(turn: Turn, company: Company | None, school: School, person: Person | None) -> None:
    """Tell somebody in private whom the bot cannot write to; the same number is told once for each group."""
    session = await turn.session()
    group = await session.get(SchoolChat, company.chat_id) if company else None
    if company is None or group is None or group.missing_told == company.missing:
        return
    group.missing_told = company.missing
    if company.missing and person and person.telegram_id and person.reach == "yes":
        await turn.tell(
            person.telegram_id,
            "meetings/company",
            company=company,
            school=school,
            bot=turn.services.bot_name,
        )


async def _of(
    turn: Turn, school: Callable[[AsyncSession], Awaitable[int | None]], chat_id: int | None = None
) -> Company | None:
    """The school's first linked group unless another is named; None without, or in SQLite's transaction."""
    if Work.current().begun and turn.services.config.is_sqlite:
        return None  # the one writer is not kept waiting; PostgreSQL's transaction holds up this chat alone
    async with turn.services.database.read() as session:
        school_id = await school(session)
        if school_id is None:
            return None
        if chat_id is None:
            chat_id = next((one.chat_id for one in await groups_of(session, school_id)), None)
        chat = await session.get(Chat, chat_id) if chat_id is not None else None
        if chat is None:
            return None
        people = await _candidates(session, school_id, turn.services.config.programme_leads)
    try:
        async with asyncio.timeout(PATIENCE):
            count, here = await _asked(turn.update.get_bot(), chat.id, people)
    except (TelegramError, TimeoutError) as error:
        log.info("no count of a group", error=type(error).__name__)
        return None
    unreached = tuple(one for one in here if one.reach != "yes")
    return Company(chat.id, chat.title, count - 1, tuple(here), unreached)


async def _candidates(session: AsyncSession, school_id: int, leads: Collection[int]) -> list[Person]:
    """Whom of the group the bot might know: the school's team, its mentors and the programme leads."""
    team = [person for person, _ in await team_of(session, school_id)]
    mentors = await mentors_of(session, school_id)
    others = (await session.exec(select(Person).where(col(Person.telegram_id).in_(leads)))).all()
    each = {person.id: person for person in (*team, *mentors, *others) if person.telegram_id}
    return sorted(each.values(), key=lambda person: person.name)[:MOST_ASKED_FOR]


async def _asked(bot: Bot, chat_id: int, people: Collection[Person]) -> tuple[int, list[Person]]:
    count, *here = await asyncio.gather(
        bot.get_chat_member_count(chat_id),
        *(_is_here(bot, chat_id, person.telegram_id or 0) for person in people),
    )
    return count, [person for person, there in zip(people, here, strict=True) if there]


async def _is_here(bot: Bot, chat_id: int, telegram_id: int) -> bool:
    try:
        member = await bot.get_chat_member(chat_id, telegram_id)
    except BadRequest as error:
        # Where members are hidden only an administrator may ask; otherwise it is nobody of this chat.
        return "admin" in error.message.lower()
    return member.status in _HERE or (isinstance(member, ChatMemberRestricted) and member.is_member)
