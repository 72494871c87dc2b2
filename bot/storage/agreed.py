"""What the team works on and has agreed: findings, notes, decisions, actions, evidence, check-ins."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of

SEEN_BY = ("team", "mentorship", "mentor", "owner")
"""Who can see a record: the school's team and mentor; its author and the mentor; mentors alone; its owner."""


class Finding(SQLModel, table=True):
    """Something the inspection report asked the school to improve. Everything else can hang on one."""

    __table_args__ = (
        one_of("state", "open", "closed"),
        Index("ix_finding_school_place", "school_id", "place"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE")
    text: str = Field(sa_type=Text)
    place: int
    state: str = "open"
    made_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime
    closed_at: datetime | None = None


class Note(SQLModel, table=True):
    """A note or a decision, of a meeting or between meetings."""

    __table_args__ = (one_of("kind", "note", "decision"), one_of("audience", *SEEN_BY))

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", ondelete="SET NULL", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id", ondelete="SET NULL", index=True)
    author_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    kind: str = "note"
    text: str = Field(sa_type=Text)
    audience: str = "team"
    at: datetime = Field(index=True)


class Action(SQLModel, table=True):
    """Something one person has said they will do. ``due`` is a day, in the school's own calendar."""

    __table_args__ = (
        one_of("state", "open", "done", "moved", "needs_help", "dropped"),
        one_of("audience", *SEEN_BY),
        Index("ix_action_state_due", "state", "due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", ondelete="SET NULL", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id", ondelete="SET NULL", index=True)
    owner_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    text: str = Field(sa_type=Text)
    due: date | None = None
    state: str = "open"
    audience: str = "team"
    made_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime
    changed_at: datetime


class ActionChange(SQLModel, table=True):
    """One step in an action's history."""

    __tablename__ = "action_change"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", ondelete="CASCADE", index=True)
    state: str
    due: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime


class CheckIn(SQLModel, table=True):
    """How it is going, in one tap (1 very hard, 5 going well) and maybe a line, for their mentor's eyes."""

    __tablename__ = "check_in"
    __table_args__ = (one_of("audience", *SEEN_BY),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    value: int
    words: str | None = Field(default=None, sa_type=Text)
    audience: str = "mentorship"
    at: datetime
