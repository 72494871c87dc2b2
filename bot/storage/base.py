"""What every table shares: constraint names, states as checked words, and time-stamps in UTC.

Imported before any model, since a naming convention only reaches tables made after it.
"""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, *words: str) -> CheckConstraint:
    """A check that ``column`` holds one of ``words``: states are plain text, never native enums."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def telegram_id(**options: Any) -> Any:
    """A field for a number that Telegram gave: ids of supergroups do not fit 32 bits."""
    return Field(sa_type=BigInteger, **options)


def chat_reference(**options: Any) -> Any:
    """A reference to ``chat.id`` that follows when a group is upgraded and its id changes."""
    return Field(
        sa_type=BigInteger,
        foreign_key="chat.id",
        ondelete="CASCADE",
        index=options.pop("index", True),
        **options,
    )
