"""Updates handled: in order within a chat, side by side between chats, one transaction each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from sqlalchemy import func, text, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, BaseUpdateProcessor, CallbackContext

from bot.clock import Clock
from bot.mentoring.errors import Refusal
from bot.runtime.intake import Inbox, revive
from bot.storage.database import Database
from bot.storage.updates import IncomingUpdate
from bot.storage.work import AlreadyHandled, Work

log = structlog.get_logger("bot.runtime.processor")
AT_ONCE = 32
MAX_TRIES = 3
_OUTER = 1_000_000  # PTB takes its slot before we can order anything, so its bound must never bind

Refuse = Callable[[Update, Refusal], Awaitable[None]]
SetAside = Callable[[AsyncSession, IncomingUpdate], Awaitable[None]]


class Processor(BaseUpdateProcessor):
    """Hands updates on. The database decides what is still open; the queue is only a wake-up.

    ``application`` is set by whoever builds both.
    """

    application: Application[Any, Any, Any, Any, Any, Any]

    def __init__(
        self,
        database: Database,
        clock: Clock,
        inbox: Inbox,
        *,
        refuse: Refuse,
        set_aside: SetAside,
        committed: Callable[[int], None],
    ) -> None:
        """``refuse`` words a refusal, ``set_aside`` tells programme leads.

        ``committed`` is called with the update's number after its transaction; it wakes delivery.
        """
        super().__init__(_OUTER)
        self._database = database
        self._clock = clock
        self._inbox = inbox
        self._refuse = refuse
        self._set_aside = set_aside
        self._committed = committed
        self._lanes: dict[int, tuple[asyncio.Lock, int]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.stopping = False

    async def initialize(self) -> None:
        """Nothing to allocate."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update in its lane's turn; PTB's own coroutine is made anew for each try."""
        if isinstance(coroutine, Coroutine):
            coroutine.close()
        if not isinstance(update, Update):
            return
        if update.inline_query or update.chosen_inline_result:
            await self._run(update)
            return
        lane = _lane(update)
        try:
            async with self._turn(lane), self._slots:
                if not self.stopping:
                    await self._handle(update, lane)
        finally:
            self._inbox.release(update.update_id)

    @property
    def busy(self) -> bool:
        """Whether any update is waiting or being handled."""
        return bool(self._lanes) or not self._inbox.empty()

    @asynccontextmanager
    async def _turn(self, lane: int) -> AsyncIterator[None]:
        lock, waiting = self._lanes.get(lane, (asyncio.Lock(), 0))
        self._lanes[lane] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._lanes.pop(lane)
            if waiting > 1:
                self._lanes[lane] = (lock, waiting - 1)

    async def _handle(self, update: Update, lane: int) -> None:
        if not self._database.is_sqlite:
            await self._handle_older(update.update_id, lane)
        for _ in range(MAX_TRIES):
            if await self._tried(update, lane):
                return

    async def _handle_older(self, update_id: int, lane: int) -> None:
        """On several replicas an older update of this chat may be open elsewhere: it goes first."""
        async with self._database.read() as session:
            rows = (
                await session.exec(
                    select(IncomingUpdate)
                    .where(IncomingUpdate.lane == lane, IncomingUpdate.state == "new")
                    .order_by(col(IncomingUpdate.received_at), col(IncomingUpdate.update_id))
                )
            ).all()
        for row in rows:
            if row.update_id == update_id:
                return
            older = revive(row, self._inbox.bot)
            for _ in range(MAX_TRIES):
                if await self._tried(older, lane):
                    break

    async def _tried(self, update: Update, lane: int) -> bool:
        """One try; True when the update needs no other."""
        work = Work(self._database, self._claim(update.update_id, lane))
        try:
            async with work:
                if not self._database.is_sqlite:
                    await work.session()
                await self._run(update)
                if isinstance(work.error, Refusal):
                    await work.undo()
                    await self._refuse(update, work.error)
                elif work.error is not None:
                    raise work.error
                await work.session()
        except AlreadyHandled:
            return True
        except Exception as error:
            log.warning("update failed", update_id=update.update_id, exc_info=error)
            work.answer = None
            return await self._count(update.update_id, error)
        finally:
            await self._answer_press(update, work)
        self._committed(update.update_id)
        return True

    async def _run(self, update: Update) -> None:
        await self.application.process_update(update)

    def _claim(self, update_id: int, lane: int) -> Callable[[AsyncSession], Awaitable[bool]]:
        async def claim(session: AsyncSession) -> bool:
            if not self._database.is_sqlite:
                connection = await session.connection()
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lane)"), {"lane": lane})
            done = await session.exec(
                update(IncomingUpdate)
                .where(col(IncomingUpdate.update_id) == update_id, col(IncomingUpdate.state) == "new")
                .values(state="done", raw=None, handled_at=self._clock.real())
                .returning(col(IncomingUpdate.update_id))
            )
            return done.first() is not None

        return claim

    async def _count(self, update_id: int, error: BaseException) -> bool:
        """Count a failed try; the last one sets the update aside and tells programme leads."""
        async with self._database.write() as session:
            row = await session.get(IncomingUpdate, update_id, with_for_update=True)
            if row is None or row.state != "new":
                return True
            row.tries += 1
            row.error = type(error).__name__
            if row.tries < MAX_TRIES:
                return False
            row.state, row.handled_at = "set_aside", self._clock.real()
            await self._told(session, row)
        log.error("update set aside", update_id=update_id, tries=MAX_TRIES)
        self._committed(update_id)
        return True

    async def _told(self, session: AsyncSession, row: IncomingUpdate) -> None:
        """Telling people must not keep the update from being set aside: else it would come back for ever."""
        await session.flush()
        try:
            async with session.begin_nested():
                await self._set_aside(session, row)
        except Exception as error:
            log.error("programme leads not told", update_id=row.update_id, exc_info=error)

    async def _answer_press(self, update: Update, work: Work) -> None:
        """Answer a pressed button, whatever happened: outside the outbox, unstored."""
        if update.callback_query is None:
            return
        try:
            await update.callback_query.answer(text=work.answer, show_alert=work.alert)
        except TelegramError as error:
            log.info("press not answered", update_id=update.update_id, error=type(error).__name__)


async def record_error(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """PTB's error handler: only notes the error in the unit of work, which decides."""
    try:
        Work.current().error = context.error
    except LookupError:
        log.error("error outside an update", exc_info=context.error)


async def open_updates(session: AsyncSession) -> int:
    """How many updates wait to be handled."""
    found = await session.exec(
        select(func.count()).select_from(IncomingUpdate).where(IncomingUpdate.state == "new")
    )
    return found.one()


def _lane(update: Update) -> int:
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
