"""Every command and every button, by everybody, everywhere: nobody reads what is not theirs."""

import io
import logging
import re
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlmodel import select

from bot.clock import Clock
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Message
from bot.rehearsal.person import Person as User
from bot.rehearsal.queries import Query
from bot.storage.conversation import Dialogue
from bot.storage.updates import IncomingUpdate
from handlers.registry import collected
from tests.end_to_end.harness import World
from tests.end_to_end.planted import Planted, plant

PRIVATELY: dict[str, tuple[str, ...]] = {
    "stranger": (":1",),
    "left1": (":1",),
    "mentor2": (":1",),
    "senco2": (":1", ":3", ":7", ":1:1"),
    "lead": (":1", ":2:1", ":5"),
    "trust_leader1": (":1",),
    "headteacher1": (":5",),
    "deputy1": (":9",),
    "governor1": (":1", ":3", ":7", ":9"),
    "senco1": ("", ":2", ":1:1"),
    "mentor1": (":1", ":9", ":1:3:yes", ":x:y:z"),
}
IN_GROUPS: dict[str, tuple[tuple[int, str], ...]] = {
    "stranger": ((1, ":1"),),
    "senco2": ((1, ":1"),),
    "lead": ((1, ":1"),),
    "senco1": ((1, ":5"), (2, ":1")),
    "mentor1": ((1, ":1"), (1, ":7"), (2, ":1"), (0, ":1:1")),
}
"""What each tries. School 1 has the odd ids, school 2 the even ones; people are named by role and school."""
WHO_SEES = tuple(f"whosees:{number}:{kind}" for kind in ("note", "action", "passed") for number in (1, 2, 5))
"""Whose words these are is said to nobody who may not read them."""
BY_THE_OWNERS_TAP = ("acthelp", "qvactionowner1")
ALONE = {"linkto"}
"""What changes whose group a group is, so that others' answers there would be right."""
WORDS = ("", " thurs 3 dec 3.30pm")
NEXT_WORDS = "friday 4 december 3.30pm"
UNKIND = re.compile(r"[Tt]raceback|[Ee]xception\b|\b[Ee]rror\b|\bNone\b|\{\{|[Uu]ndefined|\bSQL")


@dataclass
class Watched:
    """The planted world with everything the bot says kept, edits and pop-ups too."""

    world: World
    planted: Planted
    said: list[tuple[str, int, str]] = field(default_factory=list)
    doing: str = ""
    cards: dict[int, Message] = field(default_factory=dict)
    queries: list[tuple[str, Query]] = field(default_factory=list)

    def hear(self, method: str, detail: dict[str, Any]) -> None:
        """One call of the bot's: every word of it with where it can be read."""
        given = detail["parameters"]
        chat = given.get("chat_id")
        if method == "answerCallbackQuery":
            chat = self.world.telegram.world.queries._open[given["callback_query_id"]].person.id
        if chat is None:
            return
        words = [str(given)]
        result = detail.get("result")
        if method == "sendDocument" and isinstance(result, dict):
            message = self.world.telegram.world.chats[chat].message(result["message_id"])
            words.append(_inside(message.document or b"") if message else "")
        self.said.append((f"{self.doing}: {method}", int(chat), " ".join(words)))

    def problems(self) -> list[str]:
        """What should not have been said, and presses without an answer."""
        found = [
            f"{what} in {self.name(chat)}: {', '.join(leaks)}"
            for what, chat, text in self.said
            if (leaks := self.planted.leaks(text, self.whose(what, chat)))
            and not (BY_THE_OWNERS_TAP[0] in what and leaks == [BY_THE_OWNERS_TAP[1]])
        ]
        found += [
            f"{what} in {self.name(chat)}: unkind: {text[:300]}"
            for what, chat, text in self.said
            if UNKIND.search(_seen(text))
        ]
        found += [f"{what}: no answer" for what, query in self.queries if query.answer is None]
        return found

    def whose(self, what: str, chat_id: int) -> int:
        """The chat by whose right a text is read: a group that its mentor has linked is the school's."""
        groups = self.planted.groups
        return groups[1].id if what.startswith("linkto:") and chat_id == groups[0].id else chat_id

    def name(self, chat_id: int) -> str:
        """A chat in words."""
        names = {user.id: name for name, user in self.planted.people.items()}
        names |= {group.id: f"group {number}" for number, group in self.planted.groups.items()}
        return names[chat_id]

    def press(self, who: str, chat: Chat, data: str) -> None:
        """Somebody sends callback data of their own making for a message of the bot's."""
        card = self.cards[chat.id]
        query = self.world.telegram.world.queries.press(self.planted.people[who], card, data)
        self.queries.append((f"{self.doing} {data} by {who} in {self.name(chat.id)}", query))

    def private(self, who: str) -> Chat:
        """Somebody's private chat."""
        return self.planted.people[who].private

    async def settled(self) -> None:
        """A batch may take a busy computer longer than a world's patience."""
        for _ in range(8):
            with suppress(TimeoutError):
                return await self.world.settled()
        return await self.world.settled()

    async def finish_dialogues(self) -> None:
        """Whoever was asked for words types some, as a reply where it must be one."""
        async with self.world.bot.database.read() as session:
            waiting = (await session.exec(select(Dialogue))).all()
        people = {user.id: user for user in self.planted.people.values()}
        for one in waiting:
            chat = self.world.telegram.world.chats[one.chat_id]
            if one.speaker in people:
                await people[one.speaker].say(NEXT_WORDS, chat, reply_to=chat.from_bot()[-1])
        await self.settled()

    async def set_aside(self) -> list[str]:
        """Updates whose handler failed."""
        async with self.world.bot.database.read() as session:
            rows = (await session.exec(select(IncomingUpdate).where(IncomingUpdate.tries > 0))).all()
        return [f"{self.doing}: {row.kind} failed with {row.error}" for row in rows]


@dataclass
class Again:
    """The planted database, to begin every round with."""

    path: Path
    copy: Path

    def keep(self) -> None:
        """Remember it as it is now."""
        with closing(sqlite3.connect(self.path)) as now, closing(sqlite3.connect(self.copy)) as kept:
            now.backup(kept)

    def restore(self) -> None:
        """Bring it back."""
        with closing(sqlite3.connect(self.copy)) as kept, closing(sqlite3.connect(self.path)) as now:
            now.execute("PRAGMA synchronous=off")
            kept.backup(now)


async def watched(world: World) -> Watched:
    """Plant the schools, put a card of the bot's into every chat, and begin to listen."""
    planted = await plant(world)
    found = Watched(world, planted)
    for user in planted.people.values():
        await user.say("/privacy")
    for group in planted.groups.values():
        await planted.people["senco1"].say("/privacy", group)
    await world.settled()
    for chat in (*(user.private for user in planted.people.values()), *planted.groups.values()):
        found.cards[chat.id] = chat.from_bot()[-1]
    note = world.telegram.world.note

    def listening(kind: str, title: str, detail: dict[str, Any]) -> None:
        note(kind, title, detail)
        if kind == "call":
            found.hear(title, detail)

    world.telegram.world.note = listening  # type: ignore[method-assign]
    return found


@pytest.fixture
async def sqlite_world(tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """The bot on SQLite, with its database in a file that can be put back."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    async with World(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", clock) as found:
        yield found
    structlog.reset_defaults()


async def test_no_button_shows_anybody_what_is_not_theirs(sqlite_world: World, tmp_path: Path) -> None:
    """Every prefix with forged ids, by every role, in private and in groups, own and another school's."""
    found = await watched(sqlite_world)
    again = Again(tmp_path / "bot.sqlite3", tmp_path / "kept.sqlite3")
    again.keep()
    failed: list[str] = []
    for some in _batches(collected("PRESSES"), 6):
        found.doing = " ".join(some)
        for prefix in some:
            for who, forms in PRIVATELY.items():
                for form in forms:
                    found.press(who, found.private(who), prefix + form)
            for who, tries in IN_GROUPS.items():
                for group, form in tries:
                    found.press(who, found.planted.groups[group], prefix + form)
        await found.settled()
        await found.finish_dialogues()
        failed += await found.set_aside()
        again.restore()
    _all_well(found, failed)


async def test_no_command_shows_anybody_what_is_not_theirs(sqlite_world: World, tmp_path: Path) -> None:
    """Every command, bare and with words, by every role, in private and in groups."""
    found = await watched(sqlite_world)
    again = Again(tmp_path / "bot.sqlite3", tmp_path / "kept.sqlite3")
    again.keep()
    failed: list[str] = []
    for some in _batches(collected("COMMANDS"), 3):
        for words in WORDS:
            found.doing = " ".join(f"/{name}{words}" for name in some)
            for name in some:
                await _everybody_says(found, f"/{name}{words}")
            await found.settled()
            await found.finish_dialogues()
            failed += await found.set_aside()
            again.restore()
    _all_well(found, failed)


async def test_the_same_holds_on_both_databases_for_a_sample(database_url: str, clock: Clock) -> None:
    """Lists, files and cards, by somebody of the school, somebody of another one and a stranger."""
    async with World(database_url, clock) as world:
        found = await watched(world)
        people = ("stranger", "senco2", "governor1", "mentor1")
        shown = ("minutes", "minutesdoc:1", "act:3", "note:5", "case:1", "pack:3", "handover:2")
        for data in (*shown, *WHO_SEES):
            found.doing = data
            _press_by(found, people, data)
            await found.settled()
        for name in ("findings", "actions", "meetings", "agenda", "progress", "caseload"):
            found.doing = f"/{name}"
            await _say_by(found, people, f"/{name}")
        await found.settled()
        _all_well(found, await found.set_aside())
        assert any("qvfinding1" in text for _, chat, text in found.said if chat > 0)


def _batches(words: Iterable[str], size: int) -> Iterator[list[str]]:
    """A few at a time: the database is put back after each."""
    every = sorted(set(words) - ALONE)
    yield from (every[at : at + size] for at in range(0, len(every), size))
    yield from ([one] for one in sorted(ALONE & set(words)))


async def _everybody_says(found: Watched, text: str) -> None:
    await _say_by(found, PRIVATELY, text)
    await found.planted.people["mentor1"].say_anonymously(text, found.planted.groups[1])


async def _say_by(found: Watched, people: Iterable[str], text: str) -> None:
    for who in people:
        user: User = found.planted.people[who]
        await user.say(text)
        for group in dict.fromkeys(number for number, _ in IN_GROUPS.get(who, ())):
            await user.say(text, found.planted.groups[group])


def _press_by(found: Watched, people: Iterable[str], data: str) -> None:
    for who in people:
        for chat in (found.private(who), *found.planted.groups.values()):
            found.press(who, chat, data)


def _all_well(found: Watched, failed: list[str]) -> None:
    problems = sorted({*found.problems(), *failed})
    assert not problems, f"{len(problems)} problems\n" + "\n".join(problems[:60])
    broken = {one for one in found.world.telegram.violations if "not modified" not in one}
    assert not broken, sorted(broken)


def _seen(text: str) -> str:
    """The words people see of a call, without the names of its parameters."""
    return " ".join(re.findall(r"'text': '((?:[^'\\]|\\.)*)'", text))


def _inside(content: bytes) -> str:
    """The words of a file: a Word document is a zip of XML."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
