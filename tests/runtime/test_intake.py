"""Updates in: stored before Telegram is told, once each, and without words that must not be kept."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from telegram.error import NetworkError

from bot.clock import Clock
from bot.runtime.intake import Inbox, revive
from bot.storage.database import Database
from bot.storage.updates import GUARDED, IncomingUpdate
from tests.runtime.given import BOT, GROUP, PERSON, TwoClocks, message, update
from tests.runtime.test_sift import WORD, guard


def inbox_on(database: Database, clock: Clock | None = None) -> Inbox:
    """An inbox as the application makes it."""
    inbox = Inbox(database, clock or TwoClocks(), guard)
    inbox.bot = BOT
    return inbox


async def stored(database: Database) -> list[IncomingUpdate]:
    """Every row."""
    async with database.read() as session:
        return list((await session.exec(select(IncomingUpdate).order_by("update_id"))).all())


async def test_an_update_is_stored_before_it_is_handed_on(database: Database) -> None:
    """Its row has what it takes to handle it again."""
    inbox = inbox_on(database)
    await inbox.put(update(4, **message("hello")))
    assert [(row.update_id, row.state, row.lane, row.kind) for row in await stored(database)] == [
        (4, "new", PERSON["id"], "message")
    ]
    assert inbox.get_nowait().message.text == "hello"


async def test_a_duplicate_stops_here(database: Database) -> None:
    """Telegram sends an update again when it did not hear that it arrived; other replicas get it too."""
    first, second = inbox_on(database), inbox_on(database)
    for inbox in (first, first, second):
        await inbox.put(update(4, **message("hello")))
    assert (first.qsize(), second.qsize()) == (1, 0)


async def test_two_replicas_at_the_same_moment_hand_it_on_once(database: Database) -> None:
    """The database decides."""
    inboxes = [inbox_on(database) for _ in range(4)]
    await asyncio.gather(*(inbox.put(update(4, **message("hello"))) for inbox in inboxes))
    assert sum(inbox.qsize() for inbox in inboxes) == 1


async def test_a_database_that_fails_is_a_network_error_and_nothing_else(database: Database) -> None:
    """So that python-telegram-bot asks for the update again, and confirms nothing."""
    inbox = inbox_on(database)
    async with database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE incoming_update RENAME TO elsewhere")
    with pytest.raises(NetworkError) as raised:
        await inbox.put(update(4, **message("zebra words")))
    assert "zebra" not in str(raised.value)
    assert raised.value.__suppress_context__
    assert inbox.empty()


async def test_a_stop_signal_passes_through(database: Database) -> None:
    """python-telegram-bot puts its own object into the queue when it stops."""
    inbox, signal = inbox_on(database), object()
    await inbox.put(signal)
    assert inbox.get_nowait() is signal
    assert await stored(database) == []


async def test_guarded_words_are_nowhere_only_which_rule_fired(database: Database) -> None:
    """And the update in hand has lost them as well."""
    inbox = inbox_on(database)
    await inbox.put(update(4, **message(f"about {WORD}")))
    row = (await stored(database))[0]
    assert row.guard == "a rule"
    assert WORD not in (row.raw or "")
    taken = inbox.get_nowait()
    assert taken.message.text is None
    assert taken.api_kwargs[GUARDED]["kind"] == "safeguarding"
    assert GUARDED in revive(row, BOT).api_kwargs


async def test_what_is_not_for_the_bot_is_done_with_at_once(database: Database) -> None:
    """Only its number is kept, so that a duplicate is known."""
    inbox = inbox_on(database)
    await inbox.put(update(4, **message("who has the keys", GROUP)))
    assert [(row.state, row.raw) for row in await stored(database)] == [("done", None)]
    assert inbox.empty()


async def test_inline_queries_pass_without_a_row(database: Database) -> None:
    """Nothing of what is typed is kept."""
    inbox = inbox_on(database)
    await inbox.put(update(4, "inline_query", id="1", query="autism", offset="", **{"from": PERSON}))
    assert inbox.qsize() == 1
    assert await stored(database) == []


async def test_what_nobody_holds_is_taken_up_in_order(database: Database) -> None:
    """After a restart, or from a replica that died; each once, and not what is in hand."""
    clock = TwoClocks()
    died, alive = inbox_on(database, clock), inbox_on(database, clock)
    for number in (2, 1, 3):
        await died.put(update(number, **message(f"m{number}")))
        clock.pass_real(timedelta(seconds=1))
    await alive.put(update(9, **message("in hand")))
    clock.pass_real(timedelta(minutes=1))
    assert await alive.adopt() == 3
    assert [alive.get_nowait().update_id for _ in range(4)] == [9, 2, 1, 3]
    assert await alive.adopt() == 0
    alive.release(1)
    assert await alive.adopt() == 1


async def test_fresh_updates_of_another_replica_are_left_to_it(database: Database) -> None:
    """For half a minute."""
    clock = TwoClocks()
    other, inbox = inbox_on(database, clock), inbox_on(database, clock)
    await other.put(update(1, **message("m")))
    clock.pass_real(timedelta(seconds=29))
    assert await inbox.adopt() == 0
    clock.pass_real(timedelta(seconds=1))
    assert await inbox.adopt() == 1


@pytest.mark.parametrize(
    "content",
    [
        ("message", message("hello 🙂")),
        ("message", message("/ask x", GROUP)),
        ("edited_message", message("other words", edit_date=1_790_000_001)),
        ("message", message(chat=GROUP, new_chat_members=[PERSON])),
        ("message", message("yes", reply_to_message=message("card") | {"message_id": 3})),
    ],
)
async def test_a_revived_update_is_the_one_that_was_handed_on(
    database: Database, content: tuple[str, dict[str, Any]]
) -> None:
    """What is handled after a crash is what would have been handled before."""
    inbox = inbox_on(database)
    await inbox.put(update(4, content[0], **content[1]))
    taken = inbox.get_nowait()
    row = (await stored(database))[0]
    assert revive(row, BOT).to_json() == taken.to_json()
