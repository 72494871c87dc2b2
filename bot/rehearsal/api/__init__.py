"""The methods of the Bot API, one module a subject. Importing this package registers them all."""

from bot.rehearsal.api import about, chats, edits, messages, pins, queries, sending, taking
from bot.rehearsal.api.registry import METHODS, Call

__all__ = ["METHODS", "Call", "about", "chats", "edits", "messages", "pins", "queries", "sending", "taking"]
