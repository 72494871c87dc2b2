"""What a person can do in a Telegram app."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from bot.rehearsal.chat import Chat, Topic
from bot.rehearsal.message import Button, Json, Message
from bot.rehearsal.refused import NotPossible

if TYPE_CHECKING:
    from bot.rehearsal.world import World

Sendable = Literal["voice", "photo", "sticker", "document"]
MAX_TEXT = 4096
COLOURS = ("#3d7f8c", "#8c5a3d", "#6a4c93", "#3f7d4e", "#a0486b", "#4a6fa5", "#7a6a2f", "#555b6e")


class Person:
    """Somebody with a Telegram account. Make one with ``telegram.add_person``."""

    def __init__(self, world: "World", person_id: int, name: str, username: str | None, about: str) -> None:
        self.world = world
        self.id = person_id
        self.name = name
        self.username = username
        self.about = about
        self.started = False
        self.blocked = False
        self.colour = COLOURS[len(world.people) % len(COLOURS)]
        self.private = Chat(world, person_id, "private", name, about=about, owner=self)

    def for_bot(self) -> Json:
        """The User object of the Bot API."""
        found: Json = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "en"}
        return found | ({"username": self.username} if self.username else {})

    async def start(self, payload: str = "") -> Message:
        """Press Start, or follow a deep link with its payload. Takes a block back, as the apps do."""
        if self.blocked:
            await self.unblock()
        return await self.say(f"/start {payload}".strip())

    async def say(
        self,
        text: str,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Write a message; in the private chat unless ``chat`` is given."""
        text = text.strip()
        if not 1 <= len(text) <= MAX_TEXT:
            raise NotPossible(f"A message has 1 to {MAX_TEXT} characters; the apps split longer ones.")
        place = self._place(chat, reply_to, topic)
        return self.world.person_sends(self, place, {"text": text}, reply_to, topic)

    async def paste(self, text: str, chat: Chat | None = None, **more: Any) -> list[Message]:
        """Write a text of any length: the apps send it in pieces of 4096 characters."""
        pieces = [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]
        return [await self.say(piece, chat, **more) for piece in pieces if piece.strip()]

    async def say_anonymously(self, text: str, chat: Chat, reply_to: Message | None = None) -> Message:
        """Write as an anonymous administrator of a group."""
        if self not in chat.administrators:
            raise NotPossible(f"{self.name} is no administrator of {chat.title}")
        return self.world.person_sends(self, chat, {"text": text}, reply_to, None, anonymous=True)

    async def edit(self, message: Message, text: str) -> Message:
        """Change a message of one's own."""
        if message.sender is not self or message.deleted:
            raise NotPossible("Only one's own messages can be changed.")
        self.world.person_edits(message, text)
        return message

    async def delete(self, message: Message) -> None:
        """Delete a message for everybody; the bot is not told, as on Telegram."""
        own = message.sender is self or message.chat is self.private or self in message.chat.administrators
        if not own or message.deleted:
            raise NotPossible("Only one's own messages can be deleted.")
        self.world.delete(message)

    async def pin(self, message: Message) -> None:
        """Pin a message, where the group lets this person."""
        chat = message.chat
        if self not in chat.people or message.deleted or message.pinned:
            raise NotPossible("There is nothing to pin.")
        if chat.kind != "private" and not chat.members_may_pin and self not in chat.administrators:
            raise NotPossible("Only administrators may pin here.")
        self.world.pin(message, self.for_bot(), sender=self)

    async def press(
        self,
        message: Message,
        wanted: str,
        timeout: float = 60,  # noqa: ASYNC109  a test's patience
        *,
        wait: bool = True,
    ) -> str:
        """Press the inline button with that text or data; gives the bot's answer ("" when it said nothing).

        A link gives its address, a copy button what it copies. ``wait=False`` does not wait for the answer.
        """
        self._must_see(message)
        button: Button = message.button(wanted)
        if button.data is None:
            return button.url or button.copy or button.share or ""
        return await self.press_data(message, button.data, timeout, wait=wait)

    async def press_data(
        self,
        message: Message,
        data: str,
        timeout: float = 60,  # noqa: ASYNC109  a test's patience
        *,
        wait: bool = True,
    ) -> str:
        """Send callback data of one's own making for a message, as a forged client could."""
        self._must_see(message)
        query = self.world.queries.press(self, message, data)
        return await self.world.queries.answer_to(query, timeout, self.private) if wait else ""

    async def send(
        self,
        kind: Sendable = "document",
        caption: str = "",
        file_name: str = "",
        content: bytes = b"",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Send a voice message, photo, sticker or document."""
        place = self._place(chat, reply_to, topic)
        file = self.world.files.keep(content or b"-", file_name or f"{kind}.{_ENDINGS[kind]}")
        body: Json = self.world.files.described(file, kind) | ({"caption": caption} if caption else {})
        return self.world.person_sends(self, place, body, reply_to, topic, file=file)

    async def inline(
        self,
        query: str,
        chat: Chat | None = None,
        timeout: float = 60,  # noqa: ASYNC109  a test's patience
    ) -> list[Json]:
        """Type ``@bot query`` in any chat; gives the results the bot offers."""
        asked = self.world.queries.inline(self, query, chat or self.private)
        return await self.world.queries.results_of(asked, timeout)

    async def choose(self, result: Json, query: str, chat: Chat) -> Message:
        """Pick an inline result: it is sent to ``chat`` in this person's name."""
        return self.world.queries.choose(self, result, query, self._place(chat, None, None))

    async def block(self) -> None:
        """Block the bot."""
        if not self.blocked:
            self.blocked = True
            self.world.bot_standing_changed(self.private, self, "member", "kicked")
            self.world.events.publish("person", lambda: {"person": self.for_page()})

    async def unblock(self) -> None:
        """Take the block back."""
        if self.blocked:
            self.blocked = False
            self.world.bot_standing_changed(self.private, self, "kicked", "member")
            self.world.events.publish("person", lambda: {"person": self.for_page()})

    async def join(self, group: Chat) -> None:
        """Join a group through its link."""
        if self in group.people:
            raise NotPossible(f"{self.name} is in {group.title} already")
        self.world.membership.join(self, group, by=self)

    async def add(self, other: "Person", group: Chat) -> None:
        """Add somebody to a group."""
        if self not in group.people or other in group.people:
            raise NotPossible("Members add people who are not there yet.")
        self.world.membership.join(other, group, by=self)

    async def leave(self, group: Chat) -> None:
        """Leave a group."""
        if self not in group.people:
            raise NotPossible(f"{self.name} is not in {group.title}")
        self.world.membership.leave(self, group)

    async def add_bot(self, group: Chat) -> None:
        """Add the bot to a group it is not in."""
        self.world.membership.bot_becomes(group, self, "member")

    async def remove_bot(self, group: Chat) -> None:
        """Remove the bot from a group."""
        self.world.membership.bot_becomes(group, self, "kicked")

    async def promote_bot(self, group: Chat) -> None:
        """Make the bot an administrator."""
        self.world.membership.bot_becomes(group, self, "administrator")

    async def demote_bot(self, group: Chat) -> None:
        """Make the bot an ordinary member again."""
        self.world.membership.bot_becomes(group, self, "member")

    def for_page(self) -> Json:
        """What the page shows of a person."""
        keys = ("id", "name", "username", "about", "colour", "started", "blocked")
        return {key: getattr(self, key) for key in keys}

    def _must_see(self, message: Message) -> None:
        if message.deleted or self not in message.chat.people:
            raise NotPossible("The message is not there.")
        if message.chat is self.private and self.blocked:
            raise NotPossible(f"{self.name} has blocked the bot.")

    def _place(self, chat: Chat | None, reply_to: Message | None, topic: Topic | None) -> Chat:
        place = chat or (reply_to.chat if reply_to else self.private)
        if self not in place.people:
            raise NotPossible(f"{self.name} is not in {place.title}")
        if place.moved_to is not None:
            raise NotPossible(f"{place.title} was upgraded to a supergroup")
        if place is self.private and self.blocked:
            raise NotPossible(f"{self.name} has blocked the bot.")
        if reply_to is not None and (reply_to.chat is not place or reply_to.deleted):
            raise NotPossible("The message to reply to is not there.")
        if topic is not None and topic.closed and self not in place.administrators:
            raise NotPossible(f"The topic {topic.name} is closed.")
        return place

    def __repr__(self) -> str:
        return f"<Person {self.name!r} {self.id}>"


_ENDINGS: dict[str, str] = {"voice": "ogg", "photo": "jpg", "sticker": "webp", "document": "bin"}


def ids(people: Iterable[Person]) -> list[int]:
    """Their ids."""
    return [person.id for person in people]
