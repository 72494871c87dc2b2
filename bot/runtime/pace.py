"""How fast messages may go: Telegram's limits as configuration, kept in the one process that sends.

All times are seconds of the event loop's clock.
"""

from collections import deque
from dataclasses import dataclass

PRIVATE_BURST = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages a second overall and in a private chat, and a minute in a group; 0 means no limit."""

    overall: float = 25.0
    private: float = 1.0
    group_minute: float = 20.0


class Pacer:
    """Says when the next message may go, overall and in each chat."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = 0.0
        self._pauses: dict[int, float] = {}
        self._private: dict[int, float] = {}
        self._group: dict[int, deque[float]] = {}

    def next_slot(self) -> float:
        """When the next message of all may go."""
        return self._next

    def ready_at(self, chat_id: int) -> float:
        """When the next message to this chat may go; groups have negative ids."""
        ready = self._pauses.get(chat_id, 0.0)
        if chat_id < 0:
            return max(ready, self._group_ready(chat_id))
        if self._pace.private > 0:
            ready = max(ready, self._private.get(chat_id, 0.0) - (PRIVATE_BURST - 1) / self._pace.private)
        return ready

    def waiting(self, now: float) -> dict[int, float]:
        """The chats that may not be written to yet, and until when; forgets the ones that may."""
        held = {*self._pauses, *self._private, *self._group}
        until = {chat: self.ready_at(chat) for chat in held}
        for chat, ready in until.items():
            if ready <= now:
                self._forget(chat, now)
        return {chat: ready for chat, ready in until.items() if ready > now}

    def took(self, chat_id: int, now: float) -> None:
        """A message to this chat goes now."""
        if self._pace.overall > 0:
            self._next = max(self._next, now) + 1 / self._pace.overall
        if chat_id < 0 and self._pace.group_minute > 0:
            self._group.setdefault(chat_id, deque()).append(now)
        elif chat_id >= 0 and self._pace.private > 0:
            self._private[chat_id] = max(self._private.get(chat_id, 0.0), now) + 1 / self._pace.private

    def hold(self, chat_id: int, until: float) -> None:
        """Telegram asked to wait with this chat; when three chats wait, everybody does."""
        self._pauses[chat_id] = max(until, self._pauses.get(chat_id, 0.0))
        if len(self._pauses) >= 3:
            self._next = max(self._next, min(self._pauses.values()))

    def _group_ready(self, chat_id: int) -> float:
        sent = self._group.get(chat_id)
        if not sent or len(sent) < self._pace.group_minute:
            return 0.0
        return sent[-int(self._pace.group_minute)] + 60

    def _forget(self, chat_id: int, now: float) -> None:
        self._pauses.pop(chat_id, None)
        if self._private.get(chat_id, now + 1) <= now:
            del self._private[chat_id]
        sent = self._group.get(chat_id)
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if sent is not None and not sent:
            del self._group[chat_id]
