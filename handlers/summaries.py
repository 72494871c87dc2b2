"""Digests, the mentor's weekly look and prep packs, worded and handed to the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import actions, digests, findings, notes
from bot.mentoring.access import mentorship_of
from bot.mentoring.caseload import caseload
from bot.mentoring.meetings import subject
from bot.mentoring.people import be_in
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.meetings import Meeting
from bot.storage.outbox import Outgoing, Priority
from bot.storage.people import Person
from bot.storage.schools import School
from knowledge import Pointer
from knowledge.agendas import Agenda, agenda_for

if TYPE_CHECKING:
    from handlers.services import Services

MOST_CASES = 8


class Summaries:
    """The duty: nothing due, nothing sent."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._house = services.house

    async def run(self, database: Database, now: datetime) -> None:
        """Everything of this kind that is due, each in its own transaction."""
        async with database.read() as session:
            weekly = await digests.round_due(session, now, self._house)
            own = await digests.digests_due(session, now, self._house)
            mentors = await digests.caseloads_due(session, now, self._house)
            packs = await digests.packs_due(session, now, self._house)
        for digest in own:
            async with database.write() as session:
                await self._digest(session, digest, now)
        if weekly:
            async with database.write() as session:
                await digests.take(session, digests.round_key(now, self._house), "digests", None, now)
        for person, key in mentors:
            async with database.write() as session:
                await self._caseload(session, person, key, now)
        for pack in packs:
            async with database.read() as session:
                usual = await self._usual(session, pack)
            pointers = self._services.knowledge.search(usual.search).best[:2]
            async with database.write() as session:
                await self._pack(session, pack, usual, pointers, now)

    async def next_at(self, _database: Database, now: datetime) -> datetime | None:
        """The next morning."""
        return digests.next_summary(now, self._house)

    async def _digest(self, session: AsyncSession, digest: digests.Digest, now: datetime) -> None:
        if not await digests.take(session, digest.key, "digest", digest.person.id, now):
            return
        today = now.astimezone(self._house.zone).date()
        schools = {one.school_id: await session.get(School, one.school_id) for one in digest.actions}
        await self._say(
            session,
            digest.person.telegram_id or 0,
            "summaries/digest",
            digest.key,
            now,
            coming=[one for one in digest.actions if one.due and one.due >= today],
            passed=[one for one in digest.actions if one.due and one.due < today],
            schools=schools,
        )

    async def _caseload(self, session: AsyncSession, person: Person, key: str, now: datetime) -> None:
        cases = await caseload(session, person, now, self._house.zone)
        reason = None if any(case.weight for case in cases) else "nothing waits"
        if not await digests.take(session, key, "caseload", person.id, now, reason) or reason:
            return
        shown, more = cases[:MOST_CASES], max(len(cases) - MOST_CASES, 0)
        chat = person.telegram_id or 0
        await self._say(session, chat, "summaries/caseload", key, now, cases=shown, more=more)

    async def _usual(self, session: AsyncSession, pack: digests.Pack) -> Agenda:
        mentorship = await mentorship_of(session, pack.school.id or 0)
        return agenda_for(pack.meeting.number, mentorship.meetings_planned if mentorship else 6)

    async def _pack(
        self,
        session: AsyncSession,
        pack: digests.Pack,
        usual: Agenda,
        pointers: Sequence[Pointer],
        now: datetime,
    ) -> None:
        kind, reader = digests.pack_kind(pack), pack.person.id if pack.person else None
        meeting = await session.get(Meeting, pack.meeting.id, with_for_update=True)
        if meeting is None or meeting.state != "planned" or meeting.starts_at != pack.meeting.starts_at:
            return
        if not await digests.take(session, pack.key, kind, reader, now):
            return
        await self._say(
            session,
            pack.chat_id,
            "agenda/pack",
            f"{pack.key}:{meeting.version}",
            now,
            subject=subject(meeting),
            priority="reminder",
            school=pack.school,
            meeting=meeting,
            point=await findings.maybe(session, meeting.finding_id),
            items=[*usual.items, *(one["text"] for one in meeting.agenda)],
            pairs=await actions.open_in_school(session, pack.school.id or 0),
            decisions=await notes.last_decisions(session, pack.school.id or 0, 3),
            pointers=pointers,
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
