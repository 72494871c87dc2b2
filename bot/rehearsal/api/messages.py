"""Sending text, files, copies; showing that the bot is typing."""

from typing import Any

from bot.rehearsal.api.content import caption_of, markup_of, text_of
from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.api.sending import send
from bot.rehearsal.api.targets import chat_of, message_of, open_chat, topic_of
from bot.rehearsal.message import File, Json
from bot.rehearsal.refused import mistake, refusal

MAX_FILE, MAX_PHOTO, MAX_DOWNLOAD = 50_000_000, 10_000_000, 20_000_000
_CONTENT = ("text", "document", "photo", "voice", "sticker")
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


@method("sendMessage")
def send_message(call: Call) -> Any:
    """A text message."""
    return send(call, text_of(call)).for_bot()


@method("sendDocument")
def send_document(call: Call) -> Any:
    """A file, uploaded or sent again by its id."""
    return _send_file(call, "document", MAX_FILE)


@method("sendPhoto")
def send_photo(call: Call) -> Any:
    """A picture, uploaded or sent again by its id."""
    return _send_file(call, "photo", MAX_PHOTO)


def _send_file(call: Call, kind: str, limit: int) -> Any:
    open_chat(call)
    file = _file(call, kind, limit)
    return send(call, call.world.files.described(file, kind) | caption_of(call), file).for_bot()


def _file(call: Call, kind: str, limit: int) -> File:
    given = str(call.values.get(kind, ""))
    part = call.files.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)
    if part is not None:
        name, content = part
        if not content:
            raise mistake("file must be non-empty")
        if len(content) > limit:
            raise mistake("file is too big")
        return call.world.files.keep(content, name)
    known = call.world.files.find(given)
    if known is None:
        raise mistake("wrong file identifier/HTTP URL specified")
    return known


@method("getFile")
def get_file(call: Call) -> Any:
    """Where to download a file."""
    file = call.world.files.find(call.values["file_id"])
    if file is None:
        raise mistake("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > MAX_DOWNLOAD:
        raise refusal("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.id[:16],
        "file_size": len(file.content),
        "file_path": call.world.files.path(file),
    }


@method("forwardMessage")
def forward_message(call: Call) -> Any:
    """A message again, with where it came from."""
    source = _source(call)
    author = source.raw["from"]
    origin: Json = {"type": "user", "date": source.raw["date"], "sender_user": author}
    body = {key: value for key, value in source.raw.items() if key in _CONTENT or "entities" in key}
    body |= {"caption": source.raw["caption"]} if "caption" in source.raw else {}
    return send(call, body | {"forward_origin": origin}, source.file).for_bot()


@method("copyMessage")
def copy_message(call: Call) -> Any:
    """A message again, as if the bot had written it."""
    source = _source(call)
    body = {key: value for key, value in source.raw.items() if key in _CONTENT or "entities" in key}
    if "caption" in call.values:
        body.pop("caption_entities", None)
        body |= caption_of(call)
    elif "caption" in source.raw:
        body["caption"] = source.raw["caption"]
    return {"message_id": send(call, body, source.file).id}


def _source(call: Call) -> Any:
    source = message_of(call, chat_of(call, "from_chat_id"), "message to forward not found")
    if not any(kind in source.raw for kind in _CONTENT):
        raise refusal("message can't be forwarded")
    markup_of(call)
    return source


@method("sendChatAction")
def send_chat_action(call: Call) -> Any:
    """Show that the bot is typing or uploading."""
    if call.values["action"] not in _ACTIONS:
        raise mistake("wrong parameter action in request")
    chat = open_chat(call)
    topic_of(call, chat)
    call.world.events.publish("typing", lambda: {"chat": chat.id, "action": call.values["action"]})
    return True
