"""Due reminders taken for sending: re-checked and marked in the transaction that writes the messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.budget import PERSON_BUDGET, meetings_ahead, said_lately
from bot.mentoring.reminders import Reminder, useless
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.people import Person
from bot.storage.schools import School


@dataclass(frozen=True, slots=True)
class Taken:
    """A reminder to be sent now. ``others`` are the person's further meetings of the coming week."""

    reminder: Reminder
    meeting: Meeting
    school: School
    person: Person
    answer: str
    others: tuple[tuple[Meeting, School], ...]


async def take(session: AsyncSession, due: Sequence[Reminder], now: datetime) -> list[Taken]:
    """Mark reminders as handled; gives those to be sent. Each other one is noted with its reason; of a
    person or meeting that is gone from the records nothing is left to note.

    The meetings are locked first, so nothing can change between the check and the message.
    """
    meetings = await _meetings(session, {one.meeting_id for one in due})
    people = await _by_id(session, Person, {one.person_id for one in due})
    rsvps = await _rsvps(session, set(meetings))
    handled = set(
        (await session.exec(select(Notice.key).where(col(Notice.key).in_([one.key for one in due])))).all()
    )
    said = await said_lately(session, set(people), now)
    ahead = await meetings_ahead(session, set(people), now)
    school_ids = {one.school_id for one in meetings.values()}
    schools = await _by_id(
        session, School, school_ids | {one.school_id for many in ahead.values() for one in many}
    )
    taken = []
    for one in due:
        meeting, person = meetings.get(one.meeting_id), people.get(one.person_id)
        if one.key in handled or meeting is None or person is None:
            continue
        rsvp = rsvps.get((one.meeting_id, one.person_id))
        others = [other for other in ahead.get(one.person_id, []) if other.id != meeting.id]
        mine = said.setdefault(one.person_id, [])
        reason = useless(one, meeting, rsvp, person, now) or _too_much(one, mine, others)
        session.add(_notice(one, reason, now))
        if reason is None and rsvp is not None:
            mine.append(one.key)
            also = tuple((other, schools[other.school_id]) for other in others)
            taken.append(Taken(one, meeting, schools[meeting.school_id], person, rsvp.answer, also))
    return taken


def _too_much(reminder: Reminder, said: Sequence[str], others: Sequence[Meeting]) -> str | None:
    """Keeps to the budget: a further meeting's day before is worth more than this one's hour before.

    What was said about another time of the same meeting is not counted: that was taken back by a move.
    """
    if reminder.chosen:
        return None
    if reminder.lead == "hour" and others:
        return "keeps room for the next meeting"
    of_meeting = f"reminder:{reminder.meeting_id}:"
    counted = [
        key
        for key in said
        if not key.startswith(of_meeting) or key.startswith(f"{of_meeting}{reminder.wall}")
    ]
    return "two messages this week already" if len(counted) >= PERSON_BUDGET else None


def _notice(reminder: Reminder, reason: str | None, now: datetime) -> Notice:
    return Notice(
        key=reminder.key,
        person_id=reminder.person_id,
        kind=f"reminder_{reminder.lead}",
        state="skipped" if reason else "sent",
        reason=reason,
        at=now,
    )


async def _meetings(session: AsyncSession, ids: set[int]) -> dict[int, Meeting]:
    """Locked in the order of their ids, so that two who lock never wait for each other."""
    query = select(Meeting).where(col(Meeting.id).in_(ids)).order_by(col(Meeting.id)).with_for_update()
    return {one.id or 0: one for one in (await session.exec(query)).all()}


async def _rsvps(session: AsyncSession, meeting_ids: set[int]) -> dict[tuple[int, int], Rsvp]:
    found = await session.exec(select(Rsvp).where(col(Rsvp.meeting_id).in_(meeting_ids)))
    return {(one.meeting_id, one.person_id): one for one in found.all()}


async def _by_id(session: AsyncSession, kind: Any, ids: set[int]) -> dict[int, Any]:
    found = await session.exec(select(kind).where(kind.id.in_(ids)))
    return {one.id: one for one in found.all()}
