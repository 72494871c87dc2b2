"""How much the bot may say unasked: two messages a person in any seven days, one a group (USERS 9).

Answers, and what colleagues set off themselves (a move, an action given), are not counted. Reminders that
a person chose for themselves are not unasked.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.meetings import Meeting, Notice, Rsvp

PERSON_BUDGET = 2
GROUP_BUDGET = 1
WEEK = timedelta(days=7)
UNASKED = ("reminder_week", "reminder_day", "reminder_hour", "digest", "caseload", "pack")


async def said_lately(session: AsyncSession, people: Collection[int], now: datetime) -> dict[int, list[str]]:
    """The keys of what each of these people was sent unasked in the last seven days."""
    found = await session.exec(
        select(Notice.person_id, Notice.key).where(
            col(Notice.person_id).in_(people),
            Notice.state == "sent",
            col(Notice.kind).in_(UNASKED),
            Notice.at > now - WEEK,
        )
    )
    said: dict[int, list[str]] = {}
    for person_id, key in found.all():
        said.setdefault(person_id or 0, []).append(key)
    return said


async def has_room(session: AsyncSession, person_id: int, now: datetime, *, keep: int) -> bool:
    """Whether a summary fits, when ``keep`` messages are kept for each meeting of the coming week."""
    said = await said_lately(session, {person_id}, now)
    ahead = await meetings_ahead(session, {person_id}, now)
    kept = keep * len(ahead.get(person_id, []))
    return len(said.get(person_id, [])) + kept < PERSON_BUDGET


async def group_has_room(session: AsyncSession, kind: str, now: datetime) -> bool:
    """Whether a group may be written to unasked; ``kind`` is what notices to this group are called."""
    found = await session.exec(
        select(func.count())
        .select_from(Notice)
        .where(Notice.kind == kind, Notice.state == "sent", Notice.at > now - WEEK)
    )
    return found.one() < GROUP_BUDGET


async def meetings_ahead(
    session: AsyncSession, people: Collection[int], now: datetime
) -> dict[int, list[Meeting]]:
    """Each person's meetings whose reminders fall into the coming seven days, soonest first."""
    found = await session.exec(
        select(Rsvp.person_id, Meeting)
        .join(Meeting, col(Meeting.id) == Rsvp.meeting_id)
        .where(
            col(Rsvp.person_id).in_(people),
            Rsvp.answer != "no",
            Meeting.state == "planned",
            Meeting.starts_at > now,
            Meeting.starts_at < now + WEEK + timedelta(days=1),
        )
        .order_by(col(Meeting.starts_at))
    )
    ahead: dict[int, list[Meeting]] = {}
    for person_id, meeting in found.all():
        ahead.setdefault(person_id, []).append(meeting)
    return ahead
