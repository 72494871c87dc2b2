"""What Telegram says to a call, and what becomes of the row."""

from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from telegram import Bot, ForceReply
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.runtime.calls import Outcome, call
from bot.storage.outbox import OutboxRow
from tests.conftest import NOON
from tests.runtime.given import Post


def caused(error: Exception, cause: Exception) -> Exception:
    """The error as python-telegram-bot raises it from the HTTP library's."""
    error.__cause__ = cause
    return error


def row(kind: str = "send", **more: Any) -> OutboxRow:
    """A row to send."""
    body = more.pop("body", {"html": "hello"})
    return OutboxRow(id=1, chat_id=7, kind=kind, priority=0, body=body, made_at=NOON, **more)


async def outcome(error: Exception | None, target: int | None = None, **given: Any) -> Outcome:
    """What a row comes to when the call ends so."""
    post = Post()
    if error is not None:
        post.troubles[7].append(error)
    return await call(cast(Bot, post), row(**given), target)


TABLE: list[tuple[Exception, str]] = [
    (RetryAfter(timedelta(seconds=4)), "wait"),
    (ChatMigrated(-1007), "migrated"),
    (Forbidden("Forbidden: bot was blocked by the user"), "blocked"),
    (Forbidden("Forbidden: user is deactivated"), "blocked"),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), "blocked"),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), "kicked"),
    (Forbidden("Forbidden: bot is not a member of the channel chat"), "kicked"),
    (BadRequest("Message is not modified: specified new message content"), "obsolete"),
    (BadRequest("Message to edit not found"), "obsolete"),
    (BadRequest("Message to delete not found"), "obsolete"),
    (BadRequest("Message can't be edited"), "obsolete"),
    (BadRequest("Not enough rights to manage pinned messages in the chat"), "failed"),
    (BadRequest("Chat not found"), "blocked"),
    (BadRequest("Can't parse entities: unsupported start tag"), "failed"),
    (TimedOut(), "unknown"),
    (caused(TimedOut(), httpx.ReadTimeout("")), "unknown"),
    (caused(TimedOut(), httpx.PoolTimeout("")), "wait"),
    (caused(TimedOut(), httpx.ConnectTimeout("")), "wait"),
    (caused(NetworkError("x"), httpx.ConnectError("")), "wait"),
    (caused(NetworkError("x"), httpx.RemoteProtocolError("")), "unknown"),
    (NetworkError("Bad Gateway"), "unknown"),
    (InvalidToken(), "failed"),
    (EndPointNotFound("x"), "failed"),
]


@pytest.mark.parametrize(("error", "state"), TABLE, ids=str)
async def test_every_refusal_has_a_name(error: Exception, state: str) -> None:
    """Nothing is raised; nothing that was surely not sent counts as unknown."""
    assert (await outcome(error)).state == state


async def test_the_answers_carry_what_delivery_needs() -> None:
    """How long to wait, where a group moved, which message it became."""
    assert (await outcome(RetryAfter(timedelta(seconds=4)))).wait == timedelta(seconds=4)
    assert (await outcome(ChatMigrated(-1007))).new_chat == -1007
    assert (await outcome(None)).message_id == 101


@pytest.mark.parametrize("message", ["Message thread not found", "TOPIC_CLOSED"])
async def test_a_closed_topic_is_tried_without_the_topic(message: str) -> None:
    """Only where there was one: else it is an ordinary refusal."""
    assert (await outcome(BadRequest(message), thread_id=3)).state == "no_thread"
    assert (await outcome(BadRequest(message))).state == "failed"


@pytest.mark.parametrize(
    ("kind", "target", "made"),
    [
        ("send", None, "send"),
        ("edit", 9, "edit 9"),
        ("edit", None, "send"),
        ("delete", 9, "delete 9"),
        ("pin", 9, "pin 9"),
        ("unpin", None, "unpin None"),
        ("document", None, "document"),
    ],
)
async def test_each_kind_of_row_is_its_own_call(kind: str, target: int | None, made: str) -> None:
    """An edit of a message that never arrived is a new message."""
    post = Post()
    body = {"html": "hello", "file_name": "a.txt"}
    found = await call(cast(Bot, post), row(kind, body=body, file=b"x"), target)
    assert found.state == "sent"
    assert [what for what, _, _ in post.made] == [made]


async def test_buttons_replies_and_questions_reach_the_call() -> None:
    """Styles and clipboard buttons; a reply whose message is gone is sent all the same."""
    post = Post()
    buttons = [[{"text": "Done", "data": "x:1", "style": "success"}, {"text": "Copy", "copy": "words"}]]
    await call(cast(Bot, post), row(body={"html": "h", "buttons": buttons, "reply_to": 4}), None)
    await call(cast(Bot, post), row(body={"html": "h", "ask_reply": "A note"}), None)
    first, second = post.options
    done, copy = first["reply_markup"].inline_keyboard[0]
    assert (done.callback_data, done.style, copy.copy_text.text) == ("x:1", "success", "words")
    assert first["reply_parameters"].allow_sending_without_reply is True
    assert isinstance(second["reply_markup"], ForceReply)
    assert second["reply_markup"].selective is True
