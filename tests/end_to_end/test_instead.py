"""A question where a day was waited for is offered to be asked; and what belongs there is taken."""

import pytest

from tests.end_to_end.harness import World, last

QUESTIONS = ("child keeps hiding under tables, what do i try", "who should attend an annual review?")


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_in_a_date_dialogue_can_be_asked_instead(world: World, question: str) -> None:
    """One tap asks it and leaves the dialogue."""
    school = await world.school()
    await world.says(school.mentor, "/meet")
    await world.says(school.mentor, question)
    card = last(school.mentor.private)
    assert "I was waiting for a day and a time. Ask this instead?" in card.text
    assert question in card.text
    await world.restart()
    await world.presses(school.mentor, card, "Ask this instead")
    assert "Helpful" in last(school.mentor.private).labels
    assert "left" in card.text
    await world.says(school.mentor, "thurs 3 dec 3.30")
    assert "Yes, plan it" not in last(school.mentor.private).labels


async def test_the_dialogue_goes_on_where_the_question_is_passed_over(world: World) -> None:
    """A day typed after it is the day."""
    school = await world.school()
    await world.says(school.mentor, "/meet")
    await world.says(school.mentor, QUESTIONS[0])
    await world.says(school.mentor, "thurs 3 dec 3.30")
    assert "Yes, plan it" in last(school.mentor.private).labels


@pytest.mark.parametrize(
    "words", ["can we do thursday at 3?", "sometime after half term?", "not sure yet", "as soon as possible"]
)
async def test_words_about_time_are_not_taken_for_a_question(world: World, words: str) -> None:
    """They are read, or asked for again."""
    school = await world.school()
    await world.says(school.mentor, "/meet")
    await world.says(school.mentor, words)
    assert "Ask this instead" not in last(school.mentor.private).labels


async def test_the_day_of_an_action_and_of_a_pause_too(world: World) -> None:
    """Every place where a day is waited for; an action's own words may be a question."""
    school = await world.school()
    await world.says(school.senco, "/settings")
    await world.presses(school.senco, last(school.senco.private), "Quiet until…")
    await world.says(school.senco, QUESTIONS[0])
    assert "I was waiting for a day. Ask this instead?" in last(school.senco.private).text
    await world.says(school.senco, "/action")
    await world.says(school.senco, "what do parents want? me")
    assert "Ask this instead" not in last(school.senco.private).labels


@pytest.mark.parametrize("where", ["Sam's room", "in hana's office", "Mr Pell's classroom", "Priya's office"])
async def test_adults_rooms_are_places_to_meet(world: World, where: str) -> None:
    """Asked for, and in one line with the time."""
    school = await world.school()
    await world.says(
        school.mentor, f"/meet thurs 3 dec 3.30 {where if where.startswith('in') else f'in {where}'}"
    )
    echo = last(school.mentor.private)
    assert where.removeprefix("in ") in echo.text
    await world.presses(school.mentor, echo, "Yes, plan it")
    await world.presses(school.mentor, last(school.group), "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Place or link")
    await world.says(school.mentor, where)
    assert f"Where: {where}" in last(school.group).text


async def test_a_childs_name_is_still_stopped_where_a_meeting_is_arranged(world: World) -> None:
    """Only the room passes."""
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30 about Alfie's meltdowns")
    assert "Yes, plan it" not in last(school.mentor.private).labels
    assert "Alfie" not in last(school.mentor.private).text


async def test_who_does_an_action_can_be_typed(world: World) -> None:
    """A name, or "me"; nobody of that name is said, with the people to tap."""
    school = await world.school()
    await world.says(school.senco, "/action ring the psychologist")
    await world.says(school.senco, "Beatrix")
    assert "nobody of that name" in last(school.senco.private).text
    await world.says(school.senco, "hana")
    assert "By when?" in last(school.senco.private).text
    await world.says(school.senco, "31 feb")
    assert "February 2027 has no day 31." in last(school.senco.private).text
    await world.says(school.senco, "next friday")
    assert last(school.senco.private).labels[:2] == ["Fri 4 Dec", "Fri 27 Nov"]
    await world.presses(school.senco, last(school.senco.private), "Fri 27 Nov")
    assert "Who: Hana" in last(school.senco.private).text
    await world.says(school.senco, "what are my actions")
    assert "Ask this instead" in last(school.senco.private).labels
