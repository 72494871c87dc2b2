"""What a person chooses for themselves: reminders, pauses, absence, short answers."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.errors import Refusal
from bot.mentoring.misses import hide
from bot.mentoring.reminders import DEFAULT_LEADS, LEADS
from bot.storage.people import Person
from bot.storage.schools import Mentor, Preference

HOW_AWAY = ("wait", "cover")


async def preference(session: AsyncSession, person: Person) -> Preference:
    """The person's choices, made with the defaults if there are none yet."""
    row = await session.get(Preference, person.id)
    if row is None:
        row = Preference(person_id=person.id or 0)
        session.add(row)
        await session.flush()
    return row


def leads_of(row: Preference | None) -> tuple[str, ...]:
    """Which reminders somebody gets before a meeting."""
    chosen = row.reminders.get("leads") if row else None
    return DEFAULT_LEADS if chosen is None else tuple(chosen)


def switch_lead(row: Preference, lead: str) -> None:
    """One reminder on or off. Raises Refusal("old_button") for one that does not exist."""
    if lead not in LEADS:
        raise Refusal("old_button")
    now_on = leads_of(row)
    chosen = [one for one in LEADS if (one in now_on) != (one == lead)]
    row.reminders = row.reminders | {"leads": chosen}


def pause(row: Preference, until: datetime | None) -> None:
    """No unasked message until then; None ends the pause."""
    row.paused_until = until


def go_away(row: Preference, until: date | None, how: str = "wait") -> None:
    """Away up to and including a day: questions wait, or the deputy covers. None: back."""
    if how not in HOW_AWAY:
        raise Refusal("old_button")
    row.away_until, row.away_how = until, how if until else None


async def is_away(session: AsyncSession, person_id: int, today: date) -> date | None:
    """Until when somebody is away, if they are."""
    row = await session.get(Preference, person_id)
    return row.away_until if row and row.away_until and row.away_until >= today else None


async def switch_day(session: AsyncSession, person: Person, weekday: int) -> list[int]:
    """A mentor's working day on or off; gives the days. Raises Refusal("for_mentors")."""
    row = await session.get(Mentor, person.id)
    if row is None:
        raise Refusal("for_mentors")
    days = set(row.works_on or range(5))
    days ^= {weekday}
    row.works_on = sorted(days & set(range(5)))
    session.add(row)
    return row.works_on


def switch_answers(person: Person) -> None:
    """Full answers or short ones."""
    person.answers = "short" if person.answers == "full" else "full"


async def switch_sharing(session: AsyncSession, person: Person, row: Preference) -> None:
    """Whether curators may read, without name and school, what this person asked and got no answer to."""
    row.shares_questions = not row.shares_questions
    if not row.shares_questions:
        await hide(session, person)
