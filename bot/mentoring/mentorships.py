"""A mentorship's own course: stage, how many meetings, its end."""

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import meetings
from bot.mentoring.access import Place, mentorship_of, need_mentor
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import note_change
from bot.storage.meetings import Meeting
from bot.storage.schools import STAGES, Mentorship

FEWEST, MOST = 3, 12


async def running(session: AsyncSession, place: Place) -> Mentorship:
    """The active mentorship of a school one mentors. Raises Refusal("for_mentors") or ("no_mentorship")."""
    need_mentor(place)
    found = await mentorship_of(session, place.school.id or 0)
    if found is None:
        raise Refusal("no_mentorship")
    return found


async def set_stage(session: AsyncSession, place: Place, stage: str, now: datetime) -> Mentorship:
    """Gather, plan, do or review: the mentor says, nothing moves by itself."""
    if stage not in STAGES:
        raise Refusal("old_button")
    row = await running(session, place)
    row.stage = stage
    session.add(row)
    await note_change(session, "stage set", now, school=row.school_id, by=place.person.id, about=stage)
    return row


async def set_planned(session: AsyncSession, place: Place, count: int, now: datetime) -> Mentorship:
    """How many meetings there shall be, 3 to 12."""
    if not FEWEST <= count <= MOST:
        raise Refusal("old_button")
    row = await running(session, place)
    row.meetings_planned = count
    session.add(row)
    await note_change(
        session, "meetings set", now, school=row.school_id, by=place.person.id, about=str(count)
    )
    return row


async def end(session: AsyncSession, place: Place, now: datetime) -> int:
    """End the mentorship: coming meetings are called off; the record stays as long as promised.

    Gives how many meetings were called off.
    """
    row = await running(session, place)
    coming = (
        await session.exec(
            select(Meeting).where(
                Meeting.school_id == row.school_id, Meeting.state == "planned", Meeting.starts_at > now
            )
        )
    ).all()
    for meeting in coming:
        await meetings.cancel(session, meeting, place.person, now)
    row.state, row.ended_at = "ended", now
    session.add(row)
    await note_change(session, "mentorship ended", now, school=row.school_id, by=place.person.id)
    return len(coming)
