"""What reaches a bot in a group: Telegram's privacy mode."""

from bot.rehearsal.chat import Chat
from bot.rehearsal.entities import part
from bot.rehearsal.message import Message

SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "group_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
    "forum_topic_closed",
    "forum_topic_reopened",
)


def reaches_bot(chat: Chat, message: Message, username: str, *, reads_all: bool) -> bool:
    """Whether Telegram hands the message to the bot. ``reads_all`` means that privacy mode is off."""
    if message.from_bot and message.raw.get("via_bot") is None:
        return False
    if chat.kind == "private":
        return True
    if chat.bot_is in ("left", "kicked"):
        return False
    if chat.bot_is == "administrator" or reads_all:
        return True
    if any(kind in message.raw for kind in SERVICE) or "via_bot" in message.raw:
        return True
    reply = message.reply_to
    return (reply is not None and reply.from_bot) or _addressed(message, username.lower())


def _addressed(message: Message, username: str) -> bool:
    for entity in message.entities:
        words = part(message.text, entity).lower()
        if entity["type"] == "mention" and words == f"@{username}":
            return True
        if entity["type"] == "bot_command" and ("@" not in words or words.endswith(f"@{username}")):
            return True
    return False
