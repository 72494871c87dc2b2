"""How a test waits for what people see, and what it is told when nothing comes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.rehearsal.person import Person
from bot.rehearsal.refused import NotPossible
from bot.rehearsal.server import LocalTelegram

GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go on", callback_data="go")]])


async def test_next_gives_every_message_once_in_order(bot: Bot, amina: Person) -> None:
    for word in ("one", "two", "three"):
        await bot.send_message(amina.id, word)
    assert [(await amina.private.next()).text for _ in range(3)] == ["one", "two", "three"]
    with pytest.raises(TimeoutError):
        await amina.private.next(timeout=0)


async def test_wait_for_finds_what_is_there_and_next_goes_on_after_it(bot: Bot, amina: Person) -> None:
    for word in ("one", "two", "three"):
        await bot.send_message(amina.id, word)
    assert (await amina.private.wait_for("two")).text == "two"
    assert (await amina.private.next()).text == "three"
    assert (await amina.private.wait_for(lambda message: "ne" in message.text)).text == "one"


async def test_wait_for_notices_an_edit(bot: Bot, amina: Person) -> None:
    sent = await bot.send_message(amina.id, "Looking")
    waiting = asyncio.create_task(amina.private.wait_for("Found"))
    await sent.edit_text("Found it")
    assert (await waiting).id == sent.message_id


async def test_a_person_s_own_words_do_not_count_as_an_answer(amina: Person) -> None:
    await amina.say("passports")
    with pytest.raises(TimeoutError):
        await amina.private.wait_for("passports", timeout=0)


async def test_a_wait_in_vain_shows_the_conversation(bot: Bot, amina: Person) -> None:
    await amina.say("Hello?")
    await bot.send_message(amina.id, "Good morning", reply_markup=GO)
    with pytest.raises(TimeoutError) as caught:
        await amina.private.wait_for("Good night", timeout=0)
    told = str(caught.value)
    assert "'Good night'" in told
    assert "#1 Amina Example: Hello?" in told
    assert "#2 bot: Good morning\n    [Go on]" in told


async def test_deleted_messages_are_not_seen(bot: Bot, amina: Person) -> None:
    sent = await bot.send_message(amina.id, "Oops")
    await sent.delete()
    assert amina.private.sees() == []
    assert amina.private.transcript().count("Oops") == 0


async def test_a_button_that_is_not_there_is_named_with_those_that_are(bot: Bot, amina: Person) -> None:
    await bot.send_message(amina.id, "Well?", reply_markup=GO)
    message = await amina.private.next()
    assert message.button("go").text == message.button("Go").text == "Go on"
    with pytest.raises(LookupError, match="'Stop' among \\['Go on'\\]"):
        await amina.press(message, "Stop")


async def test_a_press_that_nobody_answers_says_so(bot: Bot, amina: Person) -> None:
    await bot.send_message(amina.id, "Well?", reply_markup=GO)
    with pytest.raises(TimeoutError, match="not answered"):
        await amina.press(await amina.private.next(), "Go on", timeout=0)


async def test_nobody_presses_a_button_in_a_chat_they_are_not_in(
    bot: Bot, amina: Person, bryn: Person
) -> None:
    await bot.send_message(amina.id, "Well?", reply_markup=GO)
    with pytest.raises(NotPossible):
        await bryn.press(await amina.private.next(), "Go on")


async def test_messages_carry_the_time_of_the_clock_that_was_given() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    async with LocalTelegram(now=lambda: now) as telegram:
        person = telegram.add_person("Amina")
        first = await person.say("one")
        now += timedelta(days=7)
        second = await person.say("two")
    assert second.raw["date"] - first.raw["date"] == 7 * 24 * 3600


async def test_a_text_longer_than_a_message_arrives_in_pieces(telegram: LocalTelegram, amina: Person) -> None:
    with pytest.raises(NotPossible):
        await amina.say("x" * 4097)
    sent = await amina.paste("x" * 9000)
    assert [len(message.text) for message in sent] == [4096, 4096, 808]
    assert len(telegram.pending_updates) == 3


async def test_only_one_s_own_messages_can_be_changed(
    telegram: LocalTelegram, amina: Person, bryn: Person
) -> None:
    group = telegram.add_group("Leadership", [amina, bryn])
    said = await amina.say("Hello", group)
    with pytest.raises(NotPossible):
        await bryn.edit(said, "Goodbye")
    with pytest.raises(NotPossible):
        await bryn.delete(said)
    await amina.delete(said)
    assert group.sees() == []


async def test_ids_are_too_large_for_four_bytes_as_telegram_s_are(
    telegram: LocalTelegram, amina: Person
) -> None:
    group = telegram.add_group("Leadership", [amina])
    assert amina.id > 2**32
    assert group.id < -(2**32)
