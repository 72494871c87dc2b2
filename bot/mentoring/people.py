"""Who is who: people the programme knows, and the chats they use."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.people import Chat, Person


async def known(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this Telegram id, if the programme knows one."""
    return (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).first()


async def meet(
    session: AsyncSession, telegram_id: int, name: str, username: str | None, now: datetime
) -> Person:
    """The person with this Telegram id, made if new; their own choice of name is kept."""
    person = await known(session, telegram_id)
    if person is None:
        person = Person(telegram_id=telegram_id, name=name, username=username, created_at=now)
        session.add(person)
        await session.flush()
    elif person.username != username:
        person.username = username
    return person


async def be_in(
    session: AsyncSession,
    chat_id: int,
    kind: str,
    now: datetime,
    *,
    title: str | None = None,
    is_forum: bool = False,
) -> Chat:
    """The chat's row, made if new and marked as one that can be written to."""
    chat = await session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind=kind, title=title, is_forum=is_forum, created_at=now)
        session.add(chat)
        await session.flush()
        return chat
    if (chat.kind, chat.title, chat.is_forum, chat.state) != (kind, title, is_forum, "active"):
        chat.kind, chat.title, chat.is_forum, chat.state = kind, title, is_forum, "active"
    return chat


async def be_in_private(session: AsyncSession, telegram_ids: Collection[int], now: datetime) -> None:
    """Make sure that the private chats of these people are on record."""
    found = set((await session.exec(select(Chat.id).where(col(Chat.id).in_(telegram_ids)))).all())
    missing = sorted(set(telegram_ids) - found)
    session.add_all([Chat(id=one, kind="private", created_at=now) for one in missing])
    await session.flush()


async def can_be_reached(session: AsyncSession, telegram_id: int) -> bool:
    """Whether this person has a private chat with the bot that is open, as far as known."""
    chat = await session.get(Chat, telegram_id)
    return chat is not None and chat.state == "active"
