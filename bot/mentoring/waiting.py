"""What a passed question does by itself: its holder hears of it, and it moves on when no answer comes.

Mentor, then deputy, then the programme leads, each once; the asker is told honestly every time.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import mentorship_of
from bot.mentoring.calendars import terms_of
from bot.mentoring.passing import WITH_LEADS, Waiting, found
from bot.mentoring.quiet import Quiet
from bot.mentoring.receivers import due_at, quiet_of, reply_by, works_on
from bot.mentoring.reminders import House
from bot.storage.learnt import Passed
from bot.storage.people import Person


@dataclass(frozen=True, slots=True)
class MovedOn:
    """A question that nobody answered in time. ``to`` is the deputy, or None for the programme leads."""

    one: Waiting
    late: Person | None
    to: Person | None
    reply_by: date | None


async def untold(session: AsyncSession, now: datetime, house: House) -> dict[int, list[Passed]]:
    """By holder: questions they have not heard of and may hear of now."""
    found: dict[int, list[Passed]] = {}
    for row, holder in await _untold(session):
        if (await quiet_of(session, holder, house)).allows(now):
            found.setdefault(holder.id or 0, []).append(row)
    return found


async def overdue(session: AsyncSession, now: datetime, house: House) -> list[Waiting]:
    """Questions whose day has passed; none while it is evening, weekend or a bank holiday."""
    if not _hours(house).allows(now):
        return []
    rows = await session.exec(
        select(Passed).where(Passed.state == "waiting", col(Passed.due_at) <= now).with_for_update()
    )
    return await found(session, rows.all())


async def move_on(session: AsyncSession, one: Waiting, now: datetime, house: House) -> MovedOn:
    """Hand a question on: to the deputy if there is one who has not had it, else to the leads."""
    passed = one.passed
    late = await session.get(Person, passed.holder_id) if passed.holder_id else None
    mentorship = await mentorship_of(session, one.school.id or 0)
    deputy = await session.get(Person, mentorship.deputy_id) if mentorship and mentorship.deputy_id else None
    passed.told_at = None
    session.add(passed)
    if passed.steps == 0 and deputy is not None and deputy.telegram_id and deputy.id != passed.holder_id:
        today = now.astimezone(house.zone).date()
        day = reply_by(today, terms_of(one.school), await works_on(session, deputy))
        passed.steps, passed.holder_id, passed.due_at = 1, deputy.id, due_at(day, house)
        return MovedOn(one, late, deputy, day)
    passed.steps, passed.holder_id, passed.due_at = WITH_LEADS, None, None
    return MovedOn(one, late, None, None)


async def next_at(session: AsyncSession, now: datetime, house: House) -> datetime | None:
    """The next instant at which somebody is to hear something."""
    waiting = await _untold(session)
    instants = [(await quiet_of(session, holder, house)).next_open(now) for _, holder in waiting]
    due = await session.exec(
        select(Passed.due_at).where(Passed.state == "waiting", col(Passed.due_at).is_not(None))
    )
    instants += [_hours(house).next_open(max(one, now)) for one in due.all() if one is not None]
    return min((one for one in instants if one > now), default=None)


def _hours(house: House) -> Quiet:
    return Quiet(house.zone, house.begins, house.ends)


async def _untold(session: AsyncSession) -> list[tuple[Passed, Person]]:
    rows = await session.exec(
        select(Passed, Person)
        .join(Person, col(Person.id) == Passed.holder_id)
        .where(Passed.state == "waiting", col(Passed.told_at).is_(None), col(Person.telegram_id).is_not(None))
        .order_by(col(Passed.asked_at), col(Passed.id))
    )
    return list(rows.all())
