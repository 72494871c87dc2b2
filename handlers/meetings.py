"""/meetings and /meet: planning one meeting or the whole series, always echoed before it is written."""

import re
from datetime import date, datetime
from typing import Any

from bot.mentoring import findings, meetings
from bot.mentoring.access import Place, mentorship_of, need_team_or_mentor
from bot.mentoring.calendars import terms_of
from bot.mentoring.dates import Reading, read
from bot.mentoring.errors import Refusal
from bot.mentoring.meeting_line import splits
from bot.mentoring.meeting_plan import plan_meetings
from bot.storage.conversation import Dialogue
from handlers import company as companies
from handlers import meeting_cards, which
from handlers.turn import Handler, Turn
from knowledge.agendas import agenda_for

EVERY_WEEKS = 3
MOST_OFFERED = 4
_NO_POINT = re.compile(r"(?<!\w)#(\d+)")


async def list_meetings(turn: Turn) -> None:
    """/meetings: what is coming, with a button for each."""
    company = await companies.of_place(turn) if turn.is_private else None
    place = await turn.place()
    session = await turn.session()
    coming = await meetings.coming(session, place.school.id or 0, turn.services.clock.now())
    await turn.reply(
        "meetings/list",
        school=place.school,
        meetings=coming,
        can_plan=place.is_mentor or place.is_team,
        left=await _left(turn, place),
        company=company if place.is_mentor or place.is_team else None,
    )


async def missing(turn: Turn) -> None:
    """Whom the bot cannot write to in the school's group, with a message to send them. In private."""
    company = await companies.of_school(turn, turn.number())
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    if company is None:
        raise Refusal("no_group")
    await turn.reply("meetings/company", company=company, school=place.school, bot=turn.services.bot_name)


async def show(turn: Turn) -> None:
    """One meeting's card."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    await meeting_cards.send(turn, meeting, place.school)


async def meet(turn: Turn) -> None:
    """/meet with number and time in one line, or bare: then it is asked for."""
    place = await _planner(turn)
    if not turn.text:
        await turn.begin("meet", "when", school=place.school.id)
        await turn.ask_for("meetings/when", "like: thurs 3 dec 3.30", school=place.school)
        return
    await _read(turn, place, turn.text, {})


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """The next words of planning: a time, or the missing half of one."""
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    words = turn.text
    if dialogue.step == "time":
        words = _with_day(turn, place, dialogue, words)
    if dialogue.step == "series":
        await _series(turn, place, words)
        return
    await _read(turn, place, words, dialogue.data)


def _with_day(turn: Turn, place: Place, dialogue: Dialogue, words: str) -> str:
    """The time with its day: as it was said where it meant two days, so that both are offered."""
    both = f"{dialogue.data.get('said') or ''} {words}".strip()
    if dialogue.data.get("said") and len(_understood(turn, place, both).alternatives) > 0:
        return both
    return f"{dialogue.data['day']} {words}"


async def start(turn: Turn) -> None:
    """ "Plan a meeting" from a button."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.begin("meet", "when", school=place.school.id)
    await turn.ask_for("meetings/when", "like: thurs 3 dec 3.30", school=place.school)


async def confirm(turn: Turn) -> None:
    """The tap that writes the meeting: which of the offered readings was meant."""
    company = await companies.of_dialogue(turn)
    dialogue = await turn.dialogue("meet", "confirm")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    offered = dialogue.data["offered"]
    if turn.number() >= len(offered):
        raise Refusal("old_button")
    session = await turn.session()
    number = dialogue.data.get("number") or await meetings.next_number(session, place.school.id or 0)
    mentorship = await mentorship_of(session, place.school.id or 0)
    meeting = await meetings.make_meeting(
        session,
        place.school,
        place.person,
        datetime.fromisoformat(offered[turn.number()]),
        turn.services.clock.now(),
        zone=turn.services.config.zone,
        title=agenda_for(number, mentorship.meetings_planned if mentorship else 6).title,
        number=dialogue.data.get("number"),
        finding_id=dialogue.data.get("finding"),
        place=dialogue.data.get("where"),
    )
    await turn.end()
    await turn.change("meetings/planned", meeting=meeting, school=place.school)
    await meeting_cards.announce(turn, [meeting], place.school)
    await companies.tell(turn, company, place.school, place.person)


async def series(turn: Turn) -> None:
    """Plan all the meetings that are left: the first time is asked for."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.begin("meet", "series", school=place.school.id)
    await turn.ask_for("meetings/series_when", "like: thurs 3 dec 3.30", school=place.school)


async def series_ok(turn: Turn) -> None:
    """The tap that writes the whole series."""
    company = await companies.of_dialogue(turn)
    dialogue = await turn.dialogue("meet", "series_confirm")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    session = await turn.session()
    made = []
    mentorship = await mentorship_of(session, place.school.id or 0)
    for at in dialogue.data["offered"]:
        number = await meetings.next_number(session, place.school.id or 0)
        made.append(
            await meetings.make_meeting(
                session,
                place.school,
                place.person,
                datetime.fromisoformat(at),
                turn.services.clock.now(),
                zone=turn.services.config.zone,
                title=agenda_for(number, mentorship.meetings_planned if mentorship else 6).title,
            )
        )
    await turn.end()
    await turn.change("meetings/series_planned", meetings=made, school=place.school)
    await meeting_cards.announce(turn, made, place.school)
    await companies.tell(turn, company, place.school, place.person)


async def _series(turn: Turn, place: Place, words: str) -> None:
    found = _understood(turn, place, words)
    if not isinstance(found.reading, datetime):
        await turn.ask_for("meetings/again", "like: thurs 3 dec 3.30", why=found.why)
        return
    local = found.reading.astimezone(turn.services.config.zone)
    session = await turn.session()
    done = await meetings.next_number(session, place.school.id or 0) - 1
    proposals = plan_meetings(
        local.date(),
        max(await _left(turn, place), 1),
        EVERY_WEEKS,
        local.weekday(),
        local.time().replace(tzinfo=None),
        terms_of(place.school),
    )
    await turn.begin(
        "meet", "series_confirm", school=place.school.id, offered=[one.at.isoformat() for one in proposals]
    )
    await turn.reply(
        "meetings/series_confirm",
        school=place.school,
        proposals=proposals,
        first=done + 1,
        dated=terms_of(place.school) is not None,
    )


async def _left(turn: Turn, place: Place) -> int:
    """How many of the mentorship's meetings are not planned yet."""
    session = await turn.session()
    mentorship = await mentorship_of(session, place.school.id or 0)
    done = await meetings.next_number(session, place.school.id or 0) - 1
    return max((mentorship.meetings_planned if mentorship else 6) - done, 0)


async def _read(turn: Turn, place: Place, words: str, known: dict[str, Any]) -> None:
    """Understand a time, maybe with a meeting's number before it, a place and "#2" for what it serves after.

    ``known`` is what was said before. The time is echoed for a tap; what is missing is asked for.
    """
    line = words
    listed = await findings.of_school(await turn.session(), place.school.id or 0)
    point, words = findings.tagged(words, listed)
    if point is None and (unknown := _NO_POINT.search(words)):
        raise Refusal("no_such_point", number=unknown[1])
    found, number, where = _placed(turn, place, words, known)
    kept = {
        "school": place.school.id,
        "number": number,
        "where": where,
        "words": _whole(line, known),
        "finding": point.id if point else known.get("finding"),
    }
    if isinstance(found.reading, date) and not isinstance(found.reading, datetime):
        said = words if found.alternatives else ""
        await turn.begin("meet", "time", day=found.reading.isoformat(), said=said, **kept)
        await turn.ask_for("meetings/what_time", "like: 3.30", day=found.reading, school=place.school)
    elif any(isinstance(one, datetime) for one in (found.reading, *found.alternatives)):
        await _offer(turn, place, found, kept)
    else:
        await turn.begin("meet", "when", **kept)
        await turn.ask_for("meetings/again", "like: thurs 3 dec 3.30", why=found.why)


def _whole(line: str, known: dict[str, Any]) -> str:
    """The line with what was said before it, so that it can be read again for another school."""
    number, where = known.get("number"), known.get("where")
    return f"{f'{number} ' if number else ''}{line}{f', at {where}' if where else ''}"


def _placed(
    turn: Turn, place: Place, words: str, known: dict[str, Any]
) -> tuple[Reading, int | None, str | None]:
    """The time, the meeting's number, and where it is to be if that stands after the time."""
    found, number = _numbered(turn, place, words, known.get("number"))
    if found.reading is None and not found.alternatives:
        for when, where in splits(words):
            other, with_number = _numbered(turn, place, when, known.get("number"))
            if other.reading is not None or other.alternatives:
                return other, with_number, where
    return found, number, known.get("where")


def _numbered(turn: Turn, place: Place, words: str, number: int | None) -> tuple[Reading, int | None]:
    """The time, and the meeting's number where one stands before it."""
    found = _understood(turn, place, words)
    head, _, rest = words.partition(" ")
    if found.reading is None and number is None and head.isdecimal() and rest:
        with_number = _understood(turn, place, rest)
        if with_number.reading is not None:
            return with_number, int(head)
    return found, number


async def _offer(turn: Turn, place: Place, found: Reading, kept: dict[str, Any]) -> None:
    every = [found.reading, *found.alternatives]
    offered = [one for one in every if isinstance(one, datetime)][:MOST_OFFERED]
    await turn.begin("meet", "confirm", offered=[one.isoformat() for one in offered], **kept)
    session = await turn.session()
    await turn.reply(
        "meetings/confirm",
        school=place.school,
        number=kept["number"],
        offered=offered,
        why=found.why if len(offered) > 1 else "",
        point=await findings.maybe(session, kept["finding"]),
        where=kept["where"],
        several=await which.several(turn),
    )


def _understood(turn: Turn, place: Place, words: str) -> Reading:
    return read(
        words,
        turn.services.clock.now(),
        "meeting",
        terms_of(place.school),
        turn.services.config.timezone,
    )


async def _planner(turn: Turn) -> Place:
    if turn.anonymous:
        raise Refusal("anonymous")
    return need_team_or_mentor(await turn.place())


COMMANDS: dict[str, Handler] = {"meetings": list_meetings, "meet": meet}
PRESSES: dict[str, Handler] = {
    "meetings": list_meetings,
    "meeting": show,
    "missing": missing,
    "meetnew": start,
    "meetok": confirm,
    "meetall": series,
    "meetallok": series_ok,
}
PRIVATE = frozenset(("missing",))
DIALOGUES = {"meet": typed}
