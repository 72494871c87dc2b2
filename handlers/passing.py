"""Passing a question on to the mentor: nothing is sent without the asker's own tap."""

from bot.mentoring import misses, passing
from bot.mentoring.access import place_here
from bot.mentoring.errors import Refusal
from bot.mentoring.passing import Waiting
from bot.mentoring.receivers import Receiver, quiet_of, receiver
from bot.storage.conversation import Dialogue
from handlers import passed_cards
from handlers.ask import own_question
from handlers.taking_back import take_back
from handlers.turn import Handler, Turn


async def show(turn: Turn) -> None:
    """ "Ask my mentor": exactly what would be sent, and to whom. In private, also from a group."""
    question = await own_question(turn)
    person = await turn.known()
    if person is None:
        raise Refusal("for_the_team")
    session = await turn.session()
    place = await place_here(session, person, question.chat_id)
    one = await passing.draft(session, question, place, turn.services.clock.now())
    await _show(turn, one)


async def change_words(turn: Turn) -> None:
    """Ask for other words."""
    one = await _draft(turn)
    turn.keep_nothing()
    await turn.begin("pass", "words", passed=one.passed.id)
    await turn.ask_for("passing/words", "Your question", text=one.passed.text)


async def reworded(turn: Turn, dialogue: Dialogue) -> None:
    """Other words were typed: show again what would be sent."""
    one = await passing.own(await turn.session(), dialogue.data["passed"], await turn.known())
    passing.reword(one.passed, turn.text)
    await turn.end()
    await _show(turn, one)


async def answer_in(turn: Turn) -> None:
    """Where the answer is to arrive: in the group, or privately."""
    one = await _draft(turn)
    passing.choose_place(one.passed, turn.data[1] if len(turn.data) > 1 else "")
    await _show(turn, one, change=True)


async def send(turn: Turn) -> None:
    """The tap that sends it."""
    one = await _draft(turn)
    session = await turn.session()
    now, house = turn.services.clock.now(), turn.services.house
    to = await receiver(session, one.school, now, house)
    await passing.send(session, one, to, now, house)
    await turn.change("passing/sent", one=one, to=to)
    await _tell(turn, one, to)


async def not_now(turn: Turn) -> None:
    """Nothing is sent."""
    one = await _draft(turn)
    await (await turn.session()).delete(one.passed)
    await turn.change("passing/not_sent")


async def withdraw(turn: Turn) -> None:
    """The asker takes it back."""
    one = await passing.own(await turn.session(), turn.number(), await turn.known())
    await take_back(turn, one)
    await turn.change("passing/withdrawn")


async def ring(turn: Turn) -> None:
    """ "Ask mentor to ring": only that, no reason."""
    person = await turn.known()
    session = await turn.session()
    if person is None or not turn.is_private:
        raise Refusal("for_the_team")
    place = (
        await turn.place_in(turn.number()) if turn.data else await place_here(session, person, turn.chat.id)
    )
    now, house = turn.services.clock.now(), turn.services.house
    to = await receiver(session, place.school, now, house)
    one = await passing.ask_for_ring(session, place, to, now, house)
    await turn.change("passing/ring_asked", one=one, to=to)
    await _tell(turn, one, to)


async def no_ring(turn: Turn) -> None:
    """ "Not now": nothing is told to anybody."""
    await turn.change("passing/no_ring")


async def vote(turn: Turn) -> None:
    """What the asker thought of the answer they got."""
    one = await _answered(turn)
    if one.question is not None:
        one.question.vote = "helpful" if turn.number(1) else "not_for_me"
        why = None if one.question.vote == "helpful" else "not_for_me"
        if why:
            await misses.note(await turn.session(), one.question, why, turn.services.clock.now())
        turn.answer(f"toasts/{one.question.vote}")


async def consent(turn: Turn) -> None:
    """Whether the answer may help others, without name and school. Only the answerer hears of a yes."""
    one = await _answered(turn)
    yes = turn.number(1) == 1
    new = passing.agree(one, yes)
    turn.answer("toasts/may_help" if yes else "toasts/stays_private")
    session = await turn.session()
    by = await passing.answerer(session, one)
    if not (new and yes and by and by.telegram_id):
        return
    if (await quiet_of(session, by, turn.services.house)).allows(turn.services.clock.now()):
        await turn.tell(by.telegram_id, "passing/may_help", one=one)


async def _draft(turn: Turn) -> Waiting:
    one = await passing.own(await turn.session(), turn.number(), await turn.known())
    if one.passed.state != "draft":
        raise Refusal("passed_already")
    return one


async def _answered(turn: Turn) -> Waiting:
    one = await passing.own(await turn.session(), turn.number(), await turn.known())
    if one.passed.state not in ("answered", "closed"):
        raise Refusal("old_button")
    return one


async def _show(turn: Turn, one: Waiting, *, change: bool = False) -> None:
    turn.keep_nothing()
    session = await turn.session()
    to = await receiver(session, one.school, turn.services.clock.now(), turn.services.house)
    values = await passed_cards.values(turn, one) | {"to": to}
    if change:
        await turn.change("passing/draft", **values)
    else:
        await turn.reply_privately("passing/draft", **values)


async def _tell(turn: Turn, one: Waiting, to: Receiver) -> None:
    """The receiver hears at once on a working day; else it waits in /questions for the next one."""
    session = await turn.session()
    now = turn.services.clock.now()
    quiet = await quiet_of(session, to.person, turn.services.house)
    if to.person.telegram_id is None or to.person.reach == "blocked" or not quiet.allows(now):
        return
    one.passed.told_at = now
    one.passed.told_outbox_id = await turn.tell(
        to.person.telegram_id,
        "passing/asked",
        **await passed_cards.values(turn, one),
    )


PRESSES: dict[str, Handler] = {
    "pass": show,
    "passedit": change_words,
    "passin": answer_in,
    "passok": send,
    "passno": not_now,
    "passback": withdraw,
    "ring": ring,
    "ringno": no_ring,
    "pvote": vote,
    "pshare": consent,
}
PRIVATE = frozenset(
    ("passedit", "passin", "passok", "passno", "passback", "ring", "ringno", "pvote", "pshare")
)
DIALOGUES = {"pass": reworded}
