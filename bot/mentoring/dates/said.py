"""How the bot writes a day or a time; the reader understands the same form."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.mentoring.dates.instants import instants, months_on


def said(value: date | datetime, now: datetime, tz: str = "Europe/London") -> str:
    """ "Thu 3 Dec" or "Tue 1 Dec, 3.30pm"; the year is added outside the coming ten months.

    A time is shown on the clock of `tz`; within the hour that comes twice, "GMT" or "BST" is added.
    """
    zone = ZoneInfo(tz)
    today = now.astimezone(zone).date()
    if not isinstance(value, datetime):
        return _day(value, today)
    local = value.astimezone(UTC).astimezone(zone)
    twice = len(instants(local.date(), local.time().replace(fold=0), zone)) > 1
    return f"{_day(local.date(), today)}, {_time(local)}" + (f" {local.tzname()}" if twice else "")


def _day(day: date, today: date) -> str:
    near = today - timedelta(days=1) <= day <= months_on(today, 10)
    return f"{day:%a} {day.day} {day:%b}" + ("" if near else f" {day.year}")


def _time(at: datetime) -> str:
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
