"""Incoming updates: stored before Telegram is told that they arrived."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of, telegram_id

OPEN = "state = 'new'"
GUARDED = "guarded"  # the key under which a stored update says which guard fired


class IncomingUpdate(SQLModel, table=True):
    """One update under Telegram's own id, so that a duplicate stops here.

    ``lane`` is what keeps order: the chat, or the person where there is no chat. ``raw`` is the update
    as JSON, already without guarded words; it is blanked once handled. ``guard`` names the rule that
    fired. ``error`` is the type of the last error, never its words.
    """

    __tablename__ = "incoming_update"
    __table_args__ = (
        one_of("state", "new", "done", "set_aside"),
        Index(
            "ix_incoming_update_open",
            "lane",
            "received_at",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_incoming_update_handled_at", "handled_at"),
    )

    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    lane: int = telegram_id()
    kind: str
    raw: str | None = Field(default=None, sa_type=Text)
    guard: str | None = None
    state: str = "new"
    tries: int = 0
    error: str | None = None
    received_at: datetime
    handled_at: datetime | None = None
