"""Which points of the report have had attention: the meetings, notes and actions that serve them, counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import findings
from bot.mentoring.access import Place
from bot.mentoring.actions import OPEN, open_in_school
from bot.mentoring.audience import sees
from bot.storage.agreed import Action, Finding, Note
from bot.storage.meetings import Meeting
from bot.storage.people import Person


@dataclass(slots=True)
class Attention:
    """How much attention one finding has had, in counts, and when last. A planned meeting is none yet."""

    finding: Finding
    held: int = 0
    planned: int = 0
    decisions: int = 0
    notes: int = 0
    done: int = 0
    open: int = 0
    times: list[datetime] = field(default_factory=list)

    @property
    def actions(self) -> int:
        """All that was agreed and not dropped."""
        return self.done + self.open

    @property
    def untouched(self) -> bool:
        """Nothing has served it yet."""
        return not self.times

    @property
    def last(self) -> datetime | None:
        """When something last happened for it."""
        return max(self.times, default=None)


@dataclass(frozen=True, slots=True)
class Served:
    """What the team can read of one finding: its meetings, decisions, and open actions with their owners."""

    meetings: Sequence[Meeting]
    decisions: Sequence[Note]
    actions: Sequence[tuple[Action, Person | None]]


async def attention(
    session: AsyncSession, place: Place, now: datetime, *, in_group: bool = False
) -> list[Attention]:
    """For each finding in order: what serves it, as far as the audience table lets this role see it here.

    Only the team's own record is counted, so that no number tells of somebody's private words.
    """
    listed = await findings.of_school(session, place.school.id or 0)
    found = {one.id: Attention(one) for one in listed}
    await _meetings(session, place, now, found)
    await _actions(session, place, found)
    await _notes(session, place, found, notes_too=sees(place.role, "team_note", in_group=in_group))
    return list(found.values())


async def served(session: AsyncSession, finding: Finding) -> Served:
    """What hangs on a finding, for everybody who may see it: the newest decision first, the next action."""
    meetings = await session.exec(
        select(Meeting)
        .where(Meeting.finding_id == finding.id, Meeting.state == "planned")
        .order_by(col(Meeting.starts_at))
    )
    decisions = await session.exec(
        select(Note)
        .where(Note.finding_id == finding.id, Note.kind == "decision", Note.audience == "team")
        .order_by(col(Note.at).desc(), col(Note.id).desc())
    )
    pairs = await open_in_school(session, finding.school_id)
    return Served(
        meetings.all(), decisions.all(), [pair for pair in pairs if pair[0].finding_id == finding.id]
    )


async def _meetings(
    session: AsyncSession, place: Place, now: datetime, found: dict[int | None, Attention]
) -> None:
    rows = await session.exec(
        select(Meeting).where(
            Meeting.school_id == place.school.id,
            col(Meeting.finding_id).is_not(None),
            Meeting.state == "planned",
        )
    )
    for meeting in rows.all():
        one = found[meeting.finding_id]
        if meeting.starts_at > now:
            one.planned += 1
            continue
        one.held += 1
        one.times.append(meeting.starts_at)


async def _actions(session: AsyncSession, place: Place, found: dict[int | None, Attention]) -> None:
    rows = await session.exec(
        select(Action).where(
            Action.school_id == place.school.id,
            col(Action.finding_id).is_not(None),
            Action.audience == "team",
            Action.state != "dropped",
        )
    )
    for action in rows.all():
        one = found[action.finding_id]
        one.done += action.state == "done"
        one.open += action.state in OPEN
        one.times.append(action.changed_at)


async def _notes(
    session: AsyncSession, place: Place, found: dict[int | None, Attention], *, notes_too: bool
) -> None:
    rows = await session.exec(
        select(Note).where(
            Note.school_id == place.school.id, col(Note.finding_id).is_not(None), Note.audience == "team"
        )
    )
    for note in rows.all():
        if note.kind == "decision" or notes_too:
            one = found[note.finding_id]
            one.decisions += note.kind == "decision"
            one.notes += note.kind == "note"
            one.times.append(note.at)
