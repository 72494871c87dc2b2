"""What Telegram finds in text by itself: commands, mentions, links, addresses and tags."""

import re
from typing import Any

from bot.rehearsal.html import Entity, utf16

_FINDER = re.compile(
    r"(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{2,31}\b)"
    r"|(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]'])"
    r"|(?P<hashtag>(?<!\w)\#\w*[^\W\d]\w*)"
)
_OWN = {"pre", "code", "text_link", "text_mention", "date_time"}


def found_in(text: str, given: list[Entity] | None = None) -> list[Entity]:
    """``given`` entities and those Telegram adds by itself, in order of place."""
    entities = list(given or ())
    if not any(mark in text for mark in "/@#"):
        return entities
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OWN]
    for match in _FINDER.finditer(text):
        start = utf16(text[: match.start()])
        length = utf16(match.group())
        if not any(start < end and begin < start + length for begin, end in taken):
            entities.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def part(text: str, entity: dict[str, Any]) -> str:
    """The words an entity covers."""
    if text.isascii():
        return text[entity["offset"] : entity["offset"] + entity["length"]]
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode(
        "utf-16-le", "replace"
    )
