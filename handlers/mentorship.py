"""The course of a mentorship, for its mentor: stage, number of meetings, its end."""

from typing import Any

from bot.mentoring import mentorships
from bot.mentoring.access import Place
from bot.storage.schools import STAGES, Mentorship
from handlers.turn import Handler, Turn

COUNTS = (4, 5, 6, 7, 8)


async def show(turn: Turn) -> None:
    """Where a mentorship stands, with what can be set."""
    place = await turn.place_in(turn.number())
    row = await mentorships.running(await turn.session(), place)
    await turn.reply_privately("mentorship/one", **_values(place, row))


async def stage(turn: Turn) -> None:
    """Set the stage."""
    place = await turn.place_in(turn.number())
    wanted = turn.data[1] if len(turn.data) > 1 else ""
    row = await mentorships.set_stage(await turn.session(), place, wanted, turn.services.clock.now())
    await turn.change("mentorship/one", **_values(place, row))


async def planned(turn: Turn) -> None:
    """Set how many meetings there shall be."""
    place = await turn.place_in(turn.number())
    row = await mentorships.set_planned(
        await turn.session(), place, turn.number(1), turn.services.clock.now()
    )
    await turn.change("mentorship/one", **_values(place, row))


async def end(turn: Turn) -> None:
    """First what will happen, then (":yes") it happens."""
    place = await turn.place_in(turn.number())
    session = await turn.session()
    await mentorships.running(session, place)
    months = turn.services.config.record_retention_months
    if len(turn.data) < 2 or turn.data[1] != "yes":
        await turn.change("mentorship/ending", school=place.school, months=months)
        return
    called_off = await mentorships.end(session, place, turn.services.clock.now())
    await turn.change("mentorship/ended", school=place.school, called_off=called_off, months=months)


def _values(place: Place, row: Mentorship) -> dict[str, Any]:
    return {"school": place.school, "row": row, "stages": STAGES, "counts": COUNTS}


PRESSES: dict[str, Handler] = {
    "mship": show,
    "mshipstage": stage,
    "mshipcount": planned,
    "mshipend": end,
}
