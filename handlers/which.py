"""Which school is meant: what was typed is kept meanwhile, and goes on in the school that is chosen."""

from bot.mentoring import schools
from bot.mentoring.access import Place, places_of
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from handlers.turn import Handler, Turn

MOST = 12


async def several(turn: Turn) -> bool:
    """Whether a school was chosen among several, so that the wrong one may have been meant."""
    person = await turn.known()
    return turn.is_private and person is not None and len(await places_of(await turn.session(), person)) > 1


async def ask(turn: Turn, command: str, words: str, *, edit: bool = False) -> None:
    """Ask for the school, and keep the command and its words until one is chosen."""
    await turn.begin("which", "school", command=command, words=words)
    say = turn.change if edit else turn.reply
    places = await _places(turn)
    await say("school/which", places=places[:MOST], more=max(len(places) - MOST, 0), words=words)


async def chosen(turn: Turn) -> None:
    """A school was tapped."""
    dialogue = await turn.dialogue("which", "school")
    await _go_on(turn, dialogue, await turn.place_in(turn.number()))


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """A part of a school's name instead of a tap."""
    wanted = turn.text.casefold()
    found = [place for place in await _places(turn) if wanted and wanted in place.school.name.casefold()]
    if len(found) == 1:
        await _go_on(turn, dialogue, found[0])
        return
    places = found or await _places(turn)
    await turn.reply(
        "school/which",
        places=places[:MOST],
        more=max(len(places) - MOST, 0),
        words=dialogue.data["words"],
    )


async def wrong(turn: Turn) -> None:
    """ "Wrong school?": the draft is kept and goes on in another one."""
    dialogue = await turn.open_dialogue()
    if dialogue is None or "words" not in dialogue.data or dialogue.name not in turn.services.commands:
        raise Refusal("old_button")
    await ask(turn, dialogue.name, dialogue.data["words"], edit=True)


async def _go_on(turn: Turn, dialogue: Dialogue, place: Place) -> None:
    await schools.remember_school(await turn.session(), place.person, place.school.id)
    await turn.end()
    if turn.update.callback_query:
        await turn.change("school/meant", school=place.school)
    turn.words = dialogue.data["words"]
    await turn.services.commands[dialogue.data["command"]](turn)


async def _places(turn: Turn) -> list[Place]:
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    return await places_of(await turn.session(), person)


PRESSES: dict[str, Handler] = {"whichschool": chosen, "wrongschool": wrong}
PRIVATE = PRESSES.keys()
DIALOGUES = {"which": typed}
