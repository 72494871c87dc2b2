"""A local Telegram with three people, and a real python-telegram-bot bot to talk to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    """A running local Telegram; pace is not watched."""
    async with LocalTelegram(watch_pace=False) as found:
        yield found


@pytest.fixture
def amina(telegram: LocalTelegram) -> Person:
    """A SENCO who pressed Start."""
    return telegram.add_person("Amina Example", "amina_senco", "SENCO", started=True)


@pytest.fixture
def bryn(telegram: LocalTelegram) -> Person:
    """A headteacher without a username who never pressed Start."""
    return telegram.add_person("Bryn Example", about="Headteacher")


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """A bot that is not polling: tests make its calls."""
    request = HTTPXRequest(read_timeout=5)
    polling = HTTPXRequest(read_timeout=5)
    found = Bot(
        telegram.token,
        base_url=telegram.api_url,
        base_file_url=telegram.file_url,
        request=request,
        get_updates_request=polling,
    )
    async with found:
        yield found
