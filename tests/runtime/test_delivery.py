"""Messages out: order, edits, refusals, moves, and sends whose outcome nobody knows."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TimedOut

from bot.mentoring.people import be_in, meet
from bot.runtime.delivery import Delivery
from bot.runtime.pace import Pace, Pacer
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Button, File, OutboxRow, Outgoing
from bot.storage.people import Chat, Person
from tests.conftest import NOON
from tests.runtime.given import Post, TwoClocks

NELL, OMAR, GROUP, MOVED = 7, 8, -100, -1007


@dataclass
class Desk:
    """A delivery with everything round it in a test's hands."""

    database: Database
    clock: TwoClocks = field(default_factory=TwoClocks)
    post: Post = field(default_factory=Post)
    reported: list[tuple[int, str]] = field(default_factory=list)

    async def put(self, chat: int, html: str, **more: Any) -> int:
        """Write a row, as a handler does; gives its number."""
        async with self.database.write() as session:
            await be_in(session, chat, "private" if chat > 0 else "supergroup", NOON)
            return await outbox.put(session, Outgoing(chat, html, **more), NOON) or 0

    async def row(self, number: int) -> OutboxRow:
        """A row as it is now."""
        async with self.database.read() as session:
            found = await session.get(OutboxRow, number)
        assert found is not None
        return found

    async def delivered(self) -> None:
        """Send until nothing is due."""
        async with self.running():
            pass

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Delivery]:
        """A delivery that has sent what was due; ends when the block ends, as at a stop."""
        delivery = Delivery(
            self.database,
            self.clock,
            cast(Bot, self.post),
            Pacer(Pace(0, 0, 0)),
            self._report,
            poll_seconds=0.01,
        )
        task = asyncio.create_task(delivery.run())
        await self.quiet(delivery)
        yield delivery
        await self.quiet(delivery)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await delivery.stop(1)

    async def quiet(self, delivery: Delivery) -> None:
        """Wait until nothing is due."""
        async with asyncio.timeout(60):
            while not await self._idle(delivery):
                delivery.wake()
                await asyncio.sleep(0.005)

    async def _idle(self, delivery: Delivery) -> bool:
        """Nothing is in the air, and the first open row of every chat has to wait."""
        async with self.database.read() as session:
            rows = await session.exec(
                select(OutboxRow)
                .where(col(OutboxRow.state).in_(("pending", "sending")))
                .order_by(col(OutboxRow.state), col(OutboxRow.priority).desc(), col(OutboxRow.id).desc())
            )
            first = {row.chat_id: row for row in rows.all()}  # the last of a chat stays: in the air, or next
        now = self.clock.real()
        if delivery.sending or any(row.state == "sending" for row in first.values()):
            return False
        return all(row.not_before is not None and row.not_before > now for row in first.values())

    async def _report(self, _session: AsyncSession, row: OutboxRow) -> None:
        self.reported.append((row.id or 0, row.state))


@pytest.fixture
def desk(database: Database) -> Desk:
    """On each database."""
    return Desk(database)


async def test_a_chat_is_written_to_in_order_answers_before_reminders_before_digests(desk: Desk) -> None:
    """Whatever the order in which the rows were written."""
    for number, priority in enumerate(("digest", "answer", "reminder", "answer", "digest", "reminder")):
        for chat in (NELL, OMAR, GROUP):
            await desk.put(chat, f"{priority} {number}", priority=priority)
    await desk.delivered()
    wanted = ["answer 1", "answer 3", "reminder 2", "reminder 5", "digest 0", "digest 4"]
    assert [desk.post.said(chat) for chat in (NELL, OMAR, GROUP)] == [wanted] * 3


async def test_what_was_sent_loses_its_words_and_keeps_its_number(desk: Desk) -> None:
    """Later edits need the message; nobody needs the words."""
    number = await desk.put(
        NELL, "words", buttons=((Button("A", data="a"),),), kind="document", file=File("a.txt", b"x")
    )
    await desk.delivered()
    row = await desk.row(number)
    assert (row.state, row.body, row.file) == ("sent", None, None)
    assert row.message_id is not None


async def test_an_edit_finds_the_message_of_an_earlier_row(desk: Desk) -> None:
    """Also when both wait to be sent."""
    card = await desk.put(NELL, "card")
    await desk.put(NELL, "changed", kind="edit", target_row=card)
    await desk.put(NELL, kind="pin", html="", target_row=card)
    await desk.delivered()
    at = (await desk.row(card)).message_id
    assert desk.post.made == [
        ("send", NELL, "card"),
        (f"edit {at}", NELL, "changed"),
        (f"pin {at}", NELL, ""),
    ]


async def test_an_edit_of_a_message_that_never_arrived_is_sent(desk: Desk) -> None:
    """And from then on the row has a message; a deletion or a pin of it has nothing to do."""
    desk.post.troubles[NELL] = deque([BadRequest("Can't parse entities")])
    card = await desk.put(NELL, "card")
    await desk.delivered()
    gone = await desk.put(NELL, "", kind="delete", target_row=card)
    await desk.delivered()
    assert (await desk.row(gone)).state == "obsolete"
    await desk.put(NELL, "changed", kind="edit", target_row=card)
    await desk.delivered()
    assert desk.post.made == [("send", NELL, "changed")]
    again = await desk.put(NELL, "once more", kind="edit", target_row=card)
    await desk.delivered()
    assert (await desk.row(again)).state == "sent"
    assert desk.post.made[-1][0].startswith("edit ")


async def test_of_several_unsent_edits_only_the_newest_goes(desk: Desk) -> None:
    """The others are retired, each named so; edits of other messages stay."""
    first, other = await desk.put(NELL, "card"), await desk.put(NELL, "other")
    await desk.delivered()
    old = [await desk.put(NELL, f"edit {n}", kind="edit", target_row=first) for n in range(3)]
    await desk.put(NELL, "of the other", kind="edit", target_row=other)
    await desk.put(NELL, "newest", kind="edit", target_row=first)
    await desk.delivered()
    assert desk.post.said(NELL) == ["card", "other", "of the other", "newest"]
    assert {((await desk.row(one)).state, (await desk.row(one)).reason) for one in old} == {
        ("obsolete", "newer edit")
    }


async def test_what_comes_too_late_is_not_sent(desk: Desk) -> None:
    """A reminder of something that is over."""
    late = await desk.put(NELL, "late", expires_at=NOON)
    await desk.put(NELL, "in time", expires_at=NOON + timedelta(minutes=1))
    await desk.delivered()
    assert desk.post.said(NELL) == ["in time"]
    assert ((await desk.row(late)).state, (await desk.row(late)).body) == ("obsolete", None)


async def test_what_was_taken_back_is_not_sent(desk: Desk) -> None:
    """Everything about a subject and below it, and nothing whose name only begins alike."""
    for subject in ("meeting:1", "meeting:1:day", "meeting:12"):
        await desk.put(NELL, subject, subject=subject)
    async with desk.database.write() as session:
        await outbox.take_back(session, "meeting:1", NOON)
    await desk.delivered()
    assert desk.post.said(NELL) == ["meeting:12"]


async def test_the_same_key_is_said_once(desk: Desk) -> None:
    """Also after it was sent."""
    await desk.put(NELL, "reminder", key="r:1")
    await desk.delivered()
    assert await desk.put(NELL, "reminder", key="r:1") == 0
    await desk.delivered()
    assert desk.post.said(NELL) == ["reminder"]


async def test_a_group_that_moved_is_followed_by_everything(desk: Desk) -> None:
    """The refused message, and what waits behind it, go to the new id in order."""
    desk.post.troubles[GROUP] = deque([ChatMigrated(MOVED)])
    for number in range(3):
        await desk.put(GROUP, f"{number}")
    await desk.delivered()
    assert desk.post.said(MOVED) == ["0", "1", "2"]
    async with desk.database.read() as session:
        old, new = await session.get(Chat, GROUP), await session.get(Chat, MOVED)
        assert old is not None
        assert new is not None
        assert (old.state, new.state) == ("migrated", "active")


async def test_somebody_who_blocked_the_bot_gets_nothing_more(desk: Desk) -> None:
    """Their person is marked, what waits for them is put away, and others are not held up."""
    async with desk.database.write() as session:
        await meet(session, NELL, "Nell", None, NOON)
    desk.post.troubles[NELL] = deque([Forbidden("Forbidden: bot was blocked by the user")])
    rows = [await desk.put(NELL, f"{number}") for number in range(3)]
    await desk.put(OMAR, "hello")
    await desk.delivered()
    assert desk.post.made == [("send", OMAR, "hello")]
    assert {(await desk.row(one)).state for one in rows} == {"blocked"}
    assert {(await desk.row(one)).body for one in rows} == {None}
    async with desk.database.read() as session:
        assert (await session.exec(select(Person.reach))).all() == ["blocked"]
    assert [state for _, state in desk.reported] == ["blocked"]


async def test_a_closed_topic_loses_only_the_topic(desk: Desk) -> None:
    """Once more, without it."""
    desk.post.troubles[GROUP] = deque([BadRequest("TOPIC_CLOSED")])
    await desk.put(GROUP, "hello", thread_id=4)
    await desk.delivered()
    assert desk.post.said(GROUP) == ["hello"]
    assert desk.post.options[0]["message_thread_id"] is None


async def test_a_chat_told_to_wait_waits_alone_and_keeps_its_order(desk: Desk) -> None:
    """Until the time that was asked has passed."""
    desk.post.troubles[NELL] = deque([RetryAfter(timedelta(seconds=30))])
    for chat in (NELL, OMAR):
        for number in range(2):
            await desk.put(chat, f"{number}")
    async with desk.running():
        assert (desk.post.said(NELL), desk.post.said(OMAR)) == ([], ["0", "1"])
    desk.clock.pass_real(timedelta(seconds=30))
    await desk.delivered()
    assert desk.post.said(NELL) == ["0", "1"]


async def test_an_unknown_outcome_is_sent_again_and_the_third_is_reported(desk: Desk) -> None:
    """Nothing is sent for ever; nothing is lost without a word; what comes after is sent."""
    desk.post.troubles[NELL] = deque([TimedOut(), TimedOut(), TimedOut()])
    number = await desk.put(NELL, "lost")
    await desk.put(NELL, "after")
    for tries in (1, 2):
        await desk.delivered()
        assert (await desk.row(number)).tries == tries
        assert desk.reported == []
        desk.clock.pass_real(timedelta(minutes=5))
    await desk.delivered()
    assert desk.reported == [(number, "unknown")]
    assert (await desk.row(number)).state == "unknown"
    assert desk.post.said(NELL) == ["after"]


async def test_rows_in_the_air_when_the_process_died_are_sent_again(desk: Desk) -> None:
    """Their outcome is unknown: that counts as one of three tries."""
    number = await desk.put(NELL, "hello")
    async with desk.database.write() as session:
        await session.exec(update(OutboxRow).where(col(OutboxRow.id) == number).values(state="sending"))
    await desk.delivered()
    assert ((await desk.row(number)).state, (await desk.row(number)).tries) == ("pending", 1)
    desk.clock.pass_real(timedelta(minutes=5))
    await desk.delivered()
    assert ((await desk.row(number)).state, desk.post.said(NELL)) == ("sent", ["hello"])


async def test_one_that_died_in_the_air_three_times_is_reported(desk: Desk) -> None:
    """A message that kills its sender does not do so for ever."""
    number = await desk.put(NELL, "hello")
    async with desk.database.write() as session:
        values = {"state": "sending", "tries": 2}
        await session.exec(update(OutboxRow).where(col(OutboxRow.id) == number).values(values))
    await desk.delivered()
    assert desk.reported == [(number, "unknown")]
    assert desk.post.made == []


async def test_a_report_that_fails_does_not_stop_what_comes_after(desk: Desk) -> None:
    """The row is closed all the same."""

    async def failing(session: AsyncSession, _row: OutboxRow) -> None:
        await be_in(session, 99, "private", NOON)
        raise ValueError

    desk._report = failing  # type: ignore[method-assign,assignment]
    desk.post.troubles[NELL] = deque([BadRequest("Can't parse entities")])
    number = await desk.put(NELL, "lost")
    await desk.put(NELL, "after")
    await desk.delivered()
    assert (await desk.row(number)).state == "failed"
    assert desk.post.said(NELL) == ["after"]
    async with desk.database.read() as session:
        assert await session.get(Chat, 99) is None
