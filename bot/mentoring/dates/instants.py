"""Wall clock to instant, honestly: hours that a clock change skips or repeats are never chosen silently."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

D = TypeVar("D", date, datetime)


def later(start: D, days: int = 0, *, minutes: float = 0) -> D:
    """So many days on by the calendar, or so many minutes on in elapsed time (counted in UTC).

    Stops at the calendar's own ends rather than failing.
    """
    if isinstance(start, datetime) and minutes:
        moved = start.astimezone(UTC) + timedelta(minutes=minutes)
        return moved.astimezone(start.tzinfo)
    return start + timedelta(days=days)


def months_on(day: date, months: int) -> date:
    """The same day number `months` later, or the last day of that month when it is shorter."""
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Every instant at which clocks in `zone` show this day and time: none, one or two, earliest first."""
    wall = datetime.combine(day, at)
    both = (wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1))
    real = [moment for moment in both if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall]
    return tuple(real[:1] if len({moment.utcoffset() for moment in real}) < 2 else real)


def around_gap(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """For a time the clocks skip: the same minutes an hour later and an hour earlier."""
    wall = datetime.combine(day, at)
    shifted = (wall + timedelta(hours=1), wall - timedelta(hours=1))
    return tuple(moment.replace(tzinfo=zone) for moment in shifted)
