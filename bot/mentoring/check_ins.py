"""How it is going, in one tap: a leader's word to the school's mentor and deputy, seen by nobody else.

Never asked for unprompted. The words go with private questions: after as many days, or when taken back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place
from bot.mentoring.errors import Refusal
from bot.storage.agreed import CheckIn
from bot.storage.people import Person

VERY_HARD, GOING_WELL = 1, 5
LONGEST = 500

Trend = Literal["none", "first", "same", "steadier", "harder"]


@dataclass(frozen=True, slots=True)
class Heard:
    """One leader's latest check-in and how it compares with their own last time."""

    person: Person
    check_in: CheckIn
    trend: Trend


def need_leader(place: Place) -> Place:
    """The place, if its holder leads the school. Raises Refusal("for_leaders")."""
    if not place.is_team:
        raise Refusal("for_leaders")
    return place


async def add(session: AsyncSession, place: Place, value: int, now: datetime, zone: ZoneInfo) -> CheckIn:
    """Note a tap, 1 (very hard) to 5 (going well). A second one on the same day corrects the first.

    Raises Refusal("old_button") for any other number.
    """
    if not VERY_HARD <= value <= GOING_WELL:
        raise Refusal("old_button")
    before = await _latest(session, place.school.id or 0, place.person.id or 0, 1)
    one = next((one for one in before if _day(one.at, zone) == _day(now, zone)), None)
    if one is None:
        one = CheckIn(school_id=place.school.id or 0, person_id=place.person.id or 0, value=value, at=now)
    one.value, one.at = value, now
    session.add(one)
    await session.flush()
    return one


async def very_hard_again(session: AsyncSession, one: CheckIn) -> bool:
    """Whether this and the one before it were both very hard."""
    latest = await _latest(session, one.school_id, one.person_id, 2)
    return len(latest) == 2 and all(each.value == VERY_HARD for each in latest)


async def own(session: AsyncSession, check_in_id: int, person: Person | None) -> CheckIn:
    """A check-in of this person's that still stands. Raises Refusal("old_button")."""
    one = await session.get(CheckIn, check_in_id)
    if one is None or person is None or one.person_id != person.id:
        raise Refusal("old_button")
    return one


async def last_of(session: AsyncSession, person: Person) -> CheckIn | None:
    """This person's newest check-in at any school, while it is kept."""
    found = await session.exec(
        select(CheckIn).where(CheckIn.person_id == person.id).order_by(col(CheckIn.id).desc()).limit(1)
    )
    return found.first()


def say(one: CheckIn, text: str) -> None:
    """A line for the mentor with it. Raises Refusal("nothing_typed") or Refusal("too_long")."""
    words = " ".join(text.split())
    if not words:
        raise Refusal("nothing_typed")
    if len(words) > LONGEST:
        raise Refusal("too_long", most=LONGEST)
    one.words = words


async def heard(session: AsyncSession, school_id: int) -> list[Heard]:
    """Each leader's latest check-in, the newest first. For the eyes of the school's mentors alone."""
    return (await heard_in(session, [school_id])).get(school_id, [])


async def heard_in(session: AsyncSession, school_ids: Collection[int]) -> dict[int, list[Heard]]:
    """The same for several schools at once."""
    found = await session.exec(
        select(CheckIn, Person)
        .join(Person, col(Person.id) == CheckIn.person_id)
        .where(col(CheckIn.school_id).in_(school_ids))
        .order_by(col(CheckIn.at).desc(), col(CheckIn.id).desc())
    )
    said: dict[tuple[int, int], tuple[Person, list[CheckIn]]] = {}
    for one, person in found.all():
        said.setdefault((one.school_id, one.person_id), (person, []))[1].append(one)
    every: dict[int, list[Heard]] = {}
    for (school_id, _), (person, ones) in said.items():
        every.setdefault(school_id, []).append(Heard(person, ones[0], _compared(ones)))
    return every


def trend_of(every: Iterable[Heard]) -> Trend:
    """A school's trend in one word: "harder" where it is so for anybody, so that nobody is drowned out."""
    trends = {one.trend for one in every}
    order: tuple[Trend, ...] = ("harder", "steadier", "same", "first")
    return next((one for one in order if one in trends), "none")


def _compared(ones: Sequence[CheckIn]) -> Trend:
    if len(ones) < 2:
        return "first"
    change = ones[0].value - ones[1].value
    return "steadier" if change > 0 else "harder" if change < 0 else "same"


async def _latest(session: AsyncSession, school_id: int, person_id: int, most: int) -> Sequence[CheckIn]:
    found = await session.exec(
        select(CheckIn)
        .where(CheckIn.school_id == school_id, CheckIn.person_id == person_id)
        .order_by(col(CheckIn.at).desc(), col(CheckIn.id).desc())
        .limit(most)
    )
    return found.all()


def _day(at: datetime, zone: ZoneInfo) -> object:
    return at.astimezone(zone).date()
