"""What a handler is given: who speaks, where, the transaction, and ways to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Chat, Message, Update, User

from bot.mentoring import dialogues
from bot.mentoring.access import Place, place_here, place_in, school_of_chat
from bot.mentoring.errors import Refusal
from bot.mentoring.people import be_in, can_be_reached, known, meet
from bot.storage import conversation, outbox
from bot.storage.conversation import Dialogue
from bot.storage.outbox import File, Outgoing, Priority
from bot.storage.people import Person
from bot.storage.work import Work
from handlers.words import Said
from knowledge import Knowledge

if TYPE_CHECKING:
    from handlers.services import Services


@dataclass(slots=True)
class Turn:
    """One update, ready to be answered. Handlers read it, then open the session, then write briefly."""

    services: "Services"
    update: Update
    words: str | None = None
    _keeps: bool | None = None
    _arrived: bool = False
    _peeking: AsyncSession | None = None

    @property
    def user(self) -> User:
        """Who speaks."""
        user = self.update.effective_user
        assert user is not None  # noqa: S101  routes only lead here with a user
        return user

    @property
    def chat(self) -> Chat:
        """Where."""
        chat = self.update.effective_chat
        assert chat is not None  # noqa: S101  routes only lead here with a chat
        return chat

    @property
    def message(self) -> Message | None:
        """The message said, or the one whose button was pressed; None when it is too old to be seen."""
        found = self.update.effective_message
        return found if isinstance(found, Message) else None

    @property
    def is_private(self) -> bool:
        """Whether only this person reads the answer."""
        return self.chat.type == "private"

    @property
    def thread_id(self) -> int | None:
        """The forum topic, if any; the General topic has none."""
        message = self.message
        return message.message_thread_id if message and message.is_topic_message else None

    @property
    def text(self) -> str:
        """What was said, without the bot's own name and, for a command, without the command."""
        if self.words is not None:
            return self.words
        message = self.update.message or self.update.edited_message
        words = (message.text or message.caption or "") if message else ""
        if words.startswith("/"):
            words = words.partition(" ")[2] if " " in words.split("\n")[0] else words.partition("\n")[2]
        mention = f"@{self.services.bot_name}"
        return " ".join(_without(words, mention).split(" ")).strip()

    @property
    def data(self) -> list[str]:
        """The parts of a pressed button after its prefix. People can forge them: check everything."""
        query = self.update.callback_query
        return (query.data or "").split(":")[1:] if query else []

    def number(self, place: int = 0) -> int:
        """A part of the pressed button as a number; 0 where it is missing or forged."""
        parts = self.data
        return int(parts[place]) if place < len(parts) and parts[place].isdecimal() else 0

    async def peek(self) -> AsyncSession:
        """A look at what is stored, to prepare before anything is written; the transaction ends it."""
        if self._peeking is None:
            self._peeking = self.services.database.look()
        return self._peeking

    async def look_away(self) -> None:
        """End the look."""
        if self._peeking is not None:
            await self._peeking.close()
            self._peeking = None

    async def session(self) -> AsyncSession:
        """The transaction of this update."""
        await self.look_away()
        return await Work.current().session()

    async def up_to_date(self) -> Knowledge:
        """The knowledge with everything that curators have taught up to now. Call it before writing."""
        return await self.services.up_to_date(await self.peek())

    async def known(self) -> Person | None:
        """The speaker, if the programme knows them; strangers are not written down."""
        return await known(await self.session(), self.user.id)

    async def person(self) -> Person:
        """The speaker, written down from now on. A private message shows that they can be reached."""
        now = self.services.clock.now()
        person = await meet(await self.session(), self.user.id, self.user.full_name, self.user.username, now)
        if self.is_private and person.reach != "yes":
            person.reach = "yes"
        return person

    async def arrive(self) -> None:
        """Make sure, once a turn, that this chat is on record, so that it can be answered."""
        if self._arrived:
            return
        self._arrived = True
        chat = self.chat
        await be_in(
            await self.session(),
            chat.id,
            chat.type,
            self.services.clock.now(),
            title=None if self.is_private else chat.title,
            is_forum=bool(chat.is_forum),
        )

    async def ask_for(self, template: str, hint: str, /, **values: Any) -> int:
        """Ask for the next words: in a group as a reply opened for this person (ForceReply)."""
        return await self.reply(
            template, quote=not self.is_private, ask=None if self.is_private else hint, **values
        )

    async def reply(
        self, template: str, /, *, quote: bool = False, ask: str | None = None, **values: Any
    ) -> int:
        """Say a template in this chat and topic; gives the outbox row, for later edits.

        ``quote`` answers the message itself; ``ask`` opens a reply with that hint (ForceReply).
        """
        said = self.services.words.render(template, **values)
        fresh = self.message if self.update.callback_query is None else None
        quoted = fresh.message_id if quote and fresh else None
        return await self.say(
            Outgoing(
                self.chat.id,
                said.html,
                said.buttons,
                thread_id=self.thread_id,
                reply_to=quoted,
                ask_reply=ask,
            )
        )

    async def refused(self, refusal: Refusal) -> None:
        """Say why something cannot be done; in private with ways on, so that it is no dead end."""
        said = self.services.words.render(f"refusals/{refusal.name}", **refusal.values)
        ways = self.services.words.render(
            "other/ways_on", begun=await self._begun(), which=refusal.name == "which_school"
        ).buttons
        quoted = self.message.message_id if self.message and not self.is_private else None
        buttons = ways if self.is_private else ()
        await self.say(Outgoing(self.chat.id, said.html, buttons, thread_id=self.thread_id, reply_to=quoted))

    async def _begun(self) -> bool:
        """Whether the speaker is in the middle of something here."""
        session, now = await self.session(), self.services.clock.now()
        found = await dialogues.current(session, self.chat.id, self.thread_id, self.user.id, now)
        return found is not None

    async def reply_privately(self, template: str, /, **values: Any) -> int:
        """Answer in the private chat, also when asked in a group; raises Refusal("press_start_first")."""
        if self.is_private:
            return await self.reply(template, **values)
        if not await can_be_reached(await self.session(), self.user.id):
            raise Refusal("press_start_first", bot=self.services.bot_name)
        said = self.services.words.render(template, **values)
        row = await self.say(Outgoing(self.user.id, said.html, said.buttons))
        if self.update.callback_query:
            self.answer("toasts/sent_privately")
        else:
            await self.reply("other/in_private", quote=True)
        return row

    async def send_file_privately(self, template: str, file: File, /, **values: Any) -> int:
        """Say a template with a document in the private chat. Raises Refusal("press_start_first")."""
        if self.is_private:
            return await self.send_file(template, file, **values)
        if not await can_be_reached(await self.session(), self.user.id):
            raise Refusal("press_start_first", bot=self.services.bot_name)
        said = self.services.words.render(template, **values)
        row = await self.say(Outgoing(self.user.id, said.html, said.buttons, kind="document", file=file))
        await self.reply("other/in_private", quote=True)
        return row

    async def send_file(self, template: str, file: File, /, **values: Any) -> int:
        """Say a template with a document, here."""
        said = self.services.words.render(template, **values)
        return await self.say(
            Outgoing(
                self.chat.id, said.html, said.buttons, kind="document", thread_id=self.thread_id, file=file
            )
        )

    async def say(self, outgoing: Outgoing) -> int:
        """Write something to be sent; gives its outbox row (0 where its key was used before)."""
        await self.arrive()
        session = await self.session()
        row = await outbox.put(session, outgoing, self.services.clock.now()) or 0
        if outgoing.kind in ("send", "document") and await self.keeps():
            await self.keep("out", outgoing.html, chat_id=outgoing.chat_id, outbox_id=row)
        return row

    def keep_nothing(self) -> None:
        """What is said in this turn shows words that may be taken back: it is in no kept conversation."""
        self._keeps = False

    async def keeps(self) -> bool:
        """Whether this conversation is kept: only with people the programme knows."""
        if self._keeps is None:
            self._keeps = await self.known() is not None
        return self._keeps

    async def change(self, template: str, /, **values: Any) -> None:
        """Change the message whose button was pressed into a template."""
        said = self.services.words.render(template, **values)
        await self.change_to(said)

    async def change_to(self, said: Said) -> None:
        """Change the message whose button was pressed; one that is gone is said anew."""
        target = self.message.message_id if self.message else None
        kind: outbox.Kind = "edit" if target else "send"
        await self.say(
            Outgoing(
                self.chat.id, said.html, said.buttons, kind=kind, target=target, thread_id=self.thread_id
            )
        )

    async def tell(
        self, telegram_id: int, template: str, /, *, priority: Priority = "answer", **values: Any
    ) -> int:
        """Say a template to somebody in private."""
        said = self.services.words.render(template, **values)
        session = await self.session()
        await be_in(session, telegram_id, "private", self.services.clock.now())
        outgoing = Outgoing(telegram_id, said.html, said.buttons, priority=priority)
        return await outbox.put(session, outgoing, self.services.clock.now()) or 0

    async def place(self) -> Place:
        """The school that is meant here and the speaker's standing in it. Raises Refusal."""
        session = await self.session()
        person = await self.known()
        if person is None:
            linked = not self.is_private and await school_of_chat(session, self.chat.id)
            raise Refusal(
                "no_school" if self.is_private else "for_the_team" if linked else "group_not_linked"
            )
        return await place_here(session, person, self.chat.id, self.services.config.programme_leads)

    async def place_in(self, school_id: int, *, anywhere: bool = False) -> Place:
        """The speaker's standing in the school a button named. Raises Refusal("wrong_school").

        In a group that is only its own school, unless ``anywhere``.
        """
        session = await self.session()
        person = await self.known()
        if person is None:
            raise Refusal("wrong_school")
        found = await place_in(session, person, school_id, self.services.config.programme_leads)
        if not anywhere:
            await self.need_here(found)
        return found

    async def need_here(self, place: Place) -> None:
        """In a group, only its own school is talked about. Raises Refusal("wrong_school")."""
        if self.is_private:
            return
        school = await school_of_chat(await self.session(), self.chat.id)
        if school is None or school.id != place.school.id:
            raise Refusal("wrong_school")

    def today(self) -> date:
        """Today's date where the programme is."""
        return self.services.clock.now().astimezone(self.services.config.zone).date()

    @property
    def quoted(self) -> str:
        """The words of the message that was replied to, where they were kept (only with a command)."""
        message = self.update.message
        quoted = message.reply_to_message if message else None
        return (quoted.text or quoted.caption or "").strip() if quoted else ""

    async def begin(self, name: str, step: str, **data: Any) -> None:
        """Open a dialogue with the speaker here: the next words come to DIALOGUES[name]."""
        await self.arrive()
        await dialogues.begin(
            await self.session(),
            self.chat.id,
            self.thread_id,
            self.user.id,
            self.services.clock.now(),
            name=name,
            step=step,
            data=data,
        )

    async def dialogue(self, name: str, step: str) -> Dialogue:
        """The presser's open dialogue at this step. Raises Refusal("old_button") for anybody else's."""
        found = await dialogues.current(
            await self.session(), self.chat.id, self.thread_id, self.user.id, self.services.clock.now()
        )
        if found is None or (found.name, found.step) != (name, step):
            raise Refusal("old_button")
        return found

    async def open_dialogue(self) -> Dialogue | None:
        """The speaker's open dialogue here, whatever its step."""
        return await dialogues.current(
            await self.session(), self.chat.id, self.thread_id, self.user.id, self.services.clock.now()
        )

    async def end(self) -> None:
        """Close the speaker's dialogue here."""
        await dialogues.end(await self.session(), self.chat.id, self.thread_id, self.user.id)

    @property
    def is_lead(self) -> bool:
        """Whether the speaker is a programme lead, by configuration."""
        return self.user.id in self.services.config.programme_leads

    @property
    def anonymous(self) -> bool:
        """Whether an anonymous admin speaks: then nobody knows who, so nothing privileged is done."""
        message = self.message
        return bool(message and message.sender_chat and self.update.callback_query is None)

    async def say_in(self, chat_id: int, template: str, /, **values: Any) -> int:
        """Say a template in another chat that is on record."""
        said = self.services.words.render(template, **values)
        session = await self.session()
        outgoing = Outgoing(chat_id, said.html, said.buttons)
        return await outbox.put(session, outgoing, self.services.clock.now()) or 0

    def answer(self, template: str, /, *, alert: bool = False, **values: Any) -> None:
        """The short text shown at the button that was pressed."""
        work = Work.current()
        work.answer, work.alert = self.services.words.line(template, **values), alert

    async def keep(
        self, direction: str, text: str | None, *, chat_id: int | None = None, **more: Any
    ) -> None:
        """Store one message of the conversation; who can see it follows from where it was said."""
        session = await self.session()
        where = self.chat.id if chat_id is None else chat_id
        session.add(
            conversation.Message(
                chat_id=where,
                thread_id=self.thread_id if where == self.chat.id else None,
                direction=direction,
                audience="asker" if where > 0 else "chat",
                text=text,
                at=self.services.clock.now(),
                **more,
            )
        )


Handler = Callable[[Turn], Awaitable[None]]


def _without(words: str, mention: str) -> str:
    lower, wanted = words.lower(), mention.lower()
    at = lower.find(wanted)
    while at >= 0:
        words = words[:at] + words[at + len(mention) :]
        lower = words.lower()
        at = lower.find(wanted)
    return words
