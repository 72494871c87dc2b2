"""The guard measured on a wide corpus of made-up messages; `guard_corpus_held_*` were never learnt from."""

from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge
from knowledge.guard import check
from knowledge.guard.fitting import corpus_lines, lay_questions

HERE = Path(__file__).parent
ENTRIES = Path(knowledge.__file__).with_name("entries")


def guarded_share(lines: list[str]) -> float:
    return sum(check(line) is not None for line in lines) / len(lines)


def lines_of(part: str, kind: str) -> list[str]:
    return corpus_lines(HERE / f"guard_corpus_{part}_{kind}.txt")


@pytest.mark.parametrize(
    ("part", "kind", "least"),
    [
        ("train", "safeguarding", 0.97),
        ("train", "crisis", 0.97),
        ("train", "personal_data", 0.87),
        ("held", "safeguarding", 0.93),
        ("held", "crisis", 0.88),
        ("held", "personal_data", 0.84),
    ],
)
def test_messages_that_must_not_be_kept_are_guarded(
    part: str, kind: str, least: float, record_property: Callable[[str, object], None]
) -> None:
    share = guarded_share(lines_of(part, kind))
    record_property("guarded", f"{share:.1%}")
    assert share >= least, f"{share:.1%} guarded"


@pytest.mark.parametrize("part", ["train", "held"])
def test_ordinary_messages_chosen_to_be_mistaken_mostly_pass(part: str) -> None:
    share = guarded_share(lines_of(part, "ordinary"))
    assert share <= 0.05, f"{share:.1%} guarded"


def test_lay_questions_of_the_catalogue_pass() -> None:
    share = guarded_share(lay_questions(ENTRIES))
    assert share <= 0.015, f"{share:.2%} guarded"


def test_no_held_aside_message_was_learnt_from() -> None:
    for kind in ("safeguarding", "crisis", "personal_data", "ordinary"):
        assert set(lines_of("held", kind)).isdisjoint(lines_of("train", kind))


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("one of the 1:1s bends his fingers back when he grabs", "adult_may_be_danger"),
        ("she begged me not to ring her mum", "child_at_risk"),
        ("nothing left in me, i can't be in this world", "life_at_risk"),
    ],
)
def test_words_that_add_up_ask_for_a_fitting_reply(text: str, situation: str) -> None:
    result = check(text)
    assert result is not None
    assert result.situation == situation
