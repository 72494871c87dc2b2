"""Dialogues that are half-way: one step at a time, kept as a row, so that a restart forgets none."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.conversation import Dialogue

LIFE = timedelta(days=1)


async def current(
    session: AsyncSession, chat_id: int, thread_id: int | None, speaker: int, now: datetime
) -> Dialogue | None:
    """The open dialogue of this speaker in this chat and thread, unless it has expired."""
    found = await session.exec(
        select(Dialogue).where(
            Dialogue.chat_id == chat_id,
            Dialogue.thread == (thread_id or 0),
            Dialogue.speaker == speaker,
            Dialogue.expires_at > now,
        )
    )
    return found.first()


async def begin(
    session: AsyncSession,
    chat_id: int,
    thread_id: int | None,
    speaker: int,
    now: datetime,
    *,
    name: str,
    step: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Open a dialogue at a step, in place of any other of this speaker here. The chat must be on record."""
    await end(session, chat_id, thread_id, speaker)
    session.add(
        Dialogue(
            chat_id=chat_id,
            thread=thread_id or 0,
            speaker=speaker,
            name=name,
            step=step,
            data=data or {},
            expires_at=now + LIFE,
        )
    )
    await session.flush()


async def end(session: AsyncSession, chat_id: int, thread_id: int | None, speaker: int) -> bool:
    """Close the speaker's dialogue here; says whether there was one."""
    done = await session.exec(
        delete(Dialogue)
        .where(
            col(Dialogue.chat_id) == chat_id,
            col(Dialogue.thread) == (thread_id or 0),
            col(Dialogue.speaker) == speaker,
        )
        .returning(col(Dialogue.id))
    )
    return done.first() is not None
