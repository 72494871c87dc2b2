"""A reminder once more, at a moment its reader chooses: found by a query, re-checked when it is sent.

Only moments are offered that are before the meeting and outside quiet hours. A snooze belongs to the time
agreed when it was asked for: it dies when the meeting is moved or called off. Since its reader asked for
it, it is not counted against the budget.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.calendars import terms_of
from bot.mentoring.errors import Refusal
from bot.mentoring.quiet import Quiet
from bot.mentoring.reminders import HORIZON, TOO_LATE, House
from bot.storage.meetings import Meeting, Notice, Rsvp, Snooze
from bot.storage.people import Person
from bot.storage.schools import Preference, School

LAST_CHANCE = TOO_LATE["hour"]
EVENING = timedelta(hours=1)
"""How long before quiet hours begin the evening's reminder comes."""


@dataclass(frozen=True, slots=True)
class Again:
    """A snoozed reminder that is due: to be sent now, unless ``reason`` says why not."""

    snooze: Snooze
    meeting: Meeting
    school: School
    person: Person
    answer: str
    reason: str | None


async def choices(
    session: AsyncSession, person: Person, meeting: Meeting, now: datetime, house: House
) -> dict[str, datetime]:
    """The moments that still make sense: "hour", "evening" and "morning", each with its instant.

    Raises Refusal("not_invited") for somebody who is not asked to this meeting or does not come.
    """
    answer = await _rsvp(session, meeting.id or 0, person.id or 0)
    if answer is None or answer.answer == "no":
        raise Refusal("not_invited")
    school = await session.get_one(School, meeting.school_id)
    chosen = await session.get(Preference, person.id)
    quiet = house.quiet(terms_of(school), chosen.paused_until if chosen else None)
    if meeting.state != "planned":
        return {}
    return moments(now, meeting.starts_at, quiet)


def moments(now: datetime, starts_at: datetime, quiet: Quiet) -> dict[str, datetime]:
    """In an hour, this evening (an hour before quiet begins), the next open morning: what still fits."""
    local = now.astimezone(quiet.zone)
    hour = now.replace(second=0, microsecond=0) + timedelta(hours=1)
    evening = (datetime.combine(local.date(), quiet.begins) - EVENING).replace(tzinfo=quiet.zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), quiet.ends, quiet.zone)
    offered = {"hour": hour, "morning": quiet.next_open(tomorrow)}
    if evening > hour:
        offered["evening"] = evening
    return {
        word: at
        for word, at in sorted(offered.items(), key=lambda one: one[1])
        if at <= starts_at - LAST_CHANCE and quiet.allows(at)
    }


async def snooze(session: AsyncSession, person: Person, meeting: Meeting, at: datetime) -> None:
    """Remember it, in place of any other of this person's for this meeting that is not handled yet."""
    key = f"snooze:{meeting.id}:{meeting.wall}:{person.id}:{int(at.timestamp())}"
    await session.exec(
        delete(Snooze).where(
            col(Snooze.meeting_id) == meeting.id,
            col(Snooze.person_id) == person.id,
            col(Snooze.key).not_in(select(Notice.key).where(Notice.person_id == person.id)),
        )
    )
    if await session.get(Notice, key) is None:
        session.add(
            Snooze(
                key=key, meeting_id=meeting.id or 0, person_id=person.id or 0, wall=meeting.wall, due_at=at
            )
        )
    await session.flush()


async def due(session: AsyncSession, now: datetime, house: House) -> list[str]:
    """The keys of the snoozes whose moment has come, earliest first."""
    return [key for ready, key in await _open(session, now, now, house) if ready <= now]


async def next_due(session: AsyncSession, now: datetime, house: House) -> datetime | None:
    """When the next snooze after ``now`` will be due."""
    found = await _open(session, now, now + HORIZON, house)
    return min((ready for ready, _ in found if ready > now), default=None)


async def take(session: AsyncSession, keys: Collection[str], now: datetime, house: House) -> list[Again]:
    """Mark snoozes as handled and give them; the meetings are locked first, so that a change wins.

    One that has become due in quiet time since it was found is left for the next tick.
    """
    found = await session.exec(
        select(Snooze, Meeting, School, Person)
        .join(Meeting, col(Meeting.id) == Snooze.meeting_id)
        .join(School, col(School.id) == Meeting.school_id)
        .join(Person, col(Person.id) == Snooze.person_id)
        .where(col(Snooze.key).in_(keys), col(Snooze.key).not_in(select(Notice.key)))
        .order_by(col(Meeting.id))
        .with_for_update(of=Meeting)
    )
    taken = []
    for row, meeting, school, person in found.all():
        rsvp = await _rsvp(session, row.meeting_id, row.person_id)
        reason = _useless(row, meeting, person, rsvp, now)
        chosen = await session.get(Preference, person.id)
        quiet = house.quiet(terms_of(school), chosen.paused_until if chosen else None)
        if reason is None and not quiet.allows(now):
            if quiet.next_open(now) <= meeting.starts_at - LAST_CHANCE:
                continue
            reason = "quiet time"
        session.add(_notice(row, reason, now))
        taken.append(Again(row, meeting, school, person, rsvp.answer if rsvp else "none", reason))
    await session.flush()
    return [one for one in taken if one.reason is None]


def _useless(row: Snooze, meeting: Meeting, person: Person, rsvp: Rsvp | None, now: datetime) -> str | None:
    if meeting.state != "planned" or meeting.wall != row.wall:
        return "changed meanwhile"
    if rsvp is None or rsvp.answer == "no":
        return "does not come"
    if person.telegram_id is None or person.reach == "blocked":
        return "cannot be reached"
    return "too late" if now > meeting.starts_at - LAST_CHANCE else None


def _notice(row: Snooze, reason: str | None, now: datetime) -> Notice:
    state = "skipped" if reason else "sent"
    return Notice(key=row.key, person_id=row.person_id, kind="snooze", state=state, reason=reason, at=now)


async def _open(
    session: AsyncSession, now: datetime, until: datetime, house: House
) -> list[tuple[datetime, str]]:
    """When each unhandled snooze up to ``until`` can come: at the next open moment, else when due."""
    found = await session.exec(
        select(Snooze, Meeting, School, Preference)
        .join(Meeting, col(Meeting.id) == Snooze.meeting_id)
        .join(School, col(School.id) == Meeting.school_id)
        .join(Preference, col(Preference.person_id) == Snooze.person_id, isouter=True)
        .where(
            Snooze.due_at <= until,
            Snooze.due_at > now - HORIZON,
            ~select(Notice.key).where(Notice.key == Snooze.key).exists(),
        )
    )
    ready = []
    for row, meeting, school, chosen in found.all():
        quiet = house.quiet(terms_of(school), chosen.paused_until if chosen else None)
        opens = quiet.next_open(max(row.due_at, now))
        ready.append((row.due_at if opens > meeting.starts_at - LAST_CHANCE else opens, row.key))
    return sorted(ready)


async def _rsvp(session: AsyncSession, meeting_id: int, person_id: int) -> Rsvp | None:
    found = await session.exec(select(Rsvp).where(Rsvp.meeting_id == meeting_id, Rsvp.person_id == person_id))
    return found.first()
