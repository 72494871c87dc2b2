"""A question answered: by /ask, by free text in private, by a mention or a reply in a group."""

from datetime import timedelta

from sqlmodel import select

from bot.mentoring import questions
from bot.mentoring.errors import Refusal
from bot.mentoring.people import can_be_reached
from bot.storage.conversation import Dialogue, Question
from bot.storage.outbox import Outgoing
from handlers import cards
from handlers.turn import Handler, Turn
from knowledge import Answer

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
    answer = turn.services.knowledge.ask(turn.text)
    await _answered(turn, turn.text, answer)


async def example(turn: Turn) -> None:
    """One of the example questions, tapped by a newcomer."""
    name = turn.data[0] if turn.data else ""
    if name not in EXAMPLES:
        raise Refusal("old_button")
    text = turn.services.words.line(f"examples/{name}")
    await turn.reply("ask/example", text=text)
    await _answered(turn, text, turn.services.knowledge.ask(text))


async def edited(turn: Turn) -> None:
    """An edited question edits its own answer, for ten minutes."""
    message = turn.message
    if message is None:
        return
    session = await turn.session()
    question = await questions.asked_in(session, turn.chat.id, message.message_id)
    if question is None or question.state == "withdrawn":
        return
    if turn.services.clock.now() - question.asked_at > EDITABLE:
        await turn.reply("ask/edited_late", quote=True)
        return
    answer = turn.services.knowledge.ask(turn.text)
    await questions.answer_again(session, question, turn.text if await turn.keeps() else None, answer)
    card = cards.answer(turn, question, answer)
    row = question.answer_outbox_id
    await turn.say(Outgoing(turn.chat.id, card.html, card.buttons, kind="edit", target_row=row))


async def more(turn: Turn) -> None:
    """Show more of an answer, or less."""
    question = await _own_question(turn)
    wanted = turn.number(1)
    question.shown = wanted if wanted in (0, 1, 2) else 1
    await turn.change_to(cards.of_question(turn, question))


async def vote(turn: Turn) -> None:
    """What the asker thought of the answer; it can be changed."""
    question = await _own_question(turn)
    question.vote = "helpful" if turn.number(1) else "not_for_me"
    turn.answer(f"toasts/{question.vote}")
    await turn.change_to(cards.of_question(turn, question))


async def forget(turn: Turn) -> None:
    """Take a question back: its text goes from what is stored and the card from the chat."""
    question = await _own_question(turn)
    await questions.withdraw(await turn.session(), question)
    turn.answer("toasts/forgotten")
    await turn.change("ask/forgotten", private=turn.is_private)


async def in_private(turn: Turn) -> None:
    """Send the whole answer to whoever asked in a group, in their private chat."""
    question = await _own_question(turn)
    session = await turn.session()
    if not await can_be_reached(session, turn.user.id):
        raise Refusal("press_start_first", bot=turn.services.bot_name)
    copy = await questions.copy_to_private(session, question, turn.user.id, turn.services.clock.now())
    said = cards.of_question(turn, copy)
    copy.answer_outbox_id = await turn.say(Outgoing(turn.user.id, said.html, said.buttons))
    turn.answer("toasts/sent_privately")


async def answered_unkept(turn: Turn, answer: Answer) -> None:
    """Say an answer to words that are written down nowhere."""
    await _pointed(turn, None, answer)


async def _answered(turn: Turn, text: str, answer: Answer) -> None:
    """Write down what was asked as far as it is kept, and say the answer."""
    await turn.arrive()
    keeps = await turn.keeps()
    if keeps:
        await turn.keep("in", text, message_id=turn.message.message_id if turn.message else None)
    if answer.talk is not None and answer.kind in ("small_talk", "outside"):
        await turn.reply(f"talk/{answer.talk.kind}", quote=not turn.is_private, topic=answer.talk.topic)
        return
    if answer.talk is not None and turn.is_private:
        await turn.reply(f"talk/{answer.talk.kind}", topic=answer.talk.topic)
    await _pointed(turn, text if keeps else None, answer)


async def _pointed(turn: Turn, text: str | None, answer: Answer) -> None:
    """The card of pointers, or the honest "not sure", tied to a question that its buttons name."""
    await turn.arrive()
    fresh = turn.message is not None and turn.update.callback_query is None
    question = await questions.ask(
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
    said = cards.answer(turn, question, answer)
    quoted = turn.message.message_id if fresh and turn.message and not turn.is_private else None
    question.answer_outbox_id = await turn.say(
        Outgoing(turn.chat.id, said.html, said.buttons, thread_id=turn.thread_id, reply_to=quoted)
    )


async def _own_question(turn: Turn) -> Question:
    """The question a button is about, if it is the presser's own and still there."""
    session = await turn.session()
    question = (await session.exec(select(Question).where(Question.id == turn.number()))).first()
    if question is None or question.state == "withdrawn":
        raise Refusal("question_gone")
    if question.asker != turn.user.id:
        raise Refusal("not_your_question")
    return question


async def _in_programme(turn: Turn) -> bool:
    return turn.user.id in turn.services.config.programme_leads or await turn.keeps()


COMMANDS: dict[str, Handler] = {"ask": ask}
PRESSES: dict[str, Handler] = {
    "eg": example,
    "more": more,
    "vote": vote,
    "forget": forget,
    "private": in_private,
}
DIALOGUES = {"ask": asked}
