"""The local Telegram: start it, people it, point a bot at it, and look at what people see."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.routing import Router

from bot.rehearsal.browser import page_application
from bot.rehearsal.chat import Chat, Standing, Topic
from bot.rehearsal.desk import Desk, Made
from bot.rehearsal.door import BotCall, FileCall
from bot.rehearsal.faults import Kind
from bot.rehearsal.message import Json
from bot.rehearsal.pace import Pace
from bot.rehearsal.person import Person
from bot.rehearsal.world import World

HOST = "127.0.0.1"
MAX_BODY = 60_000_000
IDLE_SECONDS = 3600
Now = Callable[[], datetime]
OnClock = Callable[[datetime], Awaitable[None]]
OnControl = Callable[[str], Awaitable[None]]


class LocalTelegram:
    """A Telegram of one's own on the loopback address. ``async with LocalTelegram() as telegram:``

    ``now`` gives the time messages carry (real time by default). ``on_clock`` is awaited with the
    target when the page moves the clock, ``on_control`` with a control's id when it is pressed.
    ``privacy_mode`` off lets the bot read everything in groups. Pace is watched unless switched off.
    """

    def __init__(
        self,
        port: int = 0,
        token: str = "",
        now: Now | None = None,
        on_clock: OnClock | None = None,
        on_control: OnControl | None = None,
        *,
        bot_name: str = "SEND mentoring",
        bot_username: str = "SendMentorBot",
        privacy_mode: bool = True,
        watch_pace: bool = True,
    ) -> None:
        self.token = token or f"{1_000_000_001}:{secrets.token_urlsafe(26)}"
        bot_id = int(self.token.partition(":")[0])
        bot: Json = {"id": bot_id, "is_bot": True, "first_name": bot_name, "username": bot_username}
        self.world = World(bot, now, privacy_mode=privacy_mode)
        self.desk = Desk(self.world, pace=Pace(watching=watch_pace))
        self.on_clock = on_clock
        self.on_control = on_control
        self.controls: list[Json] = []
        self.settings: Json = {}
        self._port = port
        self._server: HTTPServer | None = None

    async def __aenter__(self) -> Self:
        self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.webhook.stop()
        self.world.updates.interrupt()
        await self._close()

    @asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """While inside, nothing listens: connections are refused, open ones are cut. The world lives on."""
        await self._close()
        try:
            yield
        finally:
            self._open()

    def _open(self) -> None:
        sockets = bind_sockets(self._port, HOST)
        self._port = sockets[0].getsockname()[1]
        self._server = HTTPServer(_Doors(self), max_body_size=MAX_BODY, idle_connection_timeout=IDLE_SECONDS)
        self._server.add_sockets(sockets)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None

    # Where it is.

    @property
    def api_url(self) -> str:
        """python-telegram-bot's ``base_url``."""
        return f"http://{HOST}:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """python-telegram-bot's ``base_file_url``."""
        return f"http://{HOST}:{self._port}/file/bot"

    @property
    def page_url(self) -> str:
        """The page in the browser."""
        return f"http://{HOST}:{self._port}/"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    # Who is there.

    def add_person(
        self,
        name: str,
        username: str | None = None,
        about: str = "",
        id: int | None = None,  # noqa: A002  the word everybody uses
        started: bool = False,
    ) -> Person:
        """Somebody new. ``started`` means that they pressed Start at some time before."""
        return self.world.add_person(name, username, about, id, started)

    def add_group(
        self,
        title: str,
        people: Iterable[Person],
        kind: str = "supergroup",
        forum: bool = False,
        about: str = "",
        bot_is: Standing = "member",
        members_may_pin: bool = False,
    ) -> Chat:
        """A group that has existed for a while: nothing is announced. The first person created it.

        ``members_may_pin`` is the group's permission for ordinary members, the bot among them.
        """
        return self.world.add_group(title, people, kind, forum, about, bot_is, members_may_pin)

    def add_topic(self, group: Chat, name: str) -> Topic:
        """Open a forum topic, by the group's creator."""
        return self.world.add_topic(group, name)

    # What happened, and what shall go wrong.

    @property
    def calls(self) -> list[Made]:
        """Every call the bot made, getUpdates left out."""
        return self.desk.calls

    @property
    def violations(self) -> list[str]:
        """Breaches of the Bot API specification: method and reason, never words of a message."""
        return self.desk.violations

    @property
    def pace_findings(self) -> list[str]:
        """Where the bot sent faster than Telegram advises."""
        return self.desk.pace.findings

    @property
    def confirmed(self) -> int:
        """The highest update id the bot has confirmed; 0 before the first."""
        return self.world.updates.confirmed

    @property
    def polling(self) -> bool:
        """Whether a bot's long poll is waiting for an update."""
        return self.world.updates.polling

    @property
    def pending_updates(self) -> list[Json]:
        """The updates the bot has not confirmed."""
        return list(self.world.updates.pending)

    def fault(
        self,
        method: str = "sendMessage",
        kind: Kind = "429",
        times: int = 1,
        retry_after: int = 1,
        chat: Chat | int | None = None,
    ) -> None:
        """Make the next ``times`` calls of a method ("*": of any) go wrong, in one chat or in all."""
        self.desk.faults.add(method, kind, times, retry_after, chat)

    async def until(
        self,
        condition: Callable[[], object],
        timeout: float = 60,  # noqa: ASYNC109  a test's patience
    ) -> None:
        """Wait until ``condition()`` is true; it is looked at whenever anything changes."""
        try:
            await self.world.changed.until(condition, timeout)
        except TimeoutError:
            raise TimeoutError(f"not true within {timeout} s\n{self.transcript()}") from None

    async def all_taken(self, timeout: float = 60) -> None:  # noqa: ASYNC109  a test's patience
        """Wait until the bot has confirmed every update."""
        await self.until(lambda: not self.world.updates.pending, timeout)

    def transcript(self) -> str:
        """Every chat in which something was said, as readable text."""
        return "\n".join(chat.transcript() for chat in self.world.chats.values() if chat.messages)

    def note(self, kind: str, title: str, detail: Json | None = None) -> None:
        """Add a line to the page's "what happened" drawer."""
        self.world.note(kind, title, detail or {})

    def state_changed(self) -> None:
        """Give open pages the whole state again, after a big change."""
        self.world.events.publish("state", dict)


class _Doors(Router):
    """Bot API calls go straight in; everything else is the page's."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram
        self._page = page_application(telegram)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> HTTPMessageDelegate | None:
        telegram = self._telegram
        if request.path.startswith("/bot"):
            return BotCall(request, telegram.desk, telegram.token)
        if request.path.startswith("/file/bot"):
            return FileCall(request, telegram.world, telegram.token)
        return self._page.find_handler(request, **kwargs)
