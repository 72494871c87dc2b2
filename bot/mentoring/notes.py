"""Notes and decisions: one line at a time or a pasted block, each with who can see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place
from bot.mentoring.audience import AUDIENCE, note_record, sees
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Action, Note

LONGEST = 1000
MOST_LINES = 60
_BULLET = re.compile(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s*")
_ACTION = re.compile(
    r"^(?:actions?|ap|to ?do|todo)\b[\s:.\-–]*|(?<!\w)@\w+|\b(?:will|to)\b.{3,80}\bby\b", re.IGNORECASE
)
_DECISION = re.compile(r"^(?:decisions?|decided|agreed|we agreed|resolved)\b[\s:.\-–]*", re.IGNORECASE)
_LABEL = re.compile(r"^(?:actions?|ap|to ?do|todo|decisions?|decided)\s*[:.\-–]\s*", re.IGNORECASE)

Guess = Literal["note", "decision", "action"]


@dataclass(frozen=True, slots=True)
class Read:
    """One line of a pasted block and what it looks like; an action or decision is offered, never assumed."""

    text: str
    guess: Guess


def read_block(text: str) -> list[Read]:
    """A pasted block, line by line. Raises Refusal("nothing_typed") or Refusal("too_many_lines")."""
    lines = [line for raw in text.splitlines() if (line := " ".join(_BULLET.sub("", raw).split()))]
    if not lines:
        raise Refusal("nothing_typed")
    if len(lines) > MOST_LINES:
        raise Refusal("too_many_lines", most=MOST_LINES)
    return [Read(_LABEL.sub("", line)[:LONGEST] or line[:LONGEST], _guess(line)) for line in lines]


def default_audience(place: Place, *, in_group: bool) -> str:
    """Who sees a new note: the group's words are the team's; private words stay as narrow as they can."""
    if in_group:
        return "team"
    return "mentor" if place.is_mentor else "mentorship"


async def add(
    session: AsyncSession,
    place: Place,
    text: str,
    now: datetime,
    *,
    audience: str,
    kind: str = "note",
    meeting_id: int | None = None,
    finding_id: int | None = None,
) -> Note:
    """Write a note or decision down. Raises Refusal("nothing_typed") or Refusal("too_long")."""
    if not text.strip():
        raise Refusal("nothing_typed")
    if len(text) > LONGEST:
        raise Refusal("too_long", most=LONGEST)
    note = Note(
        school_id=place.school.id or 0,
        meeting_id=meeting_id,
        finding_id=finding_id,
        author_id=place.person.id,
        kind=kind,
        text=text.strip(),
        audience=audience,
        at=now,
    )
    session.add(note)
    await session.flush()
    return note


def may_see(place: Place, note: Note, *, in_group: bool) -> bool:
    """Whether this person may be shown this note here (the audience table, and the author's own words)."""
    record = note_record(note.kind, note.audience)
    if in_group:
        return AUDIENCE[record].in_group
    return note.author_id == place.person.id or sees(place.role, record)


async def of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[Note]:
    """Every note of a meeting in the order written; filter with :func:`may_see`."""
    found = await session.exec(select(Note).where(Note.meeting_id == meeting_id).order_by(col(Note.id)))
    return found.all()


async def last_decisions(session: AsyncSession, school_id: int, most: int = 5) -> Sequence[Note]:
    """The school's latest decisions, newest first."""
    found = await session.exec(
        select(Note)
        .where(Note.school_id == school_id, Note.kind == "decision", Note.audience == "team")
        .order_by(col(Note.at).desc(), col(Note.id).desc())
        .limit(most)
    )
    return found.all()


async def search(
    session: AsyncSession, place: Place, words: str, *, in_group: bool, most: int = 10
) -> tuple[list[Note], list[Action]]:
    """What was said about something in this school: notes, decisions and actions the asker may see."""
    wanted = [f"%{_escaped(_singular(word))}%" for word in words.lower().split()[:6]]
    note_query = select(Note).where(Note.school_id == place.school.id).order_by(col(Note.at).desc())
    action_query = (
        select(Action).where(Action.school_id == place.school.id).order_by(col(Action.changed_at).desc())
    )
    for pattern in wanted:
        note_query = note_query.where(col(Note.text).ilike(pattern, escape="\\"))
        action_query = action_query.where(col(Action.text).ilike(pattern, escape="\\"))
    notes = [one for one in (await session.exec(note_query)).all() if may_see(place, one, in_group=in_group)]
    actions = [
        one
        for one in (await session.exec(action_query)).all()
        if one.audience == "team" or (not in_group and place.person.id in (one.owner_id, one.made_by))
    ]
    return notes[:most], actions[:most]


def _guess(line: str) -> Guess:
    if _DECISION.search(line):
        return "decision"
    return "action" if _ACTION.search(line) else "note"


def _singular(word: str) -> str:
    """So that "passports" finds "passport"."""
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
