"""A second look at words that were stopped because of a name: a colleague's name is no pupil's.

Only where adults are named by the nature of the thing: where a name was asked for, and in the agreed work
(meetings, actions, notes, agenda), where somebody's office names an adult too. A question is never looked at
again, and neither are hard identifiers.
"""

import re
from typing import TYPE_CHECKING

from telegram import Update

from bot.mentoring import dialogues
from bot.mentoring.access import mentors_of, places_of, team_of
from bot.mentoring.dates import read
from bot.mentoring.people import known
from bot.storage.conversation import Dialogue
from knowledge.guard import check

if TYPE_CHECKING:
    from handlers.services import Services

NAME_ASKED = frozenset({"name", "offline", "import"})
LONGEST_NAME = 3
"""Words."""
AGREED_WORK = frozenset({"action", "notes", "agenda", "meet", "move", "rsvp"})
MEETINGS = frozenset({"meet", "move", "rsvp"})
_OFFICE = r"office|study|desk"
_ROOM = rf"{_OFFICE}|room|classroom|lab|base|workshop"
TIME_ASKED = frozenset({"meet", "move", "rsvp", "settings", "action"})


async def may_pass(services: "Services", update: Update, words: str) -> bool:
    """Whether words that name somebody may be kept after all, since it is a colleague.

    ``words`` were stopped as ``personal_data`` without a hard identifier.
    """
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None or update.edited_message is not None:
        return False
    message = update.effective_message
    thread = message.message_thread_id if message and message.is_topic_message else None
    async with services.database.read() as session:
        person = await known(session, user.id)
        dialogue = await dialogues.current(session, chat.id, thread, user.id, services.clock.now())
        about = dialogue.name if dialogue else ""
        asked = about in NAME_ASKED or (dialogue is not None and _owner_asked(dialogue, words))
        if asked and not words.startswith("/"):
            return True
        if about in TIME_ASKED and _is_time(services, words):
            return True
        if person is None or not (about in AGREED_WORK or _command(words) in AGREED_WORK | {"actions"}):
            return False
        names: set[str] = set()
        for place in await places_of(session, person):
            people = [one for one, _ in await team_of(session, place.school.id or 0)]
            people += await mentors_of(session, place.school.id or 0)
            names |= {part for one in people for part in one.name.split() if len(part) > 1}
    meeting = about in MEETINGS or _command(words) in MEETINGS
    found = check(_without(_adults_place(words, _ROOM if meeting else _OFFICE), names))
    return found is None


def _owner_asked(dialogue: Dialogue, words: str) -> bool:
    """Whether a name answers "who does it?": it is looked up among the team and kept nowhere."""
    return (dialogue.name, dialogue.step) == ("action", "owner") and len(words.split()) <= LONGEST_NAME


def _is_time(services: "Services", words: str) -> bool:
    """Whether the words are a day or a time and nothing else: "sun 3 jan" names nobody."""
    found = read(words, services.clock.now(), "meeting", None, services.config.timezone)
    return found.reading is not None or bool(found.alternatives)


def _adults_place(words: str, rooms: str) -> str:
    """The words with somebody's office put as a plain place: those who have one are adults.

    Where a meeting is arranged any room will do: "Sam's room" is where staff meet.
    """
    return re.sub(rf"\b[^\W\d_]+['’]?s (?:{rooms})\b", "the hall", words, flags=re.IGNORECASE)


def _command(words: str) -> str:
    return words[1:].split("@")[0].split()[0].lower() if words.startswith("/") and len(words) > 1 else ""


def _without(words: str, names: set[str]) -> str:
    """The words with colleagues' names put as a neutral word."""
    if not names:
        return words
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", "staff", words, flags=re.IGNORECASE)
