"""Phrases that hang on the school's own terms, once these are known."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.mentoring.dates import read
from bot.mentoring.term_lines import presets
from bot.mentoring.terms import Period, Terms

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=LONDON)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=LONDON)
WEST = next(preset.terms for preset in presets() if preset.id == "west-midlands-2026")


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("last day of term", date(2026, 12, 18)),
        ("end of term", date(2026, 12, 18)),
        ("by the end of term", date(2026, 12, 18)),
        ("end of the autumn term", date(2026, 12, 18)),
        ("end of spring term", date(2027, 3, 25)),
        ("end of the school year", date(2027, 7, 21)),
        ("last friday of term", date(2026, 12, 18)),
        ("last thursday of term", date(2026, 12, 17)),
        ("last thursday before christmas", date(2026, 12, 17)),
        ("before christmas", date(2026, 12, 18)),
        ("after christmas", date(2027, 1, 4)),
        ("after the christmas holidays", date(2027, 1, 4)),
        ("first day back", date(2027, 1, 4)),
        ("first week back", date(2027, 1, 4)),
        ("first thursday back", date(2027, 1, 7)),
        ("start of next term", date(2027, 1, 4)),
        ("start of the spring term", date(2027, 1, 4)),
        ("after half term", date(2027, 2, 22)),
        ("before half term", date(2027, 2, 12)),
        ("the monday after half term", date(2027, 2, 22)),
        ("thursday after half term", date(2027, 2, 25)),
        ("week after half term", date(2027, 2, 22)),
        ("last week of term", date(2026, 12, 14)),
        ("after easter", date(2027, 4, 12)),
        ("before may half term", date(2027, 5, 28)),
        ("5 school days", date(2026, 11, 30)),
        ("20 school days", date(2027, 1, 4)),
    ],
)
def test_a_term_phrase_is_read_from_the_schools_calendar(phrase: str, day: date) -> None:
    assert read(phrase, NOW, "due", WEST).reading == day


def test_the_next_half_term_is_the_one_still_ahead() -> None:
    assert read("after half term", OCTOBER, "due", WEST).reading == date(2026, 11, 2)


def test_a_term_phrase_takes_a_clock_time_too() -> None:
    found = read("first thursday back at 3.30", NOW, "meeting", WEST)
    assert found.reading == datetime(2027, 1, 7, 15, 30, tzinfo=LONDON)


def test_the_end_of_half_term_may_be_the_last_school_day_or_the_end_of_the_break() -> None:
    found = read("end of half term", NOW, "due", WEST)
    assert (found.reading, found.alternatives) == (date(2027, 2, 12), (date(2027, 2, 21),))


def test_the_next_training_day_is_read_from_the_calendar() -> None:
    inset = Terms((*WEST.periods, Period("INSET", "training", date(2027, 1, 4), date(2027, 1, 4))))
    assert read("next inset day", NOW, "due", inset).reading == date(2027, 1, 4)
    assert read("after christmas", NOW, "due", inset).reading == date(2027, 1, 5)


def test_a_holiday_is_no_day_for_a_meeting() -> None:
    found = read("half term", NOW, "meeting", WEST)
    assert (found.reading, found.needs) == (None, "question")


def test_a_calendar_that_stops_too_early_is_asked_about() -> None:
    found = read("after the summer holidays", NOW, "due", WEST)
    assert (found.reading, found.needs) == (None, "terms")


@pytest.mark.parametrize(
    "phrase", ["after half term", "last day of term", "first week back", "5 school days"]
)
def test_without_terms_they_are_asked_for(phrase: str) -> None:
    found = read(phrase, NOW, "due")
    assert (found.reading, found.needs) == (None, "terms")
    assert "term dates" in found.why
