"""Changing and deleting messages; reactions."""

from typing import Any

from bot.rehearsal.api.content import caption_of, markup_of, text_of
from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.api.targets import chat_of, message_of, open_chat
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Json, Message
from bot.rehearsal.refused import mistake, refusal

MAX_DELETE = 100
DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@method("editMessageText")
def edit_message_text(call: Call) -> Any:
    """New text, new inline buttons. Leaving the buttons out takes them away."""
    body = text_of(call)
    message = _to_edit(call)
    if "text" not in message.raw:
        raise mistake("there is no text in the message to edit")
    return _edit(call, message, body)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Any:
    """A new caption for a file."""
    body = caption_of(call)
    message = _to_edit(call)
    if message.file is None:
        raise mistake("there is no caption in the message to edit")
    return _edit(call, message, body or {"caption": ""})


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Any:
    """New inline buttons only."""
    return _edit(call, _to_edit(call), {})


def _to_edit(call: Call) -> Message:
    if "inline_message_id" in call.values:
        raise mistake("this local Telegram keeps no inline messages")
    if "chat_id" not in call.values or "message_id" not in call.values:
        raise mistake("message identifier is not specified")
    message = message_of(call, open_chat(call), "message to edit not found")
    if not message.from_bot or not any(key in message.raw for key in ("text", "document", "photo")):
        raise mistake("message can't be edited")
    return message


def _edit(call: Call, message: Message, body: Json) -> Any:
    markup = markup_of(call)
    if markup is not None and "inline_keyboard" not in markup:
        raise mistake("only inline keyboards can be edited")
    same = all(message.raw.get(key) == value for key, value in body.items())
    for key in ("entities", "caption_entities"):
        same = same and (not body or body.get(key) == message.raw.get(key))
    if same and markup == message.markup:
        raise mistake(NOT_MODIFIED)
    call.world.edit_by_bot(message, body, markup)
    return message.for_bot()


@method("deleteMessage")
def delete_message(call: Call) -> Any:
    """Take a message away for everybody."""
    chat = chat_of(call)
    message = message_of(call, chat, "message to delete not found")
    _deletable(call, chat, message)
    call.world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> Any:
    """Several at once; those that are not there are passed over."""
    wanted = call.values["message_ids"]
    if not 1 <= len(wanted) <= MAX_DELETE:
        raise mistake("message_ids must hold 1 to 100 messages")
    chat = chat_of(call)
    found = [message for message_id in wanted if (message := chat.message(message_id))]
    for message in found:
        _deletable(call, chat, message)
    for message in found:
        call.world.delete(message)
    return True


def _deletable(call: Call, chat: Chat, message: Message) -> None:
    mine = message.from_bot or chat.kind == "private" or chat.bot_is == "administrator"
    age = call.world.now().timestamp() - message.raw["date"]
    if not mine or (age > DELETABLE_SECONDS and chat.bot_is != "administrator"):
        raise refusal("message can't be deleted for everyone")


@method("setMessageReaction")
def set_message_reaction(call: Call) -> Any:
    """The bot's reaction to a message; none takes it back."""
    message = message_of(call, open_chat(call), "message to react not found")
    given = call.values.get("reaction") or []
    if len(given) > 1:
        raise mistake("REACTIONS_TOO_MANY")
    message.reactions = [reaction.get("emoji", "") for reaction in given]
    call.world.show("edit", message)
    return True
