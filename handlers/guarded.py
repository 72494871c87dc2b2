"""Words that were stopped before they were stored: where to turn, and a dignified way on."""

from typing import Any

from bot.mentoring.errors import Refusal
from bot.mentoring.people import can_be_reached
from bot.storage.outbox import Outgoing
from bot.storage.updates import GUARDED
from handlers import ask
from handlers.turn import Handler, Turn
from knowledge.helplines import helplines


async def stopped(turn: Turn) -> None:
    """Answer a guarded message: the route first. In a group the words go to the private chat."""
    found: dict[str, Any] = turn.update.api_kwargs[GUARDED]
    values = {"hard": found["hard"], "steps": helplines().reply(found["situation"])}
    if turn.is_private:
        await turn.reply(f"guarded/{found['kind']}", quote=True, **values)
        return
    session = await turn.session()
    if found["kind"] == "crisis" and await can_be_reached(session, turn.user.id):
        said = turn.services.words.render("guarded/crisis", **values)
        await turn.say(Outgoing(turn.user.id, said.html, said.buttons))
        return
    await turn.reply(f"guarded/group_{found['kind']}", quote=True, **values)


async def no_child(turn: Turn) -> None:
    """ "No child is identified": read the words back from the reply, keep nothing, show guidance."""
    await _show_guidance(turn)


async def general(turn: Turn) -> None:
    """ "It's a general question": after the route was shown, guidance for the words in the reply."""
    await _show_guidance(turn)


async def _show_guidance(turn: Turn) -> None:
    """Search with words that are in no row: the message that the card replied to still has them."""
    original = turn.message.reply_to_message if turn.message else None
    if original is None or original.from_user is None or not original.text:
        raise Refusal("send_again")
    if original.from_user.id != turn.user.id:
        raise Refusal("not_your_question")
    answer = turn.services.knowledge.search(original.text)
    await ask.answered_unkept(turn, answer)


async def delete_mine(turn: Turn) -> None:
    """ "Delete my message here": where the bot may; else say how to do it."""
    original = turn.message.reply_to_message if turn.message else None
    if original is None or original.from_user is None:
        raise Refusal("delete_yourself")
    if original.from_user.id != turn.user.id:
        raise Refusal("not_your_question")
    await turn.say(Outgoing(turn.chat.id, kind="delete", target=original.message_id))
    turn.answer("toasts/deleting")


PRESSES: dict[str, Handler] = {"nochild": no_child, "general": general, "deletemine": delete_mine}
