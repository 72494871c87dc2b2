"""Trouble on demand: what a network and a busy Telegram do to a bot."""

from dataclasses import dataclass
from typing import Literal, get_args

from bot.rehearsal.chat import Chat
from bot.rehearsal.refused import Refused

Kind = Literal["429", "502", "cut_before", "cut_after", "timeout"]
AFTER: frozenset[str] = frozenset({"cut_after", "timeout"})
UNKNOWN_OUTCOME: frozenset[str] = frozenset({"502", "cut_before", "cut_after", "timeout"})


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next ``times`` calls that fit.

    ``cut_before`` closes the connection without effect, ``cut_after`` with it; ``timeout`` does what
    was asked and never answers. ``429`` and ``502`` refuse without effect.
    """

    method: str
    kind: Kind
    times: int
    retry_after: int
    chat: int | None


class Faults:
    """The trouble waiting to happen, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self.happened: list[Fault] = []

    def add(self, method: str, kind: Kind, times: int, retry_after: int, chat: Chat | int | None) -> None:
        """Queue trouble for a method ("*" for any but getUpdates), in one chat or in all."""
        if kind not in get_args(Kind):
            raise ValueError(f"{kind!r} is no kind of fault")
        chat_id = chat.id if isinstance(chat, Chat) else chat
        self.waiting.append(Fault(method, kind, times, retry_after, chat_id))

    def take(self, method: str, chat: object) -> Fault | None:
        """The trouble for this call, used up by it."""
        for fault in self.waiting:
            fits = fault.method == method or (fault.method == "*" and method != "getUpdates")
            if fits and (fault.chat is None or fault.chat == chat):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                self.happened.append(fault)
                return fault
        return None


def refuse(fault: Fault) -> None:
    """Raise what Telegram answers for trouble that comes with an answer."""
    if fault.kind == "429":
        seconds = fault.retry_after
        raise Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
    if fault.kind == "502":
        raise Refused(502, "Bad Gateway")
