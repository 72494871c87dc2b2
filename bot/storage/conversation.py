"""The conversation as kept: messages both ways, questions, and dialogues that are half-way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.storage.base import chat_reference, one_of, telegram_id

AUDIENCES = ("asker", "chat", "mentor", "mentorship", "team")


class Message(SQLModel, table=True):
    """One message, in either direction, with who can see it.

    ``text`` is None where nothing may be kept (guarded text, strangers, a question taken back).
    ``outbox_id`` leads from an outgoing message to its delivery, which fills in ``message_id``.
    """

    __table_args__ = (
        one_of("direction", "in", "out"),
        one_of("audience", *AUDIENCES),
        Index("ix_message_chat_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = chat_reference(index=False)
    thread_id: int | None = telegram_id(default=None)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    direction: str
    audience: str
    message_id: int | None = telegram_id(default=None)
    outbox_id: int | None = Field(default=None, index=True)
    question_id: int | None = Field(default=None, foreign_key="question.id", ondelete="SET NULL", index=True)
    text: str | None = Field(default=None, sa_type=Text)
    at: datetime = Field(index=True)


class Question(SQLModel, table=True):
    """What somebody asked and what came of it.

    ``pointers`` are entry and section pairs in the order shown. ``answer_outbox_id`` is the message that
    answered, so that an edited question can edit its answer. ``vote`` is what the asker thought of it,
    ``shown`` how much of the answer is shown (0 short, 1 normal, 2 everything). ``asker`` is Telegram's id.
    """

    __table_args__ = (
        one_of("state", "answered", "unsure", "outside", "passed_on", "resolved", "withdrawn"),
        one_of("audience", *AUDIENCES),
        one_of("vote", "none", "helpful", "not_for_me"),
        Index("ix_question_chat_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = chat_reference(index=False)
    thread_id: int | None = telegram_id(default=None)
    message_id: int | None = telegram_id(default=None)
    asker: int = telegram_id(index=True)
    text: str | None = Field(default=None, sa_type=Text)
    state: str
    audience: str
    vote: str = "none"
    pointers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    shown: int = 1
    answer_outbox_id: int | None = None
    asked_at: datetime = Field(index=True)


class Dialogue(SQLModel, table=True):
    """Where somebody is in a dialogue: one open step for each chat, thread and speaker (Telegram's id).

    ``thread`` is 0 outside forum topics, since NULLs would not be unique.
    """

    __table_args__ = (UniqueConstraint("chat_id", "thread", "speaker"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = chat_reference(index=False)
    thread: int = telegram_id(default=0)
    speaker: int = telegram_id(index=True)
    name: str
    step: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    expires_at: datetime = Field(index=True)
