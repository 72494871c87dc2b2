"""A question typed where something short was waited for: it is offered to be asked, and nothing is lost."""

import re

from bot.mentoring import dialogues
from bot.mentoring.dates import read
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from handlers import ask
from handlers.turn import Handler, Turn
from knowledge.guard import check

_DAY, _TIME = "a day", "a day and a time"
WAITS = {
    "meet": _TIME,
    "move": _TIME,
    "settings": _DAY,
    "name": "a name",
    "offline": "a name and a role",
    "school": "a few words about the school",
    "which": "a school",
}
STEPS = {
    ("move", "place"): "a place",
    ("move", "minutes"): "a number of minutes",
    ("action", "owner"): "a name",
    ("action", "due"): _DAY,
    ("action", "confirm"): _DAY,
    ("action", "move"): _DAY,
    ("action", "move_confirm"): _DAY,
    ("settings", "terms"): None,
    ("settings", "terms_ok"): None,
}
_ASKS = re.compile(
    r"^(?:what|how|why|who|whose|where|when|which|can|could|should|shall|is|are|do|does|did|may|has|have)\b",
    re.IGNORECASE,
)
_TIMELY = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|today|tomorrow|week|month|term|half|easter|christmas|noon)",
    re.IGNORECASE,
)
FEWEST = 3


async def offered(turn: Turn, dialogue: Dialogue) -> bool:
    """Whether the words look like a question; then it is offered, and the dialogue stays open.

    A colleague may be named in a dialogue, but not in a question: such words are not offered.
    """
    what = STEPS.get((dialogue.name, dialogue.step), WAITS.get(dialogue.name))
    if what is None or check(turn.text) is not None or not await _is_question(turn, dialogue, what):
        return False
    await turn.begin(dialogue.name, dialogue.step, **dialogue.data | {"instead": turn.text})
    await turn.reply("dialogue/instead", quote=not turn.is_private, what=what, text=turn.text)
    return True


async def asked(turn: Turn) -> None:
    """ "Ask this instead": the dialogue is left, the question answered."""
    dialogue = await dialogues.current(
        await turn.peek(), turn.chat.id, turn.thread_id, turn.user.id, turn.services.clock.now()
    )
    text = dialogue.data.get("instead") if dialogue else None
    if not text:
        raise Refusal("old_button")
    turn.words = text
    await ask.said(turn)
    await turn.end()
    await turn.change("dialogue/left")


async def _is_question(turn: Turn, dialogue: Dialogue, what: str) -> bool:
    """By its form; where a time was waited for also by being well answered, unless it reads as a time."""
    text = turn.text
    if len(text.split()) < FEWEST:
        return False
    asks = text.endswith("?") or bool(_ASKS.match(text))
    if what not in (_DAY, _TIME):
        return asks
    config, now = turn.services.config, turn.services.clock.now()
    found = read(text, now, "meeting" if what == _TIME else "due", None, config.timezone)
    if found.reading is not None or found.alternatives:
        return False
    timely = bool(_TIMELY.search(text))
    if asks and not timely:
        return True
    answer = (await turn.up_to_date()).ask(text)
    return answer.kind == "confident" or (asks and answer.answered)


PRESSES: dict[str, Handler] = {"instead": asked}
