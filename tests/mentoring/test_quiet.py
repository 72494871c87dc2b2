"""Quiet time: evenings, weekends, bank holidays, a school's breaks, working days, pauses."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.quiet import Quiet
from bot.mentoring.terms import Terms
from tests.mentoring.cast import HOUSE, TERMS, london


@pytest.mark.parametrize(
    ("instant", "open_"),
    [
        (london(2026, 9, 14, 7, 59), False),
        (london(2026, 9, 14, 8), True),
        (london(2026, 9, 14, 17, 59), True),
        (london(2026, 9, 14, 18), False),
        (london(2026, 9, 19, 12), False),
        (london(2026, 12, 25, 12), False),
        (london(2027, 3, 26, 12), False),
        (london(2027, 3, 29, 12), False),
        (london(2026, 10, 27, 12), False),
        (london(2026, 12, 22, 12), False),
        (london(2027, 1, 4, 12), True),
    ],
)
def test_when_somebody_may_be_written_to(instant: datetime, open_: bool) -> None:
    """Working hours of days on which staff are in; an INSET day is one, a bank holiday is not."""
    assert HOUSE.quiet(TERMS).allows(instant) is open_


def test_without_term_dates_working_days_count_and_so_they_do_beyond_them() -> None:
    """A weekday in October, and one in the summer that the calendar says nothing about."""
    assert HOUSE.quiet().allows(london(2026, 10, 27, 12))
    assert HOUSE.quiet(TERMS).allows(london(2027, 7, 7, 12))


def test_a_person_who_works_on_thursdays_is_written_to_on_thursdays() -> None:
    """Working days of mentors."""
    quiet = Quiet(HOUSE.zone, HOUSE.begins, HOUSE.ends, days=(3,))
    assert not quiet.allows(london(2026, 9, 16, 12))
    assert quiet.next_open(london(2026, 9, 14, 12)) == london(2026, 9, 17, 8)


def test_a_pause_ends_into_the_next_open_moment() -> None:
    """A pause until Saturday ends on Monday morning."""
    quiet = HOUSE.quiet(paused_until=london(2026, 9, 19, 10))
    assert not quiet.allows(london(2026, 9, 17, 12))
    assert quiet.next_open(london(2026, 9, 17, 12)) == london(2026, 9, 21, 8)


@given(
    minutes=st.integers(0, 300 * 24 * 60),
    terms=st.sampled_from([None, TERMS]),
    days=st.sampled_from([(), (3,), (0, 4)]),
)
def test_next_and_last_open_are_the_nearest_open_minutes(
    minutes: int, terms: Terms | None, days: tuple[int, ...]
) -> None:
    """Any minute of a school year, both clock changes among them: open itself, nothing open in between."""
    quiet = Quiet(HOUSE.zone, HOUSE.begins, HOUSE.ends, terms, days)
    at = london(2026, 9, 2) + timedelta(minutes=minutes)
    following, last = quiet.next_open(at), quiet.last_open(at)
    assert quiet.allows(following)
    assert quiet.allows(last)
    assert last <= at <= following
    if quiet.allows(at):
        assert last == following == at
    else:
        assert not quiet.allows(following - timedelta(minutes=1))
        assert not quiet.allows(last + timedelta(minutes=1))
        step = timedelta(minutes=30)
        gap = int((following - last) / step)
        assert not any(quiet.allows(last + step * number + timedelta(minutes=1)) for number in range(gap))
