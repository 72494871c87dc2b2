"""The calm weekly summary: for each person on their day, only when there is something; and the prep pack.

Budget (a person gets at most two unasked messages in seven days, a group one): a digest is left out in a
week in which meeting reminders come anyway.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.calendars import terms_of
from bot.mentoring.quiet import Quiet
from bot.mentoring.reminders import House
from bot.mentoring.terms import add_working_days
from bot.storage.agreed import Action
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Mentor, Preference, School, SchoolChat

DIGEST_AT = time(8, 30)
TEAM_DAY = 0
PERSON_BUDGET = 2
GROUP_BUDGET = 1
SOON = timedelta(days=9)
PACK_DAYS = 3
UNASKED = ("reminder_week", "reminder_day", "reminder_hour", "digest", "caseload", "pack")


@dataclass(frozen=True, slots=True)
class Digest:
    """One owner's open actions that are due soon or whose day has passed."""

    person: Person
    actions: tuple[Action, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A prep pack that is due: for the school's group, or for the organiser where there is none."""

    meeting: Meeting
    school: School
    chat_id: int
    person: Person | None
    key: str


async def digests_due(session: AsyncSession, now: datetime, house: House) -> list[Digest]:
    """The digests of this week that are due now and not yet handled."""
    today = now.astimezone(house.zone).date()
    if not _time_has_come(now, today, TEAM_DAY, house):
        return []
    found = await session.exec(
        select(Action, Person)
        .join(Person, col(Person.id) == Action.owner_id)
        .where(
            col(Action.state).in_(("open", "moved", "needs_help")),
            col(Action.due).is_not(None),
            col(Action.due) <= today + SOON,
            col(Person.telegram_id).is_not(None),
            Person.reach == "yes",
        )
        .order_by(col(Action.due), col(Action.id))
    )
    by_person: dict[int, tuple[Person, list[Action]]] = {}
    for action, person in found.all():
        by_person.setdefault(person.id or 0, (person, []))[1].append(action)
    due = [
        Digest(person, tuple(actions), _key("digest", today, person.id))
        for person, actions in by_person.values()
    ]
    return [one for one in due if await _may(session, one.key, one.person, now, house)]


async def caseloads_due(session: AsyncSession, now: datetime, house: House) -> list[tuple[Person, str]]:
    """Mentors whose weekly look at their schools is due: on their first working day of the week."""
    today = now.astimezone(house.zone).date()
    found = await session.exec(
        select(Person, Mentor)
        .join(Mentor, col(Mentor.person_id) == Person.id)
        .where(Mentor.state == "active", Person.reach == "yes", col(Person.telegram_id).is_not(None))
    )
    due = []
    for person, mentor in found.all():
        first = min(mentor.works_on, default=TEAM_DAY)
        key = _key("caseload", today, person.id)
        if _time_has_come(now, today, first, house) and await _may(session, key, person, now, house):
            due.append((person, key))
    return due


async def packs_due(session: AsyncSession, now: datetime, house: House) -> list[Pack]:
    """Prep packs: three working days before a meeting, to the group, once for each version of its time."""
    today = now.astimezone(house.zone).date()
    found = await session.exec(
        select(Meeting, School)
        .join(School, col(School.id) == Meeting.school_id)
        .where(
            Meeting.state == "planned", Meeting.starts_at > now, Meeting.starts_at < now + timedelta(days=14)
        )
    )
    due = []
    for meeting, school in found.all():
        day = meeting.starts_at.astimezone(house.zone).date()
        ready = add_working_days(day, -PACK_DAYS)
        key = f"pack:{meeting.id}:{day}"
        quiet = Quiet(house.zone, house.begins, house.ends, terms_of(school))
        if today < ready or not quiet.allows(now) or await session.get(Notice, key) is not None:
            continue
        pack = await _pack(session, meeting, school, key)
        if pack is not None and await _pack_fits(session, pack, now):
            due.append(pack)
    return due


def next_summary(now: datetime, house: House) -> datetime:
    """The next morning at which a digest, a caseload or a pack may be due."""
    local = now.astimezone(house.zone)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, house.zone)


async def take(session: AsyncSession, key: str, kind: str, person_id: int | None, now: datetime) -> bool:
    """Mark a summary as handled; False when it was before."""
    if await session.get(Notice, key) is not None:
        return False
    session.add(Notice(key=key, person_id=person_id, kind=kind, state="sent", at=now))
    return True


async def unasked_lately(session: AsyncSession, person_id: int, now: datetime) -> int:
    """How many unasked messages this person got in the last seven days."""
    found = await session.exec(
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.person_id == person_id,
            Notice.state == "sent",
            col(Notice.kind).in_(UNASKED),
            Notice.at > now - timedelta(days=7),
        )
    )
    return found.one()


async def _pack(session: AsyncSession, meeting: Meeting, school: School, key: str) -> Pack | None:
    group = (
        await session.exec(
            select(SchoolChat).where(SchoolChat.school_id == school.id, SchoolChat.state == "confirmed")
        )
    ).first()
    if group is not None:
        return Pack(meeting, school, group.chat_id, None, key)
    person = await session.get(Person, meeting.organiser_id)
    if person is None or not person.telegram_id or person.reach != "yes":
        return None
    return Pack(meeting, school, person.telegram_id, person, key)


async def _pack_fits(session: AsyncSession, pack: Pack, now: datetime) -> bool:
    if pack.person is None:
        kind = f"pack_in:{pack.chat_id}"
        found = await session.exec(
            select(func.count())
            .select_from(Notice)
            .where(Notice.kind == kind, Notice.state == "sent", Notice.at > now - timedelta(days=7))
        )
        return found.one() < GROUP_BUDGET
    return await unasked_lately(session, pack.person.id or 0, now) < PERSON_BUDGET


async def _may(session: AsyncSession, key: str, person: Person, now: datetime, house: House) -> bool:
    """Not handled yet, not paused, not in quiet time, and within the budget of this and the coming week."""
    if await session.get(Notice, key) is not None:
        return False
    row = await session.get(Preference, person.id)
    quiet = Quiet(house.zone, house.begins, house.ends, paused_until=row.paused_until if row else None)
    if not quiet.allows(now):
        return False
    reminders_ahead = await session.exec(
        select(func.count())
        .select_from(Rsvp)
        .join(Meeting, col(Meeting.id) == Rsvp.meeting_id)
        .where(
            Rsvp.person_id == person.id,
            Rsvp.answer != "no",
            Meeting.state == "planned",
            Meeting.starts_at > now,
            Meeting.starts_at < now + timedelta(days=7),
        )
    )
    planned = 2 * reminders_ahead.one()
    return await unasked_lately(session, person.id or 0, now) + planned < PERSON_BUDGET


def _time_has_come(now: datetime, today: date, weekday: int, house: House) -> bool:
    """From half past eight on that weekday until the end of that day."""
    local = now.astimezone(house.zone)
    return today.weekday() == weekday and local.time() >= DIGEST_AT


def _key(kind: str, today: date, person_id: int | None) -> str:
    year, week, _ = today.isocalendar()
    return f"{kind}:{person_id}:{year}-{week}"
