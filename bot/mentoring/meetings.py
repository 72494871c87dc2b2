"""Meetings: made, moved, called off, brought back; always with the version that calendars need."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import mentors_of, team_of
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import note_change
from bot.storage.meetings import Meeting, Notice, Rsvp
from bot.storage.outbox import take_back
from bot.storage.people import Person
from bot.storage.schools import STAGES, Mentorship, School

DEFAULT_MINUTES = 60
IN_PROGRESS = timedelta(hours=2)
"""How long after its start a meeting still counts as coming."""
LONGEST_TEXT = 200


def subject(meeting: Meeting) -> str:
    """The outbox subject of everything unsent about a meeting."""
    return f"meeting:{meeting.id}"


def stage_of(number: int, planned: int) -> str:
    """The stage a meeting belongs to by its number: gather, plan, do, review over the planned meetings."""
    share = (number - 1) / max(planned - 1, 1)
    return STAGES[min(int(share * len(STAGES)), len(STAGES) - 1)]


async def next_number(session: AsyncSession, school_id: int) -> int:
    """The number the school's next meeting gets; a cancelled one frees none, so numbers never repeat."""
    highest = await session.exec(select(func.max(Meeting.number)).where(Meeting.school_id == school_id))
    return (highest.one() or 0) + 1


async def make_meeting(
    session: AsyncSession,
    school: School,
    organiser: Person,
    starts_at: datetime,
    now: datetime,
    *,
    zone: ZoneInfo,
    title: str,
    number: int | None = None,
    minutes: int = DEFAULT_MINUTES,
    place: str | None = None,
    finding_id: int | None = None,
) -> Meeting:
    """A planned meeting with everybody of the school asked; ``starts_at`` is aware.

    Raises Refusal("in_the_past"), or Refusal("number_taken") when that number is planned already.
    """
    if starts_at <= now:
        raise Refusal("in_the_past")
    if number is not None and await planned_number(session, school.id or 0, number):
        raise Refusal("number_taken", number=number)
    number = number or await next_number(session, school.id or 0)
    mentorship = (
        await session.exec(
            select(Mentorship).where(Mentorship.school_id == school.id, Mentorship.state == "active")
        )
    ).first()
    meeting = Meeting(
        school_id=school.id or 0,
        number=number,
        stage=stage_of(number, mentorship.meetings_planned if mentorship else 6),
        title=title[:LONGEST_TEXT],
        starts_at=starts_at,
        wall=_wall(starts_at, zone),
        zone=str(zone),
        minutes=minutes,
        place=place[:LONGEST_TEXT] if place else None,
        uid=f"{uuid.uuid4()}@send-mentoring-bot",
        organiser_id=organiser.id or 0,
        finding_id=finding_id,
        created_at=now,
        changed_at=now,
    )
    session.add(meeting)
    await session.flush()
    for person in await everybody(session, school.id or 0):
        answer = "yes" if person.id == organiser.id else "none"
        session.add(Rsvp(meeting_id=meeting.id or 0, person_id=person.id or 0, answer=answer))
    await session.flush()
    await note_change(session, "meeting planned", now, school=school.id, by=organiser.id, about=str(number))
    return meeting


async def move(
    session: AsyncSession, meeting: Meeting, starts_at: datetime, by: Person, now: datetime
) -> datetime:
    """Give a meeting another time: everybody is asked again, what was unsent about it is taken back.

    Gives the old time. Raises Refusal("in_the_past") or Refusal("meeting_over").
    """
    if starts_at <= now:
        raise Refusal("in_the_past")
    _need_planned(meeting, now)
    old = meeting.starts_at
    meeting.starts_at = starts_at
    meeting.wall = _wall(starts_at, ZoneInfo(meeting.zone))
    await _changed(session, meeting, now)
    for rsvp in await rsvps(session, meeting):
        rsvp.answer = "yes" if rsvp.person_id == by.id else "none"
        rsvp.proposal = None
        session.add(rsvp)
    await note_change(
        session, "meeting moved", now, school=meeting.school_id, by=by.id, about=str(meeting.number)
    )
    return old


async def cancel(session: AsyncSession, meeting: Meeting, by: Person, now: datetime) -> None:
    """Call a meeting off; nothing more is said about its time."""
    _need_planned(meeting, now)
    meeting.state = "cancelled"
    await _changed(session, meeting, now)
    await note_change(
        session, "meeting off", now, school=meeting.school_id, by=by.id, about=str(meeting.number)
    )


async def restore(session: AsyncSession, meeting: Meeting, by: Person, now: datetime) -> None:
    """Bring a cancelled meeting back. Raises Refusal("meeting_over") when its time has passed."""
    if meeting.state != "cancelled" or meeting.starts_at <= now:
        raise Refusal("meeting_over")
    meeting.state = "planned"
    await _changed(session, meeting, now)
    await note_change(
        session, "meeting back", now, school=meeting.school_id, by=by.id, about=str(meeting.number)
    )


async def set_place(session: AsyncSession, meeting: Meeting, place: str, now: datetime) -> None:
    """Where it is: words or a link."""
    meeting.place = " ".join(place.split())[:LONGEST_TEXT] or None
    await _changed(session, meeting, now, newly_agreed=False)


async def set_minutes(session: AsyncSession, meeting: Meeting, minutes: int, now: datetime) -> None:
    """How long it takes: 15 minutes to a day."""
    if not 15 <= minutes <= 480:
        raise Refusal("length_odd")
    meeting.minutes = minutes
    await _changed(session, meeting, now, newly_agreed=False)


async def answer(
    session: AsyncSession,
    meeting: Meeting,
    person_id: int,
    word: str,
    now: datetime,
    *,
    by: int | None = None,
    proposal: str | None = None,
) -> bool:
    """Take an RSVP; True when this answer makes it complete. ``by`` where a colleague set it.

    Raises Refusal("meeting_over") or Refusal("not_invited").
    """
    _need_planned(meeting, now)
    rows = {row.person_id: row for row in await rsvps(session, meeting)}
    row = rows.get(person_id)
    if row is None:
        raise Refusal("not_invited")
    complete_before = await _complete(session, meeting)
    row.answer, row.proposal, row.at = word, proposal, now
    row.set_by = by if by != person_id else None
    row.confirmed_version = meeting.version
    session.add(row)
    await session.flush()
    return not complete_before and await _complete(session, meeting)


async def rsvps(session: AsyncSession, meeting: Meeting) -> Sequence[Rsvp]:
    """Every answer to a meeting, asked or given."""
    return (await session.exec(select(Rsvp).where(Rsvp.meeting_id == meeting.id))).all()


async def answers(session: AsyncSession, meeting: Meeting) -> list[tuple[Person, Rsvp]]:
    """Who was asked and what they said, by name."""
    found = await session.exec(
        select(Person, Rsvp)
        .join(Rsvp, col(Rsvp.person_id) == Person.id)
        .where(Rsvp.meeting_id == meeting.id)
        .order_by(col(Person.name), col(Person.id))
    )
    return list(found.all())


async def everybody(session: AsyncSession, school_id: int) -> list[Person]:
    """Who is asked to a school's meetings: the team and the mentor (the deputy only stands in)."""
    people = [person for person, _ in await team_of(session, school_id)]
    mentors = await mentors_of(session, school_id)
    return people + [one for one in mentors[:1] if one.id not in {person.id for person in people}]


async def coming(session: AsyncSession, school_id: int, now: datetime) -> Sequence[Meeting]:
    """A school's planned meetings from now on, soonest first; one in progress still counts."""
    found = await session.exec(
        select(Meeting)
        .where(
            Meeting.school_id == school_id,
            Meeting.state == "planned",
            Meeting.starts_at > now - IN_PROGRESS,
        )
        .order_by(col(Meeting.starts_at))
    )
    return found.all()


async def all_of(session: AsyncSession, school_ids: Collection[int]) -> Sequence[Meeting]:
    """Every meeting of these schools, by school and number."""
    found = await session.exec(
        select(Meeting)
        .where(col(Meeting.school_id).in_(school_ids))
        .order_by(col(Meeting.school_id), col(Meeting.number))
    )
    return found.all()


async def latest(session: AsyncSession, school_id: int, now: datetime) -> Meeting | None:
    """The meeting that notes belong to: the one going on, else the last that began."""
    found = await session.exec(
        select(Meeting)
        .where(Meeting.school_id == school_id, Meeting.state != "cancelled", Meeting.starts_at <= now)
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    )
    return found.first()


async def planned_number(session: AsyncSession, school_id: int, number: int) -> Meeting | None:
    """The planned meeting with this number, if there is one."""
    found = await session.exec(
        select(Meeting).where(
            Meeting.school_id == school_id, Meeting.number == number, Meeting.state == "planned"
        )
    )
    return found.first()


async def _complete(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether everybody who can be asked here has answered; people not on Telegram are not waited for."""
    return all(row.answer != "none" for person, row in await answers(session, meeting) if person.telegram_id)


def _need_planned(meeting: Meeting, now: datetime) -> None:
    if meeting.state != "planned" or meeting.starts_at + timedelta(minutes=meeting.minutes) < now:
        raise Refusal("meeting_over")


async def _changed(
    session: AsyncSession, meeting: Meeting, now: datetime, *, newly_agreed: bool = True
) -> None:
    """One step up in version; everything unsent about the old one is taken back and may come due again.

    ``changed_at`` is when the time was last agreed: what should have come before then is not caught up.
    """
    meeting.version += 1
    if newly_agreed:
        meeting.changed_at = now
    session.add(meeting)
    await session.flush()
    for key in await take_back(session, subject(meeting), now):
        await session.exec(delete(Notice).where(col(Notice.key) == key.rpartition(":")[0]))


def _wall(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
