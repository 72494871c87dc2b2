"""/findings and /progress: what the report asked the school to improve, and what has had attention."""

from bot.mentoring import findings
from bot.mentoring.access import Place, need_team_or_mentor
from bot.mentoring.attention import attention, served
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Finding
from bot.storage.conversation import Dialogue
from handlers.turn import Handler, Turn


async def list_findings(turn: Turn) -> None:
    """/findings, with words: add them; bare: the list."""
    place = need_team_or_mentor(await turn.place())
    if turn.text and not turn.update.callback_query:
        await findings.add(await turn.session(), place, turn.text, turn.services.clock.now())
    await _list(turn, place)


async def add(turn: Turn) -> None:
    """Ask for more."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.begin("findings", "add", school=place.school.id)
    await turn.ask_for("findings/add", "One a line", school=place.school)


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """New findings, one a line, or other words for one."""
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    session = await turn.session()
    if dialogue.step == "add":
        await findings.add(session, place, turn.text, turn.services.clock.now())
    else:
        finding = await findings.named(session, place.school.id or 0, dialogue.data["finding"])
        await findings.edit(session, finding, turn.text)
    await turn.end()
    await _list(turn, place)


async def show(turn: Turn) -> None:
    """One finding with what hangs on it and its buttons."""
    place, finding = await _named(turn)
    await _show(turn, place, finding)


async def edit(turn: Turn) -> None:
    """Ask for other words."""
    place, finding = await _named(turn)
    await turn.begin("findings", "edit", school=place.school.id, finding=finding.id)
    await turn.ask_for("findings/edit", "In your own words", school=place.school, finding=finding)


async def close(turn: Turn) -> None:
    """Close one, or open it again."""
    place, finding = await _named(turn)
    await findings.close(await turn.session(), finding, turn.services.clock.now())
    await _show(turn, place, finding)


async def up(turn: Turn) -> None:
    """Move one up."""
    place, finding = await _named(turn)
    await findings.move_up(await turn.session(), finding)
    everything = await findings.of_school(await turn.session(), place.school.id or 0)
    await turn.change("findings/list", school=place.school, findings=everything, bare=False)


async def progress(turn: Turn) -> None:
    """/progress: in words, which points have had attention."""
    place = need_team_or_mentor(await turn.place())
    found = await attention(
        await turn.session(), place, turn.services.clock.now(), in_group=not turn.is_private
    )
    await turn.reply("findings/progress", school=place.school, found=found)


async def _list(turn: Turn, place: Place) -> None:
    everything = await findings.of_school(await turn.session(), place.school.id or 0)
    await turn.reply("findings/list", school=place.school, findings=everything)


async def _show(turn: Turn, place: Place, finding: Finding) -> None:
    """The point with what hangs on it, in place of what the button stood on."""
    session, now = await turn.session(), turn.services.clock.now()
    counted = await attention(session, place, now, in_group=not turn.is_private)
    await turn.change(
        "findings/one",
        school=place.school,
        finding=finding,
        one=next(one for one in counted if one.finding.id == finding.id),
        served=await served(session, finding),
    )


async def _named(turn: Turn) -> tuple[Place, Finding]:
    """The finding a button named, where the presser works on it and the place fits."""
    session = await turn.session()
    row = await session.get(Finding, turn.number())
    if row is None:
        raise Refusal("wrong_school")
    place = need_team_or_mentor(await turn.place_in(row.school_id))
    await turn.need_here(place)
    return place, row


COMMANDS: dict[str, Handler] = {"findings": list_findings, "progress": progress}
PRESSES: dict[str, Handler] = {
    "findings": list_findings,
    "progress": progress,
    "findadd": add,
    "finding": show,
    "findedit": edit,
    "findclose": close,
    "findup": up,
}
DIALOGUES = {"findings": typed}
