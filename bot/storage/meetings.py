"""Meetings, who comes, the cards that show them, and what was sent about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.storage.base import chat_reference, one_of
from bot.storage.schools import STAGES


class Meeting(SQLModel, table=True):
    """One meeting of a mentorship.

    ``starts_at`` is the instant; ``wall`` ("2026-12-03T15:30") and ``zone`` are what people agreed on, so
    that a change of clock rules can be applied again. ``version`` rises with every change and is the
    calendar file's SEQUENCE; ``uid`` never changes. A planned meeting counts as held once it has begun.
    """

    __table_args__ = (
        one_of("stage", *STAGES),
        one_of("state", "planned", "cancelled"),
        Index("ix_meeting_state_starts", "state", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    number: int
    stage: str
    title: str
    starts_at: datetime
    wall: str
    zone: str
    minutes: int = 60
    place: str | None = None
    state: str = "planned"
    version: int = 0
    uid: str = Field(unique=True)
    organiser_id: int = Field(foreign_key="person.id")
    finding_id: int | None = Field(default=None, foreign_key="finding.id", ondelete="SET NULL")
    agenda: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime
    changed_at: datetime


class Rsvp(SQLModel, table=True):
    """One person's answer to one meeting; "none" until they answer. ``set_by`` where somebody else set it."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        one_of("answer", "none", "yes", "no", "other_time"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    answer: str = "none"
    proposal: str | None = Field(default=None, sa_type=Text)
    confirmed_version: int | None = None
    set_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime | None = None


class MeetingCard(SQLModel, table=True):
    """Where a meeting's card stands, so that it is kept current by edits."""

    __tablename__ = "meeting_card"
    __table_args__ = (UniqueConstraint("meeting_id", "chat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    chat_id: int = chat_reference()
    outbox_id: int


class Snooze(SQLModel, table=True):
    """A reminder that somebody wants once more at a moment they chose, for the time then agreed (``wall``).

    It is handled once its key stands among the notices, as with every reminder.
    """

    key: str = Field(primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    wall: str
    due_at: datetime = Field(index=True)


class Notice(SQLModel, table=True):
    """Something that was due to be said unasked, and what became of it: written once under its key.

    ``state`` "sent" means handed to the outbox; "skipped" carries the reason it was not.
    """

    __table_args__ = (one_of("state", "sent", "skipped"),)

    key: str = Field(primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str
    state: str
    reason: str | None = None
    at: datetime = Field(index=True)
