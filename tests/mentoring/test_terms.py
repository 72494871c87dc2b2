"""Counting in a school's own calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.term_lines import presets
from bot.mentoring.terms import (
    Break,
    Period,
    Terms,
    add_school_days,
    add_working_days,
    breaks,
    covers,
    first_week_back,
    half_term_after,
    is_bank_holiday,
    is_school_day,
    is_training_day,
    is_working_day,
    last_day_of_term,
    next_school_day,
    next_working_day,
    previous_school_day,
    school_weeks_between,
)

WEST = next(preset.terms for preset in presets() if preset.id == "west-midlands-2026")
CITY = next(preset.terms for preset in presets() if preset.id == "nottingham-city-2026")
DAYS = st.dates(date(2026, 9, 1), date(2027, 7, 21))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 5, 31),
        date(2027, 8, 30),
    ],
)
def test_englands_bank_holidays_are_no_working_days(day: date) -> None:
    assert is_bank_holiday(day)
    assert not is_working_day(day)


def test_scottish_bank_holidays_are_working_days_here() -> None:
    assert is_working_day(date(2026, 11, 30))
    assert is_working_day(date(2028, 1, 4))


@pytest.mark.parametrize(
    ("day", "school"),
    [
        (date(2026, 11, 25), True),
        (date(2026, 11, 28), False),
        (date(2026, 10, 28), False),
        (date(2026, 12, 21), False),
        (date(2027, 5, 3), False),
        (date(2027, 7, 21), True),
        (date(2027, 7, 22), False),
    ],
)
def test_a_school_day_is_a_weekday_in_term_without_bank_holidays(day: date, school: bool) -> None:
    assert is_school_day(day, WEST) is school


def test_a_training_day_is_neither_term_nor_holiday() -> None:
    assert is_training_day(date(2026, 9, 1), CITY)
    assert not is_school_day(date(2026, 9, 1), CITY)
    inside = Terms((*WEST.periods, Period("INSET", "training", date(2026, 11, 27), date(2026, 11, 27))))
    assert is_training_day(date(2026, 11, 27), inside)
    assert not is_school_day(date(2026, 11, 27), inside)


def test_working_days_step_over_christmas() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert add_working_days(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


def test_school_days_step_over_half_term_and_stop_with_the_calendar() -> None:
    assert add_school_days(date(2026, 10, 22), 2, WEST) == date(2026, 11, 2)
    assert add_school_days(date(2027, 7, 20), 2, WEST) is None
    assert next_school_day(date(2026, 12, 18), WEST) == date(2027, 1, 4)
    assert previous_school_day(date(2027, 1, 4), WEST) == date(2026, 12, 18)
    assert previous_school_day(date(2026, 9, 1), WEST) is None


def test_breaks_are_found_with_their_weekends() -> None:
    assert breaks(WEST)[0] == Break("half_term", date(2026, 10, 24), date(2026, 11, 1))
    assert [gap.kind for gap in breaks(WEST)] == [
        "half_term",
        "holiday",
        "half_term",
        "holiday",
        "half_term",
        "holiday",
    ]
    assert breaks(WEST)[-1].end is None


def test_the_same_breaks_are_found_when_whole_terms_are_entered() -> None:
    whole = Terms(
        (
            Period("Autumn", "term", date(2026, 9, 1), date(2026, 12, 18)),
            Period("Half term", "half_term", date(2026, 10, 24), date(2026, 11, 1)),
            Period("Spring", "term", date(2027, 1, 4), date(2027, 3, 25)),
        )
    )
    assert breaks(whole)[:2] == breaks(WEST)[:2]
    assert not is_school_day(date(2026, 10, 28), whole)


def test_a_two_week_october_break_is_the_half_term_of_that_school() -> None:
    gap = half_term_after(date(2026, 9, 20), CITY)
    assert gap == Break("half_term", date(2026, 10, 17), date(2026, 11, 1))


def test_the_end_of_term_is_the_last_school_day_before_the_holiday() -> None:
    assert last_day_of_term(date(2026, 11, 25), WEST) == date(2026, 12, 18)
    assert last_day_of_term(date(2026, 12, 18), WEST) == date(2026, 12, 18)
    assert last_day_of_term(date(2026, 12, 20), WEST) == date(2027, 3, 25)
    assert last_day_of_term(date(2027, 8, 1), WEST) is None


def test_the_first_week_back_starts_on_the_first_school_day() -> None:
    assert first_week_back(date(2026, 11, 25), WEST) == date(2027, 1, 4)
    assert first_week_back(date(2026, 10, 28), WEST) == date(2026, 11, 2)
    assert first_week_back(date(2027, 7, 1), WEST) is None


def test_quiet_weeks_are_counted_in_term_time_only() -> None:
    assert school_weeks_between(date(2026, 12, 16), date(2027, 1, 6), WEST) == 1
    assert school_weeks_between(date(2026, 11, 25), date(2026, 12, 9), WEST) == 2
    assert school_weeks_between(date(2026, 11, 25), date(2026, 11, 27), WEST) == 0
    assert school_weeks_between(date(2026, 12, 9), date(2026, 11, 25), WEST) == 0


def test_an_empty_calendar_knows_nothing() -> None:
    empty = Terms(())
    assert not covers(date(2026, 11, 25), empty)
    assert not is_school_day(date(2026, 11, 25), empty)
    assert breaks(empty) == ()
    assert half_term_after(date(2026, 11, 25), empty) is None
    assert next_school_day(date(2026, 11, 25), empty) is None


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="Autumn 1"):
        Period("Autumn 1", "term", date(2026, 10, 1), date(2026, 9, 1))


@given(DAYS)
def test_no_school_day_lies_in_a_break(day: date) -> None:
    inside = any(gap.start <= day and (gap.end is None or day <= gap.end) for gap in breaks(WEST))
    assert not (inside and is_school_day(day, WEST))


@given(DAYS, st.integers(1, 40))
def test_working_days_there_and_back_come_home(day: date, count: int) -> None:
    start = next_working_day(day)
    assert add_working_days(add_working_days(start, count), -count) == start
    assert add_working_days(start, count) - start >= timedelta(days=count)
