"""Keeping chats as Telegram has them: seen, left, upgraded to a supergroup under a new id."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.outbox import OutboxRow
from bot.storage.people import Chat, Person
from bot.storage.schools import SchoolChat


async def move_chat(session: AsyncSession, old_id: int, new_id: int, now: datetime) -> None:
    """Rewrite a chat's id wherever it stands, in the caller's transaction; repeats do no harm.

    The group's card stays behind in the old chat, so from now on none stands in the new one.
    """
    left_behind = update(SchoolChat).where(col(SchoolChat.chat_id) == old_id)
    await session.exec(left_behind.values(card_outbox_id=None, card_meeting_id=None, card_until=None))
    old = await session.get(Chat, old_id)
    if await session.get(Chat, new_id) is None:
        title = old.title if old else None
        forum = old.is_forum if old else False
        session.add(Chat(id=new_id, kind="supergroup", title=title, is_forum=forum, created_at=now))
        await session.flush()
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            if any(key.column.table.name == "chat" for key in column.foreign_keys):
                await session.exec(table.update().where(column == old_id).values({column.name: new_id}))
    if old is not None:
        old.state = "migrated"
        session.add(old)


async def lose_chat(session: AsyncSession, chat_id: int, reason: str, now: datetime) -> None:
    """A chat cannot be written to any more: say so on its row and retire what waits for it."""
    await session.exec(
        update(Chat).where(col(Chat.id) == chat_id).values(state="blocked" if chat_id > 0 else "left")
    )
    if chat_id > 0:
        await session.exec(update(Person).where(col(Person.telegram_id) == chat_id).values(reach="blocked"))
    await session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.chat_id) == chat_id, col(OutboxRow.state) == "pending")
        .values(
            state="blocked" if chat_id > 0 else "kicked", reason=reason, body=None, file=None, closed_at=now
        )
    )
