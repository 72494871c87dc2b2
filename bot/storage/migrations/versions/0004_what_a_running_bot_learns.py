"""What a running bot learns"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_taught()
    _make_miss()
    _make_passed()
    _make_taught_change()


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("taught_change")
    op.drop_table("passed")
    op.drop_table("miss")
    op.drop_table("taught")


def _make_taught() -> None:
    op.create_table(
        "taught",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entry_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("section", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'live', 'retired')", name=op.f("ck_taught_state")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_taught_made_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taught")),
    )
    with op.batch_alter_table("taught", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taught_changed_at"), ["changed_at"], unique=False)


def _make_miss() -> None:
    op.create_table(
        "miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_miss_state")),
        sa.CheckConstraint("why IN ('unsure', 'not_for_me')", name=op.f("ck_miss_why")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_miss_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss")),
        sa.UniqueConstraint("question_id", name=op.f("uq_miss_question_id")),
    )
    with op.batch_alter_table("miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_miss_at"), ["at"], unique=False)


def _make_passed() -> None:
    op.create_table(
        "passed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("answer_in", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("pointer", sa.JSON(), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_outbox_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.CheckConstraint("answer_in IN ('here', 'private')", name=op.f("ck_passed_answer_in")),
        sa.CheckConstraint("kind IN ('question', 'ring')", name=op.f("ck_passed_kind")),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'answered', 'withdrawn', 'closed')", name=op.f("ck_passed_state")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_passed_answered_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_passed_asker_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["person.id"], name=op.f("fk_passed_holder_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_passed_question_id_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_passed_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed")),
        sa.UniqueConstraint("question_id", name=op.f("uq_passed_question_id")),
    )
    with op.batch_alter_table("passed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passed_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_passed_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passed_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_passed_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passed_school_id"), ["school_id"], unique=False)


def _make_taught_change() -> None:
    op.create_table(
        "taught_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taught_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_taught_change_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["taught_id"], ["taught.id"], name=op.f("fk_taught_change_taught_id_taught"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taught_change")),
    )
    with op.batch_alter_table("taught_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taught_change_taught_id"), ["taught_id"], unique=False)
