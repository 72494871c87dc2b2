"""Plain sentences in private: the card that fits "can't make thurs", "running late", "my actions"."""

import re

from bot.mentoring import meetings, notes
from bot.mentoring.access import Place, place_here, places_of
from bot.mentoring.errors import Refusal
from bot.mentoring.receivers import receiver
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.schools import School
from handlers import actions
from handlers.meeting_changes import LATE, SOON
from handlers.turn import Handler, Turn
from knowledge.talk import Topic

MOST = 4
ROOM = 50
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun|today|tomorrow)", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\d{1,2})\b")
_ABOUT = re.compile(
    r"\b(?:about|on|regarding|re|for)\b(?!.*\b(?:about|regarding|re)\b)\s+(.+)", re.IGNORECASE
)
_SMALL = "the a an our my we us it that this last next meeting meetings time week in at from of and or please"
_NOISE = frozenset(re.findall(r"\w+", _SMALL))


async def offer(turn: Turn, topic: Topic | None, words: str) -> bool:
    """Answer a piece of arranging with its card; False for strangers and where no card fits."""
    person = await turn.known()
    if person is None or topic is None or not await places_of(await turn.session(), person):
        return False
    match topic:
        case "actions":
            await actions.mine(turn)
        case "mentor":
            await mentor(turn)
        case "agreed":
            found = _ABOUT.search(words)
            await _in_notes(turn, found[1] if found else "")
        case _:
            await _meeting(turn, person, topic, words)
    return True


async def mentor(turn: Turn) -> None:
    """Who the mentor is, when they work, and how to reach them."""
    session = await turn.session()
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    place = await place_here(session, person, turn.chat.id)
    to = await receiver(session, place.school, turn.services.clock.now(), turn.services.house)
    await turn.reply_privately("plain/mentor", school=place.school, to=to, team=place.is_team)


async def said(turn: Turn) -> None:
    """ "In our notes": what was noted, decided and agreed with these words in it."""
    await _in_notes(turn, ":".join(turn.data))


async def _in_notes(turn: Turn, words: str) -> None:
    place = await turn.place()
    if not (place.is_team or place.is_mentor):
        raise Refusal("for_the_team")
    session = await turn.session()
    wanted = searchable(words)
    if wanted:
        noted, agreed = await notes.search(session, place, wanted, in_group=not turn.is_private)
    else:
        noted, agreed = list(await notes.last_decisions(session, place.school.id or 0)), []
    await turn.reply(
        "plain/noted", school=place.school, words=wanted, notes=noted, actions=agreed, today=turn.today()
    )


async def _meeting(turn: Turn, person: Person, topic: Topic, words: str) -> None:
    """The meetings that may be meant, with the buttons for what was said."""
    coming = [one for one in await _coming(turn, person) if _fits(turn, one[1], words)]
    found = _MINUTES.search(words)
    minutes = next((late for late in LATE if found and int(found[1]) <= late), None)
    soon = turn.services.clock.now() + SOON
    await turn.reply(
        f"plain/{topic}",
        pairs=coming[:1] if topic == "running_late" else coming[:MOST],
        minutes=(minutes,) if minutes else LATE,
        near=bool(coming) and coming[0][1].starts_at < soon,
    )


async def _coming(turn: Turn, person: Person) -> list[tuple[School, Meeting]]:
    session, now = await turn.session(), turn.services.clock.now()
    found = [
        (place.school, meeting)
        for place in await _meant(turn, person)
        for meeting in await meetings.coming(session, place.school.id or 0, now)
    ]
    return sorted(found, key=lambda pair: pair[1].starts_at)


async def _meant(turn: Turn, person: Person) -> list[Place]:
    """The school chosen for this chat, else all of this person's."""
    session = await turn.session()
    try:
        return [await place_here(session, person, turn.chat.id)]
    except Refusal:
        return await places_of(session, person)


def _fits(turn: Turn, meeting: Meeting, words: str) -> bool:
    """Whether a meeting is on the day that was said; any is where none was."""
    said_days = {found.lower() for found in _DAY.findall(words)}
    local = meeting.starts_at.astimezone(turn.services.config.zone).date()
    away = (local - turn.today()).days
    return not said_days or bool(said_days & {_DAYS[local.weekday()], {0: "today", 1: "tomorrow"}.get(away)})


def searchable(words: str) -> str:
    """Words to look for, without the small ones; short enough for a button."""
    kept = [word for word in re.findall(r"[\w'-]+", words) if word.lower() not in _NOISE]
    line = " ".join(kept[:6])
    while len(line.encode()) > ROOM:
        line = line[:-1]
    return line.strip()


COMMANDS: dict[str, Handler] = {"mentor": mentor}
PRESSES: dict[str, Handler] = {"mentor": mentor, "said": said}
PRIVATE = frozenset(("mentor",))
