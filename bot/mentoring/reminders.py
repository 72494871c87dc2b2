"""Which reminders are due: found by a query at each tick, written once under a key, re-checked then.

A reminder belongs to (meeting, agreed time, lead, person): after a move nothing stale can go out. "The day
before" keeps the local time of day; "an hour before" is an hour of elapsed time. What falls into quiet
hours comes earlier; what is found late waits for the next open moment, says the true time, or is skipped
with its reason. Only rows that may be due are read: a start is compared with how far a lead can reach now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.calendars import terms_of
from bot.mentoring.quiet import Quiet
from bot.mentoring.terms import Terms
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Preference, School

LEADS = ("week", "day", "hour")
DEFAULT_LEADS = ("day", "hour")
HORIZON = timedelta(days=60)
"""No reminder comes earlier than this before its meeting; the summer holiday is shorter."""
MISSED = timedelta(days=3)
"""How long after its start a meeting's reminders are still looked at, to note why they were not sent."""
ON_TIME = timedelta(hours=1)
"""A reminder handed over later than this says that it is late."""
TOO_LATE = {"week": timedelta(days=2), "day": timedelta(hours=3), "hour": timedelta(minutes=10)}
"""A reminder found later than this much before the start is of no more use."""
BEFORE = {"week": timedelta(days=7), "day": timedelta(days=1), "hour": timedelta(hours=1)}
_SLACK = timedelta(hours=2)  # a local day may have 25 hours


@dataclass(frozen=True, slots=True)
class House:
    """The programme's own quiet hours."""

    zone: ZoneInfo
    begins: time
    ends: time

    def quiet(self, terms: Terms | None = None, paused_until: datetime | None = None) -> Quiet:
        """These hours together with a school's calendar and a person's pause."""
        return Quiet(self.zone, self.begins, self.ends, terms, paused_until=paused_until)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder for one person that was not handled yet.

    ``due_at`` is when it should come; ``ready_at`` when it can, where it is late or the person has a pause.
    ``chosen`` says that the person chose their reminders, so that they are not unasked.
    """

    meeting_id: int
    person_id: int
    wall: str
    lead: str
    due_at: datetime
    ready_at: datetime
    quiet: Quiet
    chosen: bool

    @property
    def key(self) -> str:
        """Unique for ever: a reminder is handled once. ``_key`` is the same in SQL."""
        return f"reminder:{self.meeting_id}:{self.wall}:{self.lead}:{self.person_id}"


async def due(session: AsyncSession, now: datetime, house: House) -> list[Reminder]:
    """The reminders whose time has come and that were not handled yet, the longest due first."""
    calendars = await _calendars(session, now)
    opens = max(
        (house.quiet(terms).next_open(now + timedelta(minutes=1)) for terms in set(calendars.values())),
        default=now,
    )
    found: list[Reminder] = []
    for lead in LEADS:
        reach = now if lead == "hour" else opens + _SLACK
        until = min(reach + BEFORE[lead], now + HORIZON)
        found += await _pending(session, lead, now, until, calendars, house)
    return sorted((one for one in found if one.ready_at <= now), key=lambda one: one.due_at)


async def next_due(session: AsyncSession, now: datetime, house: House) -> datetime | None:
    """When the next reminder after ``now`` will be due."""
    calendars = await _calendars(session, now)
    times = [
        one.ready_at
        for lead in LEADS
        for one in await _pending(session, lead, now, now + HORIZON, calendars, house)
        if one.ready_at > now
    ]
    return min(times, default=None)


def due_at(starts_at: datetime, lead: str, quiet: Quiet) -> datetime:
    """When a reminder is due: local wall time for days and weeks, elapsed time for the hour.

    One that would fall into quiet time comes at the last open moment before; the hour never does.
    """
    if lead == "hour":
        return starts_at - BEFORE["hour"]
    wall = starts_at.astimezone(quiet.zone).replace(tzinfo=None) - BEFORE[lead]
    return quiet.last_open(wall.replace(tzinfo=quiet.zone))


def ready_at(starts_at: datetime, lead: str, due_at: datetime, quiet: Quiet, now: datetime) -> datetime:
    """When a reminder can come: as it is due, else at the next open moment after ``now`` and any pause.

    Where that would be too late it is ready when due, so that it is noted why it did not go.
    """
    at = max(due_at, now)
    if lead == "hour":
        opens = max(at, quiet.paused_until or at)
    else:
        opens = quiet.next_open(at)
    ready = due_at if opens == now else opens
    return due_at if ready > starts_at - TOO_LATE[lead] else ready


def useless(
    reminder: Reminder, meeting: Meeting, rsvp: Rsvp | None, person: Person, now: datetime
) -> str | None:
    """Why a reminder is not to be sent as things stand now; None where it is."""
    if meeting.state != "planned" or meeting.wall != reminder.wall:
        return "changed meanwhile"
    if rsvp is None or not _wanted(reminder.lead, rsvp.answer):
        return "does not come"
    if person.telegram_id is None or person.reach == "blocked":
        return "cannot be reached"
    if now > meeting.starts_at - TOO_LATE[reminder.lead]:
        return "too late"
    paused = reminder.quiet.paused_until
    if paused is not None and now < paused:
        return "paused"
    if reminder.lead != "hour" and not reminder.quiet.allows(now):
        return "quiet time"
    return None


def _wanted(lead: str, answer: str) -> bool:
    return answer == "yes" or (lead != "hour" and answer != "no")


async def _calendars(session: AsyncSession, now: datetime) -> dict[int, Terms | None]:
    """The calendars of the schools that have a meeting within the horizon."""
    busy = select(Meeting.school_id).where(*_between(now, now + HORIZON))
    schools = await session.exec(select(School).where(col(School.id).in_(busy)))
    return {school.id or 0: terms_of(school) for school in schools.all()}


async def _pending(
    session: AsyncSession,
    lead: str,
    now: datetime,
    until: datetime,
    calendars: Mapping[int, Terms | None],
    house: House,
) -> list[Reminder]:
    """The reminders of this lead not handled yet, for meetings up to ``until``; plain rows, no objects."""
    query = (
        select(  # type: ignore[call-overload]  # nine columns are more than its overloads know
            Meeting.id,
            Meeting.school_id,
            Meeting.starts_at,
            Meeting.wall,
            Meeting.changed_at,
            Rsvp.person_id,
            Rsvp.answer,
            Rsvp.at,
            Preference.reminders,
            Preference.paused_until,
        )
        .join(Rsvp, col(Rsvp.meeting_id) == Meeting.id)
        .join(Person, col(Person.id) == Rsvp.person_id)
        .join(Preference, col(Preference.person_id) == Person.id, isouter=lead in DEFAULT_LEADS)
        .where(
            *_between(now, until),
            col(Person.telegram_id).is_not(None),
            Rsvp.answer == "yes" if lead == "hour" else Rsvp.answer != "no",
            ~select(Notice.key).where(Notice.key == _key(lead)).exists(),
        )
    )
    found = [_reminder(row, lead, now, calendars, house) for row in (await session.exec(query)).all()]
    return [one for one in found if one is not None]


def _reminder(
    row: Any, lead: str, now: datetime, calendars: Mapping[int, Terms | None], house: House
) -> Reminder | None:
    """None where the person did not choose this lead, or planned or answered only after its moment."""
    chosen = (row.reminders or {}).get("leads")
    if lead not in (DEFAULT_LEADS if chosen is None else chosen):
        return None
    quiet = house.quiet(calendars.get(row.school_id), row.paused_until)
    due = due_at(row.starts_at, lead, quiet)
    if due < row.changed_at or (lead == "hour" and row.at is not None and due < row.at):
        return None
    ready = ready_at(row.starts_at, lead, due, quiet, now)
    return Reminder(row.id, row.person_id, row.wall, lead, due, ready, quiet, chosen is not None)


def _between(now: datetime, until: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        col(Meeting.state) == "planned",
        col(Meeting.starts_at) > now - MISSED,
        col(Meeting.starts_at) <= until,
    )


def _key(lead: str) -> ColumnElement[str]:
    meeting, person = cast(col(Meeting.id), String), cast(col(Rsvp.person_id), String)
    return literal("reminder:") + meeting + ":" + col(Meeting.wall) + f":{lead}:" + person
