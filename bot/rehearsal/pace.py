"""Watches how fast the bot sends, against what Telegram advises. Findings only: nothing is refused.

The limits are those of Telegram's FAQ for bots: about 30 messages a second over all, one a second in
a private chat (short bursts pass), 20 a minute in a group.
"""

import time
from collections import deque

from bot.rehearsal.chat import Chat

OVERALL, OVERALL_SECONDS = 30, 1.0
PRIVATE_BURST, PRIVATE_PER_SECOND = 5, 1.0
GROUP, GROUP_SECONDS = 20, 60.0
SENDING = frozenset({"sendMessage", "sendDocument", "sendPhoto", "forwardMessage", "copyMessage"})
_SLACK = 0.05


class Pace:
    """Counts sends on real time. ``findings`` name the limit and the kind of chat, once for each crossing."""

    def __init__(self, *, watching: bool = True) -> None:
        self.watching = watching
        self.findings: list[str] = []
        self._overall: deque[float] = deque(maxlen=OVERALL)
        self._groups: dict[int, deque[float]] = {}
        self._private: dict[int, tuple[float, float]] = {}

    def sent(self, chat: Chat, at: float | None = None) -> None:
        """A message went to ``chat`` at ``at`` (seconds of a clock that never jumps)."""
        if not self.watching:
            return
        at = time.monotonic() if at is None else at
        self._window(self._overall, OVERALL_SECONDS, at, f"more than {OVERALL} messages a second over all")
        if chat.kind == "private":
            self._bucket(chat.id, at)
        else:
            times = self._groups.setdefault(chat.id, deque(maxlen=GROUP))
            self._window(times, GROUP_SECONDS, at, f"more than {GROUP} messages a minute in a group")

    def _window(self, times: deque[float], seconds: float, at: float, finding: str) -> None:
        if len(times) == times.maxlen and at - times[0] < seconds * (1 - _SLACK):
            self.findings.append(finding)
        times.append(at)

    def _bucket(self, chat_id: int, at: float) -> None:
        level, last = self._private.get(chat_id, (0.0, at))
        level = max(0.0, level - (at - last) * PRIVATE_PER_SECOND) + 1
        self._private[chat_id] = (level, at)
        if level > PRIVATE_BURST + _SLACK:
            self.findings.append(f"more than {PRIVATE_PER_SECOND:g} message a second in a private chat")
