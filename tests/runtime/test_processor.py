"""Updates handled: once, in order within a chat, each in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import BadRequest

from bot.mentoring.errors import Refusal
from bot.mentoring.people import be_in
from bot.runtime.processor import Processor, open_updates, record_error
from bot.storage.database import Database
from bot.storage.people import Chat
from bot.storage.updates import IncomingUpdate
from bot.storage.upgrade import upgrade
from bot.storage.work import Work
from tests.conftest import NOON
from tests.runtime.given import TwoClocks, message, update
from tests.runtime.test_intake import inbox_on, stored

Handle = Callable[[Update], Awaitable[None]]


@dataclass
class House:
    """A processor with a handler of the test's own."""

    database: Database
    handle: Handle
    refused: list[str] = field(default_factory=list)
    aside: list[tuple[int, str | None]] = field(default_factory=list)
    committed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inbox = inbox_on(self.database)
        self.processor = Processor(
            self.database,
            TwoClocks(),
            self.inbox,
            refuse=self._refuse,
            set_aside=self._set_aside,
            committed=self.committed.append,
        )
        self.processor.application = cast(Any, SimpleNamespace(process_update=self._process))

    async def take(self, *updates: Update) -> None:
        """Take updates in and handle them all, side by side where that is allowed."""
        for one in updates:
            await self.inbox.put(one)
        taken = [self.inbox.get_nowait() for _ in range(self.inbox.qsize())]
        await asyncio.gather(*(self.processor.do_process_update(one, _nothing()) for one in taken))

    async def _process(self, given: Update) -> None:
        """As python-telegram-bot does: errors go to the error handler, never up."""
        try:
            await self.handle(given)
        except Exception as error:
            await record_error(given, cast(Any, SimpleNamespace(error=error)))

    async def _refuse(self, _update: Update, refusal: Refusal) -> None:
        await Work.current().session()
        self.refused.append(refusal.name)

    async def _set_aside(self, _session: AsyncSession, row: IncomingUpdate) -> None:
        self.aside.append((row.update_id, row.error))


async def _nothing() -> None:
    """What python-telegram-bot would have run."""


async def _write(chat: int) -> None:
    await be_in(await Work.current().session(), chat, "private", NOON)


async def chats(database: Database) -> list[int]:
    """What was written."""
    async with database.read() as session:
        return sorted((await session.exec(select(Chat.id))).all())


async def test_what_is_handled_is_written_once_and_its_words_go(database: Database) -> None:
    """Claim and change are committed together."""
    house = House(database, lambda _: _write(1))
    await house.take(update(4, **message("hello")))
    row = (await stored(database))[0]
    assert (row.state, row.raw) == ("done", None)
    assert await chats(database) == [1]
    assert house.committed == [4]
    assert not house.processor.busy


async def test_two_workers_handle_it_once(database: Database) -> None:
    """Whoever claims it; the other stops without a word."""
    done: list[int] = []

    async def handle(given: Update) -> None:
        await Work.current().session()
        done.append(given.update_id)

    houses = [House(database, handle) for _ in range(3)]
    one = update(4, **message("hello"))
    await houses[0].inbox.put(one)
    await asyncio.gather(*(house.processor.do_process_update(one, _nothing()) for house in houses))
    assert done == [4]
    assert [house.aside for house in houses] == [[], [], []]
    assert {row.tries for row in await stored(database)} == {0}


async def test_a_refusal_takes_back_what_was_written_and_is_answered(database: Database) -> None:
    """The update is done with: it is not tried again."""

    async def handle(_given: Update) -> None:
        await _write(1)
        raise Refusal("wrong_school")

    house = House(database, handle)
    await house.take(update(4, **message("hello")))
    assert house.refused == ["wrong_school"]
    assert await chats(database) == []
    assert [row.state for row in await stored(database)] == ["done"]


async def test_a_crash_is_tried_three_times_then_set_aside_and_told(database: Database) -> None:
    """Nothing it wrote stays; the kind of error is kept, never its words."""
    tried: list[int] = []

    async def handle(given: Update) -> None:
        await _write(1)
        tried.append(given.update_id)
        raise ValueError("zebra words")

    house = House(database, handle)
    await house.take(update(4, **message("hello")))
    row = (await stored(database))[0]
    assert tried == [4, 4, 4]
    assert (row.state, row.tries, row.error) == ("set_aside", 3, "ValueError")
    assert house.aside == [(4, "ValueError")]
    assert await chats(database) == []


async def test_a_notice_that_fails_does_not_bring_the_update_back_for_ever(database: Database) -> None:
    """It is set aside all the same."""

    async def handle(_given: Update) -> None:
        raise ValueError

    house = House(database, handle)
    house.aside = None  # type: ignore[assignment]
    await house.take(update(4, **message("hello")))
    assert [row.state for row in await stored(database)] == ["set_aside"]


async def test_a_crash_that_passes_is_no_harm(database: Database) -> None:
    """The second try is a fresh one."""
    troubles = [ValueError()]

    async def handle(_given: Update) -> None:
        await _write(1)
        if troubles:
            raise troubles.pop()

    house = House(database, handle)
    await house.take(update(4, **message("hello")))
    assert [row.state for row in await stored(database)] == ["done"]
    assert (await chats(database), house.aside) == ([1], [])


async def test_a_chat_keeps_its_order_and_others_go_on(database: Database) -> None:
    """The second chat is handled while the first one's handler waits."""
    order: list[int] = []
    gate = asyncio.Event()

    async def handle(given: Update) -> None:
        if given.update_id == 1:
            await gate.wait()
        order.append(given.update_id)
        if given.update_id == 3:
            gate.set()

    house = House(database, handle)
    other = {"id": 8, "type": "private", "first_name": "Omar"}
    async with asyncio.timeout(60):
        await house.take(
            update(1, **message("a")), update(2, **message("b")), update(3, **message("c", other))
        )
    assert order == [3, 1, 2]


async def test_after_a_stop_nothing_new_is_begun(database: Database) -> None:
    """What was not begun stays open for the next start."""
    house = House(database, lambda _: _write(1))
    house.processor.stopping = True
    await house.take(update(4, **message("hello")))
    async with database.read() as session:
        assert await open_updates(session) == 1
    house.processor.stopping = False
    assert await house.inbox.adopt(timedelta(0)) == 1
    await house.take()
    assert await chats(database) == [1]


@pytest.mark.parametrize("trouble", [None, ValueError("x"), Refusal("wrong_school")])
async def test_a_press_is_answered_whatever_happens(database: Database, trouble: Exception | None) -> None:
    """At each try: the first answer is the one that counts."""
    answers: list[str | None] = []

    async def handle(_given: Update) -> None:
        Work.current().answer = "Noted"
        await _write(1)
        if trouble:
            raise trouble

    class Query:
        """A pressed button whose answer is too late."""

        async def answer(self, *, text: str | None, show_alert: bool) -> None:
            answers.append(text)
            raise BadRequest("Query is too old")

    pressed = update(
        4,
        "callback_query",
        id="1",
        chat_instance="1",
        data="x",
        message=message("c"),
        **{"from": message()["from"]},
    )
    house = House(database, handle)
    await house.inbox.put(pressed)
    with pressed._unfrozen():
        pressed.callback_query = cast(Any, Query())
    await house.processor.do_process_update(pressed, _nothing())
    assert answers[0] == ("Noted" if trouble is None else None)
    assert len(answers) == (3 if isinstance(trouble, ValueError) else 1)


async def test_on_postgres_an_older_update_of_the_chat_goes_first(postgres_url: str) -> None:
    """Another replica took it in and has not handled it yet."""
    database = Database(postgres_url)
    await upgrade(database, NOON)
    order: list[int] = []

    async def handle(given: Update) -> None:
        order.append(given.update_id)

    slow, quick = House(database, handle), House(database, handle)
    older, newer = update(1, **message("a")), update(2, **message("b"))
    await slow.inbox.put(older)
    await quick.take(newer)
    await slow.processor.do_process_update(older, _nothing())
    await database.close()
    assert order == [1, 2]
