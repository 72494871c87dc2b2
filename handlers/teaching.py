"""An answer becomes knowledge: rewritten words, a place in the guidance, and a programme lead's yes."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import dialogues, misses, passing, teaching
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.people import Person
from handlers import pointing
from handlers.turn import Handler, Turn


async def from_answer(turn: Turn) -> None:
    """ "Propose it": what was answered and may help others."""
    one = await passing.to_propose(await turn.session(), turn.number(), await turn.known())
    first = [one.passed.pointer] if one.passed.pointer else []
    await _ask_words(turn, one.passed.text, passed=one.passed.id, first=first)


async def from_miss(turn: Turn) -> None:
    """ "Link to guidance": a question that curators may see."""
    _need_lead(turn)
    group = await misses.group_of(await turn.session(), turn.number())
    if group is None:
        raise Refusal("old_button")
    await _ask_words(turn, group.text, miss=turn.number(), first=[])


async def other_words(turn: Turn) -> None:
    """Other words for a taught question."""
    _need_lead(turn)
    taught = await teaching.named(await turn.session(), turn.number())
    await _ask_words(turn, taught.text, taught=taught.id, first=[])


async def other_place(turn: Turn) -> None:
    """Another place in the guidance for a taught question."""
    _need_lead(turn)
    async with turn.services.database.read() as session:
        text = (await teaching.named(session, turn.number())).text
    offered = pointing.offers(await turn.up_to_date(), text)
    await _ask_place(turn, {"taught": turn.number(), "words": text}, offered)


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """The rewritten words, or words to search another place with."""
    offered = pointing.offers(await turn.up_to_date(), turn.text)
    data = dict(dialogue.data)
    if dialogue.step == "place":
        await _ask_place(turn, data, offered)
        return
    await _worded(turn, data, teaching.words(turn.text), offered)


async def these_words(turn: Turn) -> None:
    """ "These words do": they name nobody already."""
    async with turn.services.database.read() as session:
        text = await _open_words(turn, session)
    offered = pointing.offers(await turn.up_to_date(), text)
    dialogue = await turn.dialogue("teach", "words")
    await _worded(turn, dict(dialogue.data), dialogue.data["words"], offered)


async def placed(turn: Turn) -> None:
    """The place was chosen: proposed by a mentor, live at once from a programme lead."""
    dialogue = await turn.dialogue("teach", "place")
    chosen = pointing.chosen(turn, dialogue)
    data, session, now = dialogue.data, await turn.session(), turn.services.clock.now()
    place = (chosen["entry"], chosen["section"])
    person = await turn.person()
    if data.get("taught"):
        _need_lead(turn)
        taught = await teaching.named(session, data["taught"])
        await teaching.change(session, taught, person, now, entry_id=place[0], section=place[1])
    else:
        await _close(turn, data, person)
        taught = await teaching.propose(session, data["words"], place, person, now, live=turn.is_lead)
    await turn.end()
    await turn.change("teaching/done", taught=taught, lead=turn.is_lead)


async def _close(turn: Turn, data: dict[str, Any], person: Person) -> None:
    """What it came from is done with."""
    session = await turn.session()
    if data.get("passed"):
        (await passing.to_propose(session, data["passed"], person)).passed.state = "closed"
        return
    _need_lead(turn)
    group = await misses.group_of(session, data["miss"])
    if group is not None:
        await misses.close(session, group)


async def _worded(turn: Turn, data: dict[str, Any], words: str, offered: list[pointing.Offer]) -> None:
    if data.get("taught"):
        _need_lead(turn)
        session = await turn.session()
        taught = await teaching.named(session, data["taught"])
        await teaching.change(session, taught, await turn.person(), turn.services.clock.now(), text=words)
        await turn.end()
        await turn.reply("teaching/done", taught=taught, lead=True)
        return
    first = [one for one in data.pop("first", []) if one["entry"] not in {each["entry"] for each in offered}]
    await _ask_place(turn, data | {"words": words}, [*first, *offered][: pointing.MOST])


async def _ask_words(turn: Turn, words: str, **data: Any) -> None:
    turn.keep_nothing()
    await turn.begin("teach", "words", words=words, **data)
    await turn.ask_for("teaching/words", "The question", words=words, new="taught" not in data)


async def _ask_place(turn: Turn, data: dict[str, Any], offered: list[pointing.Offer]) -> None:
    turn.keep_nothing()
    await turn.begin("teach", "place", **data | {"offered": offered})
    await turn.ask_for(
        "teaching/place",
        "Words to search for",
        words=data["words"],
        offered=pointing.shown(turn, offered),
        lead=turn.is_lead,
    )


async def _open_words(turn: Turn, session: AsyncSession) -> str:
    found = await dialogues.current(
        session, turn.chat.id, turn.thread_id, turn.user.id, turn.services.clock.now()
    )
    if found is None or found.name != "teach":
        raise Refusal("old_button")
    words: str = found.data["words"]
    return words


def _need_lead(turn: Turn) -> None:
    if not turn.is_lead or turn.anonymous:
        raise Refusal("for_leads")


PRESSES: dict[str, Handler] = {
    "teach": from_answer,
    "misslink": from_miss,
    "tauwords": other_words,
    "tauplace": other_place,
    "teachwords": these_words,
    "teachpick": placed,
}
PRIVATE = PRESSES.keys()
DIALOGUES = {"teach": typed}
