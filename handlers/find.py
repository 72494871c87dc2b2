"""/find: a document by the words of its title."""

from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from handlers.plain import searchable
from handlers.turn import Handler, Turn

MOST = 6


async def find(turn: Turn) -> None:
    """/find with words in the same line, or bare: then they are asked for."""
    if not turn.text:
        await prompt(turn)
        return
    entries = turn.services.knowledge.find(turn.text[:200], limit=MOST)
    await turn.reply(
        "find/list" if entries else "find/none",
        entries=entries,
        noted=searchable(turn.text) if await _has_notes(turn) else "",
        quote=not turn.is_private,
    )


async def prompt(turn: Turn) -> None:
    """ "Find a document" from a button."""
    await turn.begin("find", "words")
    await turn.ask_for("find/prompt", "Words of the title")


async def words(turn: Turn, _dialogue: Dialogue) -> None:
    """The words that /find asked for."""
    await turn.end()
    await find(turn)


async def show(turn: Turn) -> None:
    """One document from the list, with its sections."""
    entry = turn.services.knowledge.entry(":".join(turn.data))
    if entry is None:
        raise Refusal("old_button")
    await turn.reply("find/entry", entry=entry)


async def _has_notes(turn: Turn) -> bool:
    """Whether there are notes of a school that the speaker works on here."""
    try:
        place = await turn.place()
    except Refusal:
        return False
    return place.is_team or place.is_mentor


COMMANDS: dict[str, Handler] = {"find": find}
PRESSES: dict[str, Handler] = {"entry": show, "findit": prompt}
DIALOGUES = {"find": words}
