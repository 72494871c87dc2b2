"""One message, as the bot, the page and a test see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.rehearsal.chat import Chat
    from bot.rehearsal.person import Person

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. Exactly one of the others is set, except for a plain keyboard's button."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    share: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    id: str
    name: str
    mime: str
    content: bytes


class Message:
    """A message in a chat, alive: an edit changes it, a deletion marks it.

    ``sender`` is the person who wrote it, or None when the bot did (or an anonymous admin).
    """

    def __init__(
        self,
        chat: "Chat",
        raw: Json,
        sender: "Person | None" = None,
        markup: Json | None = None,
        reply_to: "Message | None" = None,
        file: File | None = None,
    ) -> None:
        self.chat = chat
        self.raw = raw
        self.sender = sender
        self.markup = markup
        self.reply_to = reply_to
        self.file = file
        self.deleted = False
        self.pinned = False
        self.reactions: list[str] = []

    @property
    def id(self) -> int:
        """The message id, unique in its chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """What can be read: the text, or a file's caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Bold, links and so on, with UTF-16 offsets."""
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or ())

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.raw.get("from", {}).get("is_bot")) and "sender_chat" not in self.raw

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return "edit_date" in self.raw

    @property
    def topic(self) -> int | None:
        """The topic it stands in; None in General and outside forums."""
        return self.raw.get("message_thread_id") if self.raw.get("is_topic_message") else None

    @property
    def document(self) -> bytes | None:
        """The bytes of its file or picture."""
        return self.file.content if self.file else None

    @property
    def file_name(self) -> str | None:
        """The name of its file."""
        return self.file.name if self.file else None

    @property
    def rows(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        return [[_button(raw) for raw in row] for row in (self.markup or {}).get("inline_keyboard", [])]

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons, in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on the inline buttons."""
        return [button.text for button in self.buttons]

    def button(self, wanted: str) -> Button:
        """The button with that text or data, or whose text begins so; LookupError names what is there."""
        for fits in (
            lambda button: wanted in (button.text, button.data),
            lambda button: button.text.startswith(wanted),
        ):
            for button in self.buttons:
                if fits(button):
                    return button
        raise LookupError(f"no button {wanted!r} among {self.labels}")

    def for_bot(self, *, nested: bool = True) -> Json:
        """The Message object of the Bot API."""
        found = dict(self.raw)
        if self.markup and "inline_keyboard" in self.markup:
            found["reply_markup"] = self.markup
        if nested and self.reply_to is not None:
            found["reply_to_message"] = self.reply_to.for_bot(nested=False)
        return found

    def for_page(self) -> Json:
        """The same for the page: with every kind of keyboard, and whether it is deleted."""
        found = self.for_bot() | {"deleted": self.deleted, "pinned": self.pinned, "reactions": self.reactions}
        if self.markup:
            found["reply_markup"] = self.markup
        return found

    def line(self) -> str:
        """One readable line or a few, for transcripts."""
        who = "bot" if self.from_bot else self.raw.get("from", {}).get("first_name", "?")
        marks = [
            *(["edited"] if self.edited else []),
            *(["pinned"] if self.pinned else []),
            *([f"topic {self.topic}"] if self.topic else []),
            *([f"re {self.reply_to.id}"] if self.reply_to else []),
        ]
        head = f"#{self.id} {who}{' (' + ', '.join(marks) + ')' if marks else ''}: "
        body = self.text or self._service() or f"[{self.file_name or 'nothing to read'}]"
        rows = "".join("\n    " + " ".join(f"[{button.text}]" for button in row) for row in self.rows)
        return head + body.replace("\n", "\n    ") + rows

    def __repr__(self) -> str:
        return f"<{self.line()}>"

    def _service(self) -> str:
        usual = {"message_id", "date", "chat", "from", "message_thread_id", "is_topic_message", "edit_date"}
        return ", ".join(f"({key})" for key in self.raw if key not in usual and key != "sender_chat")


def _button(raw: Json) -> Button:
    return Button(
        raw["text"],
        raw.get("callback_data"),
        raw.get("url"),
        (raw.get("copy_text") or {}).get("text"),
        raw.get("switch_inline_query"),
        raw.get("style"),
    )
