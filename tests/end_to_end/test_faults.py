"""Telegram slow, broken or cut off, and a database that is busy: everything arrives all the same."""

import asyncio
import sqlite3

import pytest
from sqlmodel import select

from bot.storage.outbox import OutboxRow
from bot.storage.updates import IncomingUpdate
from tests.end_to_end.harness import World, last

QUESTION = "what is the graduated approach, please"


@pytest.mark.parametrize("kind", ["429", "502", "cut_before"])
async def test_a_refused_or_cut_send_is_tried_again(world: World, kind: str) -> None:
    """Sent once in the end."""
    nell = world.telegram.add_person("Nell", started=True)
    world.telegram.fault(method="sendMessage", kind=kind, times=1, retry_after=1)  # type: ignore[arg-type]
    await nell.say(QUESTION)
    await nell.private.wait_for(lambda message: message.from_bot)
    await world.settled()
    assert len(nell.private.from_bot()) == 1


async def test_an_answer_cut_off_after_it_arrived_is_at_most_repeated(world: World) -> None:
    """The outcome was unknown, so it is sent again: twice at the most, never not at all."""
    nell = world.telegram.add_person("Nell", started=True)
    world.telegram.fault(method="sendMessage", kind="cut_after", times=1)
    await nell.say(QUESTION)
    await nell.private.until(lambda: len(nell.private.from_bot()) == 2)
    await world.settled()
    assert len(nell.private.from_bot()) == 2


async def test_three_unknown_outcomes_are_reported(world: World) -> None:
    """After the third try the programme lead hears of it; nothing is sent for ever."""
    await world.lead.start()
    nell = world.telegram.add_person("Nell", started=True)
    await world.settled()
    world.telegram.fault(method="sendMessage", kind="cut_before", times=3, chat=nell.id)
    await nell.say(QUESTION)
    await world.lead.private.wait_for("did not arrive")
    assert nell.private.from_bot() == []


async def test_one_chat_told_to_wait_does_not_hold_up_the_others(world: World) -> None:
    """429 in one chat: the other chat's answer comes at once."""
    nell, omar = (world.telegram.add_person(name, started=True) for name in ("Nell", "Omar"))
    world.telegram.fault(method="sendMessage", kind="429", times=1, retry_after=3, chat=nell.id)
    await nell.say(QUESTION)
    await omar.say(QUESTION)
    await omar.private.wait_for(lambda message: message.from_bot)
    assert nell.private.from_bot() == []


async def test_a_handler_that_keeps_failing_is_set_aside_and_told(world: World) -> None:
    """Three tries, then the lead hears kind and number, never the words; later messages go on."""
    await world.lead.start()
    nell = world.telegram.add_person("Nell", started=True)
    await world.settled()
    broken = world.bot.services.knowledge
    world.bot.services.knowledge = None  # type: ignore[assignment]
    await nell.say("zebrafinch needs help with reading")
    await world.lead.private.wait_for("set aside")
    world.bot.services.knowledge = broken
    await world.says(nell, QUESTION)
    assert len(nell.private.from_bot()) == 1
    assert "zebrafinch" not in world.lead.private.transcript()


async def test_twenty_chats_keep_their_order(world: World) -> None:
    """Each person's questions are answered in the order asked, side by side with the others'."""
    people = [world.telegram.add_person(f"P{number}", started=True) for number in range(20)]
    commands = ("/privacy", "/help", "/start", "/cancel", "/frobnicate")
    for command in commands:
        for person in people:
            await person.say(command)
    await world.settled()
    for person in people:
        begun = [message.text.split("\n")[0][:9] for message in person.private.from_bot()]
        hello = f"Hello {person.name}."[:9]
        assert begun == ["What I ke", "What I ca", hello, "There is ", "I do not "]


async def test_one_busy_chat_does_not_delay_the_others(world: World) -> None:
    """A hundred messages wait in one chat; somebody else is answered long before they are done."""
    busy, calm = (world.telegram.add_person(name, started=True) for name in ("Busy", "Calm"))
    for _ in range(100):
        await busy.say("/privacy")
    await calm.say("/privacy")
    await calm.private.wait_for(lambda message: message.from_bot)
    assert len(busy.private.from_bot()) < 100


async def test_updates_come_through_while_the_database_is_busy(world: World) -> None:
    """Another program holds SQLite's write lock for a moment: everything waits, nothing is lost."""
    path = world.config.sqlite_path
    if path is None:
        async with world.bot.database.write() as session:
            await session.exec(select(IncomingUpdate).with_for_update())
            nell = world.telegram.add_person("Nell", started=True)
            await nell.say(QUESTION)
            await asyncio.sleep(0)
    else:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        nell = world.telegram.add_person("Nell", started=True)
        await nell.say(QUESTION)
        await asyncio.sleep(0.2)
        other.execute("ROLLBACK")
        other.close()
    await nell.private.wait_for(lambda message: message.from_bot)
    await world.settled()
    assert len(nell.private.from_bot()) == 1


async def test_a_press_is_always_answered(world: World) -> None:
    """Also when the button is forged or belongs to nobody."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, QUESTION)
    card = last(nell.private)
    for data in ("vote:999999:1", "vote:x:y", "nonsense", "act:1", "meeting:1", "admit:1:1", "school:9"):
        assert await nell.press_data(card, data), data
    await nell.press_data(card, "more:1:9")
    await world.settled()
    assert card.text


async def test_restarting_answers_what_was_waiting(world: World) -> None:
    """Messages sent while the bot was down are answered once it is back."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.stop_bot()
    await nell.say(QUESTION)
    await world.start_bot()
    await world.settled()
    assert len(nell.private.from_bot()) == 1
    async with world.bot.database.read() as session:
        assert {row.state for row in (await session.exec(select(OutboxRow))).all()} == {"sent"}
