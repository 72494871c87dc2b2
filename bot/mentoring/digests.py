"""The calm weekly summary: for each person on their day, only when there is something; and the prep pack.

Everything keeps to the budget (``mentoring.budget``) and to quiet time, each school's own breaks included.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.actions import OPEN
from bot.mentoring.budget import group_has_room, has_room
from bot.mentoring.calendars import terms_of
from bot.mentoring.quiet import Quiet
from bot.mentoring.reminders import House
from bot.mentoring.terms import add_working_days
from bot.storage.agreed import Action
from bot.storage.meetings import Meeting, Notice
from bot.storage.people import Person
from bot.storage.schools import Mentor, Mentorship, Preference, School, SchoolChat

DIGEST_AT = time(8, 30)
SOON = timedelta(days=9)
PACK_DAYS = 3
PACK_HORIZON = timedelta(days=14)


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


def round_key(now: datetime, house: House) -> str:
    """Under which the week's round of digests is noted: there is one, on the week's first working day.

    After downtime it comes on the first working day the bot is up again.
    """
    return _key("digests", now, house, "all")


async def round_due(session: AsyncSession, now: datetime, house: House) -> bool:
    """Whether this week's digests are still to be sent, and may be now."""
    if not (_after_breakfast(now, house) and house.quiet().allows(now)):
        return False
    return await session.get(Notice, round_key(now, house)) is None


async def digests_due(session: AsyncSession, now: datetime, house: House) -> list[Digest]:
    """Who gets a digest in the round that is due now: actions of schools that are open today."""
    if not await round_due(session, now, house):
        return []
    today = now.astimezone(house.zone).date()
    found = await session.exec(
        select(Action, Person, School)
        .join(Person, col(Person.id) == Action.owner_id)
        .join(School, col(School.id) == Action.school_id)
        .where(
            col(Action.state).in_(OPEN),
            col(Action.due).is_not(None),
            col(Action.due) <= today + SOON,
            col(Person.telegram_id).is_not(None),
            Person.reach == "yes",
        )
        .order_by(col(Action.due), col(Action.id))
    )
    by_person: dict[int, tuple[Person, list[Action]]] = {}
    for action, person, school in found.all():
        if house.quiet(terms_of(school)).open_day(today):
            by_person.setdefault(person.id or 0, (person, []))[1].append(action)
    return [
        Digest(person, tuple(actions), _key("digest", now, house, person.id))
        for person, actions in by_person.values()
        if await _may(session, person, now, house) and await has_room(session, person.id or 0, now, keep=2)
    ]


async def caseloads_due(session: AsyncSession, now: datetime, house: House) -> list[tuple[Person, str]]:
    """Mentors whose weekly look at their schools is due: on their first working day of the week.

    It lists the week's meetings, so only one message is kept for these. None while all schools are closed.
    """
    if not _after_breakfast(now, house):
        return []
    found = await session.exec(
        select(Person, Mentor)
        .join(Mentor, col(Mentor.person_id) == Person.id)
        .where(Mentor.state == "active", Person.reach == "yes", col(Person.telegram_id).is_not(None))
    )
    due = []
    for person, mentor in found.all():
        key = _key("caseload", now, house, person.id)
        if (
            await session.get(Notice, key) is None
            and await _may(session, person, now, house, days=tuple(mentor.works_on))
            and await _any_school_open(session, person, now, house)
            and await has_room(session, person.id or 0, now, keep=1)
        ):
            due.append((person, key))
    return due


async def packs_due(session: AsyncSession, now: datetime, house: House) -> list[Pack]:
    """Prep packs: three working days before a meeting, to the group, once for each day it is on."""
    if not _after_breakfast(now, house):
        return []
    today = now.astimezone(house.zone).date()
    found = await session.exec(
        select(Meeting, School)
        .join(School, col(School.id) == Meeting.school_id)
        .where(Meeting.state == "planned", Meeting.starts_at > now, Meeting.starts_at < now + PACK_HORIZON)
        .order_by(col(Meeting.starts_at))
    )
    due: dict[int, Pack] = {}
    for meeting, school in found.all():
        day = meeting.starts_at.astimezone(house.zone).date()
        key = f"pack:{meeting.id}:{day}"
        if today < add_working_days(day, -PACK_DAYS) or not house.quiet(terms_of(school)).allows(now):
            continue
        if await session.get(Notice, key) is None:
            pack = await _pack(session, meeting, school, key, now, house)
            if pack is not None:
                due.setdefault(pack.chat_id, pack)
    return list(due.values())


def next_summary(now: datetime, house: House) -> datetime:
    """The next morning at which a digest, a caseload or a pack may be due."""
    local = now.astimezone(house.zone)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, house.zone)


async def take(
    session: AsyncSession,
    key: str,
    kind: str,
    person_id: int | None,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Mark a summary as handled (with a ``reason``: as skipped); False when it was before."""
    if await session.get(Notice, key) is not None:
        return False
    state = "skipped" if reason else "sent"
    session.add(Notice(key=key, person_id=person_id, kind=kind, state=state, reason=reason, at=now))
    return True


def pack_kind(pack: Pack) -> str:
    """What the notice of a pack is called: counted for its organiser, or for its group."""
    return "pack" if pack.person else f"pack_in:{pack.chat_id}"


async def _pack(
    session: AsyncSession, meeting: Meeting, school: School, key: str, now: datetime, house: House
) -> Pack | None:
    group = (
        await session.exec(
            select(SchoolChat).where(SchoolChat.school_id == school.id, SchoolChat.state == "confirmed")
        )
    ).first()
    if group is not None:
        pack = Pack(meeting, school, group.chat_id, None, key)
        return pack if await group_has_room(session, pack_kind(pack), now) else None
    person = await session.get(Person, meeting.organiser_id)
    if person is None or not person.telegram_id or person.reach != "yes":
        return None
    fits = await _may(session, person, now, house) and await has_room(session, person.id or 0, now, keep=1)
    return Pack(meeting, school, person.telegram_id, person, key) if fits else None


async def _may(
    session: AsyncSession, person: Person, now: datetime, house: House, days: tuple[int, ...] = ()
) -> bool:
    """Whether this person may be written to now: working days, quiet hours, pause."""
    chosen = await session.get(Preference, person.id)
    paused = chosen.paused_until if chosen else None
    return Quiet(house.zone, house.begins, house.ends, days=days, paused_until=paused).allows(now)


async def _any_school_open(session: AsyncSession, mentor: Person, now: datetime, house: House) -> bool:
    found = await session.exec(
        select(School)
        .join(Mentorship, col(Mentorship.school_id) == School.id)
        .where(
            Mentorship.state == "active",
            (col(Mentorship.mentor_id) == mentor.id) | (col(Mentorship.deputy_id) == mentor.id),
        )
    )
    return _open_today(found.all(), now.astimezone(house.zone).date(), house)


def _open_today(schools: Collection[School], today: date, house: House) -> bool:
    return any(house.quiet(terms_of(school)).open_day(today) for school in schools)


def _after_breakfast(now: datetime, house: House) -> bool:
    return now.astimezone(house.zone).time() >= DIGEST_AT


def _key(kind: str, now: datetime, house: House, whose: int | str | None) -> str:
    year, week, _ = now.astimezone(house.zone).isocalendar()
    return f"{kind}:{whose}:{year}-{week}"
