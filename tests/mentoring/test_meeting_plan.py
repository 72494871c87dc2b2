"""Six meetings, planned round a school's holidays."""

from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.meeting_plan import obstacle, plan_meetings
from bot.mentoring.term_lines import presets
from bot.mentoring.terms import Period, Terms, covers, is_school_day, is_working_day

LONDON = ZoneInfo("Europe/London")
WEST = next(preset.terms for preset in presets() if preset.id == "west-midlands-2026")


def days(first: date, count: int, weeks: int, weekday: int, terms: Terms | None = WEST) -> list[date]:
    return [p.at.date() for p in plan_meetings(first, count, weeks, weekday, time(15, 30), terms)]


def test_six_meetings_three_weeks_apart_step_round_christmas_and_half_term() -> None:
    assert days(date(2026, 11, 25), 6, 3, 3) == [
        date(2026, 11, 26),
        date(2026, 12, 17),
        date(2027, 1, 7),
        date(2027, 1, 28),
        date(2027, 2, 25),
        date(2027, 3, 18),
    ]


def test_a_moved_meeting_says_why_and_the_rhythm_goes_on_from_there() -> None:
    plan = plan_meetings(date(2027, 1, 28), 3, 3, 3, time(15, 30), WEST)
    assert [bool(p.moved) for p in plan] == [False, True, False]
    assert plan[1].moved == "February half term"
    assert [p.number for p in plan] == [1, 2, 3]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 25), "bank holiday"),
        (date(2026, 11, 28), "weekend"),
        (date(2026, 12, 18), "last day before a break"),
        (date(2026, 11, 2), "first day after a break"),
        (date(2026, 12, 22), "school holiday"),
        (date(2026, 11, 25), ""),
        (date(2028, 11, 22), ""),
    ],
)
def test_what_speaks_against_a_day_is_said_in_words(day: date, why: str) -> None:
    assert obstacle(day, WEST) == why


def test_a_training_day_is_not_offered() -> None:
    inset = Terms((*WEST.periods, Period("INSET", "training", date(2026, 11, 26), date(2026, 11, 26))))
    assert days(date(2026, 11, 25), 1, 1, 3, inset) == [date(2026, 12, 3)]
    assert obstacle(date(2026, 11, 26), inset) == "INSET"


def test_without_a_calendar_only_bank_holidays_are_avoided() -> None:
    assert days(date(2026, 12, 18), 3, 1, 4, None) == [
        date(2026, 12, 18),
        date(2027, 1, 8),
        date(2027, 1, 15),
    ]


def test_the_clock_time_stays_the_same_across_the_clock_change() -> None:
    plan = plan_meetings(date(2027, 3, 10), 2, 5, 2, time(15, 30), WEST)
    assert [p.at.time() for p in plan] == [time(15, 30)] * 2
    assert [p.at.utcoffset() for p in plan] == [
        datetime(2027, 3, 10, tzinfo=LONDON).utcoffset(),
        datetime(2027, 4, 14, tzinfo=LONDON).utcoffset(),
    ]


@pytest.mark.parametrize(("count", "weeks"), [(0, 1), (1, 0)])
def test_a_plan_needs_at_least_one_meeting_and_one_week(count: int, weeks: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        plan_meetings(date(2026, 11, 25), count, weeks, 3, time(15, 30))


@given(st.dates(date(2026, 9, 1), date(2027, 6, 1)), st.integers(1, 8), st.integers(1, 6), st.integers(0, 4))
def test_every_proposed_day_is_free_on_the_right_weekday_and_far_enough_on(
    first: date, count: int, weeks: int, weekday: int
) -> None:
    found = days(first, count, weeks, weekday)
    assert len(found) == count
    assert all(day.weekday() == weekday and is_working_day(day) and day >= first for day in found)
    assert all(is_school_day(day, WEST) for day in found if covers(day, WEST))
    assert all((b - a).days >= 7 * weeks for a, b in pairwise(found))
