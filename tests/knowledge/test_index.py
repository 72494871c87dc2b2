"""The index finds what a plain scan finds, and reads a bounded number of postings."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import index
from knowledge.index import Index, Weights

BAGS = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 2.0), min_size=1, max_size=4), max_size=20
)
QUERY = st.dictionaries(st.sampled_from("abcdefg"), st.floats(0.1, 2.0), min_size=1, max_size=5)


def filled(bags: list[dict[str, float]]) -> Index:
    """An index of these bags."""
    made = Index()
    for bag in bags:
        made.add(bag)
    return made


@given(bags=BAGS, query=QUERY)
def test_scores_are_those_of_a_plain_scan(bags: list[dict[str, float]], query: dict[str, float]) -> None:
    scanned = {
        number: sum(query[term] * bag[term] for term in query.keys() & bag.keys())
        for number, bag in enumerate(bags)
        if query.keys() & bag.keys()
    }
    scores = filled(bags).scores(query, most=100)
    assert scores.keys() == scanned.keys()
    assert all(math.isclose(scores[number], value) for number, value in scanned.items())


def test_common_words_only_add_to_what_rare_words_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BUDGET", 3)
    made = filled([{"rare": 1.0, "common": 1.0}, *({"common": 1.0} for _ in range(9))])
    assert made.scores({"rare": 2.0, "common": 1.0}, most=5) == {0: 3.0}
    assert len(made.scores({"common": 1.0}, most=20)) == 10


def test_no_more_texts_come_back_than_asked_for() -> None:
    made = filled([{"a": float(value)} for value in range(1, 50)])
    best = made.scores({"a": 1.0}, most=5)
    assert sorted(best.values(), reverse=True) == [49.0, 48.0, 47.0, 46.0, 45.0]


def test_rare_words_weigh_more_and_unseen_ones_most() -> None:
    weights = Weights.of({"the": 3, "stammer": 1}, total=3)
    assert 0 < weights.get("the") < weights.get("stammer") < weights.get("never said")
