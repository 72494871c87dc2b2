"""Guards: who somebody is and what they may touch, read from the database at this very moment.

A guard returns something usable or raises a :class:`Refusal`. Ids from buttons are never trusted: they
only say what to look up.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.audience import MENTORS, TEAM, Role
from bot.mentoring.errors import Refusal
from bot.storage.people import Person
from bot.storage.schools import Member, Mentor, Mentorship, Preference, School, SchoolChat


@dataclass(frozen=True, slots=True)
class Place:
    """A person's standing in one school."""

    person: Person
    school: School
    role: Role

    @property
    def is_mentor(self) -> bool:
        """Mentor or deputy of this school."""
        return self.role in MENTORS

    @property
    def is_team(self) -> bool:
        """A leader of this school."""
        return self.role in TEAM


async def is_mentor(session: AsyncSession, person: Person) -> bool:
    """Whether this person is an active mentor of the programme."""
    row = await session.get(Mentor, person.id)
    return row is not None and row.state == "active"


async def places_of(session: AsyncSession, person: Person) -> list[Place]:
    """Every school this person belongs to, and as what; the strongest role where there are several.

    Programme leads (Telegram ids, from configuration) are in no school's team by that alone.
    """
    found: dict[int, Place] = {}
    members = (
        select(School, Member).join(Member).where(Member.person_id == person.id, Member.state == "active")
    )
    for school, member in (await session.exec(members)).all():
        found[school.id or 0] = Place(person, school, member.role)  # type: ignore[arg-type]
    mentored = (
        select(School, Mentorship)
        .join(Mentorship)
        .where(
            Mentorship.state == "active",
            (col(Mentorship.mentor_id) == person.id) | (col(Mentorship.deputy_id) == person.id),
        )
    )
    for school, mentorship in (await session.exec(mentored)).all():
        role: Role = "mentor" if mentorship.mentor_id == person.id else "deputy"
        found[school.id or 0] = Place(person, school, role)
    return sorted(found.values(), key=lambda place: (place.school.name, place.school.id or 0))


async def place_in(
    session: AsyncSession, person: Person, school_id: int, leads: Collection[int] = ()
) -> Place:
    """This person's standing in this school. Raises Refusal("wrong_school"), the same for no such school."""
    for place in await places_of(session, person):
        if place.school.id == school_id:
            return place
    school = await session.get(School, school_id)
    if school is not None and person.telegram_id in leads:
        return Place(person, school, "lead")
    raise Refusal("wrong_school")


async def school_of_chat(session: AsyncSession, chat_id: int) -> School | None:
    """The school this group belongs to, once a mentor has confirmed it."""
    row = await session.get(SchoolChat, chat_id)
    if row is None or row.state != "confirmed":
        return None
    return await session.get(School, row.school_id)


async def place_here(
    session: AsyncSession, person: Person, chat_id: int, leads: Collection[int] = ()
) -> Place:
    """The school that is meant in this chat, and the speaker's standing in it.

    In a group: the group's school. In private: the only school, or the one last chosen. Raises
    Refusal("group_not_linked"), Refusal("wrong_school"), Refusal("no_school") or, where somebody has
    several schools and has not chosen, Refusal("which_school").
    """
    if chat_id < 0:
        school = await school_of_chat(session, chat_id)
        if school is None:
            raise Refusal("group_not_linked")
        return await place_in(session, person, school.id or 0, leads)
    places = await places_of(session, person)
    if not places:
        raise Refusal("no_school")
    if len(places) == 1:
        return places[0]
    chosen = await session.get(Preference, person.id)
    for place in places:
        if chosen is not None and place.school.id == chosen.school_id:
            return place
    raise Refusal("which_school")


async def mentorship_of(session: AsyncSession, school_id: int) -> Mentorship | None:
    """The school's active mentorship, if it has one."""
    found = await session.exec(
        select(Mentorship).where(Mentorship.school_id == school_id, Mentorship.state == "active")
    )
    return found.first()


async def team_of(session: AsyncSession, school_id: int) -> list[tuple[Person, Member]]:
    """The school's active team with their roles, by name."""
    found = await session.exec(
        select(Person, Member)
        .join(Member)
        .where(Member.school_id == school_id, Member.state == "active")
        .order_by(col(Person.name), col(Person.id))
    )
    return list(found.all())


async def mentors_of(session: AsyncSession, school_id: int) -> list[Person]:
    """The school's mentor and, if there is one, the deputy; the mentor first."""
    mentorship = await mentorship_of(session, school_id)
    if mentorship is None:
        return []
    ids = [one for one in (mentorship.mentor_id, mentorship.deputy_id) if one is not None]
    people = {
        person.id: person
        for person in (await session.exec(select(Person).where(col(Person.id).in_(ids)))).all()
    }
    return [people[one] for one in ids if one in people]


def need_mentor(place: Place) -> Place:
    """The place, if its holder is mentor or deputy there. Raises Refusal("for_mentors")."""
    if not place.is_mentor:
        raise Refusal("for_mentors")
    return place


def need_team_or_mentor(place: Place) -> Place:
    """The place, if its holder works on it: team or mentors. Raises Refusal("for_the_team")."""
    if not (place.is_mentor or place.is_team):
        raise Refusal("for_the_team")
    return place
