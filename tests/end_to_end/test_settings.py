"""What people choose for themselves, as the buttons show it."""

from tests.end_to_end.harness import World, last


async def test_a_mentors_working_days_are_in_words_on_the_buttons(world: World) -> None:
    """Which are on can be read; a tap turns one off."""
    school = await world.school()
    await world.says(school.mentor, "/settings")
    card = last(school.mentor.private)
    assert {"Mon on", "Tue on", "Wed on", "Thu on", "Fri on"} <= set(card.labels)
    await world.presses(school.mentor, card, "Mon on")
    assert "Mon off" in card.labels
    assert "Tue on" in card.labels
