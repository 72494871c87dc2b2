"""When and where in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.meeting_line import splits


@pytest.mark.parametrize(
    ("line", "when", "where"),
    [
        ("fri 3pm in the library", "fri 3pm", "the library"),
        ("thurs 3 dec 3.30, Room 4", "thurs 3 dec 3.30", "Room 4"),
        ("fri 3pm in hana's office", "fri 3pm", "hana's office"),
        ("friday at 3 at school", "friday at 3", "school"),
        ("mon 9am on teams", "mon 9am", "teams"),
        ("tues 4pm https://meet.example/abc", "tues 4pm", "https://meet.example/abc"),
    ],
)
def test_a_place_after_the_time_is_found(line: str, when: str, where: str) -> None:
    """One of the splits is the right one."""
    assert (when, where) in list(splits(line))


@pytest.mark.parametrize(
    "line", ["fri at 3", "monday at half three", "in a fortnight at 10", "friday, after lunch"]
)
def test_what_belongs_to_the_time_is_no_place(line: str) -> None:
    """Nothing is split off."""
    assert list(splits(line)) == []


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_no_word_is_lost(line: str) -> None:
    """Both parts are parts of the line."""
    for when, where in splits(line):
        assert line.strip().startswith(when)
        assert line.strip().endswith(where)
