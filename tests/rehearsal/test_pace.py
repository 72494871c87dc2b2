"""Sending too fast is found out, on times given by hand."""

import pytest

from bot.rehearsal.pace import Pace
from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


def test_a_short_burst_in_a_private_chat_passes_and_a_long_one_does_not(amina: Person) -> None:
    pace = Pace()
    for at in (0.0, 0.1, 0.2, 1.2, 2.2, 3.2):
        pace.sent(amina.private, at)
    assert pace.findings == []
    for at in range(6):
        pace.sent(amina.private, 4 + at / 10)
    assert pace.findings
    assert set(pace.findings) == {"more than 1 message a second in a private chat"}


def test_one_a_second_goes_on_for_ever(amina: Person) -> None:
    pace = Pace()
    for second in range(500):
        pace.sent(amina.private, float(second))
    assert pace.findings == []


@pytest.mark.parametrize(("count", "found"), [(20, False), (21, True)])
def test_a_group_takes_twenty_a_minute(
    telegram: LocalTelegram, amina: Person, count: int, found: bool
) -> None:
    group = telegram.add_group("Leadership", [amina])
    pace = Pace()
    for number in range(count):
        pace.sent(group, number * 2.0)
    pace.sent(group, 100.0)
    assert bool(pace.findings) is found


@pytest.mark.parametrize(("count", "found"), [(30, False), (31, True)])
def test_thirty_a_second_over_all(telegram: LocalTelegram, count: int, found: bool) -> None:
    pace = Pace()
    for number in range(count):
        pace.sent(telegram.add_person(f"Person {number}").private, number / 100)
    assert ("more than 30 messages a second over all" in pace.findings) is found


def test_pace_can_be_left_unwatched(amina: Person) -> None:
    pace = Pace(watching=False)
    for _ in range(100):
        pace.sent(amina.private, 0.0)
    assert pace.findings == []


async def test_the_server_watches_sends_but_refuses_nothing() -> None:
    async with LocalTelegram() as telegram:
        person = telegram.add_person("Amina", started=True)
        for _ in range(10):
            telegram.desk.answer("sendMessage", {"chat_id": person.id, "text": "Hello"}, {})
        assert len(person.private.from_bot()) == 10
        assert telegram.pace_findings
        assert telegram.violations == []
