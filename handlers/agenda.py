"""/agenda: the next meeting prepared: what to talk about, open actions, last decisions, guidance."""

from bot.mentoring import actions, findings, meetings, notes
from bot.mentoring.access import Place, mentorship_of, need_team_or_mentor
from bot.mentoring.audience import sees
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.meetings import Meeting
from handlers import meeting_cards
from handlers.minutes_file import minutes_document
from handlers.turn import Handler, Turn
from knowledge.agendas import agenda_for

MOST_ITEMS = 12
LONGEST = 200


async def agenda(turn: Turn) -> None:
    """/agenda, with words: one more item; bare: the pack for the next meeting."""
    place = need_team_or_mentor(await turn.place())
    coming = await meetings.coming(await turn.session(), place.school.id or 0, turn.services.clock.now())
    if not coming:
        raise Refusal("no_meeting_planned")
    if turn.text and not turn.update.callback_query:
        _add(coming[0], turn.text)
    await show(turn, place, coming[0])


async def of_meeting(turn: Turn) -> None:
    """The pack of the meeting a button named."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    await show(turn, need_team_or_mentor(place), meeting)


async def add(turn: Turn) -> None:
    """Ask for one more item."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    need_team_or_mentor(place)
    await turn.begin("agenda", "item", meeting=meeting.id)
    await turn.ask_for("agenda/add", "One item", school=place.school, meeting=meeting)


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """One more item."""
    place, meeting = await meeting_cards.named(turn, dialogue.data["meeting"])
    _add(meeting, turn.text)
    await turn.end()
    await show(turn, need_team_or_mentor(place), meeting)


async def show(turn: Turn, place: Place, meeting: Meeting) -> None:
    """Say the pack here."""
    session = await turn.session()
    mentorship = await mentorship_of(session, place.school.id or 0)
    usual = agenda_for(meeting.number, mentorship.meetings_planned if mentorship else 6)
    found = turn.services.knowledge.search(usual.search)
    await turn.reply(
        "agenda/pack",
        school=place.school,
        meeting=meeting,
        point=await findings.maybe(session, meeting.finding_id),
        items=[*usual.items, *(one["text"] for one in meeting.agenda)],
        pairs=await actions.open_in_school(session, place.school.id or 0),
        decisions=await notes.last_decisions(session, place.school.id or 0, 3),
        pointers=found.best[:2],
    )


async def document(turn: Turn) -> None:
    """The minutes as a Word document, made before anything is written."""
    meeting_id = turn.number()
    async with turn.services.database.read() as reading:
        meeting = await reading.get(Meeting, meeting_id)
        everything = await notes.of_meeting(reading, meeting_id) if meeting else []
        pairs = await actions.of_meeting(reading, meeting_id)
        points = await findings.of_school(reading, meeting.school_id) if meeting else []
    place, meeting = await meeting_cards.named(turn, meeting_id)
    need_team_or_mentor(place)
    shared = [
        one
        for one in everything
        if one.audience == "team" and notes.may_see(place, one, in_group=not turn.is_private)
    ]
    file = minutes_document(
        turn.services.words,
        place.school,
        meeting,
        shared,
        pairs,
        {one.id: one for one in points},
        notes_too=sees(place.role, "team_note", in_group=not turn.is_private),
    )
    await turn.send_file("agenda/document", file, school=place.school, meeting=meeting)


def _add(meeting: Meeting, text: str) -> None:
    line = " ".join(text.split())
    if not line:
        raise Refusal("nothing_typed")
    if len(line) > LONGEST:
        raise Refusal("too_long", most=LONGEST)
    if len(meeting.agenda) >= MOST_ITEMS:
        raise Refusal("agenda_full", most=MOST_ITEMS)
    meeting.agenda = [*meeting.agenda, {"text": line}]


COMMANDS: dict[str, Handler] = {"agenda": agenda}
PRESSES: dict[str, Handler] = {
    "agenda": agenda,
    "pack": of_meeting,
    "packadd": add,
    "minutesdoc": document,
}
DIALOGUES = {"agenda": typed}
