"""No dead ends: what was begun can be left, nothing false is said about it, and there is a way on."""

import pytest

from tests.end_to_end.harness import World, last, text_of


@pytest.mark.parametrize("way", ["/cancel", "Leave it"])
async def test_what_was_begun_can_be_left(world: World, way: str) -> None:
    """By the command or by the button; what is typed next is a question again."""
    school = await world.school()
    await world.says(school.senco, "/meet blah blah")
    asked = last(school.senco.private)
    if way == "/cancel":
        await world.says(school.senco, way)
    else:
        await world.presses(school.senco, asked, way)
    assert last(school.senco.private).text == "Left. Nothing was saved."
    await world.says(school.senco, "thanks")
    assert last(school.senco.private).text == "You are welcome."


async def test_the_same_command_again_only_starts_afresh(world: World) -> None:
    """No talk of what was lost; another command says that something was left."""
    school = await world.school()
    await world.says(school.senco, "/meet blah blah")
    await world.says(school.senco, "/meet yesterday at 3")
    assert "nothing of it was saved" not in text_of(school.senco.private)
    await world.says(school.senco, "/actions")
    assert "nothing of it was saved" in text_of(school.senco.private)


async def test_notes_that_were_kept_are_never_said_to_be_lost(world: World) -> None:
    """They are kept line by line."""
    school = await world.school()
    await world.says(school.senco, "/notes")
    assert "see it.\nStart a line" in last(school.senco.private).text
    await world.says(school.senco, "the hall is loud at lunch")
    await world.says(school.senco, "/actions")
    assert "nothing of it was saved" not in text_of(school.senco.private)


async def test_a_schools_own_card_keeps_its_lines_apart(world: World) -> None:
    """Drilling down from the caseload."""
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, plan it")
    await world.says(school.mentor, "/caseload")
    await world.presses(school.mentor, last(school.mentor.private), "Larkfield Primary")
    lines = last(school.mentor.private).text.splitlines()
    assert lines[1:] == ["Nothing waiting", "Meeting 1: Thu 3 Dec, 3.30pm"]
