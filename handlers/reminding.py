"""Reminders worded and handed to the outbox: each in the transaction that marks it handled."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import reminders
from bot.mentoring.people import be_in
from bot.mentoring.reminders import House, Reminder
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Outgoing

if TYPE_CHECKING:
    from handlers.services import Services

AT_ONCE = 20


class Reminding:
    """The duty: finds what is due, and says it once."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        config = services.config
        self._house = House(config.zone, config.quiet_from, config.quiet_until)

    async def run(self, database: Database, now: datetime) -> None:
        """Hand every due reminder to the outbox, a few in each transaction so that answers get in between."""
        async with database.read() as session:
            due = await reminders.due(session, now, self._house)
        for start in range(0, len(due), AT_ONCE):
            async with database.write() as session:
                await self._hand_over(session, due[start : start + AT_ONCE], now)

    async def next_at(self, database: Database, now: datetime) -> datetime | None:
        """When the next reminder is due."""
        async with database.read() as session:
            return await reminders.next_due(session, now, self._house)

    async def _hand_over(self, session: AsyncSession, due: Sequence[Reminder], now: datetime) -> None:
        for reminder in due:
            if await reminders.take(session, reminder, now) is not None:
                continue
            chat = reminder.person.telegram_id or 0
            await be_in(session, chat, "private", now)
            said = self._services.words.render(
                f"reminders/{reminder.lead}",
                meeting=reminder.meeting,
                school=reminder.school,
                answer=reminder.rsvp.answer,
                late=now - reminder.due_at > reminders.ON_TIME,
            )
            await outbox.put(
                session,
                Outgoing(
                    chat,
                    said.html,
                    said.buttons,
                    priority="reminder",
                    key=reminder.key,
                    subject=f"meeting:{reminder.meeting.id}",
                    expires_at=reminder.meeting.starts_at,
                ),
                now,
            )
