"""What the tests here are made of: updates, a bot that only notes what it is asked, two clocks to move."""

from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from telegram import Bot, Update

from bot.clock import Clock
from tests.conftest import NOON

BOT_ID, BOT_NAME = 900, "SendMentorBot"
PERSON: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Nell"}
PRIVATE: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Nell"}
GROUP: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "Leaders"}
BOT = cast(Bot, SimpleNamespace(id=BOT_ID, username=BOT_NAME))


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """A Message of the Bot API; a leading command is an entity, as Telegram makes it one."""
    found: dict[str, Any] = {"message_id": 5, "date": 1_790_000_000, "chat": chat, "from": PERSON}
    if text is not None:
        found["text"] = text
        if text.startswith("/"):
            found["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return found | more


def update(number: int = 1, kind: str = "message", **content: Any) -> Update:
    """An update whose ``kind`` holds ``content``, as Telegram sends it."""
    return Update.de_json({"update_id": number, kind: content}, BOT)


class TwoClocks(Clock):
    """Both times stand still until moved."""

    def __init__(self) -> None:
        super().__init__(still_at=NOON)
        self.machine = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

    def real(self) -> datetime:
        """The machine's time, here movable."""
        return self.machine

    def pass_real(self, time: timedelta) -> None:
        """The machine's time goes on."""
        self.machine += time


class Post:
    """A bot that sends nowhere: keeps what it is asked, raises the troubles set for a chat, in order."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int, str]] = []
        self.troubles: dict[int, deque[Exception]] = defaultdict(deque)
        self.options: list[dict[str, Any]] = []
        self._ids = 100

    async def send_message(self, chat: int, html: str, **options: Any) -> Any:
        """Sends."""
        return self._done("send", chat, html, options)

    async def send_document(self, chat: int, _file: Any, **options: Any) -> Any:
        """Sends a file."""
        return self._done("document", chat, options.get("caption") or "", options)

    async def edit_message_text(self, html: str, *, chat_id: int, message_id: int, **options: Any) -> Any:
        """Edits."""
        return self._done(f"edit {message_id}", chat_id, html, options)

    async def delete_message(self, chat: int, message_id: int) -> Any:
        """Deletes."""
        return self._done(f"delete {message_id}", chat, "", {})

    async def pin_chat_message(self, chat: int, message_id: int, **options: Any) -> Any:
        """Pins."""
        return self._done(f"pin {message_id}", chat, "", options)

    async def unpin_chat_message(self, chat: int, message_id: int | None) -> Any:
        """Unpins."""
        return self._done(f"unpin {message_id}", chat, "", {})

    def said(self, chat: int) -> list[str]:
        """The words that arrived in a chat, in order."""
        return [html for _, where, html in self.made if where == chat]

    def _done(self, what: str, chat: int, html: str, options: dict[str, Any]) -> Any:
        if self.troubles[chat]:
            raise self.troubles[chat].popleft()
        self.made.append((what, chat, html))
        self.options.append(options)
        self._ids += 1
        return SimpleNamespace(message_id=self._ids)
