"""The bot in a process of its own that dies without warning at a named point: ``child.py POINT N``.

Points: ``before_commit`` and ``after_commit`` of a handled update, ``mid_send`` (the call has gone out, its
answer has not been looked at), ``stored`` (an update was just written down), ``never``.
"""

import asyncio
import os
import signal
import sys
from typing import Any

from bot.application import MentoringBot
from bot.clock import Clock
from bot.config import read_config
from bot.logs import set_up_logging
from bot.runtime import delivery
from bot.runtime.intake import Inbox
from bot.storage.work import Work
from knowledge import load


class Countdown:
    """Kills this very process at the Nth call."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str, die: Countdown) -> None:
    """Make the point deadly."""
    if point == "mid_send":
        sent = delivery.call

        async def call(*given: Any) -> Any:
            outcome = await sent(*given)
            die()
            return outcome

        delivery.call = call  # type: ignore[assignment]
    elif point in ("before_commit", "after_commit"):
        leave = Work.__aexit__

        async def leaving(self: Work, *given: Any) -> None:
            if point == "before_commit":
                die()
            await leave(self, *given)
            if point == "after_commit":
                die()

        Work.__aexit__ = leaving  # type: ignore[method-assign,assignment]
    elif point == "stored":
        put = Inbox.put

        async def putting(self: Inbox, item: Any) -> None:
            await put(self, item)
            die()

        Inbox.put = putting  # type: ignore[method-assign]


async def main() -> None:
    """Run until killed or told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with MentoringBot(read_config(None), Clock(), load()) as bot:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await bot.run(stop)


if __name__ == "__main__":
    set_up_logging("ERROR")
    arm(sys.argv[1], Countdown(int(sys.argv[2])))
    asyncio.run(main())
