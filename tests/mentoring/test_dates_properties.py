"""What holds for any phrase and any minute: nothing raises or is chosen silently; what we write we read."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mentoring.dates import read, said

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 10, 23, 14, 10, tzinfo=LONDON)
TYPED = """tues thursday next this not or no week fortnight a in on at the 3.30 3 half past to dec 3rd 31 feb
12/01 before after term christmas end of working days w/c tomorrow noon midnight pm - , between and first last
friday month hours 2027 gmt same time"""
WORDS = TYPED.split()


def minutes(day: date) -> list[time]:
    return [time(*divmod(minute, 60)) for minute in range(24 * 60)]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_every_minute_of_a_clock_change_day_is_read_as_typed_or_asked_about(day: date) -> None:
    for at in minutes(day):
        found = read(f"{day.day} {day:%b} {day.year} at {at:%H:%M}", NOW)
        changing = at.hour == 1
        if changing:
            assert found.reading is None, at
            assert found.needs == "question", at
            assert len({option.isoformat() for option in found.alternatives}) == 2, at
        else:
            assert isinstance(found.reading, datetime), at
            back = found.reading.astimezone(UTC).astimezone(LONDON)
            assert (back.date(), back.time()) == (day, at)


def test_both_passes_of_the_doubled_hour_are_offered_an_hour_apart() -> None:
    first, second = read("25 oct 2026 at 01:30", NOW).alternatives
    assert isinstance(first, datetime)
    assert isinstance(second, datetime)
    assert second.timestamp() - first.timestamp() == 3600


def test_the_skipped_hour_is_said_in_words() -> None:
    assert "clocks go forward" in read("28 march 2027 at 01:30", NOW).why


@given(st.text(max_size=200), st.sampled_from(["meeting", "due"]))
def test_no_text_makes_the_reader_fail(text: str, use: str) -> None:
    assert read(text, NOW, "due" if use == "due" else "meeting").why


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=7), st.sampled_from(["meeting", "due"]))
def test_no_pile_of_date_words_makes_the_reader_fail_or_look_back(words: list[str], use: str) -> None:
    found = read(" ".join(words), NOW, "due" if use == "due" else "meeting")
    for value in filter(None, (found.reading, *found.alternatives)):
        if isinstance(value, datetime):
            assert value.utcoffset() is not None
            assert value.timestamp() > NOW.timestamp()
        else:
            assert value >= NOW.date()
    assert found.reading is not None or found.needs is not None


@given(st.sampled_from(["zorp", "qux", "meeting3", "ofsted", "x"]), st.integers(0, 3))
def test_a_word_that_is_not_understood_refuses_the_whole_phrase(word: str, place: int) -> None:
    words = ["thursday", "at", "3pm"]
    words.insert(place, word)
    assert read(" ".join(words), NOW).reading is None


@given(st.dates(date(2026, 10, 24), date(2028, 12, 31)))
def test_a_day_as_the_bot_writes_it_is_read_back(day: date) -> None:
    assert read(said(day, NOW), NOW, "due").reading == day


@given(st.integers(1, 2 * 365 * 24 * 60))
def test_a_time_as_the_bot_writes_it_is_read_back(ahead: int) -> None:
    instant = (NOW.astimezone(UTC) + timedelta(minutes=ahead)).astimezone(LONDON)
    found = read(said(instant, NOW), NOW).reading
    assert isinstance(found, datetime)
    assert found.timestamp() == instant.timestamp()


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(1, 100))  # noqa: DTZ001
def test_hours_from_now_are_counted_in_elapsed_time(wall: datetime, hours: int) -> None:
    now = wall.replace(tzinfo=UTC, second=0, microsecond=0)
    found = read(f"in {hours} hours", now).reading
    assert isinstance(found, datetime)
    assert found.timestamp() - now.timestamp() == hours * 3600


@given(st.dates(date(2026, 10, 24), date(2027, 9, 1)), st.sampled_from(range(7)))
def test_a_weekday_that_contradicts_its_date_is_always_asked_about(day: date, weekday: int) -> None:
    name = f"{date(2026, 11, 2) + timedelta(days=weekday):%A}"
    found = read(f"{name} {day.day} {day:%B} {day.year} at 2pm", NOW)
    assert (found.reading is not None) == (day.weekday() == weekday)
    if found.reading is None:
        assert all(isinstance(option, datetime) for option in found.alternatives)
        assert datetime.combine(day, time(14), LONDON) in found.alternatives


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read("thursday", datetime(2026, 11, 23, 10))  # noqa: DTZ001
