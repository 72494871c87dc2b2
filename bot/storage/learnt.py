"""What a running bot has learnt: questions passed on to people, and what curators made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of, telegram_id


class Passed(SQLModel, table=True):
    """A question that its asker passed on to their mentor, with the words they agreed to send.

    ``answer_in`` says where the answer goes: the chat where it was asked, or the asker's private chat.
    ``holder_id`` is who has it now: mentor, deputy or programme lead.
    """

    __table_args__ = (
        one_of("state", "waiting", "answered", "withdrawn", "closed"),
        one_of("answer_in", "here", "private"),
    )

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", ondelete="CASCADE", unique=True)
    school_id: int | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE", index=True)
    asker_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    holder_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    text: str = Field(sa_type=Text)
    state: str = "waiting"
    answer_in: str = "here"
    answer: str | None = Field(default=None, sa_type=Text)
    pointer: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    asked_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    steps: int = 0
    answered_at: datetime | None = None
    consent: bool = False


class Taught(SQLModel, table=True):
    """A question that a curator linked to an entry: live in every replica without a restart.

    ``text`` is rewritten: it names no school, asker or date.
    """

    __table_args__ = (one_of("state", "proposed", "live", "retired"),)

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_type=Text)
    entry_id: str
    section: str | None = None
    state: str = "proposed"
    version: int = 1
    made_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime
    changed_at: datetime = Field(index=True)


class TaughtChange(SQLModel, table=True):
    """One step in the history of a taught question, enough to undo it."""

    __tablename__ = "taught_change"

    id: int | None = Field(default=None, primary_key=True)
    taught_id: int = Field(foreign_key="taught.id", ondelete="CASCADE", index=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime


class Miss(SQLModel, table=True):
    """A question without a good answer, for curators: words only with the asker's consent, no names."""

    __table_args__ = (one_of("why", "unsure", "not_for_me"), one_of("state", "open", "closed"))

    id: int | None = Field(default=None, primary_key=True)
    text: str | None = Field(default=None, sa_type=Text)
    topic: str | None = None
    why: str
    state: str = "open"
    count: int = 1
    asker: int | None = telegram_id(default=None)
    at: datetime = Field(index=True)
