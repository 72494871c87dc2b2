"""A chat: its people, its topics, its messages, and ways to wait for what happens in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.rehearsal.events import Signal
from bot.rehearsal.message import Json, Message
from bot.rehearsal.refused import NotPossible

if TYPE_CHECKING:
    from bot.rehearsal.person import Person
    from bot.rehearsal.world import World

Kind = Literal["private", "group", "supergroup"]
Standing = Literal["member", "administrator", "left", "kicked"]
Wanted = str | Callable[[Message], object]


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False


class Chat:
    """A private chat or a group. Make one with ``add_person`` or ``add_group``."""

    def __init__(
        self,
        world: "World",
        chat_id: int,
        kind: Kind,
        title: str,
        *,
        about: str = "",
        owner: "Person | None" = None,
        forum: bool = False,
        bot_is: Standing = "member",
        members_may_pin: bool = False,
    ) -> None:
        self.world = world
        self.id = chat_id
        self.kind: Kind = kind
        self.title = title
        self.about = about
        self.owner = owner
        self.is_forum = forum
        self.bot_is: Standing = bot_is
        self.members_may_pin = members_may_pin
        self.people: list[Person] = [owner] if owner else []
        self.administrators: list[Person] = []
        self.topics: list[Topic] = []
        self.messages: dict[int, Message] = {}
        self.pinned: list[Message] = []
        self.moved_to: Chat | None = None
        self.changed = Signal()
        # In a forum 1 stands for General, so no topic may have that id.
        self._last_id = 1 if forum else 0
        self._read = 0
        self._object = self._described()

    # What the bot gets to know.

    def for_bot(self) -> Json:
        """The Chat object of the Bot API."""
        return self._object

    def _described(self) -> Json:
        if self.owner is not None:
            named = {"first_name": self.owner.name}
            if self.owner.username:
                named["username"] = self.owner.username
            return {"id": self.id, "type": "private", **named}
        return {"id": self.id, "type": self.kind, "title": self.title} | (
            {"is_forum": True} if self.is_forum else {}
        )

    # What people see.

    def sees(self, person: "Person | None" = None) -> list[Message]:
        """The messages visible now, oldest first. ``person`` must be in the chat."""
        if person is not None and person not in self.people:
            raise NotPossible(f"{person.name} is not in {self.title}")
        return [message for message in self.messages.values() if not message.deleted]

    def from_bot(self) -> list[Message]:
        """The bot's visible messages, oldest first."""
        return [message for message in self.messages.values() if message.from_bot and not message.deleted]

    def message(self, message_id: int) -> Message | None:
        """A visible message by its id."""
        found = self.messages.get(message_id)
        return None if found is None or found.deleted else found

    def transcript(self) -> str:
        """Everything visible as readable text."""
        return f"── {self.title} ({self.kind}) ──\n" + "\n".join(message.line() for message in self.sees())

    async def wait_for(self, wanted: Wanted, timeout: float = 60) -> Message:  # noqa: ASYNC109  a test's patience
        """The newest visible message of the bot that holds the text, or that the predicate accepts.

        Messages already there count. Raises TimeoutError with a transcript after ``timeout`` seconds.
        """
        found: Message = await self._patiently(
            lambda: self._newest(wanted), timeout, f"nothing fits {wanted!r}"
        )
        self._read = max(self._read, found.id)
        return found

    async def next(self, timeout: float = 60) -> Message:  # noqa: ASYNC109  a test's patience
        """The bot's first message after the last one that ``next`` or ``wait_for`` gave."""
        found: Message = await self._patiently(self._unread, timeout, "the bot sent nothing more")
        self._read = found.id
        return found

    async def until(self, condition: Callable[[], object], timeout: float = 60) -> None:  # noqa: ASYNC109
        """Wait until ``condition()`` is true; it is looked at whenever something changes in the chat."""
        await self._patiently(condition, timeout, "the condition did not come true")

    def read_all(self) -> None:
        """Let ``next`` begin after what is there now."""
        self._read = self._last_id

    async def _patiently(self, look: Callable[[], Any], seconds: float, complaint: str) -> Any:
        try:
            return await self.changed.until(look, seconds)
        except TimeoutError:
            raise TimeoutError(f"{complaint} within {seconds} s\n{self.transcript()}") from None

    def _newest(self, wanted: Wanted) -> Message | None:
        for message in reversed(self.messages.values()):
            if not message.from_bot or message.deleted:
                continue
            if wanted in message.text if isinstance(wanted, str) else wanted(message):
                return message
        return None

    def _unread(self) -> Message | None:
        for message_id in range(self._read + 1, self._last_id + 1):
            message = self.messages.get(message_id)
            if message is not None and message.from_bot and not message.deleted:
                return message
        return None

    # What the world does with it.

    def new_id(self) -> int:
        """The next message id."""
        self._last_id += 1
        return self._last_id

    def topic(self, topic_id: int) -> Topic | None:
        """A topic by its id."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def owns(self, people: Iterable["Person"]) -> None:
        """Seat the people; the first of them created the group."""
        self.people = list(people)
        self.administrators = self.people[:1]

    async def migrate(self) -> "Chat":
        """Telegram turns the group into a supergroup with a new id; gives the new chat."""
        return self.world.migrate(self)

    async def close_topic(self, topic: Topic) -> None:
        """An administrator closes a topic: ordinary members, the bot among them, can write there no more."""
        self.world.set_topic(self, topic, closed=True)

    async def reopen_topic(self, topic: Topic) -> None:
        """An administrator opens a topic again."""
        self.world.set_topic(self, topic, closed=False)

    def __repr__(self) -> str:
        return f"<Chat {self.title!r} {self.id}>"
