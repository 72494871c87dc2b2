"""One outbox row as one call of the Bot API, and every refusal as a named outcome.

The table of refusals follows what python-telegram-bot raises: BadRequest and TimedOut are both
NetworkErrors, so they are looked at first; a connection that never opened has sent nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import httpx
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.storage.outbox import GONE, OutboxRow

State = Literal["sent", "obsolete", "failed", "blocked", "kicked", "unknown", "wait", "migrated", "no_thread"]
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_OBSOLETE = (
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message can't be edited",
    "query is too old",
    "message to pin not found",
)
_NO_THREAD = ("message thread not found", "topic_closed", "topic_deleted")
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_CONNECT_BACK_OFF = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call. ``wait`` is how long to hold the chat; ``new_chat`` where a group moved to."""

    state: State
    message_id: int | None = None
    reason: str | None = None
    wait: timedelta | None = None
    new_chat: int | None = None


async def call(bot: Bot, row: OutboxRow, target: int | None) -> Outcome:
    """Make the row's call. ``target`` is the message it is about, already resolved. Never raises.

    A menu that is refused is no loss: whoever it is for has not pressed Start, or has gone.
    """
    outcome = await _tried(bot, row, target)
    if row.kind == "menu" and outcome.state in ("blocked", "kicked", "failed"):
        return Outcome("obsolete", reason="no menu there")
    return outcome


async def _tried(bot: Bot, row: OutboxRow, target: int | None) -> Outcome:
    try:
        message_id = await _made(bot, row, target)
    except RetryAfter as error:
        return Outcome("wait", reason="asked to slow down", wait=_seconds(error.retry_after))
    except ChatMigrated as error:
        return Outcome("migrated", new_chat=error.new_chat_id)
    except Forbidden as error:
        gone = (
            "kicked"
            if "kicked" in error.message.lower() or "not a member" in error.message.lower()
            else "blocked"
        )
        return Outcome(gone, reason=gone)  # type: ignore[arg-type]
    except BadRequest as error:
        return _refused(row, error.message.lower())
    except TimedOut as error:
        return _cut(error)
    except NetworkError as error:
        return _cut(error)
    except TelegramError as error:
        return Outcome("failed", reason=type(error).__name__)
    return Outcome("sent", message_id=message_id)


async def _made(bot: Bot, row: OutboxRow, target: int | None) -> int | None:
    body = row.body or {}
    chat = row.chat_id
    match row.kind:
        case "delete" if target is not None:
            await _delete(bot, chat, target, body)
            return None
        case "menu":
            await _set_menu(bot, chat, body)
            return None
        case "pin" if target is not None:
            await bot.pin_chat_message(chat, target, disable_notification=True)
            return None
        case "unpin":
            await bot.unpin_chat_message(chat, target)
            return None
        case "edit" if target is not None:
            await _edit(bot, chat, target, body)
            return target
        case "document":
            sent = await bot.send_document(
                chat,
                InputFile(row.file or b"", filename=body["file_name"]),
                caption=body["html"] or None,
                **_common(row, body),
            )
            return sent.message_id
        case "send" | "edit":
            sent = await bot.send_message(
                chat, body["html"], link_preview_options=_NO_PREVIEW, **_common(row, body)
            )
            return sent.message_id
    return None


async def _edit(bot: Bot, chat: int, target: int, body: dict[str, Any]) -> None:
    await bot.edit_message_text(
        body["html"],
        chat_id=chat,
        message_id=target,
        parse_mode=ParseMode.HTML,
        reply_markup=_keyboard(body),
        link_preview_options=_NO_PREVIEW,
    )


async def _delete(bot: Bot, chat: int, target: int, body: dict[str, Any]) -> None:
    """Delete a message; one that is too old for that becomes the text that was given instead, if any."""
    try:
        await bot.delete_message(chat, target)
    except BadRequest as error:
        if not body.get("html") or "can't be deleted" not in error.message.lower():
            raise
        await _edit(bot, chat, target, body)


async def _set_menu(bot: Bot, chat: int, body: dict[str, Any]) -> None:
    scope = BotCommandScopeChat(chat)
    if commands := body.get("menu"):
        await bot.set_my_commands([BotCommand(*one) for one in commands], scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)


def _common(row: OutboxRow, body: dict[str, Any]) -> dict[str, Any]:
    """What a new message takes, whether text or document. A reply survives that its message is gone."""
    reply_to = body.get("reply_to")
    markup: InlineKeyboardMarkup | ForceReply | None = _keyboard(body)
    if markup is None and "ask_reply" in body:
        markup = ForceReply(selective=True, input_field_placeholder=body["ask_reply"] or None)
    return {
        "parse_mode": ParseMode.HTML,
        "message_thread_id": row.thread_id,
        "disable_notification": body.get("silent"),
        "reply_markup": markup,
        "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
    }


def _keyboard(body: dict[str, Any]) -> InlineKeyboardMarkup | None:
    if "buttons" not in body:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in body["buttons"]])


def _button(button: dict[str, str]) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button["text"],
        callback_data=button.get("data"),
        url=button.get("url"),
        copy_text=CopyTextButton(button["copy"]) if "copy" in button else None,
        switch_inline_query=button.get("share"),
        style=button.get("style"),
    )


def _refused(row: OutboxRow, message: str) -> Outcome:
    if any(phrase in message for phrase in _NO_THREAD) and row.thread_id is not None:
        return Outcome("no_thread", reason="topic closed")
    if any(phrase in message for phrase in _OBSOLETE):
        return Outcome("obsolete", reason=GONE if "not found" in message else "nothing to change")
    if "not enough rights" in message:
        return Outcome("failed", reason="not enough rights")
    if "chat not found" in message:
        return Outcome("blocked", reason="chat not found")
    return Outcome("failed", reason="bad request")


def _cut(error: NetworkError) -> Outcome:
    if isinstance(error.__cause__, _NOT_SENT):
        return Outcome("wait", reason="no connection", wait=_CONNECT_BACK_OFF)
    return Outcome("unknown", reason="outcome unknown")


def _seconds(given: int | float | timedelta) -> timedelta:
    return given if isinstance(given, timedelta) else timedelta(seconds=given)
