""" "Who can see this?": in plain words, from the audience table, at the moment of the press.

Whoever may not see a thing is not told who may.
"""

from bot.mentoring import audience, notes, passing
from bot.mentoring.access import Place, mentors_of, need_team_or_mentor
from bot.mentoring.audience import SCHOOL_STAFF, TEAM, Record
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Note
from bot.storage.people import Person
from bot.storage.schools import School
from handlers.actions import named as named_action
from handlers.ask import own_question
from handlers.group_card import groups_of
from handlers.turn import Handler, Turn

Reader = tuple[str, str]
"""What kind of reader and, where it is somebody or something with a name, the name."""


async def show(turn: Turn) -> None:
    """The readers of one thing as a short answer; with nothing named, the whole table."""
    if not turn.data:
        await turn.reply("who_sees/table", table=audience.alike())
        return
    kinds = {"note": _note, "action": _action, "findings": _findings, "passed": _passed, "asked": _asked}
    handler = kinds.get(turn.data[1] if len(turn.data) > 1 else "")
    if handler is None:
        raise Refusal("old_button")
    await handler(turn)


async def _note(turn: Turn) -> None:
    session = await turn.session()
    note = await session.get(Note, turn.number())
    if note is None:
        raise Refusal("wrong_school")
    place = need_team_or_mentor(await turn.place_in(note.school_id))
    if not notes.may_see(place, note, in_group=not turn.is_private):
        raise Refusal("wrong_school")
    author = await session.get(Person, note.author_id) if note.author_id else None
    await _say(turn, place.school, audience.note_record(note.kind, note.audience), author, place.person)


async def _action(turn: Turn) -> None:
    place, one = await named_action(turn)
    owner = await (await turn.session()).get(Person, one.owner_id) if one.owner_id else None
    await _say(turn, place.school, audience.action_record(one.audience), owner, place.person)


async def _findings(turn: Turn) -> None:
    place: Place = need_team_or_mentor(await turn.place_in(turn.number()))
    await _say(turn, place.school, "finding", None, place.person)


async def _passed(turn: Turn) -> None:
    """For the asker, and for whoever may answer."""
    session, person = await turn.session(), await turn.known()
    try:
        one = await passing.own(session, turn.number(), person)
    except Refusal:
        one = await passing.to_answer(session, turn.number(), person, lead=turn.is_lead)
    await _say(turn, one.school, "passed_question", one.asker, person, answered_here=one.seen_by_group)


async def _asked(turn: Turn) -> None:
    question = await own_question(turn)
    if question.chat_id < 0:
        raise Refusal("old_button")
    one = await passing.of_question(await turn.session(), question)
    if one is not None and one.passed.state in ("waiting", "answered", "closed"):
        await _say(turn, one.school, "passed_question", one.asker, one.asker, answered_here=one.seen_by_group)
        return
    turn.answer("who_sees/answer", alert=True, readers=[("me", "")], in_group=False, passed=False)


async def _say(
    turn: Turn,
    school: School,
    record: Record,
    writer: Person | None,
    presser: Person | None,
    *,
    answered_here: bool = False,
) -> None:
    session = await turn.session()
    linked = bool(await groups_of(session, school.id or 0))
    mentors = await mentors_of(session, school.id or 0)
    turn.answer(
        "who_sees/answer",
        alert=True,
        readers=_readers(school, record, mentors, writer, presser),
        in_group=answered_here or (audience.AUDIENCE[record].in_group and linked),
        passed=record == "passed_question",
    )


def _readers(
    school: School, record: Record, mentors: list[Person], writer: Person | None, presser: Person | None
) -> list[Reader]:
    """Who reads a record, its writer first; a question that waits is only its asker's and the mentor's."""
    by = audience.AUDIENCE[record].by
    found: list[Reader] = []
    if writer is not None and not by >= TEAM:
        mine = presser is not None and writer.id == presser.id
        found.append(("me", "") if mine else ("writer", writer.name))
    if by >= TEAM:
        found.append(("team", school.name))
    elif by >= SCHOOL_STAFF:
        found.append(("staff", ""))
    for role, person in zip(("mentor", "deputy"), mentors, strict=False):
        waits = record == "passed_question" and role == "deputy"
        if role in by and not waits and (writer is None or person.id != writer.id):
            found.append((role, person.name))
    if "lead" in by and record != "passed_question":
        found.append(("leads", ""))
    return found


PRESSES: dict[str, Handler] = {"whosees": show}
