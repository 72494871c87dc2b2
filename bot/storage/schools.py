"""Schools, who is in their teams, and who mentors them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of

LEADER_ROLES = ("senco", "headteacher", "senior_leader", "trust_leader", "governor")
STAGES = ("gather", "plan", "do", "review")
FRAMEWORKS = ("graded_2019", "graded_2024", "report_card_2025", "none")


class School(SQLModel, table=True):
    """A setting in the programme. ``terms`` is its calendar (see ``mentoring.terms``).

    ``framework`` says under which inspection framework ``judgement`` (the published words) was given.
    ``local_numbers`` are what the school has set: dsl, mash, lado. A practice school is in no figures.
    """

    __table_args__ = (one_of("framework", *FRAMEWORKS),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    trust: str | None = Field(default=None, index=True)
    region: str | None = None
    phase: str | None = None
    local_authority: str | None = None
    framework: str = "none"
    judgement: str | None = Field(default=None, sa_type=Text)
    inspected_on: date | None = None
    terms: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    local_numbers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_practice: bool = False
    created_at: datetime


class Mentor(SQLModel, table=True):
    """A Regional SEND Leader. ``works_on`` are weekdays, 0 for Monday; empty means every weekday."""

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    region: str | None = None
    works_on: list[int] = Field(default_factory=list, sa_type=JSON)
    state: str = "active"
    created_at: datetime


class Mentorship(SQLModel, table=True):
    """One mentor and one school. ``deputy_id`` answers when the mentor is away."""

    __table_args__ = (
        one_of("stage", *STAGES),
        one_of("state", "active", "ended"),
        Index(
            "uq_mentorship_active_school",
            "school_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    mentor_id: int = Field(foreign_key="person.id", index=True)
    deputy_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    meetings_planned: int = 6
    stage: str = "gather"
    state: str = "active"
    started_at: datetime
    ended_at: datetime | None = None


class Member(SQLModel, table=True):
    """A person's place in a school's team. People who are not on Telegram are members too."""

    __table_args__ = (
        one_of("role", *LEADER_ROLES),
        one_of("state", "active", "left"),
        Index(
            "uq_member_active",
            "school_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    role: str
    state: str = "active"
    joined_at: datetime
    left_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A single-use invitation: only hashes of its link token and typed code are kept.

    ``role`` is a leader's role, or "mentor" (then there is no school). Higher roles wait for the inviter
    to confirm (``claimed_by`` set, state "claimed").
    """

    __table_args__ = (
        one_of("role", *LEADER_ROLES, "mentor"),
        one_of("state", "open", "claimed", "used", "revoked", "refused"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    code_hash: str = Field(unique=True)
    role: str
    school_id: int | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE", index=True)
    invited_name: str | None = None
    made_by: int = Field(foreign_key="person.id", index=True)
    claimed_by: int | None = Field(default=None, foreign_key="person.id")
    state: str = "open"
    expires_at: datetime = Field(index=True)
    made_at: datetime
    closed_at: datetime | None = None


class SchoolChat(SQLModel, table=True):
    """A leadership group that belongs to a school, once its mentor has confirmed it.

    ``card_outbox_id`` is the row that sent the group's own card, ``card_meeting_id`` the meeting it shows and
    ``card_until`` when it will have to show something else.
    ``pin_asked``: somebody has been asked to pin it, which happens once. ``missing_told`` is how many people
    here the bot cannot write to, as last told to an organiser.
    """

    __tablename__ = "school_chat"
    __table_args__ = (one_of("state", "asked", "confirmed"),)

    chat_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    school_id: int = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    state: str = "asked"
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    card_outbox_id: int | None = None
    card_meeting_id: int | None = None
    card_until: datetime | None = None
    pin_asked: bool = False
    missing_told: int = 0
    at: datetime


class Preference(SQLModel, table=True):
    """What a person has chosen: reminders, quiet, which school they speak of, absence.

    ``feed_hash`` is the fingerprint of the secret in the address of their calendar feed, if they have one.
    """

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    school_id: int | None = Field(default=None, foreign_key="school.id", ondelete="SET NULL")
    reminders: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    paused_until: datetime | None = None
    away_until: date | None = None
    away_how: str | None = None
    shares_questions: bool = False
    opened: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    feed_hash: str | None = Field(default=None, unique=True)


class Change(SQLModel, table=True):
    """What was changed by whom: the trail for leads and for handover. Never holds words people wrote."""

    id: int | None = Field(default=None, primary_key=True)
    school_id: int | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    what: str
    about: str | None = None
    at: datetime = Field(index=True)
