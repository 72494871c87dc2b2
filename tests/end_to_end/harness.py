"""The real application against a local Telegram, over HTTP, as people would use it."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from bot.application import MentoringBot
from bot.clock import Clock
from bot.config import Config, read_config
from bot.mentoring.people import be_in, meet
from bot.mentoring.schools import join_team, make_mentor, make_school
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Message
from bot.rehearsal.person import Person as User
from bot.rehearsal.server import LocalTelegram
from bot.storage.people import Person
from bot.storage.schools import School, SchoolChat
from knowledge import Knowledge, load

PATIENCE = 120
_KNOWLEDGE: list[Knowledge] = []


def knowledge() -> Knowledge:
    """The real knowledge, loaded once for the whole run."""
    if not _KNOWLEDGE:
        _KNOWLEDGE.append(load())
    return _KNOWLEDGE[0]


@dataclass
class School1:
    """An invented school with its people, all of whom have pressed Start, and its linked group."""

    school: School
    mentor: User
    senco: User
    head: User
    group: Chat


@dataclass
class World:
    """A local Telegram and the bot on it. ``async with World(…) as world:``"""

    database_url: str
    clock: Clock
    options: dict[str, Any] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.telegram = await self._stack.enter_async_context(LocalTelegram(now=self.clock.now))
        self.lead = self.telegram.add_person("Lee Marlow", "leemarlow", about="programme lead")
        await self.start_bot()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop_bot()
        await self._stack.aclose()

    @property
    def config(self) -> Config:
        """The bot's configuration: no pacing, one programme lead."""
        given: dict[str, Any] = {
            "bot_token": self.telegram.token,
            "telegram_api_url": self.telegram.api_url,
            "telegram_file_url": self.telegram.file_url,
            "database_url": self.database_url,
            "programme_leads": (self.lead.id,),
            "pace_overall": 0,
            "pace_private": 0,
            "pace_group_minute": 0,
        }
        return read_config(None, **(given | self.options))

    async def start_bot(self) -> None:
        """Start the bot (again)."""
        self.bot = MentoringBot(self.config, self.clock, knowledge())
        self.bot.schedule.start = _nobody_knocks  # type: ignore[method-assign]
        await self.bot.__aenter__()

    async def stop_bot(self) -> None:
        """Stop it gracefully."""
        await self.bot.__aexit__(None, None, None)

    async def restart(self) -> None:
        """Stop and start: what was half-way must go on."""
        await self.stop_bot()
        await self.start_bot()

    async def settled(self) -> None:
        """Wait until Telegram has handed over every update and the bot has said all it had to say."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.bot.settled()
                if not self.telegram.pending_updates:
                    await self.bot.settled()
                    return
                await asyncio.sleep(0.002)

    async def says(self, user: User, text: str, chat: Chat | None = None, **more: Any) -> Message:
        """Somebody writes; returns when everything has been answered."""
        sent = await user.say(text, chat, **more)
        await self.settled()
        return sent

    async def presses(self, user: User, message: Message, wanted: str) -> str:
        """Somebody presses a button; gives the short answer shown at it."""
        answer = await user.press(message, wanted)
        await self.settled()
        return answer

    async def moves_to(self, instant: datetime) -> None:
        """The clock moves on; everything due on the way happens, in order."""
        await self.bot.move_clock(instant)
        await self.settled()

    async def school(self, name: str = "Larkfield Primary", *, tag: str = "") -> School1:
        """A school whose people are in the programme and whose group is linked, without the joining steps."""
        people = [
            self.telegram.add_person(f"{first}{tag}", f"{first.lower()}{tag}", started=True)
            for first in ("Mina", "Sam", "Hana")
        ]
        group = self.telegram.add_group(f"{name} leaders", people)
        now = self.clock.now()
        async with self.bot.database.write() as session:
            rows = [await self._known(session, user) for user in people]
            await make_mentor(session, rows[0], None, now)
            school = await make_school(session, rows[0], name, now)
            await join_team(session, school.id or 0, rows[1], "senco", now)
            await join_team(session, school.id or 0, rows[2], "headteacher", now)
            await be_in(session, group.id, "supergroup", now, title=group.title)
            await session.flush()
            session.add(
                SchoolChat(
                    chat_id=group.id,
                    school_id=school.id or 0,
                    state="confirmed",
                    asked_by=rows[0].id or 0,
                    confirmed_by=rows[0].id,
                    at=now,
                )
            )
        mentor, senco, head = people
        return School1(school, mentor, senco, head, group)

    async def _known(self, session: Any, user: User) -> Person:
        now = self.clock.now()
        await be_in(session, user.id, "private", now)
        person = await meet(session, user.id, user.name, user.username, now)
        person.reach = "yes"
        await session.flush()
        return person


def _nobody_knocks() -> None:
    """In a test only the moved clock ticks, so that nothing unasked comes in between."""


def last(chat: Chat) -> Message:
    """The newest message of the bot's in a chat."""
    return chat.from_bot()[-1]


def text_of(chat: Chat) -> str:
    """Everything the bot says in a chat, as people see it now."""
    return "\n\n".join(message.text or "" for message in chat.from_bot())
