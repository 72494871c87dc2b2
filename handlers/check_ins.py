"""/checkin: how it is going with SEND this week, in one tap, for the mentor and the deputy alone."""

from bot.mentoring import check_ins
from bot.mentoring.access import mentors_of
from bot.mentoring.check_ins import need_leader
from bot.mentoring.errors import Refusal
from bot.storage.agreed import CheckIn
from bot.storage.conversation import Dialogue
from handlers.turn import Handler, Turn
from knowledge.talk import classify


async def ask(turn: Turn) -> None:
    """/checkin, always answered in private: who will see it, then five words to tap."""
    if turn.anonymous:
        raise Refusal("anonymous")
    place = need_leader(await turn.place())
    mentors = await mentors_of(await turn.session(), place.school.id or 0)
    if not mentors:
        raise Refusal("no_mentorship")
    await turn.reply_privately(
        "checkin/ask",
        school=place.school,
        mentors=mentors,
        days=turn.services.config.question_retention_days,
    )


async def tapped(turn: Turn) -> None:
    """The tap. Very hard twice running is met with support; nobody is told more without another tap."""
    place = need_leader(await turn.place_in(turn.number()))
    session, now = await turn.session(), turn.services.clock.now()
    one = await check_ins.add(session, place, turn.number(1), now, turn.services.config.zone)
    mentors = await mentors_of(session, place.school.id or 0)
    await turn.change(
        "checkin/noted",
        school=place.school,
        one=one,
        mentor=mentors[0] if mentors else None,
        support=await check_ins.very_hard_again(session, one),
    )


async def ask_words(turn: Turn) -> None:
    """ "Add a line": the next words go with the check-in, and nowhere else."""
    one = await _own(turn)
    await turn.begin("checkin", "words", check_in=one.id)
    await turn.ask_for("checkin/words", "One line")


async def said(turn: Turn, dialogue: Dialogue) -> None:
    """The line, read back; one that tells of strain is heard, as a question would be.

    It is in no kept conversation, so that taking it back takes it all back.
    """
    talk = classify(turn.text)
    session = await turn.session()
    one = await check_ins.own(session, dialogue.data["check_in"], await turn.known())
    check_ins.say(one, turn.text)
    session.add(one)
    await turn.end()
    turn.keep_nothing()
    mentors = await mentors_of(session, one.school_id)
    await turn.reply(
        "checkin/said",
        one=one,
        mentor=mentors[0] if mentors else None,
        support=talk is not None and talk.kind == "strain",
    )


async def take_back(turn: Turn) -> None:
    """Gone, with its words."""
    await (await turn.session()).delete(await _own(turn))
    await turn.end()
    await turn.change("checkin/gone")


async def _own(turn: Turn) -> CheckIn:
    return await check_ins.own(await turn.session(), turn.number(), await turn.known())


COMMANDS: dict[str, Handler] = {"checkin": ask}
PRESSES: dict[str, Handler] = {
    "checkin": ask,
    "checkval": tapped,
    "checkwords": ask_words,
    "checkout": take_back,
}
PRIVATE = frozenset(PRESSES)
DIALOGUES = {"checkin": said}
