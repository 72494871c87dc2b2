"""Trouble on demand, as python-telegram-bot meets it."""

from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot gives waits as durations, without its warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def said(person: Person) -> list[str]:
    """What the bot's messages say."""
    return [message.text for message in person.private.from_bot()]


async def test_too_many_requests_tells_when_to_come_back(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    telegram.fault("sendMessage", "429", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(amina.id, "Hello")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert said(amina) == []
    await bot.send_message(amina.id, "Hello")
    assert said(amina) == ["Hello"]


async def test_a_bad_gateway_has_no_effect(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    telegram.fault(kind="502", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(amina.id, "Hello")
    await bot.send_message(amina.id, "Hello")
    assert said(amina) == ["Hello"]


@pytest.mark.parametrize(("kind", "arrived"), [("cut_before", []), ("cut_after", ["Hello"])])
async def test_a_cut_looks_the_same_whether_the_message_arrived_or_not(
    telegram: LocalTelegram, bot: Bot, amina: Person, kind: str, arrived: list[str]
) -> None:
    telegram.fault("sendMessage", kind)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(amina.id, "Hello")
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)
    assert said(amina) == arrived
    assert telegram.calls[-1].outcome == kind


async def test_a_time_out_did_what_was_asked(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    telegram.fault("sendMessage", "timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(amina.id, "Hello", read_timeout=0.05)
    assert said(amina) == ["Hello"]


async def test_trouble_can_be_kept_to_one_chat(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    await bryn.start()
    telegram.fault("sendMessage", "429", chat=bryn.private)
    await bot.send_message(amina.id, "Hello")
    with pytest.raises(RetryAfter):
        await bot.send_message(bryn.id, "Hello")


async def test_trouble_for_any_method_spares_the_poll(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.fault("*", "502")
    await bot.get_updates()
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_an_edit_made_again_after_a_cut_is_no_violation(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    sent = await bot.send_message(amina.id, "Hello")
    telegram.fault("editMessageText", "cut_after")
    with pytest.raises(NetworkError):
        await sent.edit_text("Changed")
    with pytest.raises(NetworkError, match="not modified"):
        await sent.edit_text("Changed")
    assert telegram.violations == []


async def test_a_telegram_that_is_not_there_refuses_connections(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    await bot.send_message(amina.id, "Before")
    async with telegram.unreachable():
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(amina.id, "Meanwhile")
        assert isinstance(caught.value.__cause__, httpx.ConnectError)
    await bot.send_message(amina.id, "After")
    assert said(amina) == ["Before", "After"]


async def test_an_unknown_kind_of_trouble_is_refused(telegram: LocalTelegram) -> None:
    with pytest.raises(ValueError, match="no kind of fault"):
        telegram.fault(kind="earthquake")
