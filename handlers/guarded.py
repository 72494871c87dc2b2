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
    """ "No child is named": read the words back from the reply and go on where they were stopped.

    A command or an open dialogue goes on with them; a question is answered and its words are kept nowhere.
    """
    text = _original(turn)
    again = Turn(turn.services, turn.update, words=_after_command(text))
    command = turn.services.commands.get(_command(text))
    if command is not None:
        await command(again)
        return
    dialogue = await turn.open_dialogue()
    if dialogue is not None and dialogue.name in turn.services.steps:
        await turn.services.steps[dialogue.name](again, dialogue)
        return
    await _show_guidance(turn)


async def general(turn: Turn) -> None:
    """ "It's a general question": after the route was shown, guidance for the words in the reply."""
    await _show_guidance(turn)


async def _show_guidance(turn: Turn) -> None:
    """Search with words that are in no row: the message that the card replied to still has them."""
    answer = turn.services.knowledge.search(_original(turn))
    await ask.answered_unkept(turn, answer)


def _original(turn: Turn) -> str:
    """The presser's own words, as the message that the card replied to still has them. Raises Refusal."""
    original = turn.message.reply_to_message if turn.message else None
    if original is None or original.from_user is None or not original.text:
        raise Refusal("send_again")
    if original.from_user.id != turn.user.id:
        raise Refusal("not_your_question")
    return original.text


def _command(text: str) -> str:
    return text[1:].split()[0].split("@")[0].lower() if text.startswith("/") and text[1:].strip() else ""


def _after_command(text: str) -> str:
    return text.partition(" ")[2].strip() if text.startswith("/") else text


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
