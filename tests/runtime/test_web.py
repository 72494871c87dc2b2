"""The open door: Telegram's webhook with its secret, and the health page."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Update
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from bot.runtime.web import health_server, webhook_server
from tests.runtime.given import BOT, message

SECRET = "a-secret-of-twenty-four"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@contextmanager
def listening(server: HTTPServer) -> Iterator[str]:
    """The server on a free port of this computer."""
    socket, port = bind_unused_port()
    server.add_socket(socket)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()


async def ask(url: str, method: str = "GET", **more: Any) -> HTTPResponse:
    """One request, whatever it is answered with."""
    return await AsyncHTTPClient().fetch(url, method=method, raise_error=False, **more)


class Door:
    """Takes updates, or fails as a broken database would."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.taken: list[int] = []
        self.trouble = trouble

    async def take(self, update: Update) -> None:
        """Stored."""
        if self.trouble:
            raise self.trouble
        self.taken.append(update.update_id)


async def post(url: str, body: Callable[[], str], secret: str | None = SECRET) -> int:
    """Post as Telegram does; gives the status."""
    headers = {HEADER: secret} if secret is not None else {}
    return (await ask(url, "POST", body=body(), headers=headers)).code


def an_update() -> str:
    """A private message."""
    return json.dumps({"update_id": 4, "message": message("hello")})


async def test_only_who_knows_the_secret_is_let_in() -> None:
    """No secret, a wrong one, one in other letters: 403, and nothing is taken."""
    door = Door()
    with listening(webhook_server(BOT, door.take, "/hook", SECRET)) as url:
        for wrong in (None, "", "wrong", SECRET + "x", SECRET.upper(), "é"):
            assert await post(f"{url}/hook", an_update, wrong) == 403, wrong
        assert door.taken == []
        assert await post(f"{url}/hook", an_update) == 200
        assert await post(f"{url}/elsewhere", an_update) == 404
        assert (await ask(f"{url}/hook")).code == 405
    assert door.taken == [4]


async def test_what_could_not_be_stored_comes_again() -> None:
    """503: Telegram keeps the update and sends it again."""
    with listening(webhook_server(BOT, Door(ValueError("zebra")).take, "/hook", SECRET)) as url:
        found = await ask(f"{url}/hook", "POST", body=an_update(), headers={HEADER: SECRET})
    assert found.code == 503
    assert b"zebra" not in found.body


async def test_what_nobody_understands_is_let_go() -> None:
    """Else Telegram would send it for ever and hold up what is behind it."""
    door = Door()
    with listening(webhook_server(BOT, door.take, "/hook", SECRET)) as url:
        for body in ("", "{", "[]", "null", "4", '{"message": {}}', '{"update_id": 5, "message": 3}'):
            assert await post(f"{url}/hook", lambda body=body: body) == 200, body  # type: ignore[misc]
    assert door.taken == []


async def test_health_says_counts_and_nothing_else() -> None:
    """200 when well, 503 when not; never cached."""
    for found, status in (({"ok": True, "updates_waiting": 0}, 200), ({"ok": False, "reason": "X"}, 503)):

        async def health(found: dict[str, Any] = found) -> dict[str, Any]:
            return found

        with listening(health_server(health)) as url:
            answer = await ask(f"{url}/health")
            assert (await ask(url)).code == 404
        assert answer.code == status
        assert json.loads(answer.body) == found
        assert answer.headers["Cache-Control"] == "no-store"
