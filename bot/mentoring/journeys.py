"""Journeys: a short path through the guidance in the time somebody has, and how far they have got.

A path holds sections that fit the school's open points and then the reader's role, the nearest first and
one a point in turn, none of them done before. What was opened or done is kept with the person.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import findings, settings
from bot.mentoring.access import places_of
from bot.mentoring.errors import Refusal
from bot.mentoring.passing import asker_of
from bot.storage.people import Person
from bot.storage.schools import Preference
from knowledge import Asker, Knowledge, Pointer
from knowledge.journeys import start_for, tiers

MOST_STEPS = 12
SMALLEST_STEP = 3
STRETCH = 1.5
"""How much longer than there is time a first step may take if it is for a point of the report."""
_NUMBERS = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "half an hour": 30,
    "half hour": 30,
    "quarter of an hour": 15,
    "an hour": 60,
    "one hour": 60,
    "an hour and a half": 90,
    "two hours": 120,
}
_TIME = re.compile(
    r"(?:about |around |only |just )?"
    rf"(?:(?P<words>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})|(?P<number>\d{{1,3}}))"
    r"\s*(?P<unit>hours?|hrs?|h|minutes?|mins?|m)?",
)
_SAID = re.compile(r"(?:(?:i have|i've|ive|i)(?: got)?|got) (?P<time>.+?)(?: (?:to spare|spare|free|now))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One place to read: about how many minutes, and the point of the report it is for, if any."""

    entry_id: str
    section: str | None
    minutes: int
    point: str | None

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return f"{self.entry_id}|{self.section or ''}"


@dataclass(frozen=True, slots=True)
class Journey:
    """A path and what has been done of it. ``number`` tells one journey of a person from the next."""

    number: int
    minutes: int
    steps: tuple[Step, ...]
    done: frozenset[str]

    @property
    def total(self) -> int:
        """About how many minutes it takes."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who is to be led: how the search may lean, the open points of their school, what they have done."""

    asker: Asker | None
    points: tuple[str, ...]
    done: frozenset[str]
    opened: frozenset[str] = frozenset()


def minutes_of(text: str) -> int | None:
    """Minutes in words ("20", "an hour", "half an hour", "1 h"); None for anything else."""
    match = _TIME.fullmatch(" ".join(text.lower().strip(" .!").split()))
    if match is None:
        return None
    if match["words"]:
        return _NUMBERS[match["words"]]
    hours = (match["unit"] or "m").startswith("h")
    minutes = int(match["number"]) * (60 if hours else 1)
    return minutes if 0 < minutes <= tiers()[-1].up_to else None


def minutes_said(text: str) -> int | None:
    """Minutes in "I have 10 minutes" and the like; a bare number is no such sentence."""
    match = _SAID.fullmatch(" ".join(text.lower().replace("’", "'").strip(" .!").split()))
    if match is None or not re.search(r"[a-z]", match["time"]):
        return None
    return minutes_of(match["time"])


async def traveller(session: AsyncSession, person: Person) -> Traveller:
    """What a journey for this person may be made from."""
    row = await session.get(Preference, person.id)
    places = [place for place in await places_of(session, person) if place.is_team]
    points: list[str] = []
    for place in places[:1]:
        points = [one.text for one in await findings.of_school(session, place.school.id or 0, closed=False)]
    return Traveller(
        await asker_of(session, person),
        tuple(points),
        frozenset(kept(row, "done")),
        frozenset(kept(row, "opened")),
    )


def kept(row: Preference | None, what: str) -> dict[str, Any]:
    """What somebody has "done" or "opened", each with the day."""
    found: dict[str, Any] = row.opened.get(what, {}) if row else {}
    return found


def path(knowledge: Knowledge, minutes: int, who: Traveller) -> list[Step]:
    """The steps of a journey, as many as fit: one for each open point in turn, then what suits the role.

    What was never opened comes first; where nothing is that short, the shortest is offered alone.
    """
    role = who.asker.role if who.asker else None
    found = [
        _step(pointer, text if text in who.points else None)
        for texts in (who.points, start_for(role))
        for text, pointer in _in_turn({text: knowledge.search(text, who.asker).pointers for text in texts})
    ]
    steps = sorted((one for one in found if one.key not in who.done), key=lambda one: one.key in who.opened)
    chosen: list[Step] = []
    for step in steps:
        left = minutes - sum(one.minutes for one in chosen)
        if step.point and not chosen:
            left = round(left * STRETCH)
        if step.minutes <= left and all(one.entry_id != step.entry_id for one in chosen):
            chosen.append(step)
        if len(chosen) == MOST_STEPS:
            break
    return chosen or sorted(steps, key=lambda one: one.minutes)[:1]


def minutes_for(pointer: Pointer) -> int:
    """About how long a section takes: its share of the document."""
    whole = pointer.entry.minutes or 2 * SMALLEST_STEP
    if pointer.section is None:
        return whole
    return max(SMALLEST_STEP, math.ceil(whole / len(pointer.entry.sections)))


async def begin(session: AsyncSession, person: Person, minutes: int, steps: Sequence[Step]) -> Journey:
    """Remember a new journey."""
    row = await settings.preference(session, person)
    number = row.opened.get("journey", {}).get("number", 0) + 1
    path_data = [[step.entry_id, step.section, step.minutes, step.point] for step in steps]
    row.opened = row.opened | {"journey": {"number": number, "minutes": minutes, "steps": path_data}}
    session.add(row)
    return _journey(row.opened)


async def current(session: AsyncSession, person: Person, number: int) -> Journey:
    """The journey a button is about. Raises Refusal("old_button") for an earlier one."""
    row = await settings.preference(session, person)
    if row.opened.get("journey", {}).get("number") != number:
        raise Refusal("old_button")
    return _journey(row.opened)


async def done(session: AsyncSession, person: Person, journey: Journey, at: int, now: datetime) -> Journey:
    """A step was read. Raises Refusal("old_button") for one that is not there."""
    if at >= len(journey.steps):
        raise Refusal("old_button")
    row = await settings.preference(session, person)
    row.opened = row.opened | {"done": kept(row, "done") | {journey.steps[at].key: now.date().isoformat()}}
    session.add(row)
    return _journey(row.opened)


async def opened(session: AsyncSession, person: Person, step: Step, now: datetime) -> None:
    """A step was shown: it comes later in the next journeys."""
    row = await settings.preference(session, person)
    row.opened = row.opened | {"opened": kept(row, "opened") | {step.key: now.date().isoformat()}}
    session.add(row)


def _step(pointer: Pointer, point: str | None) -> Step:
    section = pointer.section.title if pointer.section else None
    return Step(pointer.entry.id, section, minutes_for(pointer), point)


def _journey(opened: dict[str, Any]) -> Journey:
    data = opened["journey"]
    steps = tuple(Step(*one) for one in data["steps"])
    return Journey(data["number"], data["minutes"], steps, frozenset(opened.get("done", {})))


def _in_turn(found: Mapping[str, Sequence[Pointer]]) -> Iterator[tuple[str, Pointer]]:
    """The first for each text, then the second for each, and so on."""
    for rank in range(max(map(len, found.values()), default=0)):
        yield from ((text, some[rank]) for text, some in found.items() if rank < len(some))
