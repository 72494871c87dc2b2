"""What the bot does by itself, registered with the schedule by the application."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.mentoring.duty import Duty
from bot.mentoring.retention import purge
from bot.storage.database import Database
from handlers.group_card import Keeping
from handlers.later import Snoozes
from handlers.menus import OwnMenus
from handlers.passing_on import PassingOn
from handlers.reminding import Reminding
from handlers.summaries import Summaries

if TYPE_CHECKING:
    from handlers.services import Services

PURGE_EVERY = timedelta(hours=6)


def duties(services: "Services") -> list[Duty]:
    """Every duty, in the order in which a tick does them."""
    reminding = Reminding(services)
    snoozes = Snoozes(services)
    summaries = Summaries(services)
    passing_on = PassingOn(services)
    keeping = Keeping(services)
    return [
        Duty("reminders", reminding.run, reminding.next_at),
        Duty("snoozes", snoozes.run, snoozes.next_at),
        Duty("summaries", summaries.run, summaries.next_at),
        Duty("questions", passing_on.run, passing_on.next_at),
        Duty("group cards", keeping.run, keeping.next_at),
        Duty("menus", OwnMenus(services).run),
        Duty("retention", _Retention(services)),
    ]


class _Retention:
    """Purges at the first tick and then every few hours of agreed time."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._next: datetime | None = None

    async def __call__(self, database: Database, now: datetime) -> None:
        if self._next is not None and now < self._next:
            return
        config, clock = self._services.config, self._services.clock
        await purge(
            database,
            now,
            clock.real(),
            config.question_retention_days,
            config.record_retention_months,
            config.programme_leads,
        )
        self._next = now + PURGE_EVERY
