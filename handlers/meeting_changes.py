"""A meeting's buttons: answers, moving, calling off, running late, place, length, the calendar file."""

from datetime import datetime, timedelta
from typing import Any

from bot.mentoring import meetings
from bot.mentoring.access import Place, need_team_or_mentor
from bot.mentoring.calendars import terms_of
from bot.mentoring.dates import read
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from handlers import company as companies
from handlers import meeting_cards
from handlers.turn import Handler, Turn

SOON = timedelta(hours=24)
LATE = (5, 10, 15, 30)


async def rsvp(turn: Turn) -> None:
    """ "I'm coming" or "I can't": noted, the card changes, the organiser hears when all have answered."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    word = turn.data[1] if len(turn.data) > 1 else ""
    if word == "other":
        await turn.begin("rsvp", "proposal", meeting=meeting.id)
        await turn.ask_for("meetings/propose", "like: fri 4 dec 9.00", meeting=meeting, school=place.school)
        return
    if word not in ("yes", "no"):
        raise Refusal("old_button")
    await _answer(turn, place, meeting, word)
    turn.answer(f"toasts/rsvp_{word}")
    if turn.is_private and not await meeting_cards.stands_here(turn, meeting):
        await turn.change("meetings/my_answer", meeting=meeting, school=place.school, comes=word == "yes")


async def proposed(turn: Turn, dialogue: Dialogue) -> None:
    """Another time, in the person's own words, for the organiser to see."""
    place, meeting = await meeting_cards.named(turn, dialogue.data["meeting"])
    await _answer(turn, place, meeting, "other_time", turn.text[:100])
    await turn.end()
    organises = meeting.organiser_id == place.person.id
    await turn.reply("meetings/proposed", meeting=meeting, school=place.school, organises=organises)


async def change(turn: Turn) -> None:
    """What can be changed, in private, for organiser, mentors and team."""
    company = await companies.of_meeting(turn, turn.number())
    place, meeting = await changer(turn, turn.number())
    answers = await meetings.answers(await turn.session(), meeting)
    away = meeting.starts_at - turn.services.clock.now()
    await turn.reply_privately(
        "meetings/change",
        meeting=meeting,
        school=place.school,
        company=company,
        late=LATE if away < SOON else (),
        offline=[person for person, row in answers if not person.telegram_id and row.answer == "none"],
        unsure=[person for person, row in answers if person.telegram_id and _unconfirmed(meeting, row)],
    )


async def move(turn: Turn) -> None:
    """Ask for the new time."""
    place, meeting = await changer(turn, turn.number())
    await turn.begin("move", "when", meeting=meeting.id)
    await turn.ask_for("meetings/new_time", "like: fri 4 dec 9.00", meeting=meeting, school=place.school)


async def moved_to(turn: Turn, dialogue: Dialogue) -> None:
    """The new time was typed: place, length or time; a time is echoed for a tap."""
    place, meeting = await changer(turn, dialogue.data["meeting"])
    now = turn.services.clock.now()
    session = await turn.session()
    if dialogue.step == "place":
        await meetings.set_place(session, meeting, turn.text, now)
    elif dialogue.step == "minutes":
        digits = "".join(letter for letter in turn.text if letter.isdigit())[:4]
        await meetings.set_minutes(session, meeting, int(digits or 0), now)
    else:
        await _new_time(turn, place, meeting, dialogue)
        return
    await turn.end()
    await meeting_cards.refresh(turn, meeting, place.school)
    await turn.reply("meetings/changed", meeting=meeting, school=place.school)


async def move_ok(turn: Turn) -> None:
    """The tap that moves the meeting. Everybody hears old and new time, at once when it is near."""
    dialogue = await turn.dialogue("move", "confirm")
    place, meeting = await changer(turn, dialogue.data["meeting"])
    offered = dialogue.data["offered"]
    if turn.number() >= len(offered):
        raise Refusal("old_button")
    now = turn.services.clock.now()
    old = await meetings.move(
        await turn.session(), meeting, datetime.fromisoformat(offered[turn.number()]), place.person, now
    )
    await turn.end()
    await turn.change("meetings/moved_done", meeting=meeting, school=place.school, old=old)
    await meeting_cards.refresh(turn, meeting, place.school)
    await _tell_others(turn, place, meeting, "meetings/moved", old=old)


async def call_off(turn: Turn) -> None:
    """First what will happen, then (":yes") it happens; everybody hears it."""
    place, meeting = await changer(turn, turn.number())
    if len(turn.data) < 2 or turn.data[1] != "yes":
        await turn.change("meetings/call_off", meeting=meeting, school=place.school)
        return
    await meetings.cancel(await turn.session(), meeting, place.person, turn.services.clock.now())
    await turn.change("meetings/called_off_done", meeting=meeting, school=place.school)
    await meeting_cards.refresh(turn, meeting, place.school)
    await _tell_others(turn, place, meeting, "meetings/called_off")


async def bring_back(turn: Turn) -> None:
    """A cancelled meeting takes place after all."""
    place, meeting = await changer(turn, turn.number())
    await meetings.restore(await turn.session(), meeting, place.person, turn.services.clock.now())
    await turn.change("meetings/back_done", meeting=meeting, school=place.school)
    await meeting_cards.refresh(turn, meeting, place.school)
    await _tell_others(turn, place, meeting, "meetings/back")


async def late(turn: Turn) -> None:
    """Running late: one private message to each of the others."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    minutes = turn.number(1)
    if minutes not in LATE:
        raise Refusal("old_button")
    await _tell_others(turn, place, meeting, "meetings/late", minutes=minutes, who=place.person)
    turn.answer("toasts/late_told", minutes=minutes)


async def got_it(turn: Turn) -> None:
    """ "Got it": the organiser can see who has not confirmed a change."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    session = await turn.session()
    for row in await meetings.rsvps(session, meeting):
        if row.person_id == place.person.id:
            row.confirmed_version = meeting.version
            session.add(row)
    turn.answer("toasts/got_it")


async def ask_place(turn: Turn) -> None:
    """Ask where it is."""
    place, meeting = await changer(turn, turn.number())
    await turn.begin("move", "place", meeting=meeting.id)
    await turn.ask_for("meetings/where", "Room or link", meeting=meeting, school=place.school)


async def ask_minutes(turn: Turn) -> None:
    """Ask how long it takes."""
    place, meeting = await changer(turn, turn.number())
    await turn.begin("move", "minutes", meeting=meeting.id)
    await turn.ask_for("meetings/how_long", "Minutes", meeting=meeting, school=place.school)


async def calendar(turn: Turn) -> None:
    """The calendar file, in private."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    await meeting_cards.send_file(turn, meeting, place.school)
    if not turn.is_private:
        turn.answer("toasts/sent_privately")


async def answer_for(turn: Turn) -> None:
    """The answer of somebody who is not on Telegram, set by a colleague who asked them."""
    place, meeting = await changer(turn, turn.number())
    session = await turn.session()
    person = await session.get(Person, turn.number(1))
    word = turn.data[2] if len(turn.data) > 2 else ""
    if person is None or person.telegram_id or word not in ("yes", "no"):
        raise Refusal("old_button")
    now = turn.services.clock.now()
    await meetings.answer(session, meeting, person.id or 0, word, now, by=place.person.id)
    await meeting_cards.refresh(turn, meeting, place.school)
    await turn.change(
        "meetings/answered_for", meeting=meeting, school=place.school, person=person, comes=word == "yes"
    )


async def nudge(turn: Turn) -> None:
    """Ask only those who have not answered; who cannot be reached is named to the organiser."""
    place, meeting = await changer(turn, turn.number())
    asked, unreached = [], []
    for person, row in await meetings.answers(await turn.session(), meeting):
        if row.answer != "none" or person.id == place.person.id:
            continue
        if person.telegram_id and person.reach == "yes":
            await turn.tell(person.telegram_id, "meetings/nudge", meeting=meeting, school=place.school)
            asked.append(person)
        else:
            unreached.append(person)
    await turn.reply_privately(
        "meetings/nudged", meeting=meeting, school=place.school, asked=asked, unreached=unreached
    )


def _unconfirmed(meeting: Meeting, row: Rsvp) -> bool:
    """Whether somebody has neither answered nor said "Got it" since the meeting was last changed."""
    return meeting.version > 0 and row.answer == "none" and (row.confirmed_version or 0) < meeting.version


async def _answer(turn: Turn, place: Place, meeting: Meeting, word: str, proposal: str | None = None) -> None:
    session = await turn.session()
    now = turn.services.clock.now()
    complete = await meetings.answer(session, meeting, place.person.id or 0, word, now, proposal=proposal)
    await meeting_cards.refresh(turn, meeting, place.school)
    organiser = await session.get(Person, meeting.organiser_id)
    if organiser is None or not organiser.telegram_id or organiser.id == place.person.id:
        return
    if proposal:
        await turn.tell(
            organiser.telegram_id,
            "meetings/proposal",
            meeting=meeting,
            school=place.school,
            person=place.person,
            proposal=proposal,
        )
    if complete:
        answers = await meetings.answers(session, meeting)
        await turn.tell(
            organiser.telegram_id,
            "meetings/all_answered",
            meeting=meeting,
            school=place.school,
            answers=answers,
        )


async def _new_time(turn: Turn, place: Place, meeting: Meeting, dialogue: Dialogue) -> None:
    config, now = turn.services.config, turn.services.clock.now()
    words = f"{dialogue.data['day']} {turn.text}" if dialogue.step == "time" else turn.text
    found = read(words, now, "meeting", terms_of(place.school), config.timezone)
    offered = [one for one in (found.reading, *found.alternatives) if isinstance(one, datetime)]
    if offered:
        await turn.begin(
            "move", "confirm", meeting=meeting.id, offered=[one.isoformat() for one in offered[:4]]
        )
        await turn.reply("meetings/move_confirm", meeting=meeting, school=place.school, offered=offered[:4])
    elif found.reading is not None:
        await turn.begin("move", "time", meeting=meeting.id, day=found.reading.isoformat())
        await turn.ask_for("meetings/what_time", "like: 3.30", day=found.reading, school=place.school)
    else:
        await turn.ask_for("meetings/again", "like: fri 4 dec 9.00", why=found.why)


async def _tell_others(turn: Turn, place: Place, meeting: Meeting, template: str, **values: Any) -> None:
    """One private message to each of the others who can be reached; the organiser sees who cannot."""
    unreached = []
    near = meeting.starts_at - turn.services.clock.now() < SOON
    for person, _ in await meetings.answers(await turn.session(), meeting):
        if person.id == place.person.id:
            continue
        if person.telegram_id and person.reach == "yes":
            await turn.tell(
                person.telegram_id, template, meeting=meeting, school=place.school, near=near, **values
            )
        else:
            unreached.append(person)
    if unreached:
        await turn.reply_privately(
            "meetings/unreached",
            meeting=meeting,
            school=place.school,
            people=unreached,
            bot=turn.services.bot_name,
        )


async def changer(turn: Turn, meeting_id: int) -> tuple[Place, Meeting]:
    """The meeting, where the presser is of its team or mentors. Raises Refusal."""
    if turn.anonymous:
        raise Refusal("anonymous")
    place, meeting = await meeting_cards.named(turn, meeting_id)
    return need_team_or_mentor(place), meeting


PRESSES: dict[str, Handler] = {
    "rsvp": rsvp,
    "mchange": change,
    "mmove": move,
    "mmoveok": move_ok,
    "moff": call_off,
    "mback": bring_back,
    "mlate": late,
    "mgot": got_it,
    "mplace": ask_place,
    "mlength": ask_minutes,
    "mfile": calendar,
    "mnudge": nudge,
    "rsvpfor": answer_for,
}
DIALOGUES = {"rsvp": proposed, "move": moved_to}
