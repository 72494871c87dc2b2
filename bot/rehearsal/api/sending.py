"""What every method that sends a message shares."""

from bot.rehearsal.api.content import markup_of
from bot.rehearsal.api.registry import Call
from bot.rehearsal.api.targets import open_chat, reply_of, topic_of
from bot.rehearsal.message import File, Json, Message


def send(call: Call, body: Json, file: File | None = None) -> Message:
    """Put a message of the bot's into the chat the call names. ``body`` is its checked content."""
    chat = open_chat(call)
    reply_to = reply_of(call, chat)
    topic = topic_of(call, chat, reply_to)
    markup = markup_of(call)
    return call.world.post(
        chat, call.world.bot, body, reply_to=reply_to, topic=topic, markup=markup, file=file
    )
