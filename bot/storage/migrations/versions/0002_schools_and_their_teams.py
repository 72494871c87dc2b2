"""Schools and their teams"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_school()
    _make_change()
    _make_invite()
    _make_member()
    _make_mentor()
    _make_mentorship()
    _make_preference()
    _make_school_chat()


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("school_chat")
    op.drop_table("preference")
    op.drop_table("mentorship")
    op.drop_table("mentor")
    op.drop_table("member")
    op.drop_table("invite")
    op.drop_table("change")
    op.drop_table("school")


def _make_school() -> None:
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("trust", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("phase", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("local_authority", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("framework", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=True),
        sa.Column("local_numbers", sa.JSON(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "framework IN ('graded_2019', 'graded_2024', 'report_card_2025', 'none')",
            name=op.f("ck_school_framework"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_trust"), ["trust"], unique=False)


def _make_change() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_change_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_change_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_school_id"), ["school_id"], unique=False)


def _make_invite() -> None:
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("code_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("invited_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('senco', 'headteacher', 'senior_leader', 'trust_leader', 'governor', 'mentor')",
            name=op.f("ck_invite_role"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'claimed', 'used', 'revoked', 'refused')", name=op.f("ck_invite_state")
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_invite_claimed_by_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invite_made_by_person")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_invite_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invite_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invite_token_hash")),
    )
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_invite_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_invite_school_id"), ["school_id"], unique=False)


def _make_member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("joined_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('senco', 'headteacher', 'senior_leader', 'trust_leader', 'governor')",
            name=op.f("ck_member_role"),
        ),
        sa.CheckConstraint("state IN ('active', 'left')", name=op.f("ck_member_state")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_member_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_member_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_member_active",
            ["school_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )


def _make_mentor() -> None:
    op.create_table(
        "mentor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("works_on", sa.JSON(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentor_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mentor")),
    )


def _make_mentorship() -> None:
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("meetings_planned", sa.Integer(), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("stage IN ('gather', 'plan', 'do', 'review')", name=op.f("ck_mentorship_stage")),
        sa.CheckConstraint("state IN ('active', 'ended')", name=op.f("ck_mentorship_state")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_mentorship_deputy_id_person")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_mentorship_mentor_id_person")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_mentorship_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
    )
    with op.batch_alter_table("mentorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_mentorship_active_school",
            ["school_id"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )


def _make_preference() -> None:
    op.create_table(
        "preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("paused_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("away_how", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("shares_questions", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.JSON(), nullable=False),
        sa.Column("feed_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_preference_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_preference_school_id_school"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preference")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_preference_feed_hash")),
    )


def _make_school_chat() -> None:
    op.create_table(
        "school_chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("card_outbox_id", sa.Integer(), nullable=True),
        sa.Column("card_meeting_id", sa.Integer(), nullable=True),
        sa.Column("card_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("pin_asked", sa.Boolean(), nullable=False),
        sa.Column("missing_told", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'confirmed')", name=op.f("ck_school_chat_state")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_school_chat_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_school_chat_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_school_chat_confirmed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_chat_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_school_chat")),
    )
    with op.batch_alter_table("school_chat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_chat_school_id"), ["school_id"], unique=False)
