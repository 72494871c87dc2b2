"""The home card: what comes next for this person, and six taps."""

from sqlmodel import col, func, select

from bot.mentoring import actions, meetings
from bot.mentoring.access import Place, is_mentor, places_of
from bot.mentoring.passing import waiting_for
from bot.storage.learnt import Passed
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.schools import Preference, School
from handlers.turn import Turn


async def say(turn: Turn) -> None:
    """For a mentor, a trust leader, somebody in a school's team, else for somebody new. At most 80 words."""
    person = await turn.known()
    places = await places_of(await turn.session(), person) if person else []
    if person is not None and (places or await is_mentor(await turn.session(), person)):
        if any(place.is_mentor for place in places) or not places:
            await _for_mentor(turn, person, places)
        elif all(place.role == "trust_leader" for place in places):
            await _for_trust(turn, person, places)
        else:
            await _for_team(turn, person, places)
        return
    await turn.reply("start/home", name=turn.user.first_name, lead=turn.is_lead)


async def _for_team(turn: Turn, person: Person, places: list[Place]) -> None:
    session = await turn.session()
    chosen = await session.get(Preference, person.id)
    place = next((one for one in places if chosen and one.school.id == chosen.school_id), places[0])
    coming = await _next(turn, [place])
    await turn.reply(
        "start/home_team",
        name=person.name.split()[0],
        school=place.school,
        meeting=coming[1] if coming else None,
        open=len(await actions.open_of(session, person.id or 0)),
        waiting=await _waiting(turn, person),
        trust=any(one.role == "trust_leader" for one in places),
    )


async def _for_trust(turn: Turn, person: Person, places: list[Place]) -> None:
    coming = await _next(turn, places)
    await turn.reply(
        "start/home_trust",
        name=person.name.split()[0],
        schools=len(places),
        school=coming[0] if coming else None,
        meeting=coming[1] if coming else None,
        open=len(await actions.open_of(await turn.session(), person.id or 0)),
        waiting=await _waiting(turn, person),
    )


async def _waiting(turn: Turn, person: Person) -> int:
    """How many questions of this person's wait for an answer."""
    found = await (await turn.session()).exec(
        select(func.count())
        .select_from(Passed)
        .where(col(Passed.asker_id) == person.id, Passed.state == "waiting")
    )
    return found.one()


async def _for_mentor(turn: Turn, person: Person, places: list[Place]) -> None:
    session = await turn.session()
    mine = [place for place in places if place.is_mentor]
    coming = await _next(turn, mine)
    await turn.reply(
        "start/home_mentor",
        name=person.name.split()[0],
        schools=len(mine),
        school=coming[0] if coming else None,
        meeting=coming[1] if coming else None,
        waiting=len(await waiting_for(session, person, lead=turn.is_lead)),
        open=len(await actions.open_of(session, person.id or 0)),
    )


async def _next(turn: Turn, places: list[Place]) -> tuple[School, Meeting] | None:
    """The soonest meeting of these schools."""
    session, now = await turn.session(), turn.services.clock.now()
    schools = {place.school.id: place.school for place in places}
    found = await session.exec(
        select(Meeting)
        .where(
            col(Meeting.school_id).in_(schools),
            Meeting.state == "planned",
            Meeting.starts_at > now - meetings.IN_PROGRESS,
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    )
    meeting = found.first()
    return (schools[meeting.school_id], meeting) if meeting else None
