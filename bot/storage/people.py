"""People and the chats they use."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from bot.storage.base import one_of, telegram_id


class Person(SQLModel, table=True):
    """Somebody who uses the bot, or who is named in a school's team without being on Telegram.

    ``reach`` says whether a private message can arrive: "unknown" until the person has pressed Start.
    ``answers`` is the person's wish for full or short answers.
    """

    __table_args__ = (
        one_of("reach", "unknown", "yes", "blocked"),
        one_of("answers", "full", "short"),
    )

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int | None = telegram_id(default=None, unique=True)
    name: str
    username: str | None = None
    reach: str = "unknown"
    answers: str = "full"
    created_at: datetime


class Chat(SQLModel, table=True):
    """A chat of Telegram's, under Telegram's own id.

    ``menu`` names the commands of a menu made for this chat alone; None where it shows everybody's.
    """

    __table_args__ = (
        one_of("kind", "private", "group", "supergroup", "channel"),
        one_of("state", "active", "left", "blocked", "migrated"),
        one_of("bot_is", "member", "administrator"),
    )

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    kind: str
    title: str | None = None
    is_forum: bool = False
    state: str = "active"
    bot_is: str = "member"
    menu: str | None = None
    created_at: datetime
