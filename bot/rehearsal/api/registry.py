"""Where methods are found by name, and what each of them is given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal.chat import Chat

if TYPE_CHECKING:
    from bot.rehearsal.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Call:
    """One call: its checked values, its uploaded files by part name, and the world to change.

    A method leaves the chat it is about in ``chat``, for records and pace.
    """

    world: "World"
    values: Json
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    chat: Chat | None = None


Answer = Any
Implementation = Callable[[Call], Answer | Awaitable[Answer]]
METHODS: dict[str, Implementation] = {}


def method(name: str) -> Callable[[Implementation], Implementation]:
    """Register a function as the method of that name. It returns the ``result``, or raises Refused."""

    def register(function: Implementation) -> Implementation:
        METHODS[name] = function
        return function

    return register
