"""Notes and decisions: who sees them, what a pasted block looks like, finding them again."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring import actions, notes
from bot.mentoring.audience import Role
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Note
from bot.storage.database import Database
from bot.storage.people import Person
from bot.storage.schools import School
from tests.mentoring.cast import NOW, Cast

SEEN: list[tuple[str, str, Role, bool]] = [
    ("team", "note", "senco", True),
    ("team", "note", "mentor", True),
    ("team", "note", "deputy", True),
    ("team", "note", "governor", False),
    ("team", "note", "trust_leader", False),
    ("team", "note", "lead", False),
    ("team", "decision", "governor", True),
    ("mentorship", "note", "mentor", True),
    ("mentorship", "note", "headteacher", False),
    ("mentorship", "note", "lead", False),
    ("mentor", "note", "deputy", True),
    ("mentor", "note", "senco", False),
    ("owner", "note", "mentor", False),
    ("owner", "note", "headteacher", False),
]


@pytest.mark.parametrize(("audience", "kind", "role", "seen"), SEEN)
def test_who_may_see_a_note_of_somebody_elses(audience: str, kind: str, role: Role, seen: bool) -> None:
    """In private, by role; in the group only what is the team's."""
    reader = Person(id=1, name="Reader", created_at=NOW)
    place = notes.Place(reader, School(id=1, name="S", created_at=NOW), role)
    note = Note(school_id=1, author_id=2, text="x", audience=audience, kind=kind, at=NOW)
    assert notes.may_see(place, note, in_group=False) is seen
    assert notes.may_see(place, note, in_group=True) is (audience == "team")


def test_ones_own_note_is_seen_in_private_always_and_never_in_the_group() -> None:
    """Unless it is the team's."""
    place = notes.Place(
        Person(id=1, name="A", created_at=NOW), School(id=1, name="S", created_at=NOW), "senco"
    )
    note = Note(school_id=1, author_id=1, text="x", audience="owner", at=NOW)
    assert notes.may_see(place, note, in_group=False)
    assert not notes.may_see(place, note, in_group=True)


async def test_private_words_stay_as_narrow_as_they_can(database: Database) -> None:
    """A leader's go to the mentor, a mentor's to mentors, the group's to the team."""
    cast = await Cast.on(database)
    leader, mentor = cast.place(cast.senco, "senco"), cast.place(cast.mentor, "mentor")
    assert notes.default_audience(leader, in_group=False) == "mentorship"
    assert notes.default_audience(mentor, in_group=False) == "mentor"
    assert notes.default_audience(mentor, in_group=True) == "team"


@pytest.mark.parametrize(
    ("line", "guess", "text"),
    [
        ("Action: ring the trust", "action", "ring the trust"),
        ("ACTIONS - ring the trust", "action", "ring the trust"),
        ("AP: ring the trust", "action", "ring the trust"),
        ("todo ring the trust", "action", "todo ring the trust"),
        ("Sam will ring the trust by friday", "action", "Sam will ring the trust by friday"),
        ("ring the trust @hana", "action", "ring the trust @hana"),
        ("Decision: passports for all", "decision", "passports for all"),
        ("we agreed passports for all", "decision", "we agreed passports for all"),
        ("- agreed: passports", "decision", "agreed: passports"),
        ("3) the art room is loud", "note", "the art room is loud"),
        ("actionable data is missing", "note", "actionable data is missing"),
        ("it will take time", "note", "it will take time"),
        ("sam@school.example wrote", "note", "sam@school.example wrote"),
    ],
)
def test_a_line_of_a_pasted_block_is_offered_for_what_it_looks_like(line: str, guess: str, text: str) -> None:
    """Offered, never assumed; the label goes, the words stay."""
    [read] = notes.read_block(line)
    assert (read.guess, read.text) == (guess, text)


def test_an_empty_or_endless_block_is_refused() -> None:
    """Sixty lines are enough for a meeting."""
    with pytest.raises(Refusal, match="nothing_typed"):
        notes.read_block(" \n \n")
    with pytest.raises(Refusal, match="too_many_lines"):
        notes.read_block("line\n" * 61)


@given(st.text(max_size=500))
def test_any_block_is_read_or_refused(text: str) -> None:
    """Each line keeps some words."""
    with suppress(Refusal):
        assert all(one.text.strip() for one in notes.read_block(text))


async def test_what_was_said_is_found_again_by_its_words_only_by_those_who_may(database: Database) -> None:
    """All words, any case, plural or not; signs that mean something to the database mean nothing."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    senco, head = cast.place(cast.senco, "senco"), cast.place(cast.head, "headteacher")
    async with database.write() as session:
        await notes.add(session, senco, "A Passport for every class", NOW, audience="team", kind="decision")
        await notes.add(session, senco, "passports worry me", NOW, audience="mentorship")
        await notes.add(session, senco, "100% of plans", NOW, audience="team")
        await actions.make(session, senco, "draft passports", cast.senco.id, None, NOW)
        await actions.make(session, senco, "secret passports", cast.senco.id, None, NOW, audience="owner")
        theirs = await notes.search(session, head, "passports", in_group=False)
        own = await notes.search(session, senco, "PASSPORTS", in_group=False)
        group = await notes.search(session, senco, "passport", in_group=True)
        elsewhere = await notes.search(
            session, other.place(other.head, "headteacher"), "passport", in_group=False
        )
        both = await notes.search(session, head, "class passport", in_group=False)
        percent = await notes.search(session, head, "0%", in_group=False)
        underscore = await notes.search(session, head, "_", in_group=False)
    assert [one.text for one in theirs[0]] == ["A Passport for every class"]
    assert [one.text for one in theirs[1]] == ["draft passports"]
    assert len(own[0]) == 2
    assert len(own[1]) == 2
    assert (len(group[0]), len(group[1])) == (1, 1)
    assert elsewhere == ([], [])
    assert len(both[0]) == 1
    assert [one.text for one in percent[0]] == ["100% of plans"]
    assert underscore == ([], [])


async def test_a_note_has_words_and_an_end(database: Database) -> None:
    """Empty or too long is refused."""
    cast = await Cast.on(database)
    async with database.write() as session:
        for text, why in (("  ", "nothing_typed"), ("x" * 1001, "too_long")):
            with pytest.raises(Refusal, match=why):
                await notes.add(session, cast.place(cast.senco, "senco"), text, NOW, audience="team")
