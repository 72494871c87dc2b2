"""The world of an end-to-end test: fails when the bot broke a rule of the Bot API."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from tests.end_to_end.harness import World


@pytest.fixture
async def world(database_url: str, clock: Clock) -> AsyncIterator[World]:
    """A local Telegram with the bot on it, on each database."""
    async with World(database_url, clock) as found:
        yield found
    assert found.telegram.violations == []
