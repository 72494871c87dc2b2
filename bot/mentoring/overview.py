"""A trust leader's view: for each school of theirs what the audience table allows, and no more.

Meetings, what is being improved, the team's actions, decisions. No notes, questions, check-ins or lateness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import meetings
from bot.mentoring.access import Place, mentorship_of, places_of
from bot.mentoring.attention import Attention, attention
from bot.mentoring.errors import Refusal
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.schools import Mentorship, School


@dataclass(frozen=True, slots=True)
class Overview:
    """One school in words. ``held`` meetings have begun and were not called off."""

    school: School
    mentorship: Mentorship | None
    held: int
    coming: Sequence[Meeting]
    points: Sequence[Attention]


def need_trust_leader(place: Place) -> Place:
    """The place, if its holder leads the school's trust. Raises Refusal("for_trust_leaders")."""
    if place.role != "trust_leader":
        raise Refusal("for_trust_leaders")
    return place


async def trust_places(session: AsyncSession, person: Person) -> list[Place]:
    """The schools this person sees as a trust leader, by name."""
    return [place for place in await places_of(session, person) if place.role == "trust_leader"]


async def overview(session: AsyncSession, place: Place, now: datetime) -> Overview:
    """How one of them is getting on."""
    school_id = place.school.id or 0
    every = await meetings.all_of(session, [school_id])
    return Overview(
        place.school,
        await mentorship_of(session, school_id),
        sum(one.state == "planned" and one.starts_at <= now for one in every),
        [one for one in await meetings.coming(session, school_id, now) if one.starts_at > now],
        await attention(session, place, now),
    )
