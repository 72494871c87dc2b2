"""What is to be said: rows written with the change they belong to, sent after the commit.

Handlers make :class:`Outgoing` and call :func:`put`; ``runtime.delivery`` turns rows into calls.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ColumnElement, Index, LargeBinary, Text, text, update
from sqlmodel import Field, SQLModel, and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.base import chat_reference, one_of, telegram_id

Kind = Literal["send", "edit", "delete", "pin", "unpin", "document", "menu"]
Priority = Literal["answer", "reminder", "digest"]
PRIORITIES: tuple[Priority, ...] = ("answer", "reminder", "digest")
GONE = "message gone"
"""The reason of a row whose message somebody had deleted."""
OPEN = "state IN ('pending', 'sending')"


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: exactly one of ``data`` (up to 64 bytes), ``url``, ``copy``, ``share``."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    share: str | None = None
    style: Literal["primary", "success", "danger"] | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A document to send, rendered before the transaction began."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to say or change in a chat, with no types of Telegram's.

    ``target`` is the ``message_id`` and ``target_row`` the outbox row that an edit, a deletion or a pin
    is about. ``key`` makes a row unique for ever: a second one with the same key is not written.
    ``subject`` lets everything about one thing be taken back at once. ``expires_at`` is when it stops
    being worth sending. ``ask_reply`` opens a reply to the person answered (ForceReply, selective).
    ``menu`` (for kind "menu") are the commands and their words for this chat alone; none takes it away.
    A deletion with ``html`` becomes that text where Telegram deletes no more.
    """

    chat_id: int
    html: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    kind: Kind = "send"
    thread_id: int | None = None
    reply_to: int | None = None
    target: int | None = None
    target_row: int | None = None
    file: File | None = None
    ask_reply: str | None = None
    menu: tuple[tuple[str, str], ...] = ()
    silent: bool = False
    priority: Priority = "answer"
    key: str | None = None
    subject: str | None = None
    expires_at: datetime | None = None


class OutboxRow(SQLModel, table=True):
    """One thing to send, edit, delete or pin, or a menu to set, and what became of it.

    ``tries`` counts sends whose outcome is unknown; ``waits`` counts refusals that surely sent nothing.
    The body goes once the row is closed; ``message_id`` stays for later edits, and ``digest`` (of words
    and buttons) so that an edit that would change nothing is never sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("kind", "send", "edit", "delete", "pin", "unpin", "document", "menu"),
        one_of(
            "state",
            "pending",
            "sending",
            "sent",
            "obsolete",
            "failed",
            "blocked",
            "kicked",
            "unknown",
        ),
        Index(
            "ix_outbox_open",
            "chat_id",
            "priority",
            "id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_outbox_due", "priority", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_outbox_subject", "subject", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = chat_reference()
    kind: str
    priority: int
    state: str = "pending"
    body: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    file: bytes | None = Field(default=None, sa_type=LargeBinary)
    thread_id: int | None = telegram_id(default=None)
    target: int | None = telegram_id(default=None)
    target_row: int | None = Field(default=None, index=True)
    key: str | None = Field(default=None, unique=True)
    subject: str | None = None
    digest: str | None = None
    message_id: int | None = telegram_id(default=None)
    tries: int = 0
    waits: int = 0
    reason: str | None = Field(default=None, sa_type=Text)
    not_before: datetime | None = None
    lease_until: datetime | None = None
    expires_at: datetime | None = None
    made_at: datetime
    closed_at: datetime | None = Field(default=None, index=True)


async def put(session: AsyncSession, outgoing: Outgoing, now: datetime) -> int | None:
    """Write a row in the caller's transaction; give its id, or None where its key was written before.

    An edit that would change nothing is not written either (None); any other first retires unsent edits
    of the same message, since only the newest is worth sending.
    """
    if outgoing.key is not None and await _written(session, outgoing.key):
        return None
    row = _row(outgoing, now)
    if outgoing.kind == "edit":
        about = await _about_same(session, outgoing)
        if await _shown(session, about) == row.digest:
            return None
        await _retire_edits(session, about, now)
    session.add(row)
    await session.flush()
    return row.id


async def put_all(session: AsyncSession, many: Sequence[Outgoing], now: datetime) -> None:
    """Write many sends at once, each with a key; those whose key was written before are left out."""
    found = await session.exec(select(OutboxRow.key).where(col(OutboxRow.key).in_([one.key for one in many])))
    written = set(found.all())
    session.add_all([_row(one, now) for one in many if one.key not in written])
    await session.flush()


def _row(outgoing: Outgoing, now: datetime) -> OutboxRow:
    body = _body(outgoing)
    digest = hashlib.blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=12).hexdigest()
    return OutboxRow(
        chat_id=outgoing.chat_id,
        kind=outgoing.kind,
        priority=PRIORITIES.index(outgoing.priority),
        body=body,
        digest=digest,
        file=outgoing.file.content if outgoing.file else None,
        thread_id=outgoing.thread_id,
        target=outgoing.target,
        target_row=outgoing.target_row,
        key=outgoing.key,
        subject=outgoing.subject,
        expires_at=outgoing.expires_at,
        made_at=now,
    )


async def take_back(session: AsyncSession, subject: str, now: datetime) -> list[str]:
    """Retire everything unsent about ``subject`` (exactly, or below it: ``subject:…``); gives its keys."""
    retired = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == "pending",
            (col(OutboxRow.subject) == subject)
            | col(OutboxRow.subject).startswith(f"{subject}:", autoescape=True),
        )
        .values(state="obsolete", reason="taken back", body=None, file=None, closed_at=now)
        .returning(col(OutboxRow.key))
    )
    return [key for key in retired.scalars().all() if key is not None]


async def is_gone(session: AsyncSession, row_id: int) -> bool:
    """Whether an edit or a pin of what this row sent has shown that people deleted it."""
    found = await session.exec(
        select(OutboxRow.id).where(OutboxRow.target_row == row_id, OutboxRow.reason == GONE).limit(1)
    )
    return found.first() is not None


async def _written(session: AsyncSession, key: str) -> bool:
    return (await session.exec(select(OutboxRow.id).where(OutboxRow.key == key))).first() is not None


async def _about_same(session: AsyncSession, edit: Outgoing) -> ColumnElement[bool]:
    """Which rows are about the message to be edited, whether it is named by row or by Telegram's id."""
    sent = select(OutboxRow.id, OutboxRow.message_id).where(OutboxRow.chat_id == edit.chat_id)
    if edit.target is None:
        sent = sent.where(OutboxRow.id == edit.target_row)
    else:
        sent = sent.where(OutboxRow.message_id == edit.target, col(OutboxRow.kind) != "edit")
    row, message = (await session.exec(sent)).first() or (edit.target_row, edit.target)
    parts = [] if row is None else [col(OutboxRow.id) == row, col(OutboxRow.target_row) == row]
    if message is not None:
        parts += [col(OutboxRow.message_id) == message, col(OutboxRow.target) == message]
    return and_(col(OutboxRow.chat_id) == edit.chat_id, or_(*parts))


async def _shown(session: AsyncSession, about: ColumnElement[bool]) -> str | None:
    """The digest of what a message shows, or will show once what waits is sent."""
    found = await session.exec(
        select(OutboxRow.digest)
        .where(
            col(OutboxRow.kind).in_(("send", "edit", "document")),
            col(OutboxRow.state).in_(("pending", "sending", "sent")),
            about,
        )
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    return found.first()


async def _retire_edits(session: AsyncSession, about: ColumnElement[bool], now: datetime) -> None:
    await session.exec(
        update(OutboxRow)
        .where(about, col(OutboxRow.kind) == "edit", col(OutboxRow.state) == "pending")
        .values(state="obsolete", reason="newer edit", body=None, file=None, closed_at=now)
    )


def _body(outgoing: Outgoing) -> dict[str, Any]:
    body: dict[str, Any] = {"html": outgoing.html}
    if outgoing.buttons:
        body["buttons"] = [[_filled(button) for button in row] for row in outgoing.buttons]
    if outgoing.reply_to is not None:
        body["reply_to"] = outgoing.reply_to
    if outgoing.ask_reply is not None:
        body["ask_reply"] = outgoing.ask_reply
    if outgoing.menu:
        body["menu"] = [list(one) for one in outgoing.menu]
    if outgoing.silent:
        body["silent"] = True
    if outgoing.file:
        body["file_name"] = outgoing.file.name
    return body


def _filled(button: Button) -> dict[str, str]:
    named = {name: getattr(button, name) for name in ("text", "data", "url", "copy", "share", "style")}
    return {name: value for name, value in named.items() if value is not None}
