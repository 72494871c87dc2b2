"""What a running bot has learnt: questions passed on to people, and what curators made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of


class Passed(SQLModel, table=True):
    """A question that its asker passes on to their mentor, with the words they agreed to send.

    A "draft" is what the asker is still looking at: nobody else sees it. A "ring" has no question and no
    words: the asker wants to be rung. ``answer_in`` says where the answer goes: the chat where it was
    asked, or the asker's private chat. ``holder_id`` is who has it now: mentor (``steps`` 0) or deputy (1);
    nobody in particular once the programme leads have it (2). ``told_at`` is when the holder heard of it,
    ``told_outbox_id`` the message that showed them the words. ``consent`` is None until the asker has said
    whether the answer may help others; "closed" is one that was then proposed as knowledge.
    """

    __table_args__ = (
        one_of("kind", "question", "ring"),
        one_of("state", "draft", "waiting", "answered", "withdrawn", "closed"),
        one_of("answer_in", "here", "private"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = "question"
    question_id: int | None = Field(default=None, foreign_key="question.id", ondelete="CASCADE", unique=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    asker_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    holder_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    answered_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    text: str = Field(default="", sa_type=Text)
    state: str = "draft"
    answer_in: str = "private"
    answer: str | None = Field(default=None, sa_type=Text)
    pointer: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    asked_at: datetime = Field(index=True)
    due_at: datetime | None = Field(default=None, index=True)
    steps: int = 0
    told_at: datetime | None = None
    told_outbox_id: int | None = None
    answered_at: datetime | None = None
    consent: bool | None = None


class Taught(SQLModel, table=True):
    """A question that a person linked to an entry: once live, in every replica without a restart.

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
    """One step in the history of a taught question, enough to undo it; ``before`` is None for its making."""

    __tablename__ = "taught_change"

    id: int | None = Field(default=None, primary_key=True)
    taught_id: int = Field(foreign_key="taught.id", ondelete="CASCADE", index=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime


class Miss(SQLModel, table=True):
    """A question without a good answer, for curators; it goes when its question goes.

    ``text`` is there only if the asker agreed to it or passed the question on; else just the topic counts.
    """

    __table_args__ = (one_of("why", "unsure", "not_for_me"), one_of("state", "open", "closed"))

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", ondelete="CASCADE", unique=True)
    text: str | None = Field(default=None, sa_type=Text)
    topic: str
    why: str
    state: str = "open"
    at: datetime = Field(index=True)
