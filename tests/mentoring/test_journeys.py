"""Journeys: minutes in words, a path that fits, and what is remembered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring import findings, journeys
from bot.mentoring.errors import Refusal
from bot.mentoring.journeys import Traveller
from bot.storage.database import Database
from knowledge import Asker, Entry, Knowledge, Section
from knowledge.journeys import start_for, tier_for, tiers
from tests.conftest import NOON
from tests.mentoring.people_of import team


def entry(name: str, minutes: int, *questions: str) -> Entry:
    """An invented document with two sections, one of which answers the questions."""
    day = date(2026, 11, 1)
    sections = (
        Section(f"{name} in class", "What to do.", questions=questions),
        Section(f"{name} at home", "What to tell families."),
    )
    return Entry(
        name, f"All about {name}", "Nobody", "official", "guide", day, day, minutes=minutes, sections=sections
    )


SPELLING = "why can they not spell words they have read"
COUNTING = "he still counts on his fingers in year five"
KNOWLEDGE = Knowledge(
    [entry("spelling", 20, SPELLING), entry("counting", 12, COUNTING), entry("music", 10, "which song today")]
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20", 20),
        ("20 min", 20),
        ("an hour", 60),
        ("Half an hour", 30),
        ("ten minutes", 10),
        ("2 hours", 120),
        ("about 15 mins", 15),
        ("an hour and a half", 90),
        ("0", None),
        ("1000", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_minutes_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    """Nothing is guessed."""
    assert journeys.minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I have 10 minutes", 10),
        ("i've got half an hour", 30),
        ("Ive got 20 mins to spare", 20),
        ("I’ve got an hour", 60),
        ("i have 30", None),
        ("i have 10 pupils who cannot read", None),
        ("he has 10 minutes of reading a day", None),
        ("how long is 10 minutes for a four year old", None),
    ],
)
def test_only_a_whole_sentence_about_time_starts_a_journey(text: str, minutes: int | None) -> None:
    """A question that names minutes stays a question."""
    assert journeys.minutes_said(text) == minutes


@given(st.text())
def test_any_text_is_minutes_or_nothing(text: str) -> None:
    """And never more than the longest journey."""
    for found in (journeys.minutes_of(text), journeys.minutes_said(text)):
        assert found is None or 0 < found <= tiers()[-1].up_to


def test_only_the_two_published_names_are_used() -> None:
    """Short ones are Short Hops, the longest goes Round the World; the others have no name."""
    assert tier_for(10).name == "Short Hop"
    assert tier_for(20).name == ""
    assert tier_for(10_000).name == "Round the World"
    assert {tier.name for tier in tiers()} == {"Short Hop", "", "Round the World"}


def test_a_path_follows_the_schools_points_in_turn_and_fits_the_time() -> None:
    """Twenty minutes hold a section of each; ten hold the first alone."""
    who = Traveller(Asker(role="senco"), (SPELLING, COUNTING), frozenset())
    steps = journeys.path(KNOWLEDGE, 20, who)
    assert [(step.entry_id, step.minutes, step.point) for step in steps] == [
        ("spelling", 10, SPELLING),
        ("counting", 6, COUNTING),
    ]
    assert [step.entry_id for step in journeys.path(KNOWLEDGE, 10, who)] == ["spelling"]


def test_what_was_done_does_not_come_again_and_what_was_opened_comes_later() -> None:
    """So the next journey brings something new."""
    who = Traveller(None, (SPELLING, COUNTING), frozenset({"spelling|spelling in class"}))
    assert journeys.path(KNOWLEDGE, 10, who)[0].entry_id == "counting"
    who = Traveller(None, (SPELLING, COUNTING), frozenset(), frozenset({"spelling|spelling in class"}))
    assert journeys.path(KNOWLEDGE, 10, who)[0].entry_id == "counting"


def test_something_that_fits_comes_before_something_nearer_that_does_not() -> None:
    """Ten minutes are never filled with an hour, as long as anything is shorter."""
    long = Knowledge([entry("spelling", 120, SPELLING), entry("counting", 12, COUNTING)])
    steps = journeys.path(long, 10, Traveller(None, (SPELLING, COUNTING), frozenset()))
    assert [step.entry_id for step in steps] == ["counting"]


@given(st.integers(1, 600))
def test_a_path_takes_no_longer_than_there_is_unless_nothing_is_that_short(minutes: int) -> None:
    """One step is always offered."""
    steps = journeys.path(KNOWLEDGE, minutes, Traveller(None, (SPELLING, COUNTING), frozenset()))
    assert len(steps) == 1 or sum(step.minutes for step in steps) <= minutes


async def test_a_journey_is_remembered_with_what_was_done(database: Database) -> None:
    """A later journey makes the buttons of an earlier one old."""
    async with database.write() as session:
        found = await team(session, NOON)
        await findings.add(session, found.place, SPELLING, NOON)
        who = await journeys.traveller(session, found.senco)
        assert who.points == (SPELLING,)
        steps = journeys.path(KNOWLEDGE, 20, who)
        first = await journeys.begin(session, found.senco, 20, steps)
        await journeys.done(session, found.senco, first, 0, NOON)
        with pytest.raises(Refusal, match="old_button"):
            await journeys.done(session, found.senco, first, 99, NOON)
    async with database.write() as session:
        again = await journeys.current(session, found.senco, first.number)
        assert again.steps == tuple(steps)
        assert again.done == {steps[0].key}
        await journeys.begin(session, found.senco, 10, steps)
        with pytest.raises(Refusal, match="old_button"):
            await journeys.current(session, found.senco, first.number)


def test_every_role_has_somewhere_to_start() -> None:
    """Also a role nobody thought of."""
    assert start_for("senco") != start_for(None) == start_for("juggler")
