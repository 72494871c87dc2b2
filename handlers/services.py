"""What handlers use: configuration, clock, words, knowledge; and the notices they word for others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.clock import Clock
from bot.config import Config
from bot.mentoring.errors import Refusal
from bot.mentoring.reminders import House
from bot.storage.conversation import Dialogue
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.updates import IncomingUpdate
from handlers import group_card, notices
from handlers.learning import Learning
from handlers.turn import Handler, Turn
from handlers.words import Words
from knowledge import Knowledge


@dataclass(slots=True)
class Services:
    """One object for the whole bot; ``knowledge`` is replaced as a whole when curators teach it.

    ``commands`` and ``steps`` are filled by the registry: what a command and the next words of a dialogue do.
    """

    config: Config
    clock: Clock
    database: Database
    knowledge: Knowledge
    bot_name: str = ""
    commands: dict[str, Handler] = field(default_factory=dict)
    steps: dict[str, Callable[[Turn, Dialogue], Awaitable[None]]] = field(default_factory=dict)
    words: Words = field(init=False)
    _learning: Learning = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self.config.zone)
        self._learning = Learning(self.knowledge)

    async def up_to_date(self, session: AsyncSession) -> Knowledge:
        """The knowledge with everything that curators have taught up to now, read in this session."""
        newer = await self._learning.newer(session)
        if newer is not None:
            self.knowledge = newer
        return self.knowledge

    @property
    def house(self) -> House:
        """The programme's own quiet hours."""
        return House(self.config.zone, self.config.quiet_from, self.config.quiet_until)

    async def refuse(self, update: Update, refusal: Refusal) -> None:
        """Tell the speaker in one kind sentence why something cannot be done."""
        turn = Turn(self, update)
        if update.callback_query:
            turn.answer(f"refusals/{refusal.name}", alert=True, **refusal.values)
        elif update.effective_chat and update.effective_user:
            await turn.refused(refusal)

    async def report_set_aside(self, session: AsyncSession, row: IncomingUpdate) -> None:
        """Tell programme leads that an update could not be handled: its kind, never its text."""
        await notices.tell_leads(self, session, "notices/set_aside", number=row.update_id, what=row.error)

    async def report_undelivered(self, session: AsyncSession, row: OutboxRow) -> None:
        """Tell programme leads that a message did not arrive; never about their own chats.

        A pin that was refused is no loss: somebody is asked to do it.
        """
        if row.kind in ("pin", "unpin"):
            await group_card.not_pinned(self, session, row)
            return
        if row.chat_id not in self.config.programme_leads:
            await notices.tell_leads(
                self, session, "notices/undelivered", number=row.id, state=row.state, why=row.reason
            )
