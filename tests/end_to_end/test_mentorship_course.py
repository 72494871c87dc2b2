"""Stage, number of meetings and the end of a mentorship, by its mentor."""

from tests.end_to_end.harness import World, last


async def test_a_mentor_sets_the_stage_and_ends_the_mentorship(world: World) -> None:
    """Ending calls coming meetings off and says how long the record stays."""
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.says(school.mentor, "/school")
    await world.presses(school.mentor, last(school.mentor.private), "Larkfield Primary")
    await world.presses(school.mentor, last(school.mentor.private), "Stage and meetings")
    card = last(school.mentor.private)
    await world.presses(school.mentor, card, "Stage: plan")
    assert "Stage: plan" in card.text
    await world.presses(school.mentor, card, "8 in all")
    assert "8 meetings" in card.text
    await world.presses(school.mentor, card, "End the mentorship")
    await world.presses(school.mentor, card, "Yes, end it")
    assert "1 meeting called off" in card.text
    await world.says(school.mentor, "/caseload")
    assert "Larkfield" not in last(school.mentor.private).text
