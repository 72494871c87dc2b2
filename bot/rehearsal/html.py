"""Telegram HTML to text and entities, the way Telegram reads it. Offsets are UTF-16 code units."""

import html as standard
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from bot.rehearsal.refused import mistake

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
_OTHER = {"a", "span", "tg-emoji", "tg-time"}
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|lt|gt|amp|quot);")
_PIECE = re.compile(f"<|{_REFERENCE.pattern}")
_END = re.compile(r"</([a-zA-Z-]*)\s*>")
_START = re.compile(r"<([a-zA-Z][a-zA-Z-]*)")
_START_END = re.compile(r"\s*>")
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z][a-zA-Z0-9-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LINK = re.compile(r"(?:https?://|tg://|mailto:|tel:|tonsite://|ton://)\S+", re.IGNORECASE)
_SPACE = " \t\n\r\v\f"


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    attributes: dict[str, str] = field(default_factory=dict)


def utf16(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities, outermost first; raises Telegram's 400 where the HTML is malformed."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without white space at its ends, the entities moved and cut to match."""
    if text and text[0] not in _SPACE and text[-1] not in _SPACE:
        return text, entities
    cut = utf16(text) - utf16(text.lstrip(_SPACE))
    kept = text.strip(_SPACE)
    limit = utf16(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(limit, entity["offset"] + entity["length"] - cut)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[tuple[int, Entity]] = []
        self.text_starts: list[int] = []

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        piece = _PIECE.search(self.source)
        while piece:
            self._add(self.source[at : piece.start()])
            if piece.group() != "<":
                self._add(_character(piece.group()))
                at = piece.end()
            elif self.source.startswith("</", piece.start()):
                at = self._close(piece.start())
            else:
                at = self._begin(piece.start())
            piece = _PIECE.search(self.source, at)
        self._add(self.source[at:])
        if self.open:
            _refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda pair: (pair[1]["offset"], -pair[1]["length"], pair[0]))
        return "".join(self.parts), [entity for _, entity in self.entities]

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += utf16(text)

    def _begin(self, at: int) -> int:
        found = _START.match(self.source, at)
        if not found:
            _refuse(f"Unsupported start tag at byte offset {self._byte(at)}")
        tag = found.group(1).lower()
        if tag not in _SIMPLE and tag not in _OTHER:
            _refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(at)}')
        end = found.end()
        attributes: dict[str, str] = {}
        while attribute := _ATTRIBUTE.match(self.source, end):
            name, value = attribute.group(1).lower(), attribute.group(2) or ""
            attributes[name] = _unescape(value[1:-1] if value[:1] in ("'", '"') else value)
            end = attribute.end()
        closed = _START_END.match(self.source, end)
        if not closed:
            _refuse(f"Unclosed start tag at byte offset {self._byte(at)}")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(at)}')
        self.open.append(_Open(tag, self.length, attributes))
        self.text_starts.append(len(self.parts))
        return closed.end()

    def _close(self, at: int) -> int:
        found = _END.match(self.source, at)
        if not found:
            _refuse(f"Unclosed end tag at byte offset {self._byte(at)}")
        if not self.open:
            _refuse(f"Unexpected end tag at byte offset {self._byte(at)}")
        tag = found.group(1).lower()
        expected = self.open.pop()
        inside = "".join(self.parts[self.text_starts.pop() :])
        if tag not in ("", expected.tag):
            instead = f'expected "</{expected.tag}>", found "</{tag}>"'
            _refuse(f"Unmatched end tag at byte offset {self._byte(at)}, {instead}")
        if self.length > expected.at:
            self._entity(expected, inside)
        return found.end()

    def _entity(self, start: _Open, inside: str) -> None:
        entity: Entity = {"type": "", "offset": start.at, "length": self.length - start.at}
        if start.tag == "code" and self.open and self.open[-1].tag == "pre" and "class" in start.attributes:
            self.open[-1].attributes["language"] = start.attributes["class"].removeprefix("language-")
            return
        more = _details(start, inside)
        if more is not None:
            # The tag that opened last is innermost: it comes after others of the same extent.
            self.entities.append((len(self.open), entity | more))

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))


def _details(start: _Open, inside: str) -> Entity | None:
    given = start.attributes
    match start.tag:
        case "a":
            return _link(given.get("href") or inside)
        case "span":
            return {"type": "spoiler"}
        case "tg-emoji":
            if not given.get("emoji-id", "").isdecimal():
                _refuse("Invalid custom emoji identifier specified")
            return {"type": "custom_emoji", "custom_emoji_id": given["emoji-id"]}
        case "tg-time":
            return _time(given)
        case "blockquote" if "expandable" in given:
            return {"type": "expandable_blockquote"}
        case "pre" if given.get("language"):
            return {"type": "pre", "language": given["language"]}
    return {"type": _SIMPLE[start.tag]}


def _link(address: str) -> Entity | None:
    if address.startswith("tg://user?id=") and address.removeprefix("tg://user?id=").isdecimal():
        return {"type": "text_mention", "user_id": int(address.removeprefix("tg://user?id="))}
    if not _LINK.fullmatch(address):
        # Telegram keeps the words and silently drops such a link; here it is a mistake, so that it is seen.
        _refuse("link without an address that Telegram would open")
    return {"type": "text_link", "url": address}


def _time(given: dict[str, str]) -> Entity:
    if not re.fullmatch(r"-?[0-9]{1,11}", given.get("unix", "")):
        _refuse("Invalid Unix time specified")
    if not _TIME_FORMAT.fullmatch(given.get("format", "")):
        _refuse("Invalid date-time format specified")
    entity: Entity = {"type": "date_time", "unix_time": int(given["unix"])}
    return entity | ({"date_time_format": given["format"]} if given.get("format") else {})


def _character(reference: str) -> str:
    if reference.startswith("&#"):
        digits = reference[2:-1]
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else reference
    return standard.unescape(reference)


def _unescape(value: str) -> str:
    return _REFERENCE.sub(lambda found: _character(found.group()), value)


def _refuse(reason: str) -> NoReturn:
    raise mistake(f"can't parse entities: {reason}")
