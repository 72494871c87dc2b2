"""Updates in: stored and committed before Telegram is told that they arrived.

python-telegram-bot confirms an update as soon as its queue has taken it, so the queue is the door:
:meth:`Inbox.put` commits first. Polling and the webhook both come through it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.clock import Clock
from bot.runtime.sift import Guard, Sifted, sift
from bot.storage.database import Database
from bot.storage.updates import IncomingUpdate

log = structlog.get_logger("bot.runtime.intake")
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "inline_query",
)
ADOPT_AFTER = timedelta(seconds=30)
MayPass = Callable[[Update, str], Awaitable[bool]]


class Inbox(asyncio.Queue[Any]):
    """The application's update queue, with the database behind it. ``bot`` is set by the application."""

    bot: Bot

    def __init__(
        self, database: Database, clock: Clock, guard: Guard, may_pass: MayPass | None = None
    ) -> None:
        """``may_pass`` looks again at words stopped for a name: is it a colleague's?"""
        super().__init__()
        self._may_pass = may_pass
        self._database = database
        self._clock = clock
        self._guard = guard
        self._held: set[int] = set()

    async def put(self, item: Any) -> None:
        """Store an update, then hand it on; a duplicate stops here. Raises only NetworkError.

        Anything else (python-telegram-bot's stop signal) passes through.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            fresh = await self._stored(item)
        except Exception as error:
            log.error("update not stored", update_id=item.update_id, exc_info=error)
            raise NetworkError("the update could not be stored; it will come again") from None
        if fresh is not None:
            await self._enqueue(fresh)

    def release(self, update_id: int) -> None:
        """Forget that an update is in hand: it was handled, or set aside."""
        self._held.discard(update_id)

    async def adopt(self, older_than: timedelta = ADOPT_AFTER) -> int:
        """Take up open updates that nobody holds: after a restart, or from a replica that died."""
        before = self._clock.real() - older_than
        async with self._database.read() as session:
            rows = (
                await session.exec(
                    select(IncomingUpdate)
                    .where(IncomingUpdate.state == "new", IncomingUpdate.received_at <= before)
                    .order_by(col(IncomingUpdate.received_at), col(IncomingUpdate.update_id))
                )
            ).all()
        orphans = [row for row in rows if row.update_id not in self._held and row.raw is not None]
        for row in orphans:
            await self._enqueue(revive(row, self.bot))
        return len(orphans)

    async def _enqueue(self, update: Update) -> None:
        self._held.add(update.update_id)
        await super().put(update)

    async def _stored(self, update: Update) -> Update | None:
        """The update as it may be handled, or None where there is nothing (more) to do."""
        sifted = sift(update, self.bot.id, self.bot.username, self._guard)
        if (
            sifted.second_look is not None
            and self._may_pass is not None
            and await self._may_pass(update, sifted.second_look)
        ):
            sifted = sift(update, self.bot.id, self.bot.username, _let_through)
        if sifted.data is None and sifted.kind in ("inline_query", "chosen_inline_result"):
            return update
        async with self._database.write() as session:
            if not await _insert(session, sifted, self._clock.real()):
                return None
        if sifted.data is None:
            return None
        return update if sifted.kind == "callback_query" else Update.de_json(sifted.data, self.bot)


def _let_through(_words: str) -> None:
    """The guard's word for an update that passed the second look."""


def revive(row: IncomingUpdate, bot: Bot) -> Update:
    """An update as stored, ready to be handled."""
    return Update.de_json(json.loads(row.raw or "{}"), bot)


async def _insert(session: AsyncSession, sifted: Sifted, now: datetime) -> bool:
    nothing_to_do = sifted.data is None
    values = {
        "update_id": sifted.update_id,
        "lane": sifted.lane,
        "kind": sifted.kind,
        "raw": None if nothing_to_do else json.dumps(sifted.data, separators=(",", ":")),
        "guard": sifted.guard,
        "state": "done" if nothing_to_do else "new",
        "tries": 0,
        "received_at": now,
        "handled_at": now if nothing_to_do else None,
    }
    connection = await session.connection()
    done = await connection.execute(_INSERT[connection.dialect.name], values)
    return done.first() is not None


_TABLE = IncomingUpdate.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_INSERT = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.update_id)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
"""Built once: every update goes through here."""
