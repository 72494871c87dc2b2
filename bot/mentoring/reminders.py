"""Which reminders are due: found by a query at each tick, written once under a key, re-checked then.

A reminder belongs to (meeting, version, lead, person): moving a meeting raises its version, so nothing
stale can go out. "The day before" keeps the local time of day; "an hour before" is an hour of elapsed
time. What falls into quiet hours comes earlier; what is found late says the true time or is skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.calendars import terms_of
from bot.mentoring.quiet import Quiet
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Preference, School

LEADS = ("week", "day", "hour")
DEFAULT_LEADS = ("day", "hour")
HORIZON = timedelta(days=21)
MISSED = timedelta(days=3)
"""How long after its start a meeting's reminders are still looked at, to note why they were not sent."""
CHUNK = 400
ON_TIME = timedelta(hours=1)
"""A reminder handed over later than this says that it is late."""
TOO_LATE = {"week": timedelta(days=2), "day": timedelta(hours=3), "hour": timedelta(minutes=10)}
"""A reminder found later than this much before the start is of no more use."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder for one person, and when it is due."""

    meeting: Meeting
    school: School
    person: Person
    rsvp: Rsvp
    lead: str
    due_at: datetime

    @property
    def key(self) -> str:
        """Unique for ever: a reminder is handled once."""
        return f"reminder:{self.meeting.id}:{self.meeting.version}:{self.lead}:{self.person.id}"


@dataclass(frozen=True, slots=True)
class House:
    """The programme's own quiet hours."""

    zone: ZoneInfo
    begins: time
    ends: time


async def upcoming(session: AsyncSession, now: datetime, house: House) -> list[Reminder]:
    """Every reminder of planned meetings within the horizon handled or not, soonest first."""
    found = await session.exec(
        select(Meeting, School, Person, Rsvp)
        .join(School, col(School.id) == Meeting.school_id)
        .join(Rsvp, col(Rsvp.meeting_id) == Meeting.id)
        .join(Person, col(Person.id) == Rsvp.person_id)
        .where(
            Meeting.state == "planned",
            Meeting.starts_at > now - MISSED,
            Meeting.starts_at <= now + HORIZON,
            col(Person.telegram_id).is_not(None),
            Rsvp.answer != "no",
        )
    )
    rows = found.all()
    choices = await _choices(session, {person.id or 0 for _, _, person, _ in rows})
    reminders = [
        Reminder(meeting, school, person, rsvp, lead, due)
        for meeting, school, person, rsvp in rows
        for lead, due in _leads(meeting, school, rsvp, choices.get(person.id or 0), house)
    ]
    return sorted(reminders, key=lambda one: one.due_at)


async def due(session: AsyncSession, now: datetime, house: House) -> list[Reminder]:
    """The reminders whose time has come and that were not handled yet."""
    ripe = [one for one in await upcoming(session, now, house) if one.due_at <= now]
    handled = await _handled(session, [one.key for one in ripe])
    return [one for one in ripe if one.key not in handled]


async def next_due(session: AsyncSession, now: datetime, house: House) -> datetime | None:
    """When the next reminder after ``now`` will be due."""
    times = [one.due_at for one in await upcoming(session, now, house) if one.due_at > now]
    return min(times, default=None)


async def take(session: AsyncSession, reminder: Reminder, now: datetime) -> str | None:
    """Re-check a reminder and mark it handled. None: send it; else the reason why it is skipped.

    Runs in the transaction that writes the message, so nothing can change in between.
    """
    if await session.get(Notice, reminder.key) is not None:
        return "handled before"
    meeting = await session.get(Meeting, reminder.meeting.id, with_for_update=True, populate_existing=True)
    rsvp = await session.get(Rsvp, reminder.rsvp.id, populate_existing=True)
    person = await session.get(Person, reminder.person.id, populate_existing=True)
    reason = _skip(reminder, meeting, rsvp, person, now)
    session.add(
        Notice(
            key=reminder.key,
            person_id=reminder.person.id,
            kind=f"reminder_{reminder.lead}",
            state="skipped" if reason else "sent",
            reason=reason,
            at=now,
        )
    )
    return reason


def due_at(meeting: Meeting, lead: str, quiet: Quiet) -> datetime:
    """When a reminder is due: local wall time for days and weeks, elapsed time for the hour.

    One that would fall into quiet time comes at the last open moment before; the hour never does.
    """
    if lead == "hour":
        return meeting.starts_at - timedelta(hours=1)
    local = meeting.starts_at.astimezone(quiet.zone)
    wall = local.replace(tzinfo=None) - timedelta(days=7 if lead == "week" else 1)
    earlier = wall.replace(tzinfo=quiet.zone)
    if lead == "day" and not quiet.open_day(earlier.date()):
        earlier = quiet.last_open(earlier)
    return earlier if quiet.allows(earlier) else quiet.last_open(earlier)


def _leads(
    meeting: Meeting, school: School, rsvp: Rsvp, chosen: Preference | None, house: House
) -> Sequence[tuple[str, datetime]]:
    wanted = (chosen.reminders.get("leads", DEFAULT_LEADS) if chosen else DEFAULT_LEADS) or ()
    quiet = Quiet(
        house.zone,
        house.begins,
        house.ends,
        terms_of(school),
        paused_until=chosen.paused_until if chosen else None,
    )
    found = []
    for lead in LEADS:
        if lead not in wanted or (lead == "hour" and rsvp.answer != "yes"):
            continue
        at = due_at(meeting, lead, quiet)
        if at >= meeting.created_at or lead == "hour":
            found.append((lead, at))
    return found


def _skip(
    reminder: Reminder, meeting: Meeting | None, rsvp: Rsvp | None, person: Person | None, now: datetime
) -> str | None:
    if meeting is None or meeting.state != "planned" or meeting.version != reminder.meeting.version:
        return "changed meanwhile"
    if rsvp is None or rsvp.answer == "no" or (reminder.lead == "hour" and rsvp.answer != "yes"):
        return "does not come"
    if person is None or person.telegram_id is None or person.reach == "blocked":
        return "cannot be reached"
    if now > meeting.starts_at - TOO_LATE[reminder.lead]:
        return "too late"
    return None


async def _choices(session: AsyncSession, people: set[int]) -> dict[int, Preference]:
    found = await session.exec(select(Preference).where(col(Preference.person_id).in_(people)))
    return {row.person_id: row for row in found.all()}


async def _handled(session: AsyncSession, keys: Sequence[str]) -> set[str]:
    handled: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        found = await session.exec(select(Notice.key).where(col(Notice.key).in_(keys[start : start + CHUNK])))
        handled.update(found.all())
    return handled
