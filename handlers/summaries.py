"""Digests, the mentor's weekly look and prep packs, worded and handed to the outbox."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import actions, digests, notes
from bot.mentoring.access import mentorship_of
from bot.mentoring.caseload import caseload
from bot.mentoring.people import be_in
from bot.mentoring.reminders import House
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Outgoing, Priority
from knowledge.agendas import agenda_for

if TYPE_CHECKING:
    from handlers.services import Services

MOST_CASES = 8


class Summaries:
    """The duty: nothing due, nothing sent."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        config = services.config
        self._house = House(config.zone, config.quiet_from, config.quiet_until)

    async def run(self, database: Database, now: datetime) -> None:
        """Everything of this kind that is due, each in its own transaction."""
        async with database.read() as session:
            own = await digests.digests_due(session, now, self._house)
            mentors = await digests.caseloads_due(session, now, self._house)
            packs = await digests.packs_due(session, now, self._house)
        for digest in own:
            async with database.write() as session:
                await self._digest(session, digest, now)
        for person, key in mentors:
            async with database.write() as session:
                cases = await caseload(session, person, now, self._house.zone)
                if any(case.weight for case in cases) and await digests.take(
                    session, key, "caseload", person.id, now
                ):
                    values: dict[str, Any] = {
                        "cases": cases[:MOST_CASES],
                        "more": max(len(cases) - MOST_CASES, 0),
                    }
                    await self._say(
                        session, person.telegram_id or 0, "summaries/caseload", key, now, **values
                    )
        for pack in packs:
            async with database.write() as session:
                await self._pack(session, pack, now)

    async def next_at(self, _database: Database, now: datetime) -> datetime | None:
        """The next morning."""
        return digests.next_summary(now, self._house)

    async def _digest(self, session: AsyncSession, digest: digests.Digest, now: datetime) -> None:
        if not await digests.take(session, digest.key, "digest", digest.person.id, now):
            return
        today = now.astimezone(self._house.zone).date()
        await self._say(
            session,
            digest.person.telegram_id or 0,
            "summaries/digest",
            digest.key,
            now,
            coming=[one for one in digest.actions if one.due and one.due >= today],
            passed=[one for one in digest.actions if one.due and one.due < today],
        )

    async def _pack(self, session: AsyncSession, pack: digests.Pack, now: datetime) -> None:
        kind = "pack" if pack.person else f"pack_in:{pack.chat_id}"
        if not await digests.take(session, pack.key, kind, pack.person.id if pack.person else None, now):
            return
        mentorship = await mentorship_of(session, pack.school.id or 0)
        usual = agenda_for(pack.meeting.number, mentorship.meetings_planned if mentorship else 6)
        await self._say(
            session,
            pack.chat_id,
            "agenda/pack",
            pack.key,
            now,
            subject=f"meeting:{pack.meeting.id}",
            priority="reminder",
            school=pack.school,
            meeting=pack.meeting,
            items=[*usual.items, *(one["text"] for one in pack.meeting.agenda)],
            pairs=await actions.open_in_school(session, pack.school.id or 0),
            decisions=await notes.last_decisions(session, pack.school.id or 0, 3),
            pointers=self._services.knowledge.search(usual.search).best[:2],
        )

    async def _say(
        self,
        session: AsyncSession,
        chat_id: int,
        template: str,
        key: str,
        now: datetime,
        *,
        subject: str | None = None,
        priority: Priority = "digest",
        **values: Any,
    ) -> None:
        said = self._services.words.render(template, **values)
        if chat_id > 0:
            await be_in(session, chat_id, "private", now)
        await outbox.put(
            session,
            Outgoing(chat_id, said.html, said.buttons, priority=priority, key=key, subject=subject),
            now,
        )
