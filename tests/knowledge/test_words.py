"""Words: one spelling, one stem, phrases that mean a concept, slips mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Phrases, phrases
from knowledge.query import read
from knowledge.typos import Spelling
from knowledge.words import raw_words, stem, stems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Won’t come in", ["wont", "come", "in"]),
        ("the child's plan", ["the", "child", "plan"]),
        ("Year 5 and yr11, y 7", ["y5", "and", "y11", "y7"]),
        ("key stage 2 / KS3", ["ks2", "ks3"]),
        ("C&I", ["c", "and", "i"]),
        ("7 years old", ["7", "years", "old"]),
        ("one‑to‑one – 25%", ["one", "to", "one", "25", "percent"]),
        ("ＷＩＤＥ", ["wide"]),
    ],
)
def test_text_becomes_plain_words(text: str, words: list[str]) -> None:
    assert raw_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("behavior", "behaviour"),
        ("organize", "organise"),
        ("kids", "children"),
        ("students", "pupil"),
        ("excluded", "excluding"),
        ("autistic", "autism"),
        ("mum", "parents"),
    ],
)
def test_words_for_the_same_thing_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("he hides under the tables", "@hiding"),
        ("hiding under tables again", "@hiding"),
        ("kicks off every lunchtime", "@behaviour"),
        ("she won't come in", "@school-avoidance"),
        ("exam dispensation for y11", "@exams"),
        ("he has a statement", "@ehcp"),
        ("cant sit still", "@adhd"),
        ("meltdowns after school", "@regulation"),
        ("chatterbox at home, never speaks at school", "@selective-mutism"),
        ("our edpsych", "@ep."),
        ("an education, health and care plan", "@ehcp."),
    ],
)
def test_staffroom_words_name_the_professional_concept(text: str, concept: str) -> None:
    assert concept in phrases().found(stems(text))


@pytest.mark.parametrize(
    "text", ["at the base of it", "he is the best act", "put it on the map", "a teach point"]
)
def test_short_forms_that_are_everyday_words_mean_nothing_by_themselves(text: str) -> None:
    assert [one for one in phrases().found(stems(text)) if one.endswith(".")] == []


def test_a_phrase_matches_in_order_and_next_to_each_other() -> None:
    table = Phrases()
    table.add("late bus", "bus")
    assert table.found(stems("the late bus")) == ["@bus"]
    assert table.found(stems("bus late")) == []
    assert table.found(stems("late for bus")) == []


def test_concepts_beside_a_named_one_count_less_and_only_in_questions() -> None:
    said = read("hides under the tables")
    assert "@sensory" in said.bag(beside=True)
    assert "@sensory" not in said.bag()
    assert said.bag(beside=True)["@sensory"] < said.bag(beside=True)["@hiding"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("phonicss", "phonics"),
        ("phoncis", "phonics"),
        ("dislexya", "dyslexia"),
        ("assesment", "assessment"),
        ("xylophone", "xylophone"),
        ("phon", "phon"),
        ("bhonics", "bhonics"),
    ],
)
def test_a_slip_is_mended_only_to_a_near_word_that_begins_alike(slip: str, meant: str) -> None:
    assert Spelling(["phonics", "dyslexia", "assessment"]).mend(slip) == meant


@given(st.text(max_size=200))
def test_words_are_lower_case_letters_and_digits(text: str) -> None:
    assert all(word.isalnum() and word == word.lower() for word in raw_words(text))


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=30))
def test_mending_gives_a_known_word_or_the_word_itself(word: str) -> None:
    known = {"abcde", "abcdefgh", "headed", "badge"}
    assert Spelling(known).mend(word) in known | {word}


def test_of_two_words_equally_near_the_one_said_more_often_is_meant() -> None:
    assert Spelling(["sticking", "stacking"]).mend("stocking") == "sticking"
    assert Spelling(["stacking", "sticking"]).mend("stocking") == "stacking"
