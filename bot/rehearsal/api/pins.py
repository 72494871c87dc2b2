"""Pinning."""

from typing import Any

from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.api.targets import message_of, open_chat
from bot.rehearsal.chat import Chat
from bot.rehearsal.refused import refusal


@method("pinChatMessage")
def pin_chat_message(call: Call) -> Any:
    """Pin a message; in groups only an administrator may, or everybody where the group allows it."""
    chat = _may_pin(call)
    message = message_of(call, chat, "message to pin not found")
    if not message.pinned:
        call.world.pin(message, call.world.bot)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> Any:
    """Unpin a message, or the newest pin."""
    chat = _may_pin(call)
    if "message_id" in call.values:
        message = message_of(call, chat, "message to unpin not found")
    elif chat.pinned:
        message = chat.pinned[-1]
    else:
        raise refusal("message to unpin not found")
    if message.pinned:
        call.world.unpin(message)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> Any:
    """Unpin everything."""
    for message in list(_may_pin(call).pinned):
        call.world.unpin(message)
    return True


def _may_pin(call: Call) -> Chat:
    chat = open_chat(call)
    if chat.kind == "private" or chat.bot_is == "administrator" or chat.members_may_pin:
        return chat
    raise refusal("not enough rights to manage pinned messages in the chat")
