"""What is ahead of a school: its next meeting, and what people should know about the ones before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Outlook:
    """``next`` is the meeting going on or coming; ``off`` are called off ones that would have come before it.

    ``last`` is the latest meeting that is over.
    """

    next: Meeting | None
    off: tuple[Meeting, ...]
    last: Meeting | None

    @property
    def until(self) -> datetime | None:
        """Until when all of this stays true."""
        ends = [ends_at(self.next)] if self.next else []
        return min((*ends, *(one.starts_at for one in self.off)), default=None)

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
