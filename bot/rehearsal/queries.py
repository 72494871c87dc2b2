"""Button presses and inline queries: asked by people, answered by the bot."""

import itertools
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.rehearsal.chat import Chat
from bot.rehearsal.events import Signal
from bot.rehearsal.message import Json, Message
from bot.rehearsal.refused import NotPossible, refusal

if TYPE_CHECKING:
    from bot.rehearsal.person import Person
    from bot.rehearsal.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_DATA = 64
_KINDS = {"private": "private", "group": "group", "supergroup": "supergroup"}


@dataclass(slots=True)
class Query:
    """One press or one inline query, and what the bot answered."""

    id: str
    person: "Person"
    asked_at: float = field(default_factory=time.monotonic)
    answer: str | None = None
    results: list[Json] | None = None


class Queries:
    """The open queries. ``seconds`` is how long an answer is accepted."""

    def __init__(self, world: "World") -> None:
        self.seconds = 60.0
        self._world = world
        self._open: dict[str, Query] = {}
        self._answered = Signal()
        self._numbers = itertools.count(secrets.randbits(60))

    def press(self, person: "Person", message: Message, data: str) -> Query:
        """A press of a button of ``message``."""
        if not 1 <= len(data.encode()) <= MAX_DATA:
            raise NotPossible(f"Callback data has 1 to {MAX_DATA} bytes.")
        query = self._new(person)
        self._world.updates.add(
            "callback_query",
            {
                "id": query.id,
                "from": person.for_bot(),
                "message": message.for_bot(),
                "chat_instance": str(message.chat.id * 7919),
                "data": data,
            },
        )
        return query

    def inline(self, person: "Person", text: str, chat: Chat) -> Query:
        """An inline query typed in ``chat``."""
        query = self._new(person)
        kind = "sender" if chat is person.private else _KINDS[chat.kind]
        asked: Json = {
            "id": query.id,
            "from": person.for_bot(),
            "query": text,
            "offset": "",
            "chat_type": kind,
        }
        self._world.updates.add("inline_query", asked)
        return query

    def open(self, query_id: str) -> Query:
        """The query that may still be answered; raises Telegram's 400 otherwise."""
        query = self._open.get(query_id)
        if query is None or time.monotonic() - query.asked_at > self.seconds:
            raise refusal(TOO_OLD)
        return query

    def answered(self, query: Query, text: str, *, alert: bool) -> None:
        """The bot answered a press."""
        query.answer = text
        self._answered.give()
        self._world.events.publish(
            "answer",
            lambda: {
                "person": query.person.id,
                "callback_query_id": query.id,
                "text": text,
                "show_alert": alert,
            },
        )

    def offered(self, query: Query, results: list[Json]) -> None:
        """The bot answered an inline query."""
        query.results = results
        self._answered.give()

    async def answer_to(self, query: Query, seconds: float, chat: Chat) -> str:
        """What the bot answered a press; TimeoutError with the private chat's transcript."""
        try:
            await self._answered.until(lambda: query.answer is not None, seconds)
        except TimeoutError:
            raise TimeoutError(
                f"the press was not answered within {seconds} s\n{chat.transcript()}"
            ) from None
        return query.answer or ""

    async def results_of(self, query: Query, seconds: float) -> list[Json]:
        """What the bot offered for an inline query."""
        try:
            await self._answered.until(lambda: query.results is not None, seconds)
        except TimeoutError:
            raise TimeoutError(f"the inline query was not answered within {seconds} s") from None
        return query.results or []

    def choose(self, person: "Person", result: Json, text: str, chat: Chat) -> Message:
        """Send an offered result to a chat, and tell a bot that asked to hear of it."""
        body = dict(result["shown"]) | {"via_bot": self._world.bot}
        message = self._world.post(
            chat, person.for_bot(), body, sender=person, markup=result.get("reply_markup")
        )
        self._world.updates.add(
            "chosen_inline_result", {"result_id": result["id"], "from": person.for_bot(), "query": text}
        )
        self._world.deliver(message)
        return message

    def _new(self, person: "Person") -> Query:
        query = Query(str(next(self._numbers)), person)
        self._open[query.id] = query
        return query
