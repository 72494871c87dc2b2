"""Mentors and schools from a table: CSV with a heading line, as a spreadsheet saves it.

``name,region`` makes invitations for mentors; ``school,trust,phase,council,region,mentor`` makes schools,
each for a mentor who is already there (by name or @username). A line that cannot be used is named with
its reason; the others still count.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import invites, schools
from bot.mentoring.errors import Refusal
from bot.storage.people import Person

MOST = 200
_DETAILS = {"trust": "trust", "phase": "phase", "council": "local_authority", "region": "region"}
_RISKY = ("=", "+", "-", "@", "\t")


@dataclass(slots=True)
class Imported:
    """What came of a table: invitations and schools made, and lines that could not be used, with why."""

    packs: list[tuple[str, invites.Pack]] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def rows_of(text: str) -> list[dict[str, str]]:
    """The table's lines by heading. Raises Refusal("table_unknown") or Refusal("table_long")."""
    delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text.strip()), delimiter=delimiter)
    headings = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if not {"name", "school"} & set(headings):
        raise Refusal("table_unknown")
    reader.fieldnames = headings
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    if len(rows) > MOST:
        raise Refusal("table_long", most=MOST)
    return rows


async def take(session: AsyncSession, by: Person, rows: list[dict[str, str]], now: datetime) -> Imported:
    """Make what the rows say. ``by`` is the programme lead who imports."""
    done = Imported()
    everybody = await schools.mentors(session)
    known = {name.lower(): person for person, _, _ in everybody for name in _names(person)}
    for number, row in enumerate(rows, start=2):
        try:
            if "school" in row:
                await _school(session, row, known, now)
                done.schools.append(row["school"])
            else:
                done.packs.append((row["name"], await _mentor(session, by, row, now)))
        except Refusal as refusal:
            done.problems.append((number, refusal.name))
    return done


def packs_file(packs: list[tuple[str, invites.Pack]], bot_name: str) -> bytes:
    """The invitations as CSV, safe to open in a spreadsheet: name, link, code, valid until."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("name", "link", "code", "valid until"))
    for name, pack in packs:
        safe = f"'{name}" if name.startswith(_RISKY) else name
        link = f"https://t.me/{bot_name}?start={pack.token}"
        writer.writerow((safe, link, pack.code, f"{pack.invite.expires_at:%Y-%m-%d}"))
    return out.getvalue().encode("utf-8-sig")


async def _mentor(session: AsyncSession, by: Person, row: dict[str, str], now: datetime) -> invites.Pack:
    if not row["name"]:
        raise Refusal("name_needed")
    return await invites.invite(session, by, "mentor", None, now, name=row["name"][:80])


async def _school(
    session: AsyncSession, row: dict[str, str], known: dict[str, Person], now: datetime
) -> None:
    mentor = known.get(row.get("mentor", "").lower())
    if mentor is None:
        raise Refusal("mentor_unknown")
    details: dict[str, Any] = {_DETAILS[key]: row[key] for key in _DETAILS if row.get(key)}
    if "phase" in details:
        details["phase"] = schools.phase_of(details["phase"])
    await schools.make_school(session, mentor, row["school"], now, **details)


def _names(person: Person) -> list[str]:
    return [person.name, f"@{person.username}"] if person.username else [person.name]
