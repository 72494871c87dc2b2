"""What of an update may be stored: decided by pure code before anything is written.

Guarded words (safeguarding, crisis, a pupil who could be identified) never reach a database row, and
of group messages that are not addressed to the bot only the number is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Update

from bot.storage.updates import GUARDED

Json = dict[str, Any]
_PLAIN = (
    "message_id",
    "date",
    "chat",
    "from",
    "message_thread_id",
    "is_topic_message",
    "edit_date",
    "sender_chat",
)
_QUOTED = ("message_id", "date", "chat", "from", "message_thread_id", "is_topic_message", "sender_chat")
_SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "supergroup_chat_created",
    "forum_topic_created",
    "forum_topic_closed",
    "forum_topic_reopened",
    "new_chat_title",
    "pinned_message",
)


class Guarded(Protocol):
    """What the guard says of a text it stops; all of it may be stored."""

    @property
    def kind(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def situation(self) -> str: ...
    @property
    def hard(self) -> bool: ...


Guard = Callable[[str], Guarded | None]


@dataclass(frozen=True, slots=True)
class Sifted:
    """An update reduced to what may be kept. ``data`` is None when only its number is.

    ``second_look`` has the words that were stopped only because they may name somebody; they are in no row.
    """

    update_id: int
    lane: int
    kind: str
    data: Json | None
    guard: str | None = None
    second_look: str | None = None


def sift(update: Update, bot_id: int, bot_name: str, guard: Guard) -> Sifted:
    """Reduce an update from Telegram. Pure; ``guard`` is asked about every text a person wrote."""
    data: Json = update.to_dict()
    kind = next((name for name in data if name != "update_id"), "unknown")
    lane = _lane(update)
    content: Json = data.get(kind) or {}
    if kind in ("message", "edited_message"):
        if not _addressed(content, bot_id, bot_name):
            return Sifted(update.update_id, lane, kind, None)
        quoted = _quoted_by_command(content)
        found = next(filter(None, map(guard, (*_texts(content), *_texts(quoted)))), None)
        data[kind] = _reduced(content, keep_words=found is None)
        if found is None and quoted:
            words = {name: quoted[name] for name in ("text", "caption") if name in quoted}
            data[kind]["reply_to_message"] |= words
        if found:
            data[GUARDED] = {
                "kind": found.kind,
                "rule": found.rule,
                "situation": found.situation,
                "hard": found.hard,
            }
            soft = found.kind == "personal_data" and not found.hard and kind == "message"
            stopped = str(content.get("text") or "") if soft else None
            return Sifted(update.update_id, lane, kind, data, found.rule, stopped or None)
    elif kind == "callback_query" and isinstance(content.get("message"), dict):
        content["message"] = _reduced(content["message"], keep_words=False)
    elif kind in ("inline_query", "chosen_inline_result"):
        return Sifted(update.update_id, lane, kind, None)
    return Sifted(update.update_id, lane, kind, data)


def _lane(update: Update) -> int:
    """What keeps order: the chat, or the person where an update has no chat."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0


def _reduced(message: Json, *, keep_words: bool) -> Json:
    kept = {name: message[name] for name in (*_PLAIN, *_SERVICE) if message.get(name)}
    if isinstance(kept.get("pinned_message"), dict):
        kept["pinned_message"] = {
            n: kept["pinned_message"][n] for n in _QUOTED if n in kept["pinned_message"]
        }
    if keep_words:
        kept |= {n: message[n] for n in ("text", "entities", "caption", "caption_entities") if n in message}
    for media in ("voice", "audio", "photo", "sticker", "video", "video_note", "document", "animation"):
        if media in message:
            kept[media] = message[media] if keep_words and media == "document" else _shape(message[media])
    quoted = message.get("reply_to_message")
    if isinstance(quoted, dict):
        kept["reply_to_message"] = {name: quoted[name] for name in _QUOTED if name in quoted}
    return kept


def _quoted_by_command(message: Json) -> Json:
    """The message that a command replies to: its words are what the command is about (/action, /notes)."""
    quoted = message.get("reply_to_message")
    commanded = str(message.get("text") or "").startswith("/")
    return quoted if commanded and isinstance(quoted, dict) else {}


def _shape(media: Any) -> Any:
    """A medium without its name: enough to know what kind of thing was sent."""
    if isinstance(media, list):
        return [_shape(item) for item in media]
    return {
        name: value
        for name, value in media.items()
        if name not in ("file_name", "title", "performer", "thumbnail")
    }


def _texts(message: Json) -> Iterator[str]:
    for name in ("text", "caption"):
        if isinstance(message.get(name), str):
            yield message[name]
    document = message.get("document") or {}
    if isinstance(document.get("file_name"), str):
        yield document["file_name"].replace("_", " ").replace("-", " ")


def _addressed(message: Json, bot_id: int, bot_name: str) -> bool:
    """Whether a message is for the bot: private, a service message, a command, a mention or a reply."""
    if message["chat"]["type"] == "private" or _is_service(message):
        return True
    quoted = message.get("reply_to_message") or {}
    if (quoted.get("from") or {}).get("id") == bot_id and "forum_topic_created" not in quoted:
        return True
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    return any(_calls(_span(text, entity), entity["type"], bot_name) for entity in entities)


def _is_service(message: Json) -> bool:
    """Whether something happened instead of words; python-telegram-bot writes False for what did not."""
    return any(message.get(name) for name in _SERVICE)


def _calls(words: str, kind: str, bot_name: str) -> bool:
    if kind == "mention":
        return words.lower() == f"@{bot_name.lower()}"
    if kind == "bot_command":
        name = words.partition("@")[2]
        return not name or name.lower() == bot_name.lower()
    return False


def _span(text: str, entity: Json) -> str:
    """The part of ``text`` an entity covers; offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", "ignore")
