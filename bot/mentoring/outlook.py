"""What is ahead of a school: its next meeting, and what people should know about the ones before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.storage.meetings import Meeting
from bot.storage.schools import SchoolChat

LONGEST_MEETING = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Outlook:
    """``next`` is the meeting going on or coming; ``off`` are called off ones that would have come before it.

    ``last`` is the latest meeting that is over.
    """

    next: Meeting | None
    off: tuple[Meeting, ...]
    last: Meeting | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say about this school's meetings."""
        return self.next is None and self.last is None and not self.off


def ends_at(meeting: Meeting) -> datetime:
    """When a meeting is over."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def outlook(meetings: Sequence[Meeting], now: datetime) -> Outlook:
    """What is ahead, from all the meetings of one school."""
    ordered = sorted(meetings, key=lambda one: one.starts_at)
    planned = [one for one in ordered if one.state != "cancelled"]
    ahead = next((one for one in planned if ends_at(one) > now), None)
    off = tuple(
        one
        for one in ordered
        if one.state == "cancelled"
        and one.starts_at > now
        and (ahead is None or one.starts_at <= ahead.starts_at)
    )
    over = [one for one in planned if ends_at(one) <= now]
    return Outlook(ahead, off, over[-1] if over else None)


async def shown_and_over(session: AsyncSession, now: datetime) -> set[int]:
    """The schools whose group card still shows a meeting that is over by now."""
    found = await session.exec(_shown().where(col(Meeting.starts_at) <= now))
    return {one.school_id for one in found.all() if ends_at(one) <= now}


async def next_end(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next meeting that a group card shows will be over."""
    found = await session.exec(
        _shown()
        .where(col(Meeting.starts_at) > now - LONGEST_MEETING)
        .order_by(col(Meeting.starts_at))
        .limit(50)
    )
    return min((ends_at(one) for one in found.all() if ends_at(one) > now), default=None)


def _shown() -> SelectOfScalar[Meeting]:
    return select(Meeting).join(SchoolChat, col(SchoolChat.card_meeting_id) == Meeting.id)
