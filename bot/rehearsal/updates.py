"""The queue of updates and the long poll that empties it."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.rehearsal.events import Signal
from bot.rehearsal.refused import Refused

Json = dict[str, Any]
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Updates:
    """What the bot has not taken yet. A higher offset, or a webhook's 200, confirms an update."""

    def __init__(self, changed: Signal, note: Callable[[str, str, Json], None]) -> None:
        self.pending: deque[Json] = deque()
        self.confirmed = 0
        self.last_id = random.randint(100_000_000, 900_000_000)  # noqa: S311  only has to look like Telegram's
        self.allowed: frozenset[str] | None = None
        self.webhook_active = False
        self.arrived = Signal()
        self._changed = changed
        self._note = note
        self._poll: asyncio.Future[None] | None = None

    @property
    def polling(self) -> bool:
        """Whether a long poll is waiting."""
        return self._poll is not None and not self._poll.done()

    def add(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if self.allowed is None and kind in ON_REQUEST:
            return
        if self.allowed is not None and kind not in self.allowed:
            return
        self.last_id += 1
        self.pending.append({"update_id": self.last_id, kind: payload})
        self._note("update", kind, {"update_id": self.last_id, kind: payload})
        if self._poll is not None and self.polling:
            self._poll.set_result(None)
        self.arrived.give()

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds are wanted: None keeps the setting, an empty list is Telegram's default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget what lies before ``offset``; a negative one keeps only that many of the newest."""
        if offset < 0:
            while len(self.pending) > -offset:
                self._forget()
            return
        while self.pending and self.pending[0]["update_id"] < offset:
            self._forget()

    def clear(self) -> None:
        """Forget everything."""
        while self.pending:
            self._forget()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109  Telegram's own
        """Updates from ``offset`` on, after at most ``timeout`` seconds. Ends an older poll with 409."""
        if self.webhook_active:
            raise Refused(409, _WEBHOOK)
        if self._poll is not None and self.polling:
            self._poll.set_exception(Refused(409, _TERMINATED))
        self.confirm(offset)
        if not self.pending and timeout > 0:
            mine = self._poll = asyncio.get_running_loop().create_future()
            self._changed.give()
            try:
                async with asyncio.timeout(timeout):
                    await mine
            except TimeoutError:
                pass
            finally:
                if self._poll is mine:
                    self._poll = None
        return [self.pending[index] for index in range(min(limit, len(self.pending)))]

    def interrupt(self) -> None:
        """End the open poll, because a webhook was set or the server stops."""
        if self._poll is not None and self.polling:
            self._poll.set_exception(Refused(409, _TERMINATED))

    def _forget(self) -> None:
        self.confirmed = max(self.confirmed, self.pending.popleft()["update_id"])
        self._changed.give()
