"""What is ahead of a school, from all of its meetings."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.outlook import ends_at, outlook
from bot.storage.meetings import Meeting

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def meeting(number: int, starts: float, state: str = "planned", minutes: int = 60) -> Meeting:
    """A meeting some hours from noon."""
    return Meeting(
        school_id=1,
        number=number,
        stage="gather",
        title="Listening",
        starts_at=NOON + starts * HOUR,
        wall="",
        zone="Europe/London",
        minutes=minutes,
        state=state,
        uid=str(number),
        organiser_id=1,
        created_at=NOON,
        changed_at=NOON,
    )


def test_the_next_is_the_one_going_on_until_its_last_minute() -> None:
    first, second = meeting(1, -1, minutes=90), meeting(2, 48)
    assert outlook([second, first], NOON).next is first
    over = outlook([second, first], NOON + HOUR / 2)
    assert (over.next, over.last) == (second, first)


def test_what_is_called_off_is_named_only_where_it_would_have_come_first() -> None:
    off, later_off, past_off = (
        meeting(1, 24, "cancelled"),
        meeting(3, 72, "cancelled"),
        meeting(4, -24, "cancelled"),
    )
    ahead = outlook([off, meeting(2, 48), later_off, past_off], NOON)
    assert [one.number for one in ahead.off] == [1]
    assert [one.number for one in outlook([off, later_off, past_off], NOON).off] == [1, 3]


def test_without_meetings_there_is_nothing_to_say() -> None:
    assert outlook([], NOON).is_empty
    assert not outlook([meeting(1, -24)], NOON).is_empty
    assert outlook([meeting(1, -24, "cancelled")], NOON).is_empty


@given(
    st.lists(
        st.tuples(st.integers(-500, 500), st.sampled_from(["planned", "cancelled"]), st.integers(15, 480)),
        max_size=8,
    ),
    st.integers(0, 100),
)
def test_what_is_shown_as_next_is_never_over_nor_called_off(
    given_meetings: list[tuple[int, str, int]], hours: int
) -> None:
    """At any instant, in whatever order they come; and nothing planned is left out that comes sooner."""
    every = [meeting(n, starts, state, minutes) for n, (starts, state, minutes) in enumerate(given_meetings)]
    now = NOON + hours * HOUR
    ahead = outlook(every, now)
    open_ones = [one for one in every if one.state == "planned" and ends_at(one) > now]
    if ahead.next is None:
        assert not open_ones
    else:
        assert ahead.next in open_ones
        assert ahead.next.starts_at == min(one.starts_at for one in open_ones)
    assert ahead.last is None or ends_at(ahead.last) <= now


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.sampled_from(["planned", "cancelled"])), max_size=6),
    st.integers(0, 50),
)
def test_nothing_changes_before_the_instant_that_is_named(
    given_meetings: list[tuple[int, str]], hours: int
) -> None:
    """So a card that is looked at again only then never shows what is over."""
    every = [meeting(n, starts, state) for n, (starts, state) in enumerate(given_meetings)]
    now = NOON + hours * HOUR
    ahead = outlook(every, now)
    until = ahead.until or now + 1000 * HOUR
    assert until > now
    just_before = outlook(every, until - timedelta(seconds=1))
    assert (just_before.next, just_before.off) == (ahead.next, ahead.off)
