"""Questions that people linked: they settle what the search is unsure of, and nothing else changes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Entry, Knowledge, Learnt, Section

DAY = date(2026, 11, 1)
ODD = "who signs off the ukulele loan scheme"


def entry(name: str, question: str) -> Entry:
    """An invented document with one section."""
    section = Section("In class", "What to do.", questions=(question,))
    return Entry(name, f"All about {name}", "Nobody", "official", "guide", DAY, DAY, sections=(section,))


BASE = Knowledge(
    [
        entry("spelling", "why can they not spell words they have read"),
        entry("counting", "he still counts on his fingers in year five"),
    ]
)
TAUGHT = BASE.with_learnt([Learnt(ODD, "counting", "In class")])


def test_a_linked_question_is_answered_for_sure_where_the_search_is_not() -> None:
    """Word order, case and marks do not matter."""
    assert not BASE.search(ODD).answered
    for words in (ODD, "Who signs off the ukulele loan scheme?", "the ukulele loan scheme: who signs off"):
        answer = TAUGHT.search(words)
        assert answer.kind == "confident"
        first = answer.pointers[0]
        assert (first.entry.id, first.section and first.section.title) == ("counting", "In class")
        assert first.matched == ODD


def test_a_linked_question_changes_no_other_answer() -> None:
    """Neither the first place nor how sure it is."""
    for words in ("why can they not spell", "he counts on his fingers", "what is the weather like"):
        assert TAUGHT.search(words).kind == BASE.search(words).kind
        assert [one.entry.id for one in TAUGHT.search(words).best[:1]] == [
            one.entry.id for one in BASE.search(words).best[:1]
        ]


def test_a_place_is_named_once() -> None:
    """The linked place is not repeated among what the search found."""
    again = BASE.with_learnt([Learnt("he still counts on his fingers in year five", "counting", "In class")])
    places = [(one.entry.id, one.section) for one in again.search("he still counts on his fingers").best]
    assert len(places) == len(set(places))


def test_a_link_to_a_place_that_is_gone_is_left_out() -> None:
    """And the latest list replaces earlier ones."""
    assert not BASE.with_learnt([Learnt(ODD, "gone", None)]).search(ODD).answered
    assert not TAUGHT.with_learnt([]).search(ODD).answered


@given(st.text())
def test_any_text_can_be_asked_of_taught_knowledge(text: str) -> None:
    """Nothing fails; a pointer always leads to an entry that exists."""
    for one in TAUGHT.search(text).best:
        assert TAUGHT.entry(one.entry.id) is one.entry
