"""Finding the chat, topic and message a call is about, with every refusal Telegram knows."""

from bot.rehearsal.api.registry import Call
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Json, Message
from bot.rehearsal.refused import Refused, forbidden, mistake, refusal

GENERAL = 1
_NAMES = {"group": "group", "supergroup": "supergroup", "private": "private"}


def chat_of(call: Call, key: str = "chat_id") -> Chat:
    """The chat the call names; raises where the bot has no way in."""
    chat = call.world.chats.get(call.values.get(key))  # type: ignore[arg-type]
    if chat is None:
        raise refusal("chat not found")
    call.chat = chat
    if chat.moved_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.moved_to.id},
        )
    if chat.bot_is == "kicked":
        raise forbidden(f"bot was kicked from the {_NAMES[chat.kind]} chat")
    if chat.bot_is == "left":
        raise forbidden(f"bot is not a member of the {_NAMES[chat.kind]} chat")
    return chat


def open_chat(call: Call, key: str = "chat_id") -> Chat:
    """The chat to send to; raises where its owner never pressed Start, or blocked the bot."""
    chat = chat_of(call, key)
    if chat.owner is not None:
        if chat.owner.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.owner.started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def topic_of(call: Call, chat: Chat, reply_to: Message | None = None) -> int | None:
    """The topic to send to: the one given, or that of the message replied to. General has none."""
    topic_id: int | None = call.values.get("message_thread_id") or (reply_to.topic if reply_to else None)
    if topic_id is None:
        return None
    topic = chat.topic(topic_id)
    if topic is None or topic_id == GENERAL:
        raise mistake("message thread not found")
    if topic.closed and chat.bot_is != "administrator":
        raise refusal("TOPIC_CLOSED")
    return topic_id


def reply_of(call: Call, chat: Chat) -> Message | None:
    """The message to reply to, or None where there is none and the bot said that it does not matter."""
    given: Json | None = call.values.get("reply_parameters")
    if given is None:
        return None
    found = chat.message(given["message_id"]) if given.get("chat_id", chat.id) == chat.id else None
    if found is None and not given.get("allow_sending_without_reply"):
        raise refusal("message to be replied not found")
    return found


def message_of(call: Call, chat: Chat, complaint: str) -> Message:
    """A visible message of the chat, or the refusal."""
    found = chat.message(call.values.get("message_id") or 0)
    if found is None:
        raise refusal(complaint)
    return found
