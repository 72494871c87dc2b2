"""/questions: what waits for a mentor, deputy or programme lead, and answering it."""

from typing import Any

from bot.mentoring import passing
from bot.mentoring.access import is_mentor
from bot.mentoring.errors import Refusal
from bot.mentoring.passing import Waiting
from bot.mentoring.people import can_be_reached, known
from bot.storage import outbox
from bot.storage.conversation import Dialogue
from bot.storage.outbox import Outgoing
from bot.storage.people import Person
from handlers import cards, passed_cards, pointing
from handlers.turn import Handler, Turn

A_PAGE = 6


async def show(turn: Turn) -> None:
    """/questions, always in private: what waits for a mentor or lead; for a leader, what they asked."""
    session = await turn.session()
    asker = await turn.known()
    if asker is not None and not turn.is_lead and not await is_mentor(session, asker) and not turn.anonymous:
        turn.keep_nothing()
        await turn.reply_privately("questions/own", waiting=await passing.asked_by(session, asker))
        return
    person = await _answerer(turn)
    waiting = await passing.waiting_for(session, person, lead=turn.is_lead)
    agreed = await passing.agreed(session, person)
    await turn.reply_privately(
        "questions/list", waiting=waiting[:A_PAGE], more=max(len(waiting) - A_PAGE, 0), agreed=agreed[:A_PAGE]
    )


async def one(turn: Turn) -> None:
    """One question with its buttons; the message is remembered, so that taking it back reaches it."""
    found = await _named(turn, turn.number())
    row = await turn.reply_privately("passing/asked", **await passed_cards.values(turn, found))
    found.passed.told_at = found.passed.told_at or turn.services.clock.now()
    found.passed.told_outbox_id = row


async def answer(turn: Turn) -> None:
    """Ask for the answer in one's own words."""
    found = await _named(turn, turn.number())
    await turn.begin("panswer", "words", passed=found.passed.id)
    await turn.ask_for("questions/answer", "Your answer", **await passed_cards.values(turn, found))


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """The answer in the mentor's words; the guard has let it through."""
    found = await _named(turn, dialogue.data["passed"])
    person = await _answerer(turn)
    await passing.answer(await turn.session(), found, person, turn.services.clock.now(), text=turn.text)
    await turn.end()
    await turn.reply("questions/answered", **await _deliver(turn, found, person))


async def point(turn: Turn) -> None:
    """Offer guidance that fits the question, and ask for other words."""
    text = await _words_of(turn)
    offered = pointing.offers(await turn.up_to_date(), text)
    found = await _named(turn, turn.number())
    await turn.begin("pguide", "choose", passed=found.passed.id, offered=offered)
    await turn.ask_for(
        "questions/guidance",
        "Words to search for",
        school=found.school,
        offered=pointing.shown(turn, offered),
    )


async def search(turn: Turn, dialogue: Dialogue) -> None:
    """Other words to search with."""
    offered = pointing.offers(await turn.up_to_date(), turn.text)
    found = await _named(turn, dialogue.data["passed"])
    await turn.begin("pguide", "choose", passed=found.passed.id, offered=offered)
    await turn.ask_for(
        "questions/guidance",
        "Words to search for",
        school=found.school,
        offered=pointing.shown(turn, offered),
    )


async def pointed(turn: Turn) -> None:
    """One of the offered places is the answer."""
    dialogue = await turn.dialogue("pguide", "choose")
    found = await _named(turn, dialogue.data["passed"])
    person = await _answerer(turn)
    chosen = pointing.chosen(turn, dialogue)
    await passing.answer(await turn.session(), found, person, turn.services.clock.now(), pointer=chosen)
    await turn.end()
    await turn.change("questions/answered", **await _deliver(turn, found, person))


async def rang(turn: Turn) -> None:
    """ "I rang": the asker's wish has been met."""
    found = await _named(turn, turn.number())
    if found.passed.kind != "ring":
        raise Refusal("old_button")
    person = await _answerer(turn)
    await passing.answer(await turn.session(), found, person, turn.services.clock.now())
    await turn.change("questions/rang", one=found)


async def _deliver(turn: Turn, found: Waiting, by: Person) -> dict[str, Any]:
    """To the asker in private, and in the group where they chose that."""
    session = await turn.session()
    pointer = cards.shown(turn, found.passed.pointer) if found.passed.pointer else None
    values: dict[str, Any] = {"one": found, "by": by, "pointer": pointer}
    if found.seen_by_group and found.question is not None:
        said = turn.services.words.render("passing/answer_in_group", **values)
        asked = found.question
        outgoing = Outgoing(
            asked.chat_id, said.html, said.buttons, thread_id=asked.thread_id, reply_to=asked.message_id
        )
        await outbox.put(session, outgoing, turn.services.clock.now())
    asker = found.asker.telegram_id or 0
    reached = await can_be_reached(session, asker)
    if reached:
        await turn.tell(asker, "passing/answer", **values)
    return values | {"reached": reached}


async def _named(turn: Turn, passed_id: int) -> Waiting:
    turn.keep_nothing()
    return await passing.to_answer(
        await turn.session(), passed_id, await turn.known(), lead=turn.is_lead and not turn.anonymous
    )


async def _words_of(turn: Turn) -> str:
    """The question's words, read before anything is written, so that the search comes first."""
    async with turn.services.database.read() as session:
        person = await known(session, turn.user.id)
        found = await passing.to_answer(session, turn.number(), person, lead=turn.is_lead)
        return found.passed.text


async def _answerer(turn: Turn) -> Person:
    """A mentor or a programme lead. Raises Refusal("for_mentors")."""
    turn.keep_nothing()
    if turn.anonymous:
        raise Refusal("anonymous")
    person = await turn.person() if turn.is_lead else await turn.known()
    if person is None or not (turn.is_lead or await is_mentor(await turn.session(), person)):
        raise Refusal("for_mentors")
    return person


COMMANDS: dict[str, Handler] = {"questions": show}
PRESSES: dict[str, Handler] = {
    "questions": show,
    "question": one,
    "panswer": answer,
    "pguide": point,
    "pguideok": pointed,
    "prang": rang,
}
PRIVATE = frozenset(("question", "panswer", "pguide", "pguideok", "prang"))
DIALOGUES = {"panswer": typed, "pguide": search}
