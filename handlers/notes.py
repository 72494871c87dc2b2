"""/notes: one line at a time, by reply, or a pasted block from which actions and decisions are offered."""

from typing import Any

from bot.mentoring import actions, findings, meetings, notes
from bot.mentoring.access import Place, need_team_or_mentor
from bot.mentoring.audience import sees
from bot.mentoring.errors import Refusal
from bot.mentoring.notes import read_block
from bot.storage.agreed import Note
from bot.storage.conversation import Dialogue
from bot.storage.meetings import Meeting
from handlers import which
from handlers.actions import draft
from handlers.turn import Handler, Turn

AUDIENCES = ("team", "mentorship", "mentor", "owner")


async def write(turn: Turn) -> None:
    """/notes with words or as a reply: noted. Bare: the next messages are notes, until "That's all"."""
    if turn.anonymous:
        raise Refusal("anonymous")
    place = need_team_or_mentor(await turn.place())
    words = "\n".join(filter(None, (turn.quoted, turn.text)))
    if words:
        await _take(turn, place, words)
        return
    meeting = await _meeting(turn, place)
    await turn.begin("notes", "line", school=place.school.id)
    audience = notes.default_audience(place, in_group=not turn.is_private)
    await turn.ask_for("notes/open", "A note", school=place.school, meeting=meeting, audience=audience)


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """One more note; the dialogue stays open."""
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    await _take(turn, place, turn.text)
    if dialogue.step == "line":
        await turn.begin("notes", "line", school=place.school.id)


async def finish(turn: Turn) -> None:
    """ "That's all"."""
    await turn.end()
    await turn.change("notes/finished")


async def audience(turn: Turn) -> None:
    """Who sees a note, changed by its author."""
    place, note = await own(turn, turn.number())
    wanted = turn.data[1] if len(turn.data) > 1 else ""
    if wanted not in AUDIENCES or (wanted == "mentor" and not place.is_mentor):
        raise Refusal("old_button")
    note.audience = wanted
    if turn.is_private or wanted == "team":
        await show(turn, place, note)
    else:
        await turn.change("notes/narrowed", school=place.school, note=note)


async def decide(turn: Turn) -> None:
    """A note is really a decision, or only a note.

    Decisions are the whole team's to see: in private that takes a second tap (":yes") that says so.
    """
    place, note = await own(turn, turn.number())
    if note.kind == "decision":
        note.kind = "note"
    elif turn.is_private and turn.data[1:] != ["yes"]:
        await turn.change("notes/widen", school=place.school, note=note)
        return
    else:
        note.kind, note.audience = "decision", "team"
    await show(turn, place, note)


async def remove(turn: Turn) -> None:
    """Take one's own note back."""
    place, note = await own(turn, turn.number())
    await (await turn.session()).delete(note)
    await turn.change("notes/removed", school=place.school)


async def wrong_school(turn: Turn) -> None:
    """The note is meant for another school: it goes from this one, and its words go on in the other."""
    _, note = await own(turn, turn.number())
    if not await which.several(turn):
        raise Refusal("old_button")
    await (await turn.session()).delete(note)
    await which.ask(turn, "notes", note.text, edit=True)


async def as_action(turn: Turn) -> None:
    """A line of the notes becomes an action: its card asks for owner and day; saved, the note goes."""
    place, note = await own(turn, turn.number())
    await draft(turn, place, note.text, note=note)


async def minutes(turn: Turn) -> None:
    """The notes of the last meeting as a message; a document on request."""
    place = need_team_or_mentor(await turn.place())
    meeting = await _meeting(turn, place)
    if meeting is None:
        raise Refusal("no_meeting_yet")
    await show_minutes(turn, place, meeting)


async def show_minutes(turn: Turn, place: Place, meeting: Meeting) -> None:
    """What was noted, decided and agreed at a meeting, as far as it may be shown here."""
    session = await turn.session()
    in_group = not turn.is_private
    seen = [
        one
        for one in await notes.of_meeting(session, meeting.id or 0)
        if notes.may_see(place, one, in_group=in_group)
    ]
    plain = [one for one in seen if one.kind == "note"]
    await turn.reply(
        "notes/minutes",
        school=place.school,
        meeting=meeting,
        decisions=[one for one in seen if one.kind == "decision"],
        notes=plain if plain or sees(place.role, "team_note", in_group=in_group) else None,
        pairs=await actions.of_meeting(session, meeting.id or 0),
        points={one.id: one for one in await findings.of_school(session, place.school.id or 0)},
    )


async def _take(turn: Turn, place: Place, words: str) -> None:
    """Write every line; what looks like an action or a decision is offered, one by one."""
    session, now = await turn.session(), turn.services.clock.now()
    meeting = await _meeting(turn, place)
    kept = notes.default_audience(place, in_group=not turn.is_private)
    lines = read_block(words)
    listed = await findings.of_school(session, place.school.id or 0)
    made = []
    for line in lines:
        point, text = findings.tagged(line.text, listed)
        note = await notes.add(
            session,
            place,
            text,
            now,
            audience=kept,
            meeting_id=meeting.id if meeting else None,
            finding_id=point.id if point else None,
        )
        made.append((note, line.guess))
    if len(made) == 1:
        await turn.reply("notes/one", **await _values(turn, place, made[0][0]), guess=made[0][1], fresh=True)
        return
    await turn.reply("notes/block", school=place.school, meeting=meeting, count=len(made), audience=kept)
    for note, guess in made:
        if guess != "note":
            await turn.reply("notes/one", **await _values(turn, place, note), guess=guess, fresh=True)


async def _meeting(turn: Turn, place: Place) -> Meeting | None:
    return await meetings.latest(await turn.session(), place.school.id or 0, turn.services.clock.now())


async def own(turn: Turn, note_id: int) -> tuple[Place, Note]:
    """A note of the presser's own that may be shown here. Raises Refusal."""
    note = await (await turn.session()).get(Note, note_id)
    if note is None:
        raise Refusal("wrong_school")
    place = need_team_or_mentor(await turn.place_in(note.school_id))
    await turn.need_here(place)
    if not turn.is_private and note.audience != "team":
        raise Refusal("only_privately")
    if note.author_id != place.person.id:
        raise Refusal("not_your_note")
    return place, note


async def _values(turn: Turn, place: Place, note: Note) -> dict[str, Any]:
    point = await findings.maybe(await turn.session(), note.finding_id)
    return {
        "school": place.school,
        "note": note,
        "mentor": place.is_mentor,
        "point": point,
        "several": await which.several(turn),
    }


async def show(turn: Turn, place: Place, note: Note) -> None:
    """The note's card as it is now, in place of what the button stood on."""
    await turn.change("notes/one", **await _values(turn, place, note), guess="note", fresh=False)


COMMANDS: dict[str, Handler] = {"notes": write, "minutes": minutes}
PRESSES: dict[str, Handler] = {
    "notes": write,
    "notesdone": finish,
    "noteseen": audience,
    "notedecide": decide,
    "noteout": remove,
    "noteact": as_action,
    "notewrong": wrong_school,
    "minutes": minutes,
}
DIALOGUES = {"notes": typed}
