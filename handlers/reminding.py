"""Reminders worded and handed to the outbox: each in the transaction that marks it handled."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.mentoring import reminders
from bot.mentoring.meetings import subject
from bot.mentoring.people import be_in_private
from bot.mentoring.taking import Taken, take
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Outgoing

if TYPE_CHECKING:
    from handlers.services import Services

AT_ONCE = 25


class Reminding:
    """The duty: finds what is due, and says it once."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._house = services.house

    async def run(self, database: Database, now: datetime) -> None:
        """Hand every due reminder to the outbox, a few in each transaction so that answers get in between."""
        async with database.read() as session:
            due = await reminders.due(session, now, self._house)
        for start in range(0, len(due), AT_ONCE):
            async with database.write() as session:
                taken = await take(session, due[start : start + AT_ONCE], now)
                await be_in_private(session, {one.person.telegram_id or 0 for one in taken}, now)
                await outbox.put_all(session, [self._said(one, now) for one in taken], now)

    async def next_at(self, database: Database, now: datetime) -> datetime | None:
        """When the next reminder is due."""
        async with database.read() as session:
            return await reminders.next_due(session, now, self._house)

    def _said(self, one: Taken, now: datetime) -> Outgoing:
        said = self._services.words.render(
            f"reminders/{one.reminder.lead}",
            meeting=one.meeting,
            school=one.school,
            answer=one.answer,
            others=one.others,
            late=now - one.reminder.due_at > reminders.ON_TIME,
        )
        return Outgoing(
            one.person.telegram_id or 0,
            said.html,
            said.buttons,
            priority="reminder",
            key=f"{one.reminder.key}:{one.meeting.version}",
            subject=subject(one.meeting),
            expires_at=one.meeting.starts_at,
        )
