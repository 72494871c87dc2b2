"""What the report asked the school to improve: the spine that meetings, actions and notes hang on."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Finding

MOST = 20
LONGEST = 500
_TAG = re.compile(r"^\s*#(?P<first>\d{1,2})(?!\w)[\s:,.-]*|[\s,;(]*(?<!\w)#(?P<last>\d{1,2})[\s.!)]*$")
_BULLET = re.compile(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s*")


def lines_of(text: str) -> list[str]:
    """A pasted block as separate findings: one a line, without bullets and numbers."""
    return [line for raw in text.splitlines() if (line := " ".join(_BULLET.sub("", raw).split()))]


async def of_school(session: AsyncSession, school_id: int, *, closed: bool = True) -> Sequence[Finding]:
    """A school's findings in their order; with or without those that are closed."""
    query = select(Finding).where(Finding.school_id == school_id)
    if not closed:
        query = query.where(Finding.state == "open")
    return (await session.exec(query.order_by(col(Finding.place), col(Finding.id)))).all()


async def add(session: AsyncSession, place: Place, text: str, now: datetime) -> list[Finding]:
    """Add findings, one a line. Raises Refusal("nothing_typed"), ("too_many_findings") or ("too_long")."""
    lines = lines_of(text)
    if not lines:
        raise Refusal("nothing_typed")
    if any(len(line) > LONGEST for line in lines):
        raise Refusal("too_long", most=LONGEST)
    have = await of_school(session, place.school.id or 0)
    if len(have) + len(lines) > MOST:
        raise Refusal("too_many_findings", most=MOST)
    last = max((one.place for one in have), default=0)
    made = [
        Finding(
            school_id=place.school.id or 0,
            text=line,
            place=last + number,
            made_by=place.person.id,
            made_at=now,
        )
        for number, line in enumerate(lines, start=1)
    ]
    session.add_all(made)
    await session.flush()
    return made


async def named(session: AsyncSession, school_id: int, finding_id: int) -> Finding:
    """One finding of this school. Raises Refusal("wrong_school")."""
    found = await session.get(Finding, finding_id)
    if found is None or found.school_id != school_id:
        raise Refusal("wrong_school")
    return found


async def maybe(session: AsyncSession, finding_id: int | None) -> Finding | None:
    """What a record of the school serves, if it names something."""
    return await session.get(Finding, finding_id) if finding_id else None


async def by_number(session: AsyncSession, school_id: int, number: int) -> Finding | None:
    """The finding people call by this number: its place in the list."""
    everything = await of_school(session, school_id)
    return everything[number - 1] if 0 < number <= len(everything) else None


async def edit(session: AsyncSession, finding: Finding, text: str) -> None:
    """Other words for a finding."""
    line = " ".join(text.split())
    if not line:
        raise Refusal("nothing_typed")
    if len(line) > LONGEST:
        raise Refusal("too_long", most=LONGEST)
    finding.text = line
    session.add(finding)


async def close(session: AsyncSession, finding: Finding, now: datetime) -> None:
    """Close a finding, or open it again."""
    opened = finding.state == "closed"
    finding.state, finding.closed_at = ("open", None) if opened else ("closed", now)
    session.add(finding)


async def move_up(session: AsyncSession, finding: Finding) -> None:
    """Change places with the one before."""
    everything = list(await of_school(session, finding.school_id))
    at = next(index for index, one in enumerate(everything) if one.id == finding.id)
    if at > 0:
        everything[at - 1], everything[at] = everything[at], everything[at - 1]
    for number, one in enumerate(everything, start=1):
        one.place = number
        session.add(one)


def tagged(words: str, listed: Sequence[Finding]) -> tuple[Finding | None, str]:
    """The point that "#2" at the beginning or end of some words names, and the words without it.

    A number that is not in the list stays in the words: nothing anybody typed is lost.
    """
    match = _TAG.search(words)
    number = int(match["first"] or match["last"]) if match else 0
    if match is None or not 0 < number <= len(listed):
        return None, words
    return listed[number - 1], (words[: match.start()] + words[match.end() :]).strip()
