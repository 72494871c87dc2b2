"""``python -m bot rehearse``: the real bot on a local Telegram, with an invented school to try it on."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.application import MentoringBot, StartError
from bot.clock import Clock
from bot.config import read_config
from bot.rehearsal.server import LocalTelegram
from bot.story import Story, tell
from knowledge import load

TOKEN = "1000000001:rehearsal-token-of-this-computer-only"  # noqa: S105  opens nothing outside this computer
BOT_NAME = "SendMentorBot"


@asynccontextmanager
async def rehearsal(port: int, database: str | None = None) -> AsyncIterator[str]:
    """Start everything; gives the address of the page. ``database`` is a file to keep the data in."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rehearsal-")))
        url = f"sqlite+aiosqlite:///{database or folder / 'rehearsal.sqlite3'}"
        bot: MentoringBot

        async def move_clock(target: datetime) -> None:
            await bot.move_clock(target)

        def committed(update_id: int) -> None:
            telegram.note("transaction", "Change and answer committed together", {"update_id": update_id})

        async def jump(control: str) -> None:
            await tell(bot, people, control)
            telegram.state_changed()

        telegram = LocalTelegram(port=port, token=TOKEN, now=clock.now, on_clock=move_clock, on_control=jump)
        try:
            await stack.enter_async_context(telegram)
        except OSError:
            raise StartError(f"Port {port} is taken. Choose another with --port.") from None
        people = Story.cast(telegram)
        config = read_config(
            None,
            bot_token=TOKEN,
            telegram_api_url=telegram.api_url,
            telegram_file_url=telegram.file_url,
            database_url=url,
            programme_leads=(people.lead.id,),
            controller="The rehearsal on this computer",
            data_protection_contact="you",
            pace_overall=0,
            pace_private=0,
            pace_group_minute=0,
        )
        bot = await stack.enter_async_context(MentoringBot(config, clock, load(), watch=committed))
        await tell(bot, people, "meeting2")
        yield telegram.page_url
