"""The open door for machines: the webhook Telegram posts to, health and metrics."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
import tornado.web
from telegram import Bot, Update
from tornado.httpserver import HTTPServer

log = structlog.get_logger("bot.runtime.web")
MAX_BODY = 1_000_000
Take = Callable[[Update], Awaitable[None]]
Feed = Callable[[str], Awaitable[bytes | None]]
Health = Callable[[], Awaitable[dict[str, Any]]]


class _Webhook(tornado.web.RequestHandler):
    def initialize(self, bot: Bot, take: Take, secret: str) -> None:
        self._bot, self._take, self._secret = bot, take, secret

    async def post(self) -> None:
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise tornado.web.HTTPError(403)
        try:
            update = Update.de_json(json.loads(self.request.body), self._bot)
        except Exception as error:  # refusing it would make Telegram send it for ever
            log.warning(
                "webhook body not understood", count=len(self.request.body), error=type(error).__name__
            )
            return
        try:
            await self._take(update)
        except Exception as error:
            raise tornado.web.HTTPError(503) from error


class _Calendar(tornado.web.RequestHandler):
    def initialize(self, feed: Feed) -> None:
        self._feed = feed

    async def get(self, secret: str) -> None:
        """A person's meetings for their calendar program; one answer for every address that does not work."""
        found = await self._feed(secret)
        if found is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        self.set_header("Cache-Control", "private, no-store")
        self.set_header("X-Robots-Tag", "noindex")
        self.write(found)


class _Health(tornado.web.RequestHandler):
    def initialize(self, health: Health) -> None:
        self._health = health

    async def get(self) -> None:
        """Counts as JSON; 503 when the bot is not well. No names, no words."""
        found = await self._health()
        self.set_status(200 if found["ok"] else 503)
        self.set_header("Cache-Control", "no-store")
        self.write(found)


def webhook_server(bot: Bot, take: Take, path: str, secret: str, feed: Feed | None = None) -> HTTPServer:
    """A server for Telegram's calls; ``take`` must have stored the update when it returns.

    ``feed`` gives the calendar behind the secret of an address, or None where it does not work.
    """
    routes: list[Any] = [(path or "/", _Webhook, {"bot": bot, "take": take, "secret": secret})]
    if feed is not None:
        routes.append((r"/calendar/([A-Za-z0-9_-]{20,80})\.ics", _Calendar, {"feed": feed}))
    return HTTPServer(_quiet(routes), max_body_size=MAX_BODY, xheaders=True)


def health_server(health: Health) -> HTTPServer:
    """A server for whoever watches the bot: ``GET /health``."""
    return HTTPServer(_quiet([("/health", _Health, {"health": health})]))


def _quiet(routes: list[Any]) -> tornado.web.Application:
    return tornado.web.Application(routes, log_function=lambda _handler: None)
