"""Schools, mentorships and teams: making them, changing them, leaving them."""

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.errors import Refusal
from bot.storage.agreed import Action, ActionChange, CheckIn
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from bot.storage.schools import FRAMEWORKS, Change, Invite, Member, Mentor, Mentorship, Preference, School

DETAILS = ("trust", "region", "phase", "local_authority", "judgement", "framework", "inspected_on")
PHASES = ("early_years", "primary", "secondary", "all_through", "special", "post16")
LONGEST_NAME = 80


async def note_change(
    session: AsyncSession,
    what: str,
    now: datetime,
    *,
    school: int | None,
    by: int | None,
    about: str | None = None,
) -> None:
    """Write one line of the trail: a fixed phrase, never words that people wrote."""
    session.add(Change(school_id=school, person_id=by, what=what, about=about, at=now))


async def make_mentor(session: AsyncSession, person: Person, region: str | None, now: datetime) -> Mentor:
    """Make a person a mentor, or active again."""
    row = await session.get(Mentor, person.id)
    if row is None:
        row = Mentor(person_id=person.id or 0, region=region, created_at=now)
        session.add(row)
    row.state = "active"
    await note_change(session, "mentor made", now, school=None, by=person.id)
    return row


async def end_mentor(session: AsyncSession, person: Person, by: int | None, now: datetime) -> None:
    """A mentor leaves the programme; whom they stand in for has no deputy, what they sent out is revoked.

    Raises Refusal("not_a_mentor"), or Refusal("hand_over_first") while they mentor a school.
    """
    row = await session.get(Mentor, person.id)
    if row is None or row.state != "active":
        raise Refusal("not_a_mentor")
    active = col(Mentorship.state) == "active"
    mentored = select(Mentorship.id).where(Mentorship.mentor_id == person.id, active)
    if (await session.exec(mentored)).first() is not None:
        raise Refusal("hand_over_first")
    row.state = "left"
    await session.exec(
        update(Mentorship).where(col(Mentorship.deputy_id) == person.id, active).values(deputy_id=None)
    )
    await session.exec(
        update(Invite)
        .where(col(Invite.made_by) == person.id, col(Invite.state) == "open")
        .values(state="revoked", closed_at=now)
    )
    await end_feed(session, person.id or 0)
    await note_change(session, "mentor left", now, school=None, by=by)


async def mentors(session: AsyncSession) -> list[tuple[Person, Mentor, int]]:
    """Every active mentor with the number of schools they mentor now."""
    count = func.count(col(Mentorship.id))
    found = await session.exec(
        select(Person, Mentor, count)
        .join(Mentor, col(Mentor.person_id) == Person.id)
        .join(
            Mentorship,
            (col(Mentorship.mentor_id) == Person.id) & (col(Mentorship.state) == "active"),
            isouter=True,
        )
        .where(Mentor.state == "active")
        .group_by(col(Person.id), col(Mentor.person_id))
        .order_by(col(Person.name))
    )
    return list(found.all())


async def make_school(
    session: AsyncSession, mentor: Person, name: str, now: datetime, *, practice: bool = False, **details: Any
) -> School:
    """A new school with a mentorship of six meetings. Raises Refusal("name_needed") or ("name_long")."""
    name = " ".join(name.split())
    if not name:
        raise Refusal("name_needed")
    if len(name) > LONGEST_NAME:
        raise Refusal("name_long", most=LONGEST_NAME)
    school = School(name=name, is_practice=practice, created_at=now, **details)
    session.add(school)
    await session.flush()
    session.add(Mentorship(school_id=school.id or 0, mentor_id=mentor.id or 0, started_at=now))
    await session.flush()
    await note_change(session, "school made", now, school=school.id, by=mentor.id)
    return school


def phase_of(words: str) -> str:
    """The phase in words ("All-through", "post 16") as it is stored. Raises Refusal("phase_unknown")."""
    bare = re.sub(r"[\W_]+", "", words.lower())
    for phase in PHASES:
        if phase.replace("_", "") == bare:
            return phase
    raise Refusal("phase_unknown")


def set_detail(school: School, name: str, value: str) -> None:
    """Set one detail from typed words.

    Raises Refusal("detail_unknown"), ("framework_unknown") or ("phase_unknown").
    """
    if name not in DETAILS:
        raise Refusal("detail_unknown")
    value = " ".join(value.split())
    if name == "framework" and value not in FRAMEWORKS:
        raise Refusal("framework_unknown")
    if name == "phase":
        value = phase_of(value)
    if name == "inspected_on":
        school.inspected_on = date.fromisoformat(value)
    else:
        setattr(school, name, value or None)


async def join_team(
    session: AsyncSession, school_id: int, person: Person, role: str, now: datetime
) -> Member:
    """Put a person into a school's team, or change the role they have there."""
    found = await session.exec(
        select(Member).where(
            Member.school_id == school_id, Member.person_id == person.id, Member.state == "active"
        )
    )
    member = found.first()
    if member is None:
        member = Member(school_id=school_id, person_id=person.id or 0, role=role, joined_at=now)
        session.add(member)
        await _ask_for_answers(session, school_id, person.id or 0, now)
    member.role = role
    await session.flush()
    await note_change(session, "joined", now, school=school_id, by=person.id, about=role)
    return member


async def add_offline(session: AsyncSession, school_id: int, name: str, role: str, now: datetime) -> Member:
    """A team member who is not on Telegram: may own actions and have an answer set for them."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Refusal("name_needed")
    person = Person(name=name, created_at=now)
    session.add(person)
    await session.flush()
    return await join_team(session, school_id, person, role, now)


async def leave_team(
    session: AsyncSession, school_id: int, person_id: int, heir_id: int | None, by: int | None, now: datetime
) -> int:
    """End a person's place in a school at once; open actions go to ``heir_id``. Gives how many moved.

    Their invitations are revoked; their check-ins and their answers to coming meetings go.
    Raises Refusal("not_in_team").
    """
    done = await session.exec(
        update(Member)
        .where(
            col(Member.school_id) == school_id,
            col(Member.person_id) == person_id,
            col(Member.state) == "active",
        )
        .values(state="left", left_at=now)
        .returning(col(Member.id))
    )
    if done.first() is None:
        raise Refusal("not_in_team")
    moved = await hand_over_actions(session, school_id, person_id, heir_id, by, now)
    await session.exec(
        delete(CheckIn).where(col(CheckIn.person_id) == person_id, col(CheckIn.school_id) == school_id)
    )
    await session.exec(
        update(Invite)
        .where(
            col(Invite.made_by) == person_id, col(Invite.school_id) == school_id, col(Invite.state) == "open"
        )
        .values(state="revoked", closed_at=now)
    )
    await session.exec(
        update(Preference)
        .where(col(Preference.person_id) == person_id, col(Preference.school_id) == school_id)
        .values(school_id=None)
    )
    await end_feed(session, person_id)
    coming = select(Meeting.id).where(
        Meeting.school_id == school_id, Meeting.state == "planned", Meeting.starts_at > now
    )
    for rsvp in (
        await session.exec(select(Rsvp).where(Rsvp.person_id == person_id, col(Rsvp.meeting_id).in_(coming)))
    ).all():
        await session.delete(rsvp)
    await note_change(session, "left", now, school=school_id, by=by, about=str(moved))
    return moved


async def end_feed(session: AsyncSession, person_id: int) -> None:
    """The address of this person's calendar feed works no more."""
    await session.exec(
        update(Preference).where(col(Preference.person_id) == person_id).values(feed_hash=None)
    )


async def remember_school(session: AsyncSession, person: Person, school_id: int | None) -> None:
    """Which school this person speaks of in private, until they choose another."""
    row = await session.get(Preference, person.id)
    if row is None:
        row = Preference(person_id=person.id or 0)
        session.add(row)
    row.school_id = school_id
    await session.flush()


async def hand_over_actions(
    session: AsyncSession, school_id: int, person_id: int, heir_id: int | None, by: int | None, now: datetime
) -> int:
    """Give somebody's open actions in a school to somebody else; gives how many."""
    open_ones = await session.exec(
        select(Action).where(
            Action.school_id == school_id,
            Action.owner_id == person_id,
            col(Action.state).in_(("open", "moved", "needs_help")),
        )
    )
    actions = open_ones.all()
    for action in actions:
        action.owner_id, action.changed_at = heir_id, now
        session.add(
            ActionChange(
                action_id=action.id or 0, state=action.state, due=action.due, owner_id=heir_id, by=by, at=now
            )
        )
    return len(actions)


async def _ask_for_answers(session: AsyncSession, school_id: int, person_id: int, now: datetime) -> None:
    """Somebody new is asked about every meeting that is still to come."""
    coming = await session.exec(
        select(Meeting.id).where(
            Meeting.school_id == school_id, Meeting.state == "planned", Meeting.starts_at > now
        )
    )
    for meeting_id in coming.all():
        there = await session.exec(
            select(Rsvp.id).where(Rsvp.meeting_id == meeting_id, Rsvp.person_id == person_id)
        )
        if there.first() is None:
            session.add(Rsvp(meeting_id=meeting_id or 0, person_id=person_id))
