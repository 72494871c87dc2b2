"""Keeping no longer than promised: what goes, and after how long."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from bot.storage.conversation import Dialogue, Message, Question
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.people import Person
from bot.storage.updates import IncomingUpdate

UPDATES = timedelta(days=7)
STRANGERS = timedelta(days=1)
CLOSED_ROWS = timedelta(days=100)
KEYED_ROWS = timedelta(days=400)


async def purge(database: Database, now: datetime, real_now: datetime, question_days: int) -> None:
    """Delete what is older than promised, in one short transaction.

    Conversations and questions go after ``question_days``; a stranger's question (which holds no words)
    after a day; handled and set-aside updates after a week of real time; delivery rows once nothing
    can still edit them, those with a unique key when nothing can write them again.
    """
    old = now - timedelta(days=question_days)
    known = select(Person.telegram_id).where(col(Person.telegram_id).is_not(None))
    stranger = (col(Question.asked_at) < now - STRANGERS) & col(Question.asker).not_in(known)
    async with database.write() as session:
        await session.exec(delete(Message).where(col(Message.at) < old))
        await session.exec(delete(Question).where((col(Question.asked_at) < old) | stranger))
        await session.exec(delete(Dialogue).where(col(Dialogue.expires_at) < now))
        await session.exec(delete(IncomingUpdate).where(col(IncomingUpdate.handled_at) < real_now - UPDATES))
        for unkeyed, age in ((True, CLOSED_ROWS), (False, KEYED_ROWS)):
            row_kind = col(OutboxRow.key).is_(None) if unkeyed else col(OutboxRow.key).is_not(None)
            await session.exec(delete(OutboxRow).where(col(OutboxRow.closed_at) < now - age, row_kind))
