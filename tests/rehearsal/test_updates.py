"""How a bot takes its updates: offsets, one poller, the kinds it asked for, and a webhook."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, ResponseStartLine
from tornado.netutil import bind_sockets

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    await amina.say("one")
    await amina.say("two")
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id, second.update_id]
    assert telegram.confirmed == 0
    assert [update.message.text for update in await bot.get_updates(offset=second.update_id)] == ["two"]
    assert telegram.confirmed == first.update_id
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert telegram.confirmed == second.update_id


async def test_a_limit_holds_back_the_rest(bot: Bot, amina: Person) -> None:
    for number in range(5):
        await amina.say(str(number))
    assert [update.message.text for update in await bot.get_updates(limit=2)] == ["0", "1"]
    with pytest.raises(BadRequest):
        await bot.get_updates(limit=101)


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, amina: Person) -> None:
    for number in range(5):
        await amina.say(str(number))
    assert [update.message.text for update in await bot.get_updates(offset=-2)] == ["3", "4"]
    assert len(await bot.get_updates()) == 2


async def test_a_long_poll_ends_with_the_first_update(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.until(lambda: telegram.polling)
    await amina.say("Hello")
    assert [update.message.text for update in await waiting] == ["Hello"]


async def test_a_second_poller_ends_the_first_with_a_conflict(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.until(lambda: telegram.polling)
    async with Bot(telegram.token, base_url=telegram.api_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        await amina.say("Hello")
        assert len(await second) == 1


async def test_a_poller_that_went_away_does_not_disturb_the_next(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    host, port = "127.0.0.1", telegram.port
    _, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /bot{telegram.token}/getUpdates?timeout=30 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    await writer.drain()
    await telegram.until(lambda: telegram.polling)
    writer.close()
    await amina.say("Hello")
    assert [update.message.text for update in await bot.get_updates(timeout=5)] == ["Hello"]


async def test_kinds_not_asked_for_are_not_delivered(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    await bot.get_updates(allowed_updates=["message"])
    await amina.block()
    await amina.unblock()
    await amina.say("Hello")
    [update] = await bot.get_updates()
    assert update.message is not None


async def test_changes_of_members_come_only_when_asked_for(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    group = telegram.add_group("Leadership", [amina], bot_is="administrator")
    await bryn.join(group)
    kinds = [next(key for key in update if key != "update_id") for update in telegram.pending_updates]
    assert kinds == ["message"]
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await bryn.leave(group)
    update = telegram.pending_updates[-2]
    assert update["chat_member"]["new_chat_member"]["status"] == "left"
    assert Update.de_json(update, bot).chat_member.from_user.id == bryn.id


class _Hook:
    """A webhook that answers with the statuses it is told to, then 200."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        self.bodies: list[dict[str, Any]] = []
        self.secrets: list[str] = []

    def __call__(self, request: HTTPServerRequest) -> None:
        self.bodies.append(json.loads(request.body))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        status = self.statuses.pop(0) if self.statuses else 200
        request.connection.write_headers(
            ResponseStartLine("HTTP/1.1", status, ""), HTTPHeaders({"Content-Length": "0"})
        )
        request.connection.finish()


@pytest.fixture
async def hook() -> AsyncIterator[tuple[_Hook, str]]:
    """A webhook that fails twice, and its address."""
    found = _Hook([500, 503])
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(found)
    server.add_sockets(sockets)
    yield found, f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    server.stop()
    await server.close_all_connections()


async def test_a_webhook_gets_each_update_until_it_takes_it(
    telegram: LocalTelegram, bot: Bot, amina: Person, hook: tuple[_Hook, str]
) -> None:
    served, address = hook
    await bot.set_webhook(address, secret_token="s3cret")
    await amina.say("one")
    await amina.say("two")
    await telegram.all_taken()
    assert [body["message"]["text"] for body in served.bodies] == ["one", "one", "one", "two"]
    assert set(served.secrets) == {"s3cret"}
    assert "503" in (await bot.get_webhook_info()).last_error_message
    assert telegram.confirmed == served.bodies[-1]["update_id"]


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, hook: tuple[_Hook, str]) -> None:
    await bot.set_webhook(hook[1])
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_must_be_safe(telegram: LocalTelegram, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url"):
        await bot.set_webhook("http://bot.example.org/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://bot.example.org/hook", secret_token="not allowed!")
    assert (await bot.get_webhook_info()).url == ""
