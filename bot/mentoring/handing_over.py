"""A school's mentor or deputy changes: access, meetings, actions and waiting questions move at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place, is_mentor, mentorship_of, team_of
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import end_feed, hand_over_actions, note_change
from bot.storage.learnt import Passed
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Invite, Mentorship, Preference


@dataclass(frozen=True, slots=True)
class Handed:
    """What a handover moved. ``before`` is the mentor until now; ``claimed`` are the invitations somebody
    has used and the mentor before had not confirmed yet: the new mentor is to confirm them.
    """

    before: Person
    meetings: int
    actions: int
    questions: int
    claimed: tuple[tuple[Invite, Person], ...]


def need_giver(place: Place) -> Place:
    """Its mentor or a programme lead hands a school over, not the deputy. Raises Refusal("for_mentors")."""
    if place.role not in ("mentor", "lead"):
        raise Refusal("for_mentors")
    return place


async def hand_over(session: AsyncSession, place: Place, person_id: int, now: datetime) -> Handed:
    """Give a school to another mentor; the one before loses access at once. Mentor-only notes stay with it.

    Raises Refusal("not_a_mentor"), Refusal("old_button") where that mentor has it already, ("no_mentor").
    """
    mentorship, mentor = await _both(session, place, person_id)
    before = await session.get(Person, mentorship.mentor_id)
    if before is None or before.id == mentor.id:
        raise Refusal("old_button")
    school_id = place.school.id or 0
    mentorship.mentor_id = mentor.id or 0
    if mentorship.deputy_id == mentor.id:
        mentorship.deputy_id = None
    session.add(mentorship)
    await session.flush()
    handed = Handed(
        before,
        await _meetings(session, school_id, before, mentor, now),
        await hand_over_actions(session, school_id, before.id or 0, mentor.id, place.person.id, now),
        await _questions(session, school_id, before, mentor),
        await _claimed(session, school_id, before, mentor),
    )
    await _forget(session, school_id, before, now)
    await note_change(session, "mentor changed", now, school=school_id, by=place.person.id)
    return handed


async def set_deputy(session: AsyncSession, place: Place, person_id: int, now: datetime) -> Person | None:
    """Who stands in while the mentor is away; 0 for nobody. Raises as :func:`hand_over`."""
    if not person_id:
        mentorship, mentor = await _mentorship(session, place), None
    else:
        mentorship, mentor = await _both(session, place, person_id)
        if mentorship.mentor_id == person_id:
            raise Refusal("old_button")
    mentorship.deputy_id = mentor.id if mentor else None
    session.add(mentorship)
    await note_change(session, "deputy changed", now, school=place.school.id, by=place.person.id)
    return mentor


async def _both(session: AsyncSession, place: Place, person_id: int) -> tuple[Mentorship, Person]:
    mentor = await session.get(Person, person_id)
    if mentor is None or not await is_mentor(session, mentor):
        raise Refusal("not_a_mentor")
    return await _mentorship(session, place), mentor


async def _mentorship(session: AsyncSession, place: Place) -> Mentorship:
    mentorship = await mentorship_of(session, place.school.id or 0)
    if mentorship is None:
        raise Refusal("no_mentor")
    return mentorship


async def _meetings(
    session: AsyncSession, school_id: int, before: Person, mentor: Person, now: datetime
) -> int:
    """The new mentor is asked to what is to come, and organises what the one before did."""
    rows = await session.exec(
        select(Meeting).where(
            Meeting.school_id == school_id, Meeting.state == "planned", Meeting.starts_at > now
        )
    )
    coming = rows.all()
    stays = {person.id for person, _ in await team_of(session, school_id)}
    for meeting in coming:
        if meeting.organiser_id == before.id:
            meeting.organiser_id = mentor.id or 0
            session.add(meeting)
        answers = await session.exec(select(Rsvp).where(Rsvp.meeting_id == meeting.id))
        by_person = {row.person_id: row for row in answers.all()}
        if before.id in by_person and before.id not in stays:
            await session.delete(by_person[before.id])
        if mentor.id not in by_person:
            session.add(Rsvp(meeting_id=meeting.id or 0, person_id=mentor.id or 0))
    return len(coming)


async def _questions(session: AsyncSession, school_id: int, before: Person, mentor: Person) -> int:
    """What waits for the mentor before waits for the new one, who has not heard of it yet."""
    moved = await session.exec(
        update(Passed)
        .where(
            col(Passed.school_id) == school_id,
            col(Passed.holder_id) == before.id,
            col(Passed.state) == "waiting",
        )
        .values(holder_id=mentor.id, told_at=None)
        .returning(col(Passed.id))
    )
    return len(moved.all())


async def _claimed(
    session: AsyncSession, school_id: int, before: Person, mentor: Person
) -> tuple[tuple[Invite, Person], ...]:
    """Whoever waits for the mentor before to confirm them waits for the new one."""
    found = await session.exec(
        select(Invite, Person)
        .join(Person, col(Person.id) == Invite.claimed_by)
        .where(Invite.made_by == before.id, Invite.school_id == school_id, Invite.state == "claimed")
        .order_by(col(Invite.id))
    )
    waiting = tuple(found.all())
    for row, _ in waiting:
        row.made_by = mentor.id or 0
        session.add(row)
    return waiting


async def _forget(session: AsyncSession, school_id: int, before: Person, now: datetime) -> None:
    """Invitations of the mentor before are revoked; nothing of the school is meant in their chat any more."""
    await session.exec(
        update(Invite)
        .where(
            col(Invite.made_by) == before.id, col(Invite.school_id) == school_id, col(Invite.state) == "open"
        )
        .values(state="revoked", closed_at=now)
    )
    await session.exec(
        update(Preference)
        .where(col(Preference.person_id) == before.id, col(Preference.school_id) == school_id)
        .values(school_id=None)
    )
    await end_feed(session, before.id or 0)
