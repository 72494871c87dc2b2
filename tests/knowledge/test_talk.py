"""Talk that is no question, and questions that must not be taken for talk."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.talk import Talk, classify

CASES = [
    (line, kind)
    for kind, lines in tomllib.loads(Path(__file__).with_name("talk_cases.toml").read_text("utf-8")).items()
    for line in lines.strip().splitlines()
]


def _label(talk: Talk | None) -> str:
    if talk is None:
        return "none"
    return f"{talk.kind}.{talk.topic}" if talk.topic else talk.kind


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_message_is_heard_as_meant(text: str, expected: str) -> None:
    assert _label(classify(text)) == expected


def test_there_are_enough_cases_to_mean_something() -> None:
    assert len({text for text, _ in CASES}) >= 150


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_said_is_nothing(text: str) -> None:
    assert classify(text) is None


@given(st.text(max_size=300))
def test_any_string_gets_an_answer(text: str) -> None:
    talk = classify(text)
    assert talk is None or talk.topic is None or talk.kind == "logistics"


@given(st.sampled_from([text for text, kind in CASES if kind == "none"]))
def test_a_greeting_in_front_does_not_hide_a_question(question: str) -> None:
    assert classify(f"Hi! {question}") is None
