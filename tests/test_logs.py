"""Logs can be shown to anybody: at DEBUG, with everything going wrong, no word, name or token is in them."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from sqlalchemy.exc import IntegrityError
from telegram import Bot, Update
from tornado.httpclient import AsyncHTTPClient
from tornado.testing import bind_unused_port

from bot.clock import Clock
from bot.logs import AllowListFormatter, set_up_logging
from bot.runtime.web import webhook_server
from bot.storage.database import Database
from bot.storage.people import Person
from bot.storage.upgrade import upgrade
from tests.conftest import NOON
from tests.end_to_end.harness import World

SECRET_WORDS = "zebrafinch words"
NAME = "Quillon Ferrars"
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMM"
LIBRARIES = ("telegram.ext", "httpx", "httpcore.http11", "tornado.access", "sqlalchemy.engine.Engine")
MORE = ("apscheduler.executors.default", "asyncio", "aiosqlite", "alembic", "py.warnings", "anything.else")


@pytest.fixture
def log_all() -> Iterator[Callable[[], None]]:
    """Sets logging up as the bot does, when called; put back afterwards."""
    root = logging.getLogger()
    level, raises = root.level, logging.raiseExceptions
    yield lambda: set_up_logging("DEBUG")
    for handler in [one for one in root.handlers if isinstance(one.formatter, AllowListFormatter)]:
        root.removeHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = raises
    structlog.reset_defaults()


def lines(text: str) -> list[dict[str, Any]]:
    """Every line that was logged; each must be JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", [*LIBRARIES, *MORE])
def test_of_a_librarys_record_only_where_and_what_kind_remains(
    name: str, log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its words carry addresses with the token, texts and SQL values: so no message, no values, no error."""
    log_all()
    logger = logging.getLogger(name)
    logger.error("POST https://api.telegram.org/bot%s/sendMessage %s", TOKEN, SECRET_WORDS)
    logger.critical(f"{TOKEN} {SECRET_WORDS}", extra={"text": SECRET_WORDS, "chat_id": NAME})  # noqa: G004
    try:
        raise ValueError(SECRET_WORDS)
    except ValueError:
        logger.exception("failed for %s", NAME, stack_info=True)
    said = capsys.readouterr().err
    for hidden in (TOKEN, SECRET_WORDS, NAME):
        assert hidden not in said
    found = lines(said)
    assert [line["logger"] for line in found] == [name] * 3
    assert found[2]["error"] == "ValueError"


def test_of_our_own_records_only_listed_fields_remain(
    log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A field nobody listed may hold what people wrote; an error keeps its kind and where it came from."""
    log_all()
    log = structlog.get_logger("bot.tests")
    try:
        raise ValueError(SECRET_WORDS)
    except ValueError:
        log.exception("it failed", text=SECRET_WORDS, name=NAME, update_id=4)
    said = capsys.readouterr().err
    assert SECRET_WORDS not in said
    assert NAME not in said
    found = lines(said)[0]
    assert (found["event"], found["update_id"], found["error"]) == ("it failed", 4, "ValueError")
    assert "test_logs.py" in found["frames"][0]


def test_a_record_that_cannot_be_written_is_not_shown_instead(
    log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Python's own complaint about a failed log line repeats its message and values."""
    log_all()
    structlog.get_logger("bot.tests").warning("odd", reason=object(), error=float)
    handler = next(
        one for one in logging.getLogger().handlers if isinstance(one.formatter, AllowListFormatter)
    )
    handler.setFormatter(_Broken())
    logging.getLogger("httpx").error("%s", SECRET_WORDS)
    assert SECRET_WORDS not in capsys.readouterr().err


class _Broken(AllowListFormatter):
    def format(self, record: logging.LogRecord) -> str:
        raise ValueError(record.msg)


async def _written(database: Database) -> None:
    async with database.write() as session:
        session.add(Person(telegram_id=7, name=NAME, created_at=NOON))


async def test_a_broken_rule_of_the_database_does_not_show_the_values(
    tmp_path: Path, log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in the log nor in the error's own words."""
    log_all()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    await upgrade(database, NOON)
    await _written(database)
    with pytest.raises(IntegrityError) as raised:
        await _written(database)
    structlog.get_logger("bot.tests").error("not written", exc_info=raised.value)
    await database.close()
    said = capsys.readouterr().err
    assert NAME not in said
    assert NAME not in str(raised.value)
    assert any(line.get("error") == "IntegrityError" for line in lines(said))


async def test_a_body_that_is_no_update_is_not_shown(
    log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Only that there was one."""
    log_all()

    async def take(_update: Update) -> None:
        raise ValueError(SECRET_WORDS)

    socket, port = bind_unused_port()
    server = webhook_server(cast(Bot, None), take, "/hook", TOKEN)
    server.add_socket(socket)
    headers = {"X-Telegram-Bot-Api-Secret-Token": TOKEN}
    for body in (
        f'{{"update_id": "{SECRET_WORDS}',
        f'{{"update_id": 4, "x": "{SECRET_WORDS}"}}',
        f'["{NAME}"]',
    ):
        url = f"http://127.0.0.1:{port}/hook"
        await AsyncHTTPClient().fetch(url, method="POST", body=body, headers=headers, raise_error=False)
    server.stop()
    said = capsys.readouterr().err
    assert "webhook body not understood" in said
    for hidden in (SECRET_WORDS, NAME, TOKEN):
        assert hidden not in said


async def test_a_whole_conversation_with_a_crash_logs_no_word_of_it(
    tmp_path: Path, clock: Clock, log_all: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Starting, asking, pressing, a handler that keeps failing, stopping; all at DEBUG."""
    log_all()
    async with World(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", clock) as world:
        user = world.telegram.add_person(NAME, "quillonf", started=True)
        await world.says(user, "what is the graduated approach, zebrafinch")
        world.bot.services.knowledge = None  # type: ignore[assignment]
        await user.say(f"{SECRET_WORDS} again")
        await world.settled()
        token = world.telegram.token
    said = capsys.readouterr().err
    assert "update set aside" in said
    assert len(lines(said)) > 20
    for hidden in ("zebrafinch", "Quillon", "quillonf", token, token.partition(":")[2]):
        assert hidden not in said
