"""An action in one line: text, owner, day and the point it serves; what is unsure is asked, never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.action_line import LONGEST, parse
from bot.storage.people import Person
from tests.mentoring.cast import TERMS, london

NOW = london(2026, 9, 14, 9)
ZONE = "Europe/London"


def person(number: int, name: str, username: str | None = None) -> Person:
    """Somebody in the team."""
    return Person(id=number, name=name, username=username, created_at=NOW)


TEAM = [
    person(1, "Mina Okoro", "mina"),
    person(2, "Sam Field", "samf"),
    person(3, "Hana Reed"),
    person(4, "Sam Stone"),
    person(5, "Jo O'Brien"),
]
# Line, text, owners (first name and initial), day, other days to choose from, what to ask about, point.
LINES: list[tuple[str, str, str, str, list[str], str | None, int | None]] = [
    ("review passports @hana by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("@hana review passports by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("review passports by friday @hana", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("review passports @Hana by fri", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("by friday review passports @hana", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("review passports @me by friday", "review passports", "MinaO", "2026-09-18", [], None, None),
    ("review passports by friday", "review passports", "", "2026-09-18", [], None, None),
    ("review passports me by friday", "review passports", "MinaO", "2026-09-18", [], None, None),
    ("I'll review passports by friday", "review passports", "MinaO", "2026-09-18", [], None, None),
    ("i will review passports", "review passports", "MinaO", "", [], None, None),
    ("Hana to review passports by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("hana will review passports", "review passports", "HanaR", "", [], None, None),
    ("hana: review passports", "review passports", "HanaR", "", [], None, None),
    ("sam to review passports", "review passports", "SamF+SamS", "", [], None, None),
    ("sam field to review passports", "review passports", "SamF", "", [], None, None),
    ("review passports - hana", "review passports", "HanaR", "", [], None, None),
    ("review passports, Hana, by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("ring hana by friday", "ring hana", "", "2026-09-18", [], None, None),
    ("ask hana to review passports", "ask hana to review passports", "", "", [], None, None),
    ("send it to me by friday", "send it to me", "", "2026-09-18", [], None, None),
    ("nobody to stand at the gate", "nobody to stand at the gate", "", "", [], None, None),
    ("review passports", "review passports", "", "", [], None, None),
    ("review passports @sam by friday", "review passports", "SamF+SamS", "2026-09-18", [], None, None),
    ("review passports @samf by friday", "review passports", "SamF", "2026-09-18", [], None, None),
    ("review passports @SAMF by friday", "review passports", "SamF", "2026-09-18", [], None, None),
    ("review passports @nobody by friday", "review passports @nobody", "", "2026-09-18", [], None, None),
    ("review passports @hana", "review passports", "HanaR", "", [], None, None),
    ("review passports @hana by 12 oct", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana by 12/10", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana by 12/10/2026", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana due 12 october", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana due: 12 oct", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana deadline 12 oct", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana before 12 oct", "review passports", "HanaR", "2026-10-12", [], None, None),
    ("review passports @hana until 12 oct", "review passports", "HanaR", "2026-10-12", [], None, None),
    (
        "review passports @hana by next week",
        "review passports",
        "HanaR",
        "2026-09-25",
        ["2026-09-21"],
        None,
        None,
    ),
    (
        "review passports @hana by end of next week",
        "review passports",
        "HanaR",
        "2026-09-25",
        ["2026-09-27"],
        None,
        None,
    ),
    ("review passports @hana by half term", "review passports", "HanaR", "", ["2026-10-24"], None, None),
    ("review passports @hana by tomorrow", "review passports", "HanaR", "2026-09-15", [], None, None),
    ("review passports @hana by today", "review passports", "HanaR", "2026-09-14", [], None, None),
    (
        "review passports @hana by monday week",
        "review passports",
        "HanaR",
        "2026-09-28",
        ["2026-09-21"],
        None,
        None,
    ),
    (
        "review passports @hana by a week on friday",
        "review passports by a week",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("review passports @hana in a fortnight", "review passports", "HanaR", "2026-09-28", [], None, None),
    (
        "review passports @hana by 31 feb",
        "review passports",
        "HanaR",
        "",
        ["2027-02-28", "2027-03-01"],
        None,
        None,
    ),
    (
        "review passports @hana by tues 16 sept",
        "review passports",
        "HanaR",
        "",
        ["2026-09-16", "2026-09-15"],
        None,
        None,
    ),
    ("review passports @hana by yesterday", "review passports", "HanaR", "", [], "yesterday", None),
    ("review passports @hana by the end of term", "review passports", "HanaR", "2026-12-18", [], None, None),
    ("review passports #2 @hana by friday", "review passports", "HanaR", "2026-09-18", [], None, 2),
    ("#2 review passports @hana by friday", "review passports", "HanaR", "2026-09-18", [], None, 2),
    ("review passports @hana by friday #2", "review passports", "HanaR", "2026-09-18", [], None, 2),
    (
        "review passports for 4#2 classes @hana",
        "review passports for 4#2 classes",
        "HanaR",
        "",
        [],
        None,
        None,
    ),
    ("review passports #123 by friday", "review passports #123", "", "2026-09-18", [], None, None),
    ("stand by the gate at lunch @hana", "stand by the gate at lunch", "HanaR", "", [], None, None),
    ("stand by the gate by friday @hana", "stand by the gate", "HanaR", "2026-09-18", [], None, None),
    (
        "go through the plans by year group by friday @hana",
        "go through the plans by year group",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("read the report by ofsted @hana", "read the report by ofsted", "HanaR", "", [], None, None),
    ("read the book by jo smith by friday", "read the book by jo smith", "", "2026-09-18", [], None, None),
    ("check before school starts @hana", "check before school starts", "HanaR", "", [], None, None),
    ("ask parents before friday @hana", "ask parents", "HanaR", "2026-09-18", [], None, None),
    ("work on this until it is done @hana", "work on this until it is done", "HanaR", "", [], None, None),
    (
        "email sam@school.example about it @hana by friday",
        "email sam@school.example about it",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("two people @hana @mina by friday", "two people", "HanaR+MinaO", "2026-09-18", [], None, None),
    ("review passports, @hana, by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    ("review passports - @hana - by friday", "review passports", "HanaR", "2026-09-18", [], None, None),
    (
        "review   passports    @hana    by    friday",
        "review passports",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("REVIEW PASSPORTS @HANA BY FRIDAY", "REVIEW PASSPORTS", "HanaR", "2026-09-18", [], None, None),
    ("review passports @o'brien by friday", "review passports", "JoO", "2026-09-18", [], None, None),
    ("review passports @jo by friday", "review passports", "JoO", "2026-09-18", [], None, None),
    ("@hana", "", "HanaR", "", [], None, None),
    ("by friday", "", "", "2026-09-18", [], None, None),
    ("#1", "", "", "", [], None, 1),
    ("", "", "", "", [], None, None),
    ("   ", "", "", "", [], None, None),
    (
        "review passports @hana by fri 18 sept at 3pm",
        "review passports",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("review passports @hana by 4pm", "review passports", "HanaR", "2026-09-14", ["2026-09-15"], None, None),
    ("jo to ring the trust by friday", "ring the trust", "JoO", "2026-09-18", [], None, None),
    ("review passports @hana by christmas", "review passports", "HanaR", "2026-12-25", [], None, None),
    ("review passports @hana by 10 working days", "review passports", "HanaR", "2026-09-28", [], None, None),
    ("review passports @hana within 2 weeks", "review passports", "HanaR", "2026-09-28", [], None, None),
    ("review passports @hana asap", "review passports asap", "HanaR", "", [], None, None),
    ("visit art on friday @hana", "visit art", "HanaR", "2026-09-18", [], None, None),
    (
        "visit 2 lessons in art @hana by friday",
        "visit 2 lessons in art",
        "HanaR",
        "2026-09-18",
        [],
        None,
        None,
    ),
    ("work in art lessons @hana", "work in art lessons", "HanaR", "", [], None, None),
    ("visit in october @hana", "visit in october", "HanaR", "", [], None, None),
    ("x", "x", "", "", [], None, None),
]


@pytest.mark.parametrize(("line", "text", "owners", "due", "choices", "unclear", "finding"), LINES)
def test_a_line_is_taken_apart(
    line: str, text: str, owners: str, due: str, choices: list[str], unclear: str | None, finding: int | None
) -> None:
    """As people write them on a Monday morning; Mina speaks."""
    found = parse(line, TEAM, TEAM[0], NOW, TERMS, ZONE)
    assert found.text == text
    assert "+".join(f"{one.name.split()[0]}{one.name.split()[1][0]}" for one in found.owners) == owners
    assert found.due == (date.fromisoformat(due) if due else None)
    assert [one.isoformat() for one in found.due_choices] == choices
    assert found.due_unclear == unclear
    assert found.finding == finding


def test_the_table_is_long_enough_to_mean_something() -> None:
    """Sixty lines or more, each different."""
    assert len({line for line, *_ in LINES}) >= 60


PIECES = st.sampled_from(
    ["review", "passports", "@hana", "@sam", "@", "#2", "#", "by", "due:", "friday", "31 feb", "in", "on",
     "by by", "12/10", "\n", "until", "é", "🙂", "@@me", "within", "-", ":"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_string_gives_something_usable(words: str) -> None:
    """No error; the text is bounded; owners are of the team; a day is not in the past."""
    found = parse(words, TEAM, TEAM[0], NOW, None, ZONE)
    assert len(found.text) <= LONGEST
    assert {one.id for one in found.owners} <= {one.id for one in TEAM}
    assert found.due is None or found.due >= date(2026, 9, 14)
    assert found.finding is None or 0 <= found.finding <= 99


@given(
    st.lists(
        st.sampled_from(["stand", "by", "the", "gate", "in", "on", "art", "rooms"]), min_size=1, max_size=8
    )
)
def test_words_that_are_no_day_are_never_lost(words: list[str]) -> None:
    """ "stand by the gate" stays what it is."""
    line = " ".join(words)
    assert parse(line, TEAM, TEAM[0], NOW, None, ZONE).text == line
