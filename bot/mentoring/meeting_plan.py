"""Proposing the dates of a whole mentorship round a school's holidays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.mentoring.terms import Terms, breaks, covers, is_school_day, is_working_day

_PATIENCE = 30  # weeks to look ahead for one meeting before giving up


@dataclass(frozen=True)
class Proposal:
    """One meeting's date. `moved` says why it is not where the rhythm would have put it; empty when it is."""

    number: int
    at: datetime
    moved: str = ""


def plan_meetings(
    first: date,
    count: int,
    every_weeks: int,
    weekday: int,
    at: time,
    terms: Terms | None = None,
    tz: str = "Europe/London",
) -> tuple[Proposal, ...]:
    """Up to `count` dates on one weekday (0 is Monday), `every_weeks` apart and not before `first`.

    A date on a bank holiday, in a school's break, on a training or closed day, or next to a break moves on by
    whole weeks, and the rhythm goes on from there. Beyond the school's calendar, and without one, only bank
    holidays count. The clock time stays the same across clock changes. Fewer dates come back only when no
    free week is found. Raises ValueError for a count or rhythm below one.
    """
    if count < 1 or every_weeks < 1:
        raise ValueError("count and every_weeks must be at least 1")
    zone = ZoneInfo(tz)
    wanted = first + timedelta(days=(weekday - first.weekday()) % 7)
    found: list[Proposal] = []
    for number in range(1, count + 1):
        day, why = _free_from(wanted, terms)
        if day is None:
            break
        found.append(Proposal(number, datetime.combine(day, at, zone), why))
        wanted = day + timedelta(weeks=every_weeks)
    return tuple(found)


def _free_from(wanted: date, terms: Terms | None) -> tuple[date | None, str]:
    why = ""
    for weeks in range(_PATIENCE):
        day = wanted + timedelta(weeks=weeks)
        reason = obstacle(day, terms)
        if not reason:
            return day, why
        why = why or reason
    return None, why


def obstacle(day: date, terms: Terms | None) -> str:
    """Why no meeting should be proposed that day, in a few words; empty when nothing speaks against it."""
    if not is_working_day(day):
        return "weekend" if day.weekday() > 4 else "bank holiday"
    if terms is None or not covers(day, terms):
        return ""
    if not is_school_day(day, terms):
        named = [period.name for period in terms.periods if period.covers(day) and period.kind != "term"]
        return named[0] if named else "school holiday"
    for gap in breaks(terms):
        if day == gap.start - timedelta(days=1):
            return "last day before a break"
        if gap.end and day == gap.end + timedelta(days=1):
            return "first day after a break"
    return ""
