"""What a person at the page asks to do, done as that person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.chat import Chat, Topic
from bot.rehearsal.message import Json, Message
from bot.rehearsal.person import Person, Sendable
from bot.rehearsal.refused import NotPossible
from bot.rehearsal.world import World

INLINE_SECONDS = 5.0
_KINDS: dict[str, Sendable] = {
    "voice": "voice",
    "photo": "photo",
    "sticker": "sticker",
    "document": "document",
}


@dataclass(slots=True)
class Act:
    """One request of the page, with what it names already found."""

    world: World
    given: Json
    person: Person
    file: tuple[str, bytes] | None = None

    @property
    def chat(self) -> Chat:
        """The chat it is about; the person's private chat where none is named."""
        chat = self.world.chats.get(_number(self.given, "chat") or self.person.id)
        if chat is None or self.person not in chat.people:
            raise NotPossible("That chat is not there.")
        return chat

    def message(self, key: str = "message_id") -> Message:
        """The message it names."""
        found = self.chat.message(_number(self.given, key) or 0)
        if found is None:
            raise NotPossible("That message is not there any more.")
        return found

    @property
    def reply_to(self) -> Message | None:
        """The message it answers."""
        return self.message("reply_to") if self.given.get("reply_to") else None

    @property
    def topic(self) -> Topic | None:
        """The topic it goes to."""
        wanted = _number(self.given, "topic")
        return self.chat.topic(wanted) if wanted else None

    def text(self, key: str = "text") -> str:
        """A text field of the request."""
        return str(self.given.get(key) or "")


async def perform(world: World, given: Json, file: tuple[str, bytes] | None = None) -> Json:
    """Do it. Gives ``{"ok": true, "message": …}``, or one sentence on why it cannot be done."""
    try:
        person = world.people.get(_number(given, "as") or 0)
        if person is None:
            raise NotPossible("That person is not here.")
        deed = _DEEDS.get(str(given.get("do")))
        if deed is None:
            raise NotPossible("That is nothing a person can do here.")
        found = await deed(Act(world, given, person, file))
    except (NotPossible, LookupError, TimeoutError) as error:
        return {"ok": False, "error": str(error).splitlines()[0] if str(error) else "That did not work."}
    return {"ok": True, "message": None} | found


def _number(given: Json, key: str) -> int | None:
    value = given.get(key)
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise NotPossible(f"{key} must be a number.") from None


def _shown(message: Message) -> Json:
    return {"message": message.for_page()}


async def _say(act: Act) -> Json:
    text = act.text().strip()
    if not text:
        raise NotPossible("There is nothing to send.")
    sent = await act.person.paste(text, act.chat, reply_to=act.reply_to, topic=act.topic)
    return _shown(sent[-1])


async def _start(act: Act) -> Json:
    return _shown(await act.person.start(act.text("payload")))


async def _press(act: Act) -> Json:
    await act.person.press(act.message(), act.text("data") or act.text(), wait=False)
    return {}


async def _edit(act: Act) -> Json:
    return _shown(await act.person.edit(act.message(), act.text()))


async def _send(act: Act) -> Json:
    kind = _KINDS.get(act.text("kind") or "document")
    if kind is None:
        raise NotPossible("That kind of file cannot be sent here.")
    name, content = act.file or ("", b"")
    sent = await act.person.send(
        kind,
        act.text("caption"),
        name,
        content,
        act.chat,
        act.reply_to,
        act.topic,
    )
    return _shown(sent)


async def _inline(act: Act) -> Json:
    results = await act.person.inline(act.text(), act.chat, INLINE_SECONDS)
    chosen = next((result for result in results if result["id"] == act.text("data")), None)
    if chosen is not None:
        return _shown(await act.person.choose(chosen, act.text(), act.chat))
    shown = ("id", "title", "description", "shown", "reply_markup")
    return {"results": [{key: result.get(key) for key in shown} for result in results]}


async def _delete(act: Act) -> Json:
    await act.person.delete(act.message())
    return {}


async def _pin(act: Act) -> Json:
    await act.person.pin(act.message())
    return {}


async def _block(act: Act) -> Json:
    await act.person.block()
    return {}


async def _unblock(act: Act) -> Json:
    await act.person.unblock()
    return {}


async def _leave(act: Act) -> Json:
    await act.person.leave(act.chat)
    return {}


async def _join(act: Act) -> Json:
    group = act.world.chats.get(_number(act.given, "chat") or 0)
    if group is None or group.kind == "private":
        raise NotPossible("That group is not there.")
    await act.person.join(group)
    return {}


_DEEDS: dict[str, Callable[[Act], Awaitable[Json]]] = {
    "say": _say,
    "start": _start,
    "press": _press,
    "edit": _edit,
    "send": _send,
    "inline": _inline,
    "delete": _delete,
    "pin": _pin,
    "block": _block,
    "unblock": _unblock,
    "leave": _leave,
    "join": _join,
}


def state_of(world: World, more: dict[str, Any]) -> Json:
    """The whole world for the page; ``more`` adds controls and settings."""
    return {
        "now": world.now().isoformat(),
        "bot": {key: world.bot[key] for key in ("id", "first_name", "username")},
        "people": [person.for_page() for person in world.people.values()],
        "chats": [world.chat_for_page(chat) for chat in world.chats.values()],
        "messages": [
            message.for_page() for chat in world.chats.values() for message in chat.messages.values()
        ],
        "notes": list(world.notes),
    } | more
