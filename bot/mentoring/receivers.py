"""Who gets a question that is passed on, and by when an answer can be expected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import mentorship_of
from bot.mentoring.calendars import terms_of
from bot.mentoring.errors import Refusal
from bot.mentoring.quiet import Quiet
from bot.mentoring.reminders import House
from bot.mentoring.terms import Terms, add_school_days, add_working_days, is_working_day
from bot.storage.people import Person
from bot.storage.schools import Mentor, Preference, School

REPLY_DAYS = 3
"""Working days (school days where the school's terms are known) within which an answer is expected."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a question. ``works_on`` are weekdays, empty for all; ``reply_by`` is the expected day.

    ``away_until`` is set while the receiver is away and nobody covers; ``covers_for`` names the mentor
    whose absence the deputy covers.
    """

    person: Person
    step: int
    works_on: tuple[int, ...]
    reply_by: date
    away_until: date | None = None
    covers_for: Person | None = None


async def receiver(session: AsyncSession, school: School, now: datetime, house: House) -> Receiver:
    """The school's mentor, or the deputy who covers. Raises Refusal("no_mentor")."""
    mentorship = await mentorship_of(session, school.id or 0)
    mentor = await session.get(Person, mentorship.mentor_id) if mentorship else None
    if mentorship is None or mentor is None or mentor.telegram_id is None:
        raise Refusal("no_mentor")
    deputy = await session.get(Person, mentorship.deputy_id) if mentorship.deputy_id else None
    today = now.astimezone(house.zone).date()
    chosen = await session.get(Preference, mentor.id)
    away = chosen.away_until if chosen and chosen.away_until and chosen.away_until >= today else None
    if away and chosen and chosen.away_how == "cover" and deputy and deputy.telegram_id:
        days = await works_on(session, deputy)
        due = reply_by(today, terms_of(school), days)
        return Receiver(deputy, 1, days, due, covers_for=mentor)
    days = await works_on(session, mentor)
    return Receiver(mentor, 0, days, reply_by(away or today, terms_of(school), days), away_until=away)


async def works_on(session: AsyncSession, person: Person) -> tuple[int, ...]:
    """A mentor's working weekdays; empty for all."""
    row = await session.get(Mentor, person.id)
    return tuple(row.works_on) if row else ()


def reply_by(start: date, terms: Terms | None, days: tuple[int, ...] = ()) -> date:
    """The receiver's first working day once ``REPLY_DAYS`` days after ``start`` have passed.

    School days count where the calendar reaches that far, else working days.
    """
    end = add_school_days(start, REPLY_DAYS, terms) if terms else None
    day = end or add_working_days(start, REPLY_DAYS)
    for _ in range(60):
        if is_working_day(day) and (not days or day.weekday() in days):
            return day
        day += timedelta(days=1)
    return day


def due_at(day: date, house: House) -> datetime:
    """The end of the day by which an answer was expected."""
    return datetime.combine(day, house.begins, house.zone)


async def quiet_of(session: AsyncSession, person: Person, house: House) -> Quiet:
    """When this person may be written to unasked: their working days, pauses and absence."""
    chosen = await session.get(Preference, person.id)
    return Quiet(
        house.zone,
        house.begins,
        house.ends,
        days=await works_on(session, person),
        paused_until=chosen.paused_until if chosen else None,
    )
