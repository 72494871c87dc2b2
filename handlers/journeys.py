"""/journey: a short path through the guidance in the time somebody has."""

from typing import Any

from sqlmodel import select

from bot.mentoring import journeys
from bot.mentoring.errors import Refusal
from bot.mentoring.journeys import Journey
from bot.mentoring.people import known
from bot.storage.conversation import Dialogue
from bot.storage.people import Chat, Person
from bot.storage.schools import School, SchoolChat
from handlers import cards
from handlers.turn import Handler, Turn
from knowledge.journeys import tier_for

OFFERED = (10, 20, 60)

minutes_said = journeys.minutes_said


async def journey(turn: Turn) -> None:
    """/journey 20, /journey an hour; bare, the minutes are asked for with buttons. Always in private."""
    minutes = journeys.minutes_of(turn.text) if turn.text and not turn.update.callback_query else None
    if minutes is None:
        await _person(turn)
        await turn.reply_privately("journeys/how_long", offered=OFFERED)
        return
    await go(turn, minutes)


async def chosen(turn: Turn) -> None:
    """The minutes were tapped."""
    if not 0 < turn.number() <= 600:
        raise Refusal("old_button")
    await go(turn, turn.number())


async def go(turn: Turn, minutes: int) -> None:
    """Find a path for these minutes, and show its first step."""
    knowledge = await turn.up_to_date()
    async with turn.services.database.read() as session:
        somebody = await known(session, turn.user.id)
        who = await journeys.traveller(session, somebody) if somebody else None
    if who is None:
        raise Refusal("no_school")
    steps = journeys.path(knowledge, minutes, who)
    if not steps:
        await turn.reply_privately("journeys/nothing", offered=OFFERED)
        return
    made = await journeys.begin(await turn.session(), await _person(turn), minutes, steps)
    await _opened(turn, made, 0)
    await turn.reply_privately("journeys/step", **_values(turn, made, 0))


async def step(turn: Turn) -> None:
    """Show one step."""
    made = await journeys.current(await turn.session(), await _person(turn), turn.number())
    await _show(turn, made, turn.number(1))


async def done(turn: Turn) -> None:
    """ "Done": remembered; the next one that is not done comes up, or the end."""
    session, person = await turn.session(), await _person(turn)
    made = await journeys.current(session, person, turn.number())
    made = await journeys.done(session, person, made, turn.number(1), turn.services.clock.now())
    left = [at for at, one in enumerate(made.steps) if one.key not in made.done]
    if left:
        await _show(turn, made, left[0])
    else:
        await turn.change("journeys/finished", journey=made, offered=OFFERED)


async def to_group(turn: Turn) -> None:
    """Send the path to the school's group: first who will read it, then (":yes") it goes."""
    session, person = await turn.session(), await _person(turn)
    made = await journeys.current(session, person, turn.number())
    school, group = await _group(turn)
    if len(turn.data) < 2 or turn.data[1] != "yes":
        await turn.change("journeys/group_confirm", journey=made, school=school, group=group)
        return
    await turn.say_in(group.id, "journeys/in_group", **_values(turn, made, 0), school=school, person=person)
    turn.answer("toasts/sent_to_group")
    await _show(turn, made, 0)


async def typed(turn: Turn, _dialogue: Dialogue) -> None:
    """Minutes in words."""
    minutes = journeys.minutes_of(turn.text)
    if minutes is None:
        await turn.ask_for("journeys/how_long_again", "like: 20")
        return
    await turn.end()
    await go(turn, minutes)


async def other(turn: Turn) -> None:
    """Another length: ask for it in words."""
    await _person(turn)
    await turn.begin("journey", "minutes")
    await turn.ask_for("journeys/minutes", "like: 20")


async def _show(turn: Turn, made: Journey, at: int) -> None:
    if at >= len(made.steps):
        raise Refusal("old_button")
    await _opened(turn, made, at)
    await turn.change("journeys/step", **_values(turn, made, at))


async def _opened(turn: Turn, made: Journey, at: int) -> None:
    now = turn.services.clock.now()
    await journeys.opened(await turn.session(), await _person(turn), made.steps[at], now)


def _values(turn: Turn, made: Journey, at: int) -> dict[str, Any]:
    places = [cards.shown(turn, {"entry": one.entry_id, "section": one.section}) for one in made.steps]
    return {
        "journey": made,
        "tier": tier_for(made.minutes),
        "at": at,
        "step": made.steps[at],
        "place": places[at],
        "places": places,
    }


async def _person(turn: Turn) -> Person:
    """Somebody the programme knows. Raises Refusal("no_school")."""
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    return person


async def _group(turn: Turn) -> tuple[School, Chat]:
    """The group of the speaker's own school. Raises Refusal("no_group")."""
    place = await turn.place()
    session = await turn.session()
    row = await session.exec(
        select(Chat)
        .join(SchoolChat)
        .where(SchoolChat.school_id == place.school.id, SchoolChat.state == "confirmed")
    )
    group = row.first()
    if group is None:
        raise Refusal("no_group")
    return place.school, group


COMMANDS: dict[str, Handler] = {"journey": journey}
PRESSES: dict[str, Handler] = {
    "journey": journey,
    "jgo": chosen,
    "jstep": step,
    "jdone": done,
    "jgroup": to_group,
    "jother": other,
}
PRIVATE = frozenset(("jstep", "jdone", "jgroup", "jother"))
DIALOGUES = {"journey": typed}
