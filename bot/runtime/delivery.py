"""Messages out: outbox rows sent after their commit, a chat's one at a time, answers first.

One cycle is one transaction: it records what the last sends came to and leases the next rows. A row
found leased after a crash has an unknown outcome and is sent again, three attempts in all; so nothing
is lost without a report, and repeats are at most the sends whose outcome was unknown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Integer, bindparam, case, func, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar
from telegram import Bot

from bot.clock import Clock
from bot.runtime.calls import Outcome, call
from bot.runtime.pace import Pacer
from bot.storage.chats import lose_chat, move_chat
from bot.storage.conversation import Message
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow

log = structlog.get_logger("bot.runtime.delivery")
AT_ONCE = 8
MAX_TRIES = 3
LEASE = timedelta(seconds=120)
LONGEST_WAIT = timedelta(minutes=5)
_RETRY_AFTER_ERROR = 0.2
GATHER = 0.002
"""Seconds to let what lands and what is written come together into one transaction."""

Report = Callable[[AsyncSession, OutboxRow], Awaitable[None]]


class Delivery:
    """The one sender. Start :meth:`run` as a task in the process that holds the leader lock."""

    def __init__(
        self, database: Database, clock: Clock, bot: Bot, pacer: Pacer, report: Report, *, poll_seconds: float
    ) -> None:
        """``report`` tells people of a row that failed for good; ``poll_seconds`` finds others' rows."""
        self._database = database
        self._clock = clock
        self._bot = bot
        self._pacer = pacer
        self._report = report
        self._poll = poll_seconds
        self._wake = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._landed: list[tuple[OutboxRow, Outcome]] = []

    def wake(self) -> None:
        """There may be something new to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send for ever; cancelling it leaves leased rows to the next start."""
        await self._until_done(self._recover)
        while True:
            self._wake.clear()
            await self._until_done(self._cycle)
            await self._rest()

    async def stop(self, patience: float) -> None:
        """Give calls under way ``patience`` seconds and record what they came to."""
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=patience)
        for task in self._flying.values():
            task.cancel()
        if self._landed:
            async with self._database.write() as session:
                await self._record_all(session, self._landed)

    @property
    def sending(self) -> bool:
        """Whether a call is under way, or what one came to is not written down yet."""
        return bool(self._flying or self._landed)

    async def idle(self) -> bool:
        """Whether nothing is being sent and nothing is due; a row just leased counts as being sent."""
        if self.sending:
            return False
        async with self._database.read() as session:
            due = await session.exec(
                select(OutboxRow.id)
                .where(
                    or_(
                        OutboxRow.state == "sending",
                        and_(
                            OutboxRow.state == "pending",
                            or_(
                                col(OutboxRow.not_before).is_(None),
                                col(OutboxRow.not_before) <= self._clock.real(),
                            ),
                        ),
                    )
                )
                .limit(1)
            )
            return due.first() is None

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        """A database that does not answer for a moment costs time, never an outcome."""
        while True:
            try:
                await step()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("delivery waits for the database", exc_info=error)
                await asyncio.sleep(_RETRY_AFTER_ERROR)
            else:
                return

    async def _recover(self) -> None:
        """Rows leased by a process that is gone: their outcome is unknown."""
        async with self._database.write() as session:
            rows = (await session.exec(select(OutboxRow).where(OutboxRow.state == "sending"))).all()
            for row in rows:
                await self._record(session, row, Outcome("unknown", reason="stopped while sending"))

    async def _cycle(self) -> None:
        loop_time = asyncio.get_running_loop().time()
        room = AT_ONCE - len(self._flying)
        if self._pacer.next_slot() > loop_time:
            room = 0
        if not self._landed and room <= 0:
            return
        landed = list(self._landed)
        async with self._database.write() as session:
            await self._record_all(session, landed)
            rows = await self._leased(session, room, loop_time) if room > 0 else []
        del self._landed[: len(landed)]
        for row, target in rows:
            self._pacer.took(row.chat_id, asyncio.get_running_loop().time())
            task = asyncio.create_task(self._send(row, target))
            self._flying[row.id or 0] = task

    async def _send(self, row: OutboxRow, target: int | None) -> None:
        outcome = await call(self._bot, row, target)
        self._landed.append((row, outcome))
        self._flying.pop(row.id or 0, None)
        self._wake.set()

    async def _leased(
        self, session: AsyncSession, room: int, loop_time: float
    ) -> list[tuple[OutboxRow, int | None]]:
        limit = room if self._pacer.next_slot() == 0.0 else 1
        rows = await _eligible(session, self._clock.real(), list(self._pacer.waiting(loop_time)), limit)
        ready = []
        for row in rows:
            outcome, target = await self._resolved(session, row)
            if outcome is None:
                row.state, row.lease_until = "sending", self._clock.real() + LEASE
                ready.append((row, target))
            else:
                await self._record(session, row, outcome)
        return ready

    async def _resolved(self, session: AsyncSession, row: OutboxRow) -> tuple[Outcome | None, int | None]:
        """The message a row is about, or why the row needs no call."""
        if row.expires_at is not None and row.expires_at <= self._clock.now():
            return Outcome("obsolete", reason="too late"), None
        if row.target is not None or row.target_row is None:
            return None, row.target
        first = await session.get(OutboxRow, row.target_row)
        if first is not None and first.state in ("pending", "sending"):
            return Outcome("wait", reason="earlier message first", wait=timedelta(seconds=1)), None
        if first is None or first.message_id is None:
            return (None, None) if row.kind == "edit" else (Outcome("obsolete", reason="never arrived"), None)
        return None, first.message_id

    async def _record_all(self, session: AsyncSession, landed: Sequence[tuple[OutboxRow, Outcome]]) -> None:
        if not landed:
            return
        ids = [row.id for row, _ in landed]
        found = await session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(ids)))
        rows = {row.id: row for row in found.all()}
        for sent, outcome in landed:
            if (row := rows.get(sent.id)) is not None:
                await self._record(session, row, outcome)
        await _note_places(session, [row for row in rows.values() if row.state == "sent" and row.message_id])

    async def _record(self, session: AsyncSession, row: OutboxRow, outcome: Outcome) -> None:
        row.reason = outcome.reason
        match outcome.state:
            case "wait":
                row.waits += 1
                self._again(row, outcome.wait or timedelta(0))
            case "unknown":
                row.tries += 1
                if row.tries >= MAX_TRIES:
                    await self._closed(session, row, outcome)
                else:
                    self._again(row, timedelta(seconds=0.1 * 4**row.tries))
            case "no_thread":
                row.thread_id = None
                row.state = "pending"
            case "migrated" if outcome.new_chat is not None:
                row.state = "pending"
                await session.flush()
                await move_chat(session, row.chat_id, outcome.new_chat, self._clock.now())
            case _:
                await self._closed(session, row, outcome)
        session.add(row)

    def _again(self, row: OutboxRow, wait: timedelta) -> None:
        longer = min(wait * 2 ** min(row.waits, 8) if row.reason == "no connection" else wait, LONGEST_WAIT)
        row.state, row.not_before, row.lease_until = "pending", self._clock.real() + longer, None
        if row.reason == "asked to slow down":
            self._pacer.hold(row.chat_id, asyncio.get_running_loop().time() + longer.total_seconds())

    async def _closed(self, session: AsyncSession, row: OutboxRow, outcome: Outcome) -> None:
        row.state, row.closed_at, row.lease_until = outcome.state, self._clock.now(), None
        row.message_id = outcome.message_id or row.message_id
        row.body, row.file = None, None
        if outcome.state in ("blocked", "kicked"):
            await session.flush()
            await lose_chat(session, row.chat_id, outcome.state, self._clock.now())
        if outcome.state in ("failed", "unknown", "blocked", "kicked"):
            log.warning("message not delivered", row_id=row.id, state=outcome.state, reason=outcome.reason)
            await self._reported(session, row)

    async def _reported(self, session: AsyncSession, row: OutboxRow) -> None:
        """A report that cannot be made must not stop everything else from being sent."""
        await session.flush()
        try:
            async with session.begin_nested():
                await self._report(session, row)
        except Exception as error:
            log.error("undelivered message not reported", row_id=row.id, exc_info=error)

    async def _rest(self) -> None:
        """Sleep until something lands or is written, or until the next row may go."""
        if self._flying and not self._wake.is_set():
            await self._wake.wait()  # whatever lands wakes us, and new rows do
        if self._wake.is_set():
            await asyncio.sleep(GATHER)
            return
        wait = await self._next_chance()
        try:
            async with asyncio.timeout(wait):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _next_chance(self) -> float:
        if self._wake.is_set():
            return 0.0
        loop_time = asyncio.get_running_loop().time()
        slot = self._pacer.next_slot() - loop_time
        if slot > 0:
            return slot
        async with self._database.read() as session:
            due = (
                await session.exec(
                    select(func.min(OutboxRow.not_before)).where(
                        OutboxRow.state == "pending", col(OutboxRow.not_before) > self._clock.real()
                    )
                )
            ).one()
        held = [ready - loop_time for ready in self._pacer.waiting(loop_time).values()]
        waits = [self._poll, *held]
        if due is not None:
            waits.append((due - self._clock.real()).total_seconds())
        return max(0.005, min(waits))


async def _eligible(
    session: AsyncSession, real_now: datetime, held: Sequence[int], limit: int
) -> Sequence[OutboxRow]:
    """The rows that may go now: the first open one of each chat that is neither held nor waiting."""
    given = {"real_now": real_now, "held": held, "most": limit}
    return (await session.exec(_ELIGIBLE, params=given)).all()


def _eligible_rows() -> SelectOfScalar[OutboxRow]:
    """The statement of :func:`_eligible`, built once: it runs at every step."""
    other = aliased(OutboxRow)
    place = tuple_(col(OutboxRow.priority), col(OutboxRow.id))
    before = (
        select(other.id)
        .where(
            other.chat_id == OutboxRow.chat_id,
            col(other.state).in_(("pending", "sending")),
            or_(
                other.state == "sending",
                tuple_(col(other.priority), col(other.id)) < place,
            ),
        )
        .exists()
    )
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.state == "pending",
            or_(
                col(OutboxRow.not_before).is_(None),
                col(OutboxRow.not_before) <= bindparam("real_now"),
            ),
            ~before,
            col(OutboxRow.chat_id).not_in(bindparam("held", expanding=True)),
        )
        .order_by(col(OutboxRow.priority), col(OutboxRow.id))
        .limit(bindparam("most", type_=Integer))
    )
    return query.with_for_update(skip_locked=True)


_ELIGIBLE = _eligible_rows()


async def _note_places(session: AsyncSession, sent: Sequence[OutboxRow]) -> None:
    """Where messages arrived, for what is said about them later: edits, the kept conversation."""
    placed = [row for row in sent if row.kind in ("send", "document", "edit")]
    if not placed:
        return
    await session.exec(
        update(Message)
        .where(col(Message.outbox_id).in_([row.id for row in placed]))
        .values(message_id=case({row.id: row.message_id for row in placed}, value=col(Message.outbox_id)))
    )
    for row in placed:
        if row.target_row is not None:
            await session.exec(
                update(OutboxRow)
                .where(col(OutboxRow.id) == row.target_row, col(OutboxRow.message_id).is_(None))
                .values(message_id=row.message_id)
            )
