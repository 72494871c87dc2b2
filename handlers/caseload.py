"""/caseload: who may need you first; and /handover: everything the next mentor may see, as a file."""

from bot.mentoring import actions, check_ins, findings, meetings, notes
from bot.mentoring.access import is_mentor, need_mentor, team_of
from bot.mentoring.caseload import caseload
from bot.mentoring.errors import Refusal
from handlers.handover_file import handover_document
from handlers.turn import Handler, Turn

A_PAGE = 5


async def show(turn: Turn) -> None:
    """/caseload, always in private, a page at a time."""
    if turn.anonymous:
        raise Refusal("anonymous")
    person = await turn.known()
    session = await turn.session()
    if person is None or not await is_mentor(session, person):
        raise Refusal("for_mentors")
    cases = await caseload(session, person, turn.services.clock.now(), turn.services.config.zone)
    last = max((len(cases) - 1) // A_PAGE, 0)
    page = min(turn.number(), last)
    values = {
        "cases": cases[page * A_PAGE : (page + 1) * A_PAGE],
        "page": page,
        "last": last,
        "count": len(cases),
    }
    if turn.update.callback_query and turn.is_private:
        await turn.change("caseload/all", **values)
    else:
        await turn.reply_privately("caseload/all", **values)


async def one(turn: Turn) -> None:
    """One school of the caseload, with what waits there. It shows private words: no conversation keeps it."""
    place = need_mentor(await turn.place_in(turn.number()))
    session = await turn.session()
    now = turn.services.clock.now()
    cases = await caseload(session, place.person, now, turn.services.config.zone)
    case = next((case for case in cases if case.school.id == place.school.id), None)
    if case is None:
        raise Refusal("wrong_school")
    turn.keep_nothing()
    await turn.reply_privately(
        "caseload/one",
        case=case,
        heard=await check_ins.heard(session, place.school.id or 0),
        pairs=await actions.open_in_school(session, place.school.id or 0),
        coming=await meetings.coming(session, place.school.id or 0, now),
    )


async def handover(turn: Turn) -> None:
    """/handover: the file for one school, in private."""
    place = need_mentor(await turn.place())
    await _hand_over(turn, place.school.id or 0)


async def handover_of(turn: Turn) -> None:
    """The same, from a button."""
    await _hand_over(turn, turn.number())


async def _hand_over(turn: Turn, school_id: int) -> None:
    place = need_mentor(await turn.place_in(school_id))
    session = await turn.session()
    everything = await meetings.all_of(session, [school_id])
    seen = [
        (
            meeting,
            [
                note
                for note in await notes.of_meeting(session, meeting.id or 0)
                if notes.may_see(place, note, in_group=False)
            ],
        )
        for meeting in everything
    ]
    file = handover_document(
        turn.services.words,
        place.school,
        team=await team_of(session, school_id),
        findings=await findings.of_school(session, school_id),
        meetings=seen,
        pairs=await actions.open_in_school(session, school_id, audiences=("team", "mentorship", "mentor")),
    )
    await turn.send_file_privately("caseload/handover", file, school=place.school)


COMMANDS: dict[str, Handler] = {"caseload": show, "handover": handover}
PRESSES: dict[str, Handler] = {"caseload": show, "case": one, "handover": handover_of}
