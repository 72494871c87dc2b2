"""A question answered: by /ask, by free text in private, by a mention or a reply in a group."""

from datetime import timedelta

from sqlmodel import select

from bot.mentoring import misses, passing, questions
from bot.mentoring.errors import Refusal
from bot.mentoring.people import can_be_reached, known
from bot.storage.conversation import Dialogue, Question
from bot.storage.outbox import Outgoing
from bot.storage.people import Person
from handlers import cards, journeys, plain
from handlers.taking_back import take_back
from handlers.turn import Handler, Turn
from handlers.words import Said
from knowledge import Answer, Asker

EDITABLE = timedelta(minutes=10)
EXAMPLES = ("tables", "reading", "inspection")


async def ask(turn: Turn) -> None:
    """/ask with the question in the same line, or bare: then it is asked for."""
    if turn.text:
        await said(turn)
        return
    await turn.begin("ask", "question")
    await turn.ask_for("ask/prompt", "Your question")


async def asked(turn: Turn, _dialogue: Dialogue) -> None:
    """The question that /ask asked for."""
    await turn.end()
    await said(turn)


async def said(turn: Turn) -> None:
    """Free text as a question."""
    if not turn.services.config.open_questions and not await _in_programme(turn):
        raise Refusal("not_in_programme")
    if not turn.text:
        await turn.reply("start/group" if not turn.is_private else "start/ask", bot=turn.services.bot_name)
        return
    minutes = journeys.minutes_said(turn.text) if turn.is_private else None
    if minutes is not None and await _known(turn):
        await journeys.go(turn, minutes)
        return
    knowledge = await turn.up_to_date()
    await _answered(turn, turn.text, knowledge.ask(turn.text, await _asker(turn)))


async def example(turn: Turn) -> None:
    """One of the example questions, tapped by a newcomer."""
    name = turn.data[0] if turn.data else ""
    if name not in EXAMPLES:
        raise Refusal("old_button")
    text = turn.services.words.line(f"examples/{name}")
    await turn.reply("ask/example", text=text)
    await _answered(turn, text, (await turn.up_to_date()).ask(text))


async def edited(turn: Turn) -> None:
    """An edited question edits its own answer, for ten minutes."""
    message = turn.message
    if message is None:
        return
    answer = (await turn.up_to_date()).ask(turn.text, await _asker(turn))
    session = await turn.session()
    question = await questions.asked_in(session, turn.chat.id, message.message_id)
    if question is None or question.state == "withdrawn":
        return
    if question.state in ("passed_on", "resolved"):
        await turn.reply("ask/edited_passed", quote=True)
        return
    if turn.services.clock.now() - question.asked_at > EDITABLE:
        await turn.reply("ask/edited_late", quote=True)
        return
    await questions.answer_again(session, question, turn.text if await turn.keeps() else None, answer)
    await misses.forget(session, question)
    await _note_miss(turn, question, answer)
    card = await _card(turn, question, close=answer.kind == "close")
    row = question.answer_outbox_id
    await turn.say(Outgoing(turn.chat.id, card.html, card.buttons, kind="edit", target_row=row))


async def more(turn: Turn) -> None:
    """Show more of an answer, or less."""
    question = await own_question(turn)
    wanted = turn.number(1)
    question.shown = wanted if wanted in (0, 1, 2) else 1
    await turn.change_to(await _card(turn, question))


async def vote(turn: Turn) -> None:
    """What the asker thought of the answer; it can be changed."""
    question = await own_question(turn)
    question.vote = "helpful" if turn.number(1) else "not_for_me"
    why = None if question.vote == "helpful" else "not_for_me"
    topic = misses.topic_of_entry(turn.services.knowledge, question.pointers)
    await misses.note(await turn.session(), question, why, turn.services.clock.now(), topic)
    turn.answer(f"toasts/{question.vote}")
    await turn.change_to(await _card(turn, question))


async def guidance(turn: Turn) -> None:
    """ "Just show me guidance": what fits the words in which somebody spoke of their load."""
    question = await own_question(turn)
    await turn.change_to(await _card(turn, question))


async def forget(turn: Turn) -> None:
    """Take a question back: its text goes from what is stored and the card from the chat."""
    question = await own_question(turn)
    for copy in await questions.private_copies(await turn.session(), question):
        await _forget(turn, copy)
        await _remove(turn, copy.chat_id, row=copy.answer_outbox_id)
    await _forget(turn, question)
    query = turn.update.callback_query
    await _remove(turn, turn.chat.id, target=query.message.message_id if query and query.message else None)
    if turn.data[1:] == ["said"] and question.answer_outbox_id:
        await _remove(turn, turn.chat.id, row=question.answer_outbox_id)
    turn.answer("toasts/forgotten")


async def _forget(turn: Turn, question: Question) -> None:
    session = await turn.session()
    await take_back(turn, await passing.of_question(session, question))
    await misses.forget(session, question)
    await questions.withdraw(session, question)


async def _remove(turn: Turn, chat_id: int, *, target: int | None = None, row: int | None = None) -> None:
    """Take a card away; where Telegram deletes no more it becomes one line."""
    said = turn.services.words.render("ask/forgotten")
    await turn.say(Outgoing(chat_id, said.html, kind="delete", target=target, target_row=row))


async def in_private(turn: Turn) -> None:
    """Send the whole answer to whoever asked in a group, in their private chat."""
    question = await own_question(turn)
    session = await turn.session()
    if not await can_be_reached(session, turn.user.id):
        raise Refusal("press_start_first", bot=turn.services.bot_name)
    copy = await questions.copy_to_private(session, question, turn.user.id, turn.services.clock.now())
    said = await _card(turn, copy)
    copy.answer_outbox_id = await turn.say(Outgoing(turn.user.id, said.html, said.buttons))
    turn.answer("toasts/sent_privately")


async def answered_unkept(turn: Turn, answer: Answer) -> None:
    """Say an answer to words that are written down nowhere."""
    await _pointed(turn, None, answer)


async def _answered(turn: Turn, text: str, answer: Answer) -> None:
    """Write down what was asked as far as it is kept, and say the answer."""
    await turn.arrive()
    keeps = await turn.keeps()
    if keeps and turn.update.callback_query is None:
        await turn.keep("in", text, message_id=turn.message.message_id if turn.message else None)
    logistics = answer.talk if answer.talk and answer.talk.kind == "logistics" else None
    if logistics and turn.is_private and await plain.offer(turn, logistics.topic, text):
        return
    if answer.talk is not None and answer.kind in ("small_talk", "outside"):
        await turn.reply(f"talk/{answer.talk.kind}", quote=not turn.is_private, topic=answer.talk.topic)
        return
    if answer.talk is not None and turn.is_private:
        question = await _noted(turn, text if keeps else None, answer)
        mentor = await _mentor(turn, question)
        question.answer_outbox_id = await turn.reply(
            f"talk/{answer.talk.kind}", topic=answer.talk.topic, question=question, mentor=mentor
        )
        return
    await _pointed(turn, text if keeps else None, answer)


async def _pointed(turn: Turn, text: str | None, answer: Answer) -> None:
    """The card of pointers, or the honest "not sure", tied to a question that its buttons name."""
    question = await _noted(turn, text, answer)
    await _note_miss(turn, question, answer)
    said = await _card(turn, question, close=answer.kind == "close")
    quoted = question.message_id if not turn.is_private else None
    question.answer_outbox_id = await turn.say(
        Outgoing(turn.chat.id, said.html, said.buttons, thread_id=turn.thread_id, reply_to=quoted)
    )


async def _noted(turn: Turn, text: str | None, answer: Answer) -> Question:
    await turn.arrive()
    fresh = turn.message is not None and turn.update.callback_query is None
    return await questions.ask(
        await turn.session(),
        chat_id=turn.chat.id,
        thread_id=turn.thread_id,
        message_id=turn.message.message_id if fresh and turn.message else None,
        asker=turn.user.id,
        text=text,
        answer=answer,
        private=turn.is_private,
        now=turn.services.clock.now(),
    )


async def _note_miss(turn: Turn, question: Question, answer: Answer) -> None:
    """Curators hear that something had no answer: the words only where the asker agreed."""
    if question.state == "unsure" and question.text is not None:
        now = turn.services.clock.now()
        await misses.note(await turn.session(), question, "unsure", now, misses.topic_of(answer))


async def _card(turn: Turn, question: Question, *, close: bool = False) -> Said:
    """The card, with the offer to ask the mentor where nothing fitted."""
    missed = not cards.pointed(turn, question) or question.vote == "not_for_me"
    mentor = await _mentor(turn, question) if missed else None
    return cards.of_question(turn, question, close=close, mentor=mentor)


async def _mentor(turn: Turn, question: Question) -> Person | None:
    """Who could be asked: for people in a school's team whose words were kept."""
    person = await turn.known()
    if person is None or question.text is None:
        return None
    return await passing.mentor_for(await turn.session(), person, question.chat_id)


async def _asker(turn: Turn) -> Asker | None:
    """Role and school phase of a known person, to nudge the search."""
    session = await turn.peek()
    person = await known(session, turn.user.id)
    return await passing.asker_of(session, person) if person else None


async def own_question(turn: Turn) -> Question:
    """The question a button is about, if it is the presser's own and still there."""
    session = await turn.session()
    question = (await session.exec(select(Question).where(Question.id == turn.number()))).first()
    elsewhere = question is not None and not turn.is_private and question.chat_id != turn.chat.id
    if question is None or question.state == "withdrawn" or elsewhere:
        raise Refusal("question_gone")
    if question.asker != turn.user.id:
        raise Refusal("not_your_question")
    return question


async def _in_programme(turn: Turn) -> bool:
    return turn.user.id in turn.services.config.programme_leads or await turn.keeps()


async def _known(turn: Turn) -> bool:
    return await known(await turn.peek(), turn.user.id) is not None


COMMANDS: dict[str, Handler] = {"ask": ask}
PRESSES: dict[str, Handler] = {
    "eg": example,
    "more": more,
    "vote": vote,
    "forget": forget,
    "private": in_private,
    "guidance": guidance,
}
PRIVATE = frozenset(("eg", "more", "vote", "guidance"))
DIALOGUES = {"ask": asked}
