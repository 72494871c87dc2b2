"""A duty: something the programme does by itself when it is due."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Duty:
    """Something done when it is due; ``runtime.schedule`` knocks, the duty knows what is due.

    ``run`` does all that is due at ``now``, each thing in its own transaction, and may be called again.
    ``next_at`` gives the first instant after ``now`` at which there will be something to do, if any.
    """

    name: str
    run: Callable[[Database, datetime], Awaitable[None]]
    next_at: Callable[[Database, datetime], Awaitable[datetime | None]] | None = None
