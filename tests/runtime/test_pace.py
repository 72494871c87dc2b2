"""How fast messages may go."""

from bot.runtime.pace import Pace, Pacer

NELL, OMAR, GROUP = 7, 8, -100


def times(pacer: Pacer, chat: int, count: int) -> list[float]:
    """When each of ``count`` messages to a chat goes, each as early as it may."""
    now, sent = 0.0, []
    for _ in range(count):
        now = max(now, pacer.ready_at(chat), pacer.next_slot())
        pacer.took(chat, now)
        sent.append(now)
    return sent


def test_a_private_chat_takes_three_at_once_and_then_one_a_second() -> None:
    """A short burst for an answer with its card."""
    assert times(Pacer(Pace(overall=0)), NELL, 6) == [0, 0, 0, 1, 2, 3]


def test_a_group_takes_twenty_a_minute() -> None:
    """The twenty-first waits until the first is a minute old."""
    assert times(Pacer(Pace(overall=0)), GROUP, 41) == [0] * 20 + [60] * 20 + [120]


def test_all_together_go_twenty_five_a_second() -> None:
    """Whoever they are for."""
    pacer = Pacer(Pace(private=0))
    assert round(times(pacer, NELL, 26)[-1], 6) == 1.0
    assert pacer.next_slot() > 1


def test_nought_means_no_limit() -> None:
    """For tests and for rehearsals."""
    pacer = Pacer(Pace(0, 0, 0))
    assert times(pacer, NELL, 100) == [0] * 100
    assert times(pacer, GROUP, 100) == [0] * 100


def test_a_held_chat_waits_alone() -> None:
    """Telegram asked to slow down in one chat."""
    pacer = Pacer(Pace(overall=0))
    pacer.hold(NELL, 9.0)
    assert pacer.waiting(1.0) == {NELL: 9.0}
    assert pacer.ready_at(OMAR) == 0.0
    assert pacer.waiting(9.0) == {}


def test_when_three_chats_are_held_everybody_waits() -> None:
    """Then it is the bot that is too fast, not a chat."""
    pacer = Pacer(Pace())
    for chat, until in ((NELL, 5.0), (OMAR, 7.0), (GROUP, 6.0)):
        pacer.hold(chat, until)
    assert pacer.next_slot() == 5.0


def test_quiet_chats_are_forgotten() -> None:
    """Nothing grows with the number of chats ever written to."""
    pacer = Pacer(Pace())
    for chat in range(1, 50):
        pacer.took(chat, 0.0)
        pacer.took(-chat, 0.0)
    pacer.waiting(1000.0)
    assert (pacer._private, pacer._group, pacer._pauses) == ({}, {}, {})
