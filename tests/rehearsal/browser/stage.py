"""What the browser tests stand on: a local Telegram in a thread, a scripted bot, and a browser."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from bot.rehearsal.chat import Chat
from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PATIENCE = 15.0
Json = dict[str, Any]


def until(look: Callable[[], Any], what: str) -> Any:
    """What ``look`` gives as soon as it gives something true; fails with ``what`` after 15 seconds."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        threading.Event().wait(0.03)
    return found


class Stage:
    """A local Telegram with an invented school, in a thread of its own: tests wait for the browser."""

    senco: Person
    head: Person
    mentor: Person
    group: Chat

    def __init__(self) -> None:
        self.now = MONDAY
        self.controls_run: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="local-telegram")
        self.telegram = LocalTelegram(
            now=lambda: self.now, on_clock=self._clock, on_control=self._control, watch_pace=False
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self.telegram.__aenter__())
        self.do(self._people)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine where the server lives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def do(self, work: Callable[[], Any]) -> Any:
        """Call a plain function where the server lives."""

        async def called() -> Any:
            return work()

        return self.run(called())

    def stop(self) -> None:
        """Take the server down, with every connection, as the end of its process would."""
        self.run(self.telegram.__aexit__(None, None, None))
        self.do(self._cut_streams)

    def _cut_streams(self) -> None:
        for listener in list(self.telegram.world.events.listeners):
            getattr(listener, "__self__").close()  # noqa: B009  a page's stream, by its bound method

    def start_again(self) -> None:
        """Bring the server back on the same port."""
        self.run(self.telegram.__aenter__())

    def call(self, method: str, files: dict[str, tuple[str, bytes]] | None = None, **values: Any) -> Any:
        """A call of the bot's over HTTP; gives the result."""
        body, kind = _form(values, files) if files else (json.dumps(values).encode(), "application/json")
        address = f"{self.telegram.api_url}{self.telegram.token}/{method}"
        request = Request(address, body, {"Content-Type": kind})  # noqa: S310  our own loopback server
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["result"]
        except HTTPError as error:
            with error:
                raise AssertionError(f"{method} was refused: {error.read().decode()}") from error

    def say(self, chat: Chat | Person, html: str, **more: Any) -> Json:
        """The bot sends formatted text."""
        sent: Json = self.call("sendMessage", chat_id=chat.id, text=html, parse_mode="HTML", **more)
        return sent

    def update(self, kind: str) -> Json:
        """The next update of a kind that the bot gets; earlier ones of other kinds are dropped."""

        def look() -> Json | None:
            for update in self.call("getUpdates", offset=self._offset, timeout=0):
                self._offset = update["update_id"] + 1
                if kind in update:
                    found: Json = update[kind]
                    return found
            return None

        found: Json = until(look, f"an update with {kind}")
        return found

    _offset = 0

    def _people(self) -> None:
        add = self.telegram.add_person
        self.senco = add("Priya Anand", "priya_anand", "SENCO", started=True)
        self.head = add("Martin Oyelaran", "martin_o", "Headteacher", started=True)
        self.mentor = add("Ruth Calloway", "ruth_calloway", "Mentor (RSL)", started=True)
        people = [self.head, self.senco, self.mentor]
        self.group = self.telegram.add_group("Larkfield leadership", people, forum=True)
        self.telegram.controls = [
            {"id": "meeting4", "label": "Meeting 4", "about": "The fourth meeting is near"}
        ]

    async def _clock(self, target: datetime) -> None:
        self.now = target

    async def _control(self, name: str) -> None:
        self.controls_run.append(name)


def _form(values: Json, files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """A multipart body and its content type."""
    line = uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{line}--\r\n".encode()]), f"multipart/form-data; boundary={line}"
