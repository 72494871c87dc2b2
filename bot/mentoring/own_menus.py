"""Whose private chat shows a menu of its own, and where that is not as it should be."""

from collections.abc import Collection
from typing import Protocol

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.people import Chat, Person
from bot.storage.schools import Mentor


class Names(Protocol):
    """The commands for somebody; none for everybody else, who see the menu of all."""

    def __call__(self, *, mentor: bool, lead: bool) -> tuple[str, ...]:
        """In the order in which they are shown."""


async def changed(
    session: AsyncSession, leads: Collection[int], names: Names
) -> list[tuple[Chat, tuple[str, ...]]]:
    """The open private chats whose menu is another than it should be, with the right commands.

    ``leads`` are Telegram ids. Chats of people who never pressed Start, or who blocked the bot, are left out.
    """
    mentors = set(
        (
            await session.exec(
                select(Person.telegram_id)
                .join(Mentor, col(Mentor.person_id) == Person.id)
                .where(Mentor.state == "active")
            )
        ).all()
    )
    chats = await session.exec(
        select(Chat).where(
            Chat.kind == "private",
            Chat.state == "active",
            or_(col(Chat.menu).is_not(None), col(Chat.id).in_([one for one in {*mentors, *leads} if one])),
        )
    )
    found = []
    for chat in chats.all():
        wanted = names(mentor=chat.id in mentors, lead=chat.id in leads)
        if (chat.menu or "") != " ".join(wanted):
            found.append((chat, wanted))
    return found
