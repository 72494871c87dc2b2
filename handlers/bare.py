"""Plain words in private: a command's name ("meetings", "check in"), a typed code, "forget that"."""

import re
from difflib import get_close_matches

from bot.mentoring import check_ins, questions
from handlers.turn import Turn

WORDS = {
    "agenda": "agenda",
    "actions": "actions",
    "cancel": "cancel",
    "caseload": "caseload",
    "check in": "checkin",
    "checkin": "checkin",
    "find": "find",
    "findings": "findings",
    "handover": "handover",
    "help": "help",
    "home": "start",
    "invite": "invite",
    "journey": "journey",
    "meetings": "meetings",
    "menu": "start",
    "minutes": "minutes",
    "my school": "school",
    "my schools": "school",
    "notes": "notes",
    "privacy": "privacy",
    "progress": "progress",
    "questions": "questions",
    "settings": "settings",
    "start": "start",
}
_CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")
_FORGET = re.compile(
    r"(?:please )?(?:forget|delete|undo) (?:that|this|it|my (?:last )?question)", re.IGNORECASE
)
_NEAR = 0.72


def command(turn: Turn) -> str | None:
    """The command that a whole message in private names, spelt as people do; None for any other."""
    said = turn.text.lower().replace("-", " ").strip(" .!?")
    return WORDS.get(said) if turn.is_private else None


def is_code(turn: Turn) -> bool:
    """Whether the whole message is an invitation's code: two fours, in capitals or with a figure."""
    said = turn.text.strip()
    plainly = said.isupper() or any(letter.isdigit() for letter in said)
    return turn.is_private and plainly and _CODE.fullmatch(said.upper()) is not None


def forgets(turn: Turn) -> bool:
    """Whether somebody wants what was just said to be gone."""
    return turn.is_private and _FORGET.fullmatch(turn.text.strip(" .!")) is not None


def nearest(word: str, known: list[str]) -> str | None:
    """The command that a mistyped one comes near, or None."""
    return next(iter(get_close_matches(word.lower(), known, 1, _NEAR)), None)


async def forget(turn: Turn) -> None:
    """What can be forgotten here, each with its button; nothing goes without the tap."""
    session, person = await turn.session(), await turn.known()
    await turn.reply(
        "ask/forget",
        question=await questions.last_of(session, turn.chat.id, turn.user.id),
        check_in=await check_ins.last_of(session, person) if person else None,
    )
