""" "What it serves": naming the point of the report that a meeting or a note is for."""

from bot.mentoring import findings
from bot.mentoring.access import Place
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Finding, Note
from bot.storage.meetings import Meeting
from handlers import meeting_cards, meeting_changes, notes
from handlers.turn import Handler, Turn


async def choose(turn: Turn) -> None:
    """The list to choose from. For a meeting in private; for a note on its own card."""
    place, one = await _named(turn)
    listed = await findings.of_school(await turn.session(), place.school.id or 0)
    values = {
        "school": place.school,
        "meeting": one if isinstance(one, Meeting) else None,
        "note": one,
        "kind": turn.data[0],
        "id": one.id,
        "chosen": one.finding_id,
        "listed": [
            (number, point)
            for number, point in enumerate(listed, start=1)
            if point.state == "open" or point.id == one.finding_id
        ],
    }
    if isinstance(one, Meeting):
        await turn.reply_privately("serving/choose", **values)
    else:
        await turn.change("serving/choose", **values)


async def chosen(turn: Turn) -> None:
    """The tap: one of this school's points, or none (0). The card says it from now on."""
    place, one = await _named(turn)
    point = await _point(turn, place)
    one.finding_id = point.id if point else None
    (await turn.session()).add(one)
    if isinstance(one, Note):
        await notes.show(turn, place, one)
        return
    await turn.change("serving/meeting", school=place.school, meeting=one, point=point)
    await meeting_cards.refresh(turn, one, place.school)


async def _named(turn: Turn) -> tuple[Place, Meeting | Note]:
    """What the button is about, where the presser may change it."""
    match turn.data[:1]:
        case ["meeting"]:
            return await meeting_changes.changer(turn, turn.number(1))
        case ["note"]:
            return await notes.own(turn, turn.number(1))
    raise Refusal("old_button")


async def _point(turn: Turn, place: Place) -> Finding | None:
    if turn.data[2:] == ["0"]:
        return None
    return await findings.named(await turn.session(), place.school.id or 0, turn.number(2))


PRESSES: dict[str, Handler] = {"serves": choose, "servesok": chosen}
