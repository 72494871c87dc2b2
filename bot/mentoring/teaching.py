"""Taught questions: proposed, approved, reworded, moved, retired, and every step undone if need be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.errors import Refusal
from bot.storage.learnt import Taught, TaughtChange
from bot.storage.people import Person
from knowledge import Learnt

LONGEST = 300
Stamp = tuple[int, datetime | None]


async def propose(
    session: AsyncSession,
    text: str,
    place: tuple[str, str | None],
    by: Person,
    now: datetime,
    *,
    live: bool,
) -> Taught:
    """Link a rewritten question to an entry and section. ``live`` is for programme leads only.

    Raises Refusal("nothing_typed") or Refusal("too_long").
    """
    taught = Taught(
        text=words(text),
        entry_id=place[0],
        section=place[1],
        state="live" if live else "proposed",
        made_by=by.id,
        made_at=now,
        changed_at=now,
    )
    session.add(taught)
    await session.flush()
    session.add(TaughtChange(taught_id=taught.id or 0, before=None, by=by.id, at=now))
    return taught


def words(text: str) -> str:
    """A question in one line. Raises Refusal("nothing_typed") or Refusal("too_long")."""
    line = " ".join(text.split())
    if not line:
        raise Refusal("nothing_typed")
    if len(line) > LONGEST:
        raise Refusal("too_long", most=LONGEST)
    return line


async def named(session: AsyncSession, taught_id: int) -> Taught:
    """One taught question. Raises Refusal("old_button")."""
    taught = await session.get(Taught, taught_id)
    if taught is None:
        raise Refusal("old_button")
    return taught


async def change(session: AsyncSession, taught: Taught, by: Person, now: datetime, **values: Any) -> None:
    """Change text, entry_id, section or state; what was before is kept in the history."""
    session.add(TaughtChange(taught_id=taught.id or 0, before=_content(taught), by=by.id, at=now))
    for name, value in values.items():
        setattr(taught, name, value)
    taught.version, taught.changed_at = taught.version + 1, now
    session.add(taught)


async def undo(session: AsyncSession, taught: Taught, by: Person, now: datetime) -> None:
    """Take the last step back; undoing the making retires it. An undo can be undone."""
    last = (await history(session, taught))[-1]
    await change(session, taught, by, now, **(last.before or {"state": "retired"}))


async def history(session: AsyncSession, taught: Taught) -> Sequence[TaughtChange]:
    """Every step, the oldest first."""
    rows = await session.exec(
        select(TaughtChange).where(TaughtChange.taught_id == taught.id).order_by(col(TaughtChange.id))
    )
    return rows.all()


async def in_state(session: AsyncSession, state: str) -> Sequence[Taught]:
    """All in that state, the newest first."""
    rows = await session.exec(
        select(Taught).where(Taught.state == state).order_by(col(Taught.changed_at).desc(), col(Taught.id))
    )
    return rows.all()


async def stamp(session: AsyncSession) -> Stamp:
    """Changes whenever something was taught, changed or retired."""
    rows = await session.exec(select(func.coalesce(func.sum(Taught.version), 0), func.max(Taught.changed_at)))
    versions, latest = rows.one()
    return int(versions), latest


async def learnt(session: AsyncSession) -> list[Learnt]:
    """Everything live, for the search."""
    rows = await session.exec(select(Taught).where(Taught.state == "live").order_by(col(Taught.id)))
    return [Learnt(row.text, row.entry_id, row.section) for row in rows.all()]


def _content(taught: Taught) -> dict[str, Any]:
    return {
        "text": taught.text,
        "entry_id": taught.entry_id,
        "section": taught.section,
        "state": taught.state,
    }
