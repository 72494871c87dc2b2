"""The unit of work: one update, one transaction, opened when it is first needed.

A handler prepares (reads the update, searches, renders) before it asks for the session, so that the
one writer of SQLite is held briefly. The first statement of the transaction claims the update.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from contextvars import ContextVar
from types import TracebackType
from typing import Self

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.database import Database

Claim = Callable[[AsyncSession], Awaitable[bool]]

_current: ContextVar["Work"] = ContextVar("work")


class AlreadyHandled(Exception):
    """Another worker has handled this update."""


class Undone(Exception):
    """Rolls a transaction back on purpose."""


class Work:
    """What one update changes and says; committed as a whole or not at all.

    ``error`` is set by the error handler, since python-telegram-bot keeps exceptions to itself.
    ``answer`` is the short text shown at the button pressed; it is sent after the commit.
    """

    def __init__(self, database: Database, claim: Claim) -> None:
        """``claim`` is the transaction's first statement; it says whether the update was still open."""
        self.error: BaseException | None = None
        self.answer: str | None = None
        self.alert = False
        self._database = database
        self._claim = claim
        self._stack = AsyncExitStack()
        self._session: AsyncSession | None = None

    @classmethod
    def current(cls) -> "Work":
        """The work of the update in hand; LookupError outside a handler."""
        return _current.get()

    @property
    def begun(self) -> bool:
        """Whether the transaction is open: on SQLite nothing waits for the network then."""
        return self._session is not None

    async def session(self) -> AsyncSession:
        """The transaction's session, opened and claimed on first use. Raises AlreadyHandled."""
        if self._session is None:
            session = await self._stack.enter_async_context(self._database.write())
            if not await self._claim(session):
                raise AlreadyHandled
            self._session = session
        return self._session

    async def undo(self) -> None:
        """Take back what the handler wrote; the next use of the session claims the update anew."""
        stack, self._stack, self._session = self._stack, AsyncExitStack(), None
        undone = Undone()
        await stack.__aexit__(Undone, undone, undone.__traceback__)
        self.answer, self.alert = None, False

    async def __aenter__(self) -> Self:
        self._reset = _current.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or roll back on an error (which goes on)."""
        _current.reset(self._reset)
        await self._stack.__aexit__(kind, error, trace)
