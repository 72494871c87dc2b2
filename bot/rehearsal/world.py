"""The world behind the server: the bot, the people, the chats, and what happens between them."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from bot.rehearsal.chat import Chat, Standing, Topic
from bot.rehearsal.entities import found_in
from bot.rehearsal.events import Events, Signal
from bot.rehearsal.files import Files
from bot.rehearsal.membership import Membership, member_of
from bot.rehearsal.message import File, Json, Message
from bot.rehearsal.person import Person
from bot.rehearsal.privacy import reaches_bot
from bot.rehearsal.queries import Queries
from bot.rehearsal.refused import NotPossible
from bot.rehearsal.updates import Updates
from bot.rehearsal.webhook import Webhook

FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 7_000_000_001, -4_000_000_001, -1_002_000_000_001
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
KEPT_NOTES = 200


class World:
    """Everything the local Telegram knows. All of it lives in memory and on one event loop."""

    def __init__(self, bot: Json, now: Callable[[], datetime] | None, *, privacy_mode: bool = True) -> None:
        self.bot = bot
        self.reads_all = not privacy_mode
        self.now: Callable[[], datetime] = now or (lambda: datetime.now(UTC))
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: dict[str, list[Json]] = {}
        self.profile: dict[str, str] = {"name": bot["first_name"], "description": "", "short_description": ""}
        self.changed = Signal()
        self.events = Events()
        self.notes: deque[Json] = deque(maxlen=KEPT_NOTES)
        self.updates = Updates(self.changed, self.note)
        self.webhook = Webhook(self.updates)
        self.files = Files()
        self.queries = Queries(self)
        self.membership = Membership(self)

    # Building it.

    def add_person(
        self,
        name: str,
        username: str | None = None,
        about: str = "",
        id: int | None = None,  # noqa: A002  the word everybody uses
        started: bool = False,
    ) -> Person:
        """Somebody new. ``started`` means that they pressed Start at some time before."""
        person = Person(self, id or FIRST_PERSON + len(self.people), name, username, about)
        person.started = started
        self.people[person.id] = person
        self.chats[person.id] = person.private
        self.events.publish("person", lambda: {"person": person.for_page()})
        return person

    def add_group(
        self,
        title: str,
        people: Iterable[Person],
        kind: str = "supergroup",
        forum: bool = False,
        about: str = "",
        bot_is: Standing = "member",
        members_may_pin: bool = False,
    ) -> Chat:
        """A group that has existed for a while: nothing is announced. The first person created it."""
        if kind not in ("group", "supergroup"):
            raise ValueError(f"{kind!r} is no kind of group")
        count = sum(1 for chat in self.chats.values() if chat.kind == kind)
        chat_id = (FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP) - count
        group = Chat(
            self,
            chat_id,
            "group" if kind == "group" else "supergroup",
            title,
            about=about,
            forum=forum,
            bot_is=bot_is,
            members_may_pin=members_may_pin,
        )
        group.owns(people)
        self.chats[chat_id] = group
        self.tell_chat(group)
        return group

    def add_topic(self, group: Chat, name: str) -> Topic:
        """Open a forum topic, by the group's creator."""
        if not group.is_forum:
            raise NotPossible(f"{group.title} has no topics")
        body: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.post(group, group.people[0].for_bot(), body, sender=group.people[0])
        message.raw |= {"message_thread_id": message.id, "is_topic_message": True}
        topic = Topic(message.id, name)
        group.topics.append(topic)
        self.tell_chat(group)
        self.deliver(message)
        return topic

    # Messages.

    def post(
        self,
        chat: Chat,
        author: Json,
        body: Json,
        *,
        sender: Person | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
        markup: Json | None = None,
        file: File | None = None,
    ) -> Message:
        """Put a message into a chat and show it; telling the bot is the caller's business."""
        raw: Json = {
            "message_id": chat.new_id(),
            "from": author,
            "chat": chat.for_bot(),
            "date": int(self.now().timestamp()),
        } | body
        if topic is not None:
            raw |= {"message_thread_id": topic, "is_topic_message": True}
            reply_to = reply_to or chat.messages.get(topic)
        elif reply_to is not None and chat.kind == "supergroup" and not chat.is_forum:
            # Telegram names the thread of replies here too; it is no topic and cannot be sent to.
            raw["message_thread_id"] = reply_to.raw.get("message_thread_id", reply_to.id)
        message = Message(chat, raw, sender, markup, reply_to, file)
        chat.messages[message.id] = message
        self.show("message", message)
        return message

    def person_sends(
        self,
        person: Person,
        chat: Chat,
        body: Json,
        reply_to: Message | None,
        topic: Topic | None,
        *,
        anonymous: bool = False,
        file: File | None = None,
    ) -> Message:
        """A person's message: shown, and handed to the bot when Telegram would."""
        if chat is person.private and not person.started:
            person.started = True
            self.events.publish("person", lambda: {"person": person.for_page()})
        author = ANONYMOUS if anonymous else person.for_bot()
        body = _with_entities(body) | ({"sender_chat": chat.for_bot()} if anonymous else {})
        thread = topic.id if topic else (reply_to.topic if reply_to else None)
        message = self.post(chat, author, body, sender=person, reply_to=reply_to, topic=thread, file=file)
        self.deliver(message)
        return message

    def person_edits(self, message: Message, text: str) -> None:
        """Change a person's message, and tell the bot when Telegram would."""
        key = "text" if "text" in message.raw else "caption"
        for gone in ("entities", "caption_entities"):
            message.raw.pop(gone, None)
        message.raw |= _with_entities({key: text}) | {"edit_date": int(self.now().timestamp())}
        self.show("edit", message)
        self.deliver(message, "edited_message")

    def deliver(self, message: Message, kind: str = "message") -> None:
        """Hand a message to the bot, if privacy mode lets it through."""
        if reaches_bot(message.chat, message, self.bot["username"], reads_all=self.reads_all):
            self.updates.add(kind, message.for_bot())

    def edit_by_bot(self, message: Message, body: Json, markup: Json | None) -> None:
        """The bot changes its message: new content (may be empty) and new inline buttons (or none)."""
        if body:
            for gone in ("text", "entities", "caption", "caption_entities"):
                message.raw.pop(gone, None)
        message.raw |= body | {"edit_date": int(self.now().timestamp())}
        message.markup = markup
        self.show("edit", message)

    def delete(self, message: Message) -> None:
        """Take a message from everybody's screen."""
        message.deleted = True
        if message.pinned:
            self.unpin(message)
        self.show("delete", message)

    def pin(self, message: Message, author: Json, sender: Person | None = None) -> None:
        """Pin a message, with the service message that says so; the bot hears of a person's."""
        chat = message.chat
        message.pinned = True
        chat.pinned = [other for other in chat.pinned if other is not message] + [message]
        self.show("pin", message)
        body: Json = {"pinned_message": message.for_bot(nested=False)}
        said = self.post(chat, author, body, sender=sender, topic=message.topic)
        if sender is not None:
            self.deliver(said)

    def unpin(self, message: Message) -> None:
        """Take a pin away."""
        message.pinned = False
        message.chat.pinned.remove(message)
        self.show("unpin", message)

    # Groups.

    def migrate(self, old: Chat) -> Chat:
        """Turn a group into a supergroup: both chats get their service message."""
        if old.kind != "group" or old.moved_to is not None:
            raise NotPossible("Only a plain group can be upgraded.")
        new = self.add_group(
            old.title,
            old.people,
            about=old.about,
            bot_is=old.bot_is,
            members_may_pin=old.members_may_pin,
        )
        new.administrators = list(old.administrators)
        old.moved_to = new
        creator = old.people[0]
        leaving = self.post(old, creator.for_bot(), {"migrate_to_chat_id": new.id}, sender=creator)
        self.deliver(leaving)
        arriving = self.post(new, ANONYMOUS, {"migrate_from_chat_id": old.id, "sender_chat": new.for_bot()})
        self.deliver(arriving)
        self.tell_chat(old)
        return new

    def set_topic(self, group: Chat, topic: Topic, *, closed: bool) -> None:
        """Close or reopen a topic."""
        topic.closed = closed
        body: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        creator = group.people[0]
        message = self.post(group, creator.for_bot(), body, sender=creator, topic=topic.id)
        self.tell_chat(group)
        self.deliver(message)

    def bot_standing_changed(self, chat: Chat, by: Person, old: str, new: str) -> None:
        """Tell the bot that its own place in a chat changed."""
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.for_bot(),
                "from": by.for_bot(),
                "date": int(self.now().timestamp()),
                "old_chat_member": member_of(self.bot, old),
                "new_chat_member": member_of(self.bot, new),
            },
        )

    # Telling who looks.

    def show(self, event: str, message: Message) -> None:
        """Let tests that wait and pages that are open see a message's change."""
        message.chat.changed.give()
        self.changed.give()
        self.events.publish(event, lambda: {"message": message.for_page()})

    def tell_chat(self, chat: Chat) -> None:
        """Let pages see a chat's change."""
        chat.changed.give()
        self.events.publish("chat", lambda: {"chat": self.chat_for_page(chat)})

    def note(self, kind: str, title: str, detail: Json) -> None:
        """Keep a line for the page's "what happened" drawer."""
        note = {"at": self.now().isoformat(), "kind": kind, "title": title, "detail": detail}
        self.notes.append(note)
        self.events.publish("note", lambda: {"note": note})

    def chat_for_page(self, chat: Chat) -> Json:
        """What the page shows of a chat."""
        return {
            "id": chat.id,
            "type": chat.kind,
            "title": chat.title,
            "about": chat.about,
            "is_forum": chat.is_forum,
            "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics],
            "members": [person.id for person in chat.people],
            "pinned": [message.id for message in chat.pinned],
            "owner": chat.owner.id if chat.owner else None,
            "bot_is": chat.bot_is,
            "moved_to": chat.moved_to.id if chat.moved_to else None,
            "commands": self.commands_in(chat),
        }

    def commands_in(self, chat: Chat) -> list[Json]:
        """The command menu as it shows in a chat: the narrowest scope that has one."""
        kind = "all_private_chats" if chat.kind == "private" else "all_group_chats"
        for scope in (f"chat:{chat.id}", kind, "default"):
            if scope in self.commands:
                return self.commands[scope]
        return []


def _with_entities(body: Json) -> Json:
    for key, name in (("text", "entities"), ("caption", "caption_entities")):
        if key in body and (entities := found_in(body[key])):
            return body | {name: entities}
    return body
