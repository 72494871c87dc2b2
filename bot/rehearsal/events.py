"""How waiting tests and open pages hear that something changed."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")
Listener = Callable[[str, dict[str, Any]], None]


class Signal:
    """Wakes everybody who waits; waiters look again and wait on if it was not for them."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def give(self) -> None:
        """Something changed."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, look: Callable[[], Found | None], seconds: float) -> Found:
        """What ``look`` gives once it gives something true; TimeoutError after ``seconds``."""
        async with asyncio.timeout(seconds):
            while not (found := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
        return found


class Events:
    """Events for pages: name and payload, handed to each listener at once."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def publish(self, event: str, payload: Callable[[], dict[str, Any]]) -> None:
        """Tell the listeners. ``payload`` is only built when somebody listens."""
        if self.listeners:
            content = payload()
            for listener in list(self.listeners):
                listener(event, content)
