"""The page's side of the local Telegram: its files, the state of the world, and what people do there.

Only this computer may talk to it: the server listens on the loopback address, the Host header must
name it (a rebound DNS name does not), and what changes something must come from the page itself.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tornado.web
from tornado.websocket import WebSocketHandler

from bot.rehearsal.acts import perform, state_of
from bot.rehearsal.door import attachment
from bot.rehearsal.message import Json

if TYPE_CHECKING:
    from bot.rehearsal.server import LocalTelegram

PAGE = Path(__file__).with_name("page")
SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


def page_application(telegram: "LocalTelegram") -> tornado.web.Application:
    """The routes of the page."""
    return tornado.web.Application(
        [
            ("/world/state", _State),
            ("/world/stream", _Stream),
            ("/world/act", _Act),
            ("/world/clock", _Clock),
            ("/world/control", _Control),
            ("/world/file/([A-Za-z0-9_-]+)", _File),
            ("/(.*)", _Static, {"path": str(PAGE), "default_filename": "index.html"}),
        ],
        telegram=telegram,
        log_function=lambda _handler: None,
    )


class _Guarded:
    """Mixed into the handlers: who may ask."""

    application: Any
    request: Any

    @property
    def telegram(self) -> "LocalTelegram":
        found: LocalTelegram = self.application.settings["telegram"]
        return found

    def hosts(self) -> tuple[str, str]:
        return f"127.0.0.1:{self.telegram.port}", f"localhost:{self.telegram.port}"

    def may_ask(self) -> bool:
        return self.request.host in self.hosts()

    def same_origin(self) -> bool:
        """Browsers name the origin of whatever changes something; other clients on this computer need not."""
        origin = self.request.headers.get("Origin")
        return origin is None or (
            urlsplit(origin).scheme == "http" and urlsplit(origin).netloc == self.request.host
        )


class _Handler(_Guarded, tornado.web.RequestHandler):
    def prepare(self) -> None:
        if not self.may_ask() or (self.request.method == "POST" and not self.same_origin()):
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def given(self) -> Json:
        """The JSON object of the body, or the fields of a form."""
        kind = self.request.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            return {name: self.get_body_argument(name) for name in self.request.body_arguments}
        if not kind.startswith("application/json"):
            raise tornado.web.HTTPError(415)
        try:
            content = json.loads(self.request.body)
        except ValueError as error:
            raise tornado.web.HTTPError(400) from error
        if not isinstance(content, dict):
            raise tornado.web.HTTPError(400)
        return content


class _State(_Handler):
    def get(self) -> None:
        self.write(state(self.telegram))


class _Act(_Handler):
    async def post(self) -> None:
        parts = self.request.files.get("file")
        file = (parts[0].filename, parts[0].body) if parts else None
        self.write(await perform(self.telegram.world, self.given(), file))


class _Clock(_Handler):
    async def post(self) -> None:
        now = self.telegram.world.now()
        try:
            target = _target(self.given(), now)
        except (ValueError, OverflowError, TypeError):
            self.write({"ok": False, "error": "That is no time the clock can go to."})
            return
        if self.telegram.on_clock is None:
            self.write({"ok": False, "error": "This clock cannot be moved."})
            return
        if target < now:
            self.write({"ok": False, "error": "The clock only goes forward."})
            return
        await self.telegram.on_clock(target)
        moved = self.telegram.world.now().isoformat()
        self.telegram.world.events.publish("clock", lambda: {"now": moved})
        self.telegram.note("clock", "The clock moved", {"from": now.isoformat(), "to": moved})
        self.write({"ok": True, "now": moved})


def _target(given: Json, now: datetime) -> datetime:
    """The instant to move to: so many minutes on, or one given in ISO form (the zone of ``now`` if none)."""
    if "to" in given:
        target = datetime.fromisoformat(str(given["to"]))
        return target if target.tzinfo else target.replace(tzinfo=now.tzinfo)
    return now + timedelta(minutes=float(given.get("forward_minutes", "none")))


class _Control(_Handler):
    async def post(self) -> None:
        wanted = self.given().get("id")
        known = any(control["id"] == wanted for control in self.telegram.controls)
        if not known or self.telegram.on_control is None:
            self.write({"ok": False, "error": "There is no such control."})
            return
        await self.telegram.on_control(str(wanted))
        self.telegram.state_changed()
        self.write({"ok": True})


class _File(_Handler):
    def get(self, file_id: str) -> None:
        file = self.telegram.world.files.find(file_id)
        if file is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", file.mime)
        if file.mime not in SHOWN_INLINE:
            self.set_header("Content-Disposition", attachment(file.name))
        self.write(file.content)


class _Stream(_Guarded, WebSocketHandler):
    def prepare(self) -> None:
        if not self.may_ask():
            raise tornado.web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self.same_origin()

    def open(self, *args: str, **kwargs: str) -> None:
        self.set_nodelay(True)
        self.tell("state", {})
        self.telegram.world.events.listeners.append(self.tell)

    def on_close(self) -> None:
        if self.tell in self.telegram.world.events.listeners:
            self.telegram.world.events.listeners.remove(self.tell)

    def on_message(self, message: str | bytes) -> None:
        """The page only listens here."""

    def tell(self, event: str, payload: Json) -> None:
        content = state(self.telegram) if event == "state" else payload
        if self.ws_connection is not None:
            self.write_message(json.dumps({"event": event} | content))


class _Static(_Guarded, tornado.web.StaticFileHandler):
    def prepare(self) -> None:
        if not self.may_ask():
            raise tornado.web.HTTPError(403)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")


def state(telegram: "LocalTelegram") -> Json:
    """The whole state for the page."""
    return state_of(telegram.world, {"controls": telegram.controls, "settings": telegram.settings})
