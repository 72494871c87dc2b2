"""The duty of passed questions: who waits for an answer is never left without a word."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import teaching, waiting
from bot.mentoring.digests import next_summary, take
from bot.mentoring.people import be_in
from bot.mentoring.quiet import Quiet
from bot.mentoring.waiting import MovedOn
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.learnt import Passed
from bot.storage.meetings import Notice
from bot.storage.outbox import Outgoing, Priority
from bot.storage.people import Person
from handlers import notices

if TYPE_CHECKING:
    from handlers.services import Services


class PassingOn:
    """Tells holders what waits for them, moves on what nobody answered, and reminds leads of proposals."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._house = services.house

    async def run(self, database: Database, now: datetime) -> None:
        """Everything due, what moves on first, so that its new holder hears of it too."""
        async with database.read() as session:
            overdue = await waiting.overdue(session, now, self._house)
        if overdue:
            async with database.write() as session:
                for one in await waiting.overdue(session, now, self._house):
                    await self._moved(session, await waiting.move_on(session, one, now, self._house), now)
        async with database.read() as session:
            untold = await waiting.untold(session, now, self._house)
        if untold:
            async with database.write() as session:
                for holder, rows in (await waiting.untold(session, now, self._house)).items():
                    await self._tell(session, holder, rows, now)
        await self._remind_leads(database, now)

    async def next_at(self, database: Database, now: datetime) -> datetime | None:
        """When somebody is next to hear something."""
        async with database.read() as session:
            due = await waiting.next_at(session, now, self._house)
        return min(filter(None, (due, next_summary(now, self._house))))

    async def _moved(self, session: AsyncSession, moved: MovedOn, now: datetime) -> None:
        asker, passed = moved.one.asker, moved.one.passed
        if moved.to is None:
            await notices.tell_leads(
                self._services, session, "questions/reached_leads", number=passed.id, one=moved.one
            )
            passed.told_at = now
        if asker.telegram_id and asker.reach != "blocked":
            key = f"passed:{passed.id}:{passed.asked_at.isoformat()}:{passed.steps}"
            await self._say(session, asker.telegram_id, "passing/moved_on", now, key, "answer", moved=moved)

    async def _tell(
        self, session: AsyncSession, holder_id: int, rows: Sequence[Passed], now: datetime
    ) -> None:
        holder = await session.get(Person, holder_id)
        for row in rows:
            row.told_at = now
            session.add(row)
        if holder is not None and holder.telegram_id and holder.reach != "blocked":
            key = f"questions:{holder.id}:{now.isoformat()}"
            await self._say(
                session, holder.telegram_id, "questions/waiting", now, key, "reminder", count=len(rows)
            )

    async def _remind_leads(self, database: Database, now: datetime) -> None:
        """Once a week at most: proposals wait for a yes."""
        if not Quiet(self._house.zone, self._house.begins, self._house.ends).allows(now):
            return
        year, week, _ = now.astimezone(self._house.zone).isocalendar()
        keys = {f"proposals:{lead}:{year}-{week}": lead for lead in self._services.config.programme_leads}
        async with database.read() as session:
            proposed = len(await teaching.in_state(session, "proposed"))
            open_keys = [key for key in keys if proposed and await session.get(Notice, key) is None]
        for key in open_keys:
            lead = keys[key]
            async with database.write() as session:
                if await take(session, key, "proposals", None, now):
                    await self._say(session, lead, "curating/proposals", now, key, "digest", count=proposed)

    async def _say(
        self,
        session: AsyncSession,
        chat_id: int,
        template: str,
        now: datetime,
        key: str,
        priority: Priority,
        **values: Any,
    ) -> None:
        said = self._services.words.render(template, **values)
        await be_in(session, chat_id, "private", now)
        await outbox.put(session, Outgoing(chat_id, said.html, said.buttons, priority=priority, key=key), now)
