"""What is guarded and what passes, on messages as staff type them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.guard import Guarded, check

TABLE = {
    kind: lines.strip().splitlines()
    for kind, lines in tomllib.loads(Path(__file__).with_name("guard_cases.toml").read_text("utf-8")).items()
}
CASES = [(line, kind) for kind, lines in TABLE.items() for line in lines]
GUARDED = [line for line, kind in CASES if kind != "ordinary"]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_message_is_guarded_as_its_kind_or_passes(text: str, expected: str) -> None:
    result = check(text)
    assert (result.kind if result else "ordinary") == expected


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(set(GUARDED)) >= 250
    assert len(set(TABLE["ordinary"])) >= 300


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("she told me her stepdad hits her", "child_at_risk"),
        ("a TA slapped a child today", "adult_may_be_danger"),
        ("our head told us not to record restraints", "covered_up"),
        ("my mum hits me", "writer_is_child"),
        ("i want to die", "life_at_risk"),
        ("my colleague said she wants to kill herself", "life_at_risk"),
        ("jayden keeps running out of class", "pupil_identified"),
    ],
)
def test_the_result_says_which_reply_fits(text: str, situation: str) -> None:
    result = check(text)
    assert result is not None
    assert result.situation == situation


def test_a_disclosure_with_a_name_is_a_disclosure() -> None:
    result = check("Kayleigh in Y4 told me her dad hits her")
    assert result is not None
    assert result.kind == "safeguarding"


def test_a_pupils_wish_to_die_is_safeguarding_and_the_writers_own_is_crisis() -> None:
    pupil, writer = check("a pupil told me she wants to die"), check("honestly i want to die")
    assert pupil is not None
    assert writer is not None
    assert (pupil.kind, writer.kind) == ("safeguarding", "crisis")


@pytest.mark.parametrize("text", ["self harm policy", "what is fgm", "KCSIE update on county lines"])
def test_asking_about_a_subject_is_not_reporting_it(text: str) -> None:
    assert check(text) is None


def test_a_policy_word_does_not_hide_a_disclosure() -> None:
    result = check("she told me her dad hits her, what does our policy say?")
    assert result is not None
    assert result.kind == "safeguarding"


@given(st.text(max_size=400))
def test_any_string_gets_a_result(text: str) -> None:
    assert isinstance(check(text), Guarded | None)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(GUARDED), st.sampled_from(["Hi, ", "Sorry to ask. ", "Quick one:\n", "😔 "]))
def test_a_polite_opening_hides_nothing(text: str, opening: str) -> None:
    assert check(opening + text) is not None


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TABLE["safeguarding"] + TABLE["crisis"]))
def test_capitals_and_curly_apostrophes_change_nothing(text: str) -> None:
    before, loud, curly = check(text), check(text.upper()), check(text.replace("'", "’"))
    assert before is not None
    assert loud is not None
    assert loud.kind == before.kind
    assert curly == before


@pytest.mark.parametrize(
    "piece", ["hurt she said dad hits her ", "J.S. Y9 ", "1 ", "<b>", "😀", "ا", "a@b.", "0"]
)
def test_very_long_strings_are_read_to_the_end(piece: str) -> None:
    filler = (piece * 100_000)[:100_000]
    result = check(f"{filler} . she told me her stepdad hits her")
    assert result is not None


def test_time_to_spare_is_only_that_when_nothing_else_is_said() -> None:
    """The same words with an end to them are heard."""
    assert check("I have 10 minutes to spare") is None
    assert check("i have 10 minutes to live") is not None


def test_putting_a_day_off_is_not_despair() -> None:
    """As an answer to "by when?"; said of oneself it is heard."""
    assert check("sometime soonish") is None
    assert check("sometime soon i will be gone") is not None
