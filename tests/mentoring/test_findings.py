"""What the report asked the school to improve: typed, ordered, edited, closed, and what has had attention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring import findings
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Finding
from bot.storage.database import Database
from tests.mentoring.cast import NOW, Cast

REPORT = "1. Support plans lack small steps\n• Staff do not know the needs\n\n- Attendance is not looked at\n"


async def written(cast: Cast, text: str = REPORT) -> list[Finding]:
    """Findings from a pasted block."""
    async with cast.database.write() as session:
        return await findings.add(session, cast.place(cast.head, "headteacher"), text, NOW)


async def test_a_pasted_block_is_one_point_a_line_without_bullets(database: Database) -> None:
    """Numbers and bullets go, empty lines too; later ones come after."""
    cast = await Cast.on(database)
    await written(cast)
    await written(cast, "One more")
    async with database.read() as session:
        listed = await findings.of_school(session, cast.school.id or 0)
        second = await findings.by_number(session, cast.school.id or 0, 2)
        nothing = await findings.by_number(session, cast.school.id or 0, 9)
    assert [one.text for one in listed] == [
        "Support plans lack small steps",
        "Staff do not know the needs",
        "Attendance is not looked at",
        "One more",
    ]
    assert second is not None
    assert second.text == "Staff do not know the needs"
    assert nothing is None


async def test_order_words_and_state_can_be_changed(database: Database) -> None:
    """Up once; other words; closed and open again."""
    cast = await Cast.on(database)
    made = await written(cast)
    async with database.write() as session:
        third = await session.get_one(Finding, made[2].id)
        await findings.move_up(session, third)
        await findings.edit(session, third, "  Attendance   of pupils with SEND ")
        await findings.close(session, third, NOW)
        left = await findings.of_school(session, cast.school.id or 0, closed=False)
        everything = await findings.of_school(session, cast.school.id or 0)
    assert [one.text for one in everything][1] == "Attendance of pupils with SEND"
    assert len(left) == 2
    async with database.write() as session:
        third = await session.get_one(Finding, made[2].id)
        await findings.close(session, third, NOW)
        assert third.state == "open"
        first = await session.get_one(Finding, made[0].id)
        await findings.move_up(session, first)
        assert (await findings.of_school(session, cast.school.id or 0))[0].id == first.id


async def test_too_long_too_many_or_nothing_is_refused_whole(database: Database) -> None:
    """Nothing is half written."""
    cast = await Cast.on(database)
    for text, why in (
        ("\n - \n", "nothing_typed"),
        ("x" * 501, "too_long"),
        ("a\n" * 21, "too_many_findings"),
    ):
        with pytest.raises(Refusal, match=why):
            await written(cast, text)
    async with database.read() as session:
        assert list(await findings.of_school(session, cast.school.id or 0)) == []


async def test_another_schools_point_is_as_good_as_none(database: Database) -> None:
    """The same refusal for a wrong school and for a number that does not exist."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    made = await written(cast)
    async with database.read() as session:
        for number in (made[0].id or 0, 999):
            with pytest.raises(Refusal, match="wrong_school"):
                await findings.named(session, other.school.id or 0, number)


@given(st.text(max_size=300))
def test_lines_are_never_empty_and_have_no_line_breaks(text: str) -> None:
    """Whatever is pasted."""
    assert all(line and line == " ".join(line.split()) for line in findings.lines_of(text))


LISTED = [Finding(id=at, school_id=1, text=f"point {at}", place=at, made_at=NOW) for at in (1, 2, 3)]


@pytest.mark.parametrize(
    ("words", "number", "rest"),
    [
        ("agreed to trial passports #2", 2, "agreed to trial passports"),
        ("agreed to trial passports (#2).", 2, "agreed to trial passports"),
        ("#1: small steps first", 1, "small steps first"),
        ("thurs 3rd dec 3.30 #3", 3, "thurs 3rd dec 3.30"),
        ("moved to room #12", None, "moved to room #12"),
        ("this is our #1 worry", None, "this is our #1 worry"),
        ("see page#2", None, "see page#2"),
        ("no number", None, "no number"),
        ("#0", None, "#0"),
    ],
)
def test_a_point_is_named_by_its_number_at_either_end(words: str, number: int | None, rest: str) -> None:
    """In the middle, or beyond the list, it stays what it was: words."""
    point, left = findings.tagged(words, LISTED)
    assert (point.id if point else None, left) == (number, rest)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=3))
def test_naming_a_point_loses_no_other_word(text: str, number: int) -> None:
    """Whatever stands before the number is kept in its order."""
    point, left = findings.tagged(f"{text} #{number}", LISTED)
    assert point is not None
    kept = [letter for letter in text if letter.isalpha()]
    assert [letter for letter in left if letter.isalpha()] == kept
