"""Text with entities, and keyboards, as a call gives them: checked against Telegram's limits."""

import re
from typing import Any

from bot.rehearsal.api.registry import Call
from bot.rehearsal.entities import found_in
from bot.rehearsal.html import Entity, parse, trim, utf16
from bot.rehearsal.message import Json
from bot.rehearsal.refused import mistake

TEXT, CAPTION = 4096, 1024
DATA_BYTES, COPY, PLACEHOLDER = 64, 256, 64
MAX_BUTTONS, MAX_ROW = 100, 8
_ADDRESS = re.compile(r"(?:https?|tg)://[^\s/?#]+\S*", re.IGNORECASE)
_STYLES = ("danger", "success", "primary")
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def text_of(call: Call) -> Json:
    """``text`` and ``entities`` for a message; raises on empty, too long or malformed text."""
    text, entities = formatted(call, call.values.get("text") or "", "entities")
    if not text:
        raise mistake("message text is empty")
    if utf16(text) > TEXT:
        raise mistake("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(call: Call) -> Json:
    """``caption`` and ``caption_entities``, or nothing where there is no caption."""
    text, entities = formatted(call, call.values.get("caption") or "", "caption_entities")
    if utf16(text) > CAPTION:
        raise mistake("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def formatted(call: Call, source: str, key: str) -> tuple[str, list[Entity]]:
    """Text and entities from HTML, from given entities or from plain text."""
    mode = (call.values.get("parse_mode") or "").lower()
    if mode == "html":
        text, entities = parse(source)
    elif mode in ("markdown", "markdownv2"):
        raise mistake("this local Telegram reads HTML only, no Markdown")
    elif mode:
        raise mistake("unsupported parse_mode")
    else:
        text, entities = source, list(call.values.get(key) or ())
        if any(_outside(entity, utf16(text)) for entity in entities):
            raise mistake("entity outside of the text")
    text, entities = trim(text, entities)
    return text, [_resolved(call, entity) for entity in found_in(text, entities)]


def _outside(entity: Entity, length: int) -> bool:
    return bool(entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length)


def _resolved(call: Call, entity: Entity) -> Entity:
    if entity["type"] != "text_mention" or "user_id" not in entity:
        return entity
    person = call.world.people.get(entity["user_id"])
    rest = {key: value for key, value in entity.items() if key != "user_id"}
    if person is None:
        return rest | {"type": "text_link", "url": f"tg://user?id={entity['user_id']}"}
    return rest | {"user": person.for_bot()}


def markup_of(call: Call) -> Json | None:
    """The keyboard of a call, checked. An inline keyboard without buttons is none."""
    given: Json | None = call.values.get("reply_markup")
    if given is None:
        return None
    if "inline_keyboard" in given:
        return _inline(given)
    placeholder = given.get("input_field_placeholder")
    if placeholder is not None and not 1 <= utf16(placeholder) <= PLACEHOLDER:
        raise mistake(f"input_field_placeholder must have 1 to {PLACEHOLDER} characters")
    for row in given.get("keyboard", ()):
        for button in row:
            _labelled(button)
    if given.get("keyboard") == []:
        raise mistake("keyboard without buttons")
    return given


def _inline(given: Json) -> Json | None:
    rows = [row for row in given["inline_keyboard"] if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise mistake("REPLY_MARKUP_TOO_LONG: more than 100 buttons")
    for row in rows:
        if len(row) > MAX_ROW:
            raise mistake("more than 8 buttons in a row")
        for button in row:
            _button(button)
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json) -> None:
    _labelled(button)
    if sum(1 for action in _ACTIONS if action in button) != 1:
        raise mistake("a button needs exactly one of " + ", ".join(_ACTIONS))
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise mistake("BUTTON_DATA_INVALID: callback_data must have 1 to 64 bytes")
    if "url" in button and not _ADDRESS.fullmatch(button["url"]):
        raise mistake("BUTTON_URL_INVALID: a button's url must be http(s) or tg")
    if "copy_text" in button and not 1 <= utf16(button["copy_text"]["text"]) <= COPY:
        raise mistake("BUTTON_COPY_TEXT_INVALID: copy_text must have 1 to 256 characters")


def _labelled(button: Any) -> None:
    if not button["text"].strip():
        raise mistake("BUTTON_TEXT_EMPTY: a button's text must not be empty")
    if button.get("style") not in (None, *_STYLES):
        raise mistake("a button's style is danger, success or primary")
