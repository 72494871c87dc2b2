"""A trust leader's schools on one screen, and one of them opened by a button; in private alone."""

from bot.mentoring import actions, notes
from bot.mentoring.access import mentors_of
from bot.mentoring.errors import Refusal
from bot.mentoring.overview import need_trust_leader, overview, trust_places
from handlers.turn import Handler, Turn

A_PAGE = 8


async def schools(turn: Turn) -> None:
    """ "My schools": how each is getting on, a page at a time."""
    person, session = await turn.known(), await turn.session()
    places = await trust_places(session, person) if person else []
    if not places:
        raise Refusal("for_trust_leaders")
    last = (len(places) - 1) // A_PAGE
    page = min(turn.number(), last)
    now = turn.services.clock.now()
    shown = [await overview(session, one, now) for one in places[page * A_PAGE : (page + 1) * A_PAGE]]
    await turn.reply("trust/schools", shown=shown, page=page, last=last)


async def one(turn: Turn) -> None:
    """One school: meetings, what is being improved, what is under way, what was decided."""
    place = need_trust_leader(await turn.place_in(turn.number()))
    session, now = await turn.session(), turn.services.clock.now()
    await turn.reply(
        "trust/school",
        one=await overview(session, place, now),
        mentors=await mentors_of(session, place.school.id or 0),
        pairs=await actions.open_in_school(session, place.school.id or 0),
        decisions=await notes.last_decisions(session, place.school.id or 0),
        today=turn.today(),
    )


PRESSES: dict[str, Handler] = {"trust": schools, "trustone": one}
PRIVATE = frozenset(PRESSES)
