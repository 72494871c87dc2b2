"""The first minute: /start, the home card, /help, /privacy, /cancel."""

from bot.mentoring import dialogues
from bot.mentoring.access import is_mentor, places_of, school_of_chat
from bot.storage.schools import School
from handlers import home as home_card
from handlers import joining
from handlers.menus import commands_for
from handlers.turn import Handler, Turn


async def start(turn: Turn) -> None:
    """The home card; programme leads are written down, strangers are not."""
    if turn.is_private and turn.text:
        await joining.arrived(turn)
        return
    if turn.is_lead:
        await turn.person()
    if turn.is_private:
        await home_card.say(turn)
    else:
        await turn.reply("start/group", bot=turn.services.bot_name)


async def home(turn: Turn) -> None:
    """The home card again, from a button."""
    await home_card.say(turn)


async def how_to_ask(turn: Turn) -> None:
    """What asking is like, with the examples."""
    await turn.reply("start/ask")


async def help_(turn: Turn) -> None:
    """What works here, for this person."""
    session, person = await turn.session(), await turn.known()
    places = await places_of(session, person) if person else []
    await turn.reply(
        "start/help" if turn.is_private else "start/help_group",
        commands=commands_for(private=turn.is_private),
        linked=None if turn.is_private else await _school_here(turn),
        lead=turn.is_lead,
        mentor=person is not None and await is_mentor(session, person),
        member=bool(places),
        team=any(place.is_team for place in places),
        bot=turn.services.bot_name,
    )


async def _school_here(turn: Turn) -> School | None:
    """The school of this group, named only to its own people."""
    person = await turn.known()
    school = await school_of_chat(await turn.session(), turn.chat.id)
    if person is None or school is None:
        return None
    here = [place.school for place in await places_of(await turn.session(), person)]
    return next((one for one in here if one.id == school.id), None)


async def privacy(turn: Turn) -> None:
    """What is kept, who reads it, for how long."""
    config = turn.services.config
    await turn.reply(
        "start/privacy",
        private=turn.is_private,
        days=config.question_retention_days,
        months=config.record_retention_months,
        controller=config.controller,
        contact=config.data_protection_contact,
    )


async def cancel(turn: Turn) -> None:
    """Leave whatever was half-way."""
    session = await turn.session()
    left = await dialogues.end(session, turn.chat.id, turn.thread_id, turn.user.id)
    await turn.reply("dialogue/cancelled" if left else "dialogue/nothing", private=turn.is_private)


COMMANDS: dict[str, Handler] = {"start": start, "help": help_, "privacy": privacy, "cancel": cancel}
PRESSES: dict[str, Handler] = {
    "home": home,
    "howto": how_to_ask,
    "help": help_,
    "privacy": privacy,
    "cancel": cancel,
}
PRIVATE = frozenset(("home",))
