"""One typed configuration, read once at the start from the environment and ``.env``.

Every name is explained in ``.env.example``. A bad value, or a name in ``.env`` that nobody reads,
stops the start with one clear line (:class:`ConfigError`).
"""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM_API = "https://api.telegram.org/bot"
TELEGRAM_FILES = "https://api.telegram.org/file/bot"
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")


class ConfigError(Exception):
    """The configuration cannot be used; the message says what to change, one line a problem."""


class Config(BaseSettings):
    """Everything that may differ between two installations."""

    model_config = SettingsConfigDict(extra="forbid", env_ignore_empty=True, env_file_encoding="utf-8")

    bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM_API
    telegram_file_url: str = TELEGRAM_FILES
    database_url: str = "sqlite+aiosqlite:///data/bot.sqlite3"
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr | None = None
    health_listen: str | None = None
    programme_leads: Annotated[tuple[int, ...], NoDecode] = ()
    timezone: str = "Europe/London"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    open_questions: bool = True
    controller: str | None = None
    data_protection_contact: str | None = None
    question_retention_days: int = Field(default=90, ge=1, le=3650)
    record_retention_months: int = Field(default=12, ge=1, le=120)
    quiet_from: time = time(18, 0)
    quiet_until: time = time(8, 0)
    pace_overall: float = Field(default=25.0, ge=0)
    pace_private: float = Field(default=1.0, ge=0)
    pace_group_minute: float = Field(default=20.0, ge=0)

    @field_validator("programme_leads", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdigit() for part in parts):
            raise ValueError("write Telegram user ids separated by commas, like 12345, 67890")
        return tuple(int(part) for part in parts)

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("this does not look like a token from @BotFather (digits, a colon, letters)")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        scheme, mark, rest = value.partition("://")
        drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg"}
        drivers |= {"postgresql": "postgresql+asyncpg"}
        scheme = drivers.get(scheme, scheme)
        if not mark or scheme not in drivers.values():
            raise ValueError("write sqlite:///path/to/file or postgresql://user:password@host/name")
        return f"{scheme}://{rest}"

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("this is not a known time zone; for England write Europe/London") from error
        return value

    @field_validator("telegram_api_url", "telegram_file_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("write a whole address that starts with https://")
        return value

    @field_validator("webhook_listen", "health_listen")
    @classmethod
    def _listen(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[\w.:\[\]-]+:\d{1,5}", value):
            raise ValueError("write an address and a port, like 127.0.0.1:8443")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET: 16 or more letters and digits")
        if self.webhook_secret and not re.fullmatch(
            r"[A-Za-z0-9_-]{16,256}", self.webhook_secret.get_secret_value()
        ):
            raise ValueError("WEBHOOK_SECRET: use 16 to 256 letters, digits, _ and -")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The programme's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded database."""
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None for PostgreSQL and for a database in memory."""
        _, _, path = self.database_url.partition(":///")
        return Path(path) if self.is_sqlite and path and path != ":memory:" else None


def read_config(env_file: Path | str | None = ".env", **given: Any) -> Config:
    """Read the environment, then ``env_file``; ``given`` values win over both.

    Raises ConfigError with one plain line a problem; no value is repeated in it.
    """
    try:
        return Config(**{"_env_file": env_file, **given})
    except ValidationError as error:
        raise ConfigError("\n".join(_line(e["loc"], e["type"], e["msg"]) for e in error.errors())) from None


def _line(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]).upper() if where else ""
    if kind == "extra_forbidden":
        return f"{name}: nothing reads this name in .env; check its spelling against .env.example."
    message = message.removeprefix("Value error, ")
    return f"{name}: {message}." if name else f"{message}."
